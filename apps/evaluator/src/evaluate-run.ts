import { join } from 'node:path';
import { createProgress } from '@ser/cli';
import {
  type Corpus,
  type CorpusKind,
  clipIdOf,
  corpusFolder,
  type FeatureStore,
  loadCorpus,
  type Split,
} from '@ser/dataset';
import { type Bundle, chooseBackend, loadBundle } from '@ser/models';
import {
  besideLines,
  describeCorpus,
  type Environment,
  figuresLine,
  type Judgement,
  judgedSide,
  judgementMetrics,
  judgeRows,
  loadRunCorpus,
  openExtractor,
  openFeatures,
  parseConfig,
  type RunConfig,
  RunDirectory,
  RunError,
  readJson,
  rowsOfSides,
  withAges,
  writeEvaluation,
  writeRunReport,
} from '@ser/run';

export interface EvaluateOptions {
  run: string;
  /** Another corpus than the run's own. */
  corpus?: string;
  kind: CorpusKind;
  /** Whether that corpus may point to files outside its folder. */
  allowOutside: boolean;
  /** Of the run's own corpus. */
  clips: 'test' | 'all';
  backend: RunConfig['backend'];
  device: RunConfig['device'];
  threads: number | null;
  signal: AbortSignal;
}

/** Judges a run's model, and writes figures, predictions and a report below the run's `evaluation/`. */
export async function evaluateRun(options: EvaluateOptions): Promise<void> {
  const run = new RunDirectory(options.run);
  const config = parseConfig(await readJson(run.config, "the run's configuration"), run.config);
  if (run.isCrossValidation()) {
    throw new RunError(
      `${run.path} is a cross-validation; evaluate one of its folds, such as ${run.fold(0).path}`,
    );
  }
  const { backend, device, threads } = options;
  console.log((await chooseBackend({ backend, device, ...(threads !== null && { threads }) })).line);
  const bundle = await loadBundle(run.model);
  try {
    const { corpus, split, folder } = await chooseClips(run, config, options);
    console.log(describeCorpus(corpus));
    const notScored = countUnknown(corpus, bundle.card.labels);
    const judged = await judgeClips(bundle, corpus, split, config, options);
    const judgement = withAges(judged, corpus.clips);
    const trainedOn = await countTrainedOn(run, judgement);
    const metrics = {
      ...judgementMetrics(judgement, {
        split: split?.kind ?? (options.corpus === undefined ? 'all' : 'other'),
        labels: bundle.card.labels,
        clips: corpus.clips,
      }),
      ...(options.corpus !== undefined && { corpus: corpus.name, notScored }),
      ...(trainedOn > 0 && { trainedOn }),
    };
    await writeEvaluation(folder, metrics, judgement, corpus.clips);
    const report = folder === run.evaluation ? run.report : join(folder, 'report.html');
    await writeRunReport(run, { evaluation: folder, report });
    console.log([figuresLine(metrics), ...besideLines(metrics)].join('\n'));
    console.log(`figures ${join(folder, 'metrics.json')}\nreport  ${report}`);
  } finally {
    bundle.dispose();
  }
}

interface ChosenClips {
  corpus: Corpus;
  /** Where only one of its sides counts: that of the test, if there is one. */
  split?: Split;
  /** Where the evaluation goes. */
  folder: string;
}

async function chooseClips(
  run: RunDirectory,
  config: RunConfig,
  options: EvaluateOptions,
): Promise<ChosenClips> {
  const reading = createProgress('corpus', 'clips');
  const load = {
    signal: options.signal,
    onProgress: (done: number, total: number) => reading.update(done, total),
  };
  try {
    if (options.corpus !== undefined) {
      const corpus = await loadCorpus(corpusFolder(options.corpus), {
        kind: options.kind,
        allowOutside: options.allowOutside,
        ...load,
      });
      return { corpus, folder: join(run.evaluation, corpus.name) };
    }
    const corpus = await loadRunCorpus({ ...config, strict: false }, load);
    const { corpus: trained } = (await readJson(run.environment, 'what the run ran on')) as Environment;
    if (corpus.fingerprint !== trained.fingerprint) {
      throw new RunError(
        `${corpus.root} is not what ${run.name} was trained on: clips were added, taken away or changed. ` +
          'Name it with --corpus to judge on it as another corpus',
      );
    }
    if (options.clips === 'all') {
      return { corpus, folder: join(run.evaluation, 'all') };
    }
    return {
      corpus,
      split: (await readJson(run.split, "the run's split")) as Split,
      folder: run.evaluation,
    };
  } finally {
    reading.stop();
  }
}

/** How many of the judged clips are, by their ids, among those that the run was trained on or chose its epoch by. */
async function countTrainedOn(run: RunDirectory, { stranger }: Judgement): Promise<number> {
  const { kind, train, validation } = (await readJson(run.split, "the run's split")) as Split;
  const seen = new Set([...train, ...validation].map((key) => clipIdOf(kind, key)));
  const judged = new Set(stranger.map(({ clip }) => clip));
  const both = [...judged].filter((clip) => seen.has(clip)).length;
  if (both > 0) {
    console.log(
      `warning: ${both} of ${judged.size} clips were in training or validation: the figures flatter the model`,
    );
  }
  return both;
}

/** How many clips there are of each emotion that the model does not know. */
function countUnknown(
  { root, clips, labels: named }: Corpus,
  labels: readonly string[],
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { label } of clips) {
    if (!labels.includes(label)) counts[label] = (counts[label] ?? 0) + 1;
  }
  const missing = labels.filter((label) => !named.includes(label));
  if (missing.length === labels.length) {
    throw new RunError(
      `${root} and the model have no emotion in common: ${named.join(' ')} against ${labels.join(' ')}`,
    );
  }
  const unknown = Object.entries(counts).map(([label, count]) => `${count} ${label}`);
  if (unknown.length > 0) console.log(`not scored, for the model does not know them: ${unknown.join(', ')}`);
  if (missing.length > 0) console.log(`the corpus has no ${missing.join(', ')}: they count in no average`);
  return counts;
}

async function judgeClips(
  bundle: Bundle,
  corpus: Corpus,
  split: Split | undefined,
  { cache }: RunConfig,
  { device, threads, signal }: EvaluateOptions,
) {
  const extractor = await openExtractor(device, threads);
  const progress = createProgress('features', 'clips');
  const judging = createProgress('clips', 'segments');
  const stores: FeatureStore[] = [];
  try {
    const { recipe, speeds } = bundle.card;
    for (const speed of speeds) {
      const store = await openFeatures({
        corpus,
        recipe,
        speed,
        extractor,
        strict: false,
        cache,
        signal,
        onProgress: (done, total) => progress.update(done, total),
      }).finally(() => progress.stop());
      stores.push(store);
    }
    const hearings = stores.map((store) => {
      const chosen = split ? rowsOfSides(store, split)[judgedSide(split)] : [...store.rows.keys()];
      const isKnown = (row: number) => bundle.card.labels.includes(store.rows[row]?.label ?? '');
      return { store, rows: chosen.filter(isKnown) };
    });
    const onProgress = (done: number, total: number) => judging.update(done, total);
    return await judgeRows(bundle, hearings, { signal, onProgress });
  } finally {
    judging.stop();
    extractor.dispose();
    for (const store of stores) await store.close();
  }
}
