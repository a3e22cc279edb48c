#!/usr/bin/env node
import { integer, resolveUserPath, runCommand } from '@ser/cli';
import { Command, Option } from 'commander';
import { predictFiles } from './predict-files.ts';

const program = new Command('npx nx run evaluator:predict --')
  .description('Says what emotion speech expresses: one JSON line a file, from the model bundle alone.')
  .argument('<file...>', 'audio files, or folders of them')
  .requiredOption('--model <folder>', "model bundle: a run's model/ folder")
  .addOption(new Option('--device <device>', 'where features are computed').choices(['auto', 'cpu', 'cuda']))
  .addOption(
    new Option('--backend <backend>', 'what runs the network').choices([
      'auto',
      'native',
      'tensorflow',
      'cpu',
    ]),
  )
  .option('--threads <count>', 'threads for features (default: one a core)', integer(1));

program.action(
  async (
    files: string[],
    options: { model: string; device?: string; backend?: string; threads?: number },
  ) => {
    await runCommand((signal) =>
      predictFiles({
        ...options,
        model: resolveUserPath(options.model),
        paths: files.map((file) => ({ shown: file, path: resolveUserPath(file) })),
        signal,
        write: (line) => process.stdout.write(`${line}\n`),
      }),
    );
  },
);

await program.parseAsync();
