#!/usr/bin/env node
import { createProgress, integer, positiveNumber, resolveUserPath, runCommand } from '@ser/cli';
import { createExtractor, type ExtractorOptions } from '@ser/dsp-native';
import { Command, Option } from 'commander';
import { CORPUS_KINDS, type LoadOptions, loadCorpus } from '../corpora/load.ts';
import { chooseRecipe, type RecipeChoice } from '../features/choose-recipe.ts';
import { buildFeatureStore } from '../store/build.ts';
import { describeStore } from '../store/describe.ts';
import { namedCorpus } from './named-corpus.ts';

type Flags = RecipeChoice &
  ExtractorOptions &
  Pick<LoadOptions, 'kind' | 'limit' | 'strict' | 'allowOutside'> & { corpus?: string; out: string };

const program = new Command('npx nx run dataset:features --')
  .description(
    "Extracts a corpus's features into a folder of Arrow files, which pandas, polars and DuckDB read as they are.\n" +
      'A folder that holds them already is verified and kept; one that was cut short goes on where it stopped.',
  )
  .option('--corpus <folder>', "corpus folder or manifest.csv, or 'demo' (default: data/crema-d, else demo)")
  .requiredOption('--out <folder>', 'where the features go')
  .addOption(
    new Option('--kind <kind>', 'how the corpus tells its labels').choices(CORPUS_KINDS).default('auto'),
  )
  .addOption(new Option('--features <what>', 'mel bands or samples').choices(['mel', 'wave']).default('mel'))
  .addOption(
    new Option(
      '--preset <name>',
      'options of the shipped models (default: compact for mel, notebook for wave)',
    ).choices(['notebook', 'tiny', 'compact']),
  )
  .addOption(
    new Option('--segments <kind>', "how clips are cut (default: the preset's)").choices([
      'equalise',
      'whole',
      'window',
    ]),
  )
  .option('--seconds <length>', 'length of whole and window segments', positiveNumber)
  .option(
    '--hop-seconds <length>',
    'from one window to the next (default: half of --seconds)',
    positiveNumber,
  )
  .addOption(
    new Option('--device <device>', 'what extracts').choices(['auto', 'cpu', 'cuda', 'js']).default('auto'),
  )
  .option('--threads <count>', 'threads of the extractor (default: one a core)', integer(1))
  .option('--limit <clips>', 'take at most so many clips, balanced over labels and speakers', integer(1))
  .option('--strict', 'end at the first unusable file instead of leaving it out')
  .option('--allow-outside', 'take clips that a manifest or link names outside the corpus folder');

program.action((flags: Flags) => runCommand((signal) => main(flags, signal)));
await program.parseAsync();

async function main(
  { corpus: folder, out, device, threads, ...flags }: Flags,
  signal: AbortSignal,
): Promise<void> {
  let progress = createProgress('reading', 'clips');
  const onProgress = (done: number, total: number) => progress.update(done, total);
  const extractor = await createExtractor({ ...(device && { device }), ...(threads && { threads }) });
  try {
    const corpus = await loadCorpus(namedCorpus(folder), { ...flags, signal, onProgress });
    const recipe = await chooseRecipe(flags, corpus, { signal, onProgress });
    progress.stop();
    progress = createProgress('features', 'clips');
    const start = performance.now();
    let extracted = 0;
    const store = await buildFeatureStore({
      corpus,
      recipe,
      extractor,
      dir: resolveUserPath(out),
      strict: flags.strict ?? false,
      signal,
      onProgress,
      onShard: ({ seconds }) => {
        extracted += seconds;
      },
      onRepair: (message) => {
        progress.stop();
        process.stderr.write(`${message}\n`);
      },
    });
    const seconds = (performance.now() - start) / 1000;
    await store.close();
    progress.stop();
    process.stdout.write(
      describeStore(store, corpus.skipped, { extracted, seconds, device: extractor.device }),
    );
  } finally {
    progress.stop();
    extractor.dispose();
  }
}
