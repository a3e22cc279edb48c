import { createProgress } from '@ser/cli';
import { type Corpus, checkTrainable, type FeatureStore, loadCorpus } from '@ser/dataset';
import { type Architecture, type BackendInfo, chooseBackend, findArchitecture } from '@ser/models';
import {
  corpusFolder,
  describeCorpus,
  type Environment,
  openExtractor,
  openFeatures,
  type RunConfig,
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
  const backend = await chooseBackend({ backend: config.backend, device: config.device });
  console.log(backend.line);

  const reading = createProgress('corpus', 'clips');
  const corpus = await loadCorpus(corpusFolder(config.corpus), {
    kind: config.kind,
    allowOutside: config.allowOutside,
    strict: config.strict,
    seed: config.seed,
    ...(config.limit !== null && { limit: config.limit }),
    signal,
    onProgress: (done, total) => reading.update(done, total),
  }).finally(() => reading.stop());
  checkTrainable(corpus);
  console.log(describeCorpus(corpus));

  const extractor = await openExtractor(config.device, config.threads);
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
    });
    extracting.stop();
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
