#!/usr/bin/env node
import { integer, positiveNumber, resolveUserPath, runCommand } from '@ser/cli';
import { CORPUS_KINDS } from '@ser/dataset';
import { ARCHITECTURES } from '@ser/models';
import type { RunOptions } from '@ser/run';
import { Command, Option } from 'commander';
import { startRun } from './start-run.ts';

const program = new Command('npx nx run trainer:train --')
  .description(
    'Trains a speech emotion model and judges it on speakers it never heard. With no corpus named it takes ' +
      'data/crema-d if that is there, else the made demo corpus.',
  )
  .option('--corpus <folder>', "corpus folder or manifest.csv, or 'demo' for the made corpus")
  .addOption(
    new Option('--kind <kind>', 'naming rule of the corpus (default: told from its files)').choices([
      ...CORPUS_KINDS,
    ]),
  )
  .option('--limit <clips>', 'take at most so many clips, balanced over labels and speakers', integer(1))
  .option('--strict', 'end at the first unusable clip instead of leaving it out')
  .option('--allow-outside', 'take clips that a manifest or link names outside the corpus folder')
  .option(
    '--model <name>',
    `architecture: ${ARCHITECTURES.map(({ name }) => name).join(', ')}, or compact+large, which answer together (default: tiny)`,
  )
  .addOption(
    new Option('--split <kind>', 'what must not stand on two sides (default: speaker)').choices([
      'segment',
      'clip',
      'speaker',
      'speaker-sentence',
    ]),
  )
  .option('--folds <count>', 'cross-validation over so many folds', integer(1))
  .option('--final', 'train on the test side too, for a model to give away once its figures are known')
  .option(
    '--members <count>',
    'train so many networks an architecture, which answer together (default: 1)',
    integer(1),
  )
  .option('--epochs <count>', 'epochs at most', integer(1))
  .option('--patience <epochs>', 'stop after so many epochs without a better validation UAR', integer(1))
  .addOption(
    new Option(
      '--keep <epoch>',
      "whose weights are kept: the one's with the best validation UAR, or the last one's",
    ).choices(['best', 'last']),
  )
  .option('--batch-size <segments>', 'segments a step', integer(1))
  .option('--learning-rate <rate>', 'step size of the optimizer', positiveNumber)
  .option('--seed <number>', 'decides split, weights and order', integer(0))
  .addOption(new Option('--device <device>', 'where features are computed').choices(['auto', 'cpu', 'cuda']))
  .addOption(
    new Option('--backend <backend>', 'what runs the network').choices([
      'auto',
      'native',
      'tensorflow',
      'cpu',
    ]),
  )
  .option('--threads <count>', 'threads for features and network (default: one a core)', integer(1))
  .option('--licence <name>', "of the model, for its card, such as MIT (the corpus's own is there anyway)")
  .option('--cache <folder>', 'where computed features are kept (default: data/features)')
  .option('--out <folder>', 'run directory (default: runs/TIME-MODEL)')
  .option('--resume', 'go on with the run in --out, or with the latest unfinished one')
  .option(
    '--config <file>',
    'JSON file with any of these options, weaker than flags; its paths count from its own folder',
  );

program.action(async (flags: RunOptions & { out?: string; resume?: boolean; config?: string }) => {
  const { out, resume, config, ...options } = flags;
  if (options.corpus !== undefined && options.corpus !== 'demo') {
    options.corpus = resolveUserPath(options.corpus);
  }
  if (options.cache !== undefined) options.cache = resolveUserPath(options.cache);
  await runCommand((signal) =>
    startRun({
      options,
      ...(out !== undefined && { out: resolveUserPath(out) }),
      ...(config !== undefined && { configFile: resolveUserPath(config) }),
      resume: resume ?? false,
      signal,
    }),
  );
});

await program.parseAsync();
