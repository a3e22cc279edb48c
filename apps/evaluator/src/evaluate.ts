#!/usr/bin/env node
import { resolveUserPath, runCommand } from '@ser/cli';
import { CORPUS_KINDS, type CorpusKind } from '@ser/dataset';
import { Command, Option } from 'commander';
import { evaluateRun } from './evaluate-run.ts';
import { addDeviceOptions, type DeviceOptions } from './options.ts';

interface Flags extends DeviceOptions {
  run: string;
  corpus?: string;
  kind: CorpusKind;
  clips: 'test' | 'all';
  allowOutside?: boolean;
}

const program = new Command('npx nx run evaluator:evaluate --')
  .description('Judges a trained run: on its own test side, on all of its corpus, or on another corpus.')
  .requiredOption('--run <folder>', 'run directory of the trainer')
  .option('--corpus <folder>', 'judge on this corpus instead; emotions that both name are scored')
  .addOption(
    new Option('--kind <kind>', 'naming rule of that corpus').choices([...CORPUS_KINDS]).default('auto'),
  )
  .addOption(
    new Option(
      '--clips <clips>',
      "of the run's own corpus: its test side (a final model's validation side), or all clips",
    )
      .choices(['test', 'all'])
      .default('test'),
  )
  .option('--allow-outside', 'take clips that a manifest or link names outside its folder');

addDeviceOptions(program).action(async ({ run, corpus, threads, allowOutside, ...options }: Flags) => {
  await runCommand((signal) =>
    evaluateRun({
      ...options,
      run: resolveUserPath(run),
      ...(corpus !== undefined && { corpus: corpus === 'demo' ? corpus : resolveUserPath(corpus) }),
      allowOutside: allowOutside ?? false,
      threads: threads ?? null,
      signal,
    }),
  );
});

await program.parseAsync();
