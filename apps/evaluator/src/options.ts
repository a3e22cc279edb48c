import { join } from 'node:path';
import { integer } from '@ser/cli';
import { workspaceRoot } from '@ser/dataset';
import { type Command, Option } from 'commander';

/** Where the work is done: what every command here that runs a network takes. */
export interface DeviceOptions {
  backend: 'auto' | 'native' | 'tensorflow' | 'cpu';
  device: 'auto' | 'cpu' | 'cuda';
  threads?: number;
}

/** The bundle of commands that are given none: it comes with the repository. */
export function pretrainedModel(): string {
  return join(workspaceRoot(), 'packages', 'models', 'pretrained', 'compact');
}

export function addDeviceOptions(program: Command): Command {
  return program
    .addOption(
      new Option('--backend <backend>', 'what runs the network')
        .choices(['auto', 'native', 'tensorflow', 'cpu'])
        .default('auto'),
    )
    .addOption(
      new Option('--device <device>', 'where to compute').choices(['auto', 'cpu', 'cuda']).default('auto'),
    )
    .option('--threads <count>', 'threads for features and network (default: one a core)', integer(1));
}
