import { createProgress } from '@ser/cli';
import { type Corpus, checkTrainable, type FeatureStore, type Split, splitCorpus } from '@ser/dataset';
import { type Architecture, type BackendInfo, chooseBackend, findArchitecture } from '@ser/models';
import {
  describeCorpus,
  describeFeatures,
  type Environment,
  loadRunCorpus,
  openExtractor,
  openFeatures,
  type RunConfig,
  RunError,
} from '@ser/run';

/** What all folds of a run share. */
export interface Stage {
  config: RunConfig;
  architecture: Architecture;
  backend: BackendInfo;
  corpus: Corpus;
  store: FeatureStore;
  /** Where features were computed. */
  extractor: Environment['extractor'];
  dispose(): Promise<void>;
}

/** Picks the backend, reads the corpus and brings its features together, telling of each on the way. */
export async function prepare(config: RunConfig, signal: AbortSignal): Promise<Stage> {
  const architecture = findArchitecture(config.model);
  const { device, threads } = config;
  const backend = await chooseBackend({
    backend: config.backend,
    device,
    ...(threads !== null && { threads }),
  });
  console.log(backend.line);

  const reading = createProgress('corpus', 'clips');
  const corpus = await loadRunCorpus(config, {
    signal,
    onProgress: (done, total) => reading.update(done, total),
  }).finally(() => reading.stop());
  checkTrainable(corpus);
  console.log(describeCorpus(corpus));

  const extractor = await openExtractor(device, threads);
  const extracting = createProgress('features', 'clips');
  try {
    const store = await openFeatures({
      corpus,
      recipe: architecture.recipe,
      extractor,
      strict: config.strict,
      cache: config.cache,
      signal,
      onProgress: (done, total) => extracting.update(done, total),
      onRepair: (message) => console.log(message),
    });
    extracting.stop();
    for (const line of describeFeatures(store)) console.log(line);
    const present = new Set(store.rows.map(({ label }) => label));
    const lost = corpus.labels.filter((label) => !present.has(label));
    if (lost.length > 0) {
      await store.close();
      throw new RunError(
        `${corpus.root}: no clip of ${lost.join(', ')} gave features, all being unreadable or too short; mend those ` +
          'files, or take them out of the corpus',
      );
    }
    return {
      config,
      architecture,
      backend,
      corpus,
      store,
      extractor: extractor.device,
      dispose: () => store.close(),
    };
  } finally {
    extracting.stop();
    extractor.dispose();
  }
}

/** How the run's clips are dealt out in one of its folds. Clips that gave no features are not dealt. */
export function splitStage({ config, corpus, store }: Stage, fold: number): Split {
  const withFeatures = new Set(store.rows.map(({ clip }) => clip));
  const split = splitCorpus(
    corpus.clips.filter(({ id }) => withFeatures.has(id)),
    { kind: config.split, seed: config.seed, folds: config.folds, fold, segments: store.rows },
  );
  if (split.validation.length === 0 || split.test.length === 0) {
    throw new RunError(
      `split by ${config.split}: a side is left without clips; take more clips or fewer folds`,
    );
  }
  return split;
}
