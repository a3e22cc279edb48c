#!/usr/bin/env node
import { resolveUserPath, runCommand } from '@ser/cli';
import { Command } from 'commander';
import { compareRuns } from './compare-runs.ts';

const program = new Command('npx nx run evaluator:compare --')
  .description(
    'Lays runs side by side: a table here, and a report. Runs judged on the same clips are compared clip by\n' +
      'clip, with an interval on their difference.',
  )
  .argument('<runs...>', 'run directories, two or more')
  .option('--out <file>', 'where the report goes', 'comparison.html');

program.action(async (runs: string[], { out }: { out: string }) => {
  await runCommand(() => compareRuns(runs.map(resolveUserPath), resolveUserPath(out)));
});

await program.parseAsync();
