#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { createProgress, integer, resolveUserPath, runCommand } from '@ser/cli';
import { Command } from 'commander';
import { makeDemoCorpus } from './corpus.ts';

/** `data/demo` of this workspace, wherever the command is called from. */
const DEFAULT_OUT = fileURLToPath(new URL('../../../data/demo', import.meta.url));

const program = new Command('npx nx run tools:demo-corpus --')
  .description(
    "Makes a corpus of synthetic emotional speech in CREMA-D's layout: for trying things out, not for findings.\n" +
      'A corpus that is there already stays as it is.',
  )
  .option('--out <folder>', 'where to make it (default: data/demo)')
  .option('--seed <number>', 'the same seed makes the same corpus', integer(0), 1)
  .option('--speakers <count>', 'speakers, 1 to 999; 82 clips each', integer(1), 12)
  .option('--force', 'make it again even if it is there', false);

program.action(({ out, ...options }: { out?: string; seed: number; speakers: number; force: boolean }) =>
  runCommand(async (signal) => {
    const root = out === undefined ? DEFAULT_OUT : resolveUserPath(out);
    const progress = createProgress('Demo corpus', 'clips');
    const start = performance.now();
    const { clips, made } = await makeDemoCorpus({
      ...options,
      out: root,
      signal,
      onProgress: progress.update,
    }).finally(progress.stop);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`Demo corpus: ${clips} clips ${made ? `made in ${seconds} s` : 'there already'}, in ${root}`);
  }),
);

await program.parseAsync();
