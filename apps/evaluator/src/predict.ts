#!/usr/bin/env node
import { resolveUserPath, runCommand } from '@ser/cli';
import { Command } from 'commander';
import { addDeviceOptions, type DeviceOptions } from './options.ts';
import { predictFiles } from './predict-files.ts';

const program = new Command('npx nx run evaluator:predict --')
  .description(
    'Says what emotion speech expresses: one JSON line a file on standard output, from the model bundle alone.\n' +
      'Ends with 1 if a file could not be judged; its line then has the reason as "error".',
  )
  .argument('<files...>', 'audio files, or folders of them')
  .requiredOption('--model <folder>', 'model bundle, such as RUN/model');

addDeviceOptions(program).action(async (files: string[], options: DeviceOptions & { model: string }) => {
  await runCommand(async (signal) => {
    const failed = await predictFiles({
      ...options,
      threads: options.threads ?? null,
      model: resolveUserPath(options.model),
      inputs: files.map((file) => ({ shown: file, path: resolveUserPath(file) })),
      signal,
      write: (line) => process.stdout.write(`${line}\n`),
    });
    if (failed > 0) process.exitCode = 1;
  });
});

await program.parseAsync();
