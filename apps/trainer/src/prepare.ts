import { createProgress } from '@ser/cli';
import { type Corpus, checkTrainable, type FeatureStore, type Split, splitCorpus } from '@ser/dataset';
import { type Architecture, type BackendInfo, chooseBackend, findArchitectures } from '@ser/models';
import {
  describeCorpus,
  describeFeatures,
  type Environment,
  type FeatureRequest,
  loadRunCorpus,
  openExtractor,
  openFeatures,
  type RunConfig,
  RunError,
  Voices,
} from '@ser/run';
import type { Version } from './segments.ts';

/** What all folds of a run share. */
export interface Stage {
  config: RunConfig;
  /** Those whose networks answer together; they are fed and trained alike. */
  architectures: [Architecture, ...Architecture[]];
  backend: BackendInfo;
  corpus: Corpus;
  /** What is trained on: the corpus's features as it was recorded, then those at other speeds. */
  trained: [Version, ...Version[]];
  /** What is judged: those at the speeds at which the model hears. */
  heard: Version[];
  /** Where features were computed. */
  extractor: Environment['extractor'];
  dispose(): Promise<void>;
}

/** Picks the backend, reads the corpus and brings its features together, telling of each on the way. */
export async function prepare(config: RunConfig, signal: AbortSignal): Promise<Stage> {
  const architectures = findArchitectures(config.model);
  const [architecture] = architectures;
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
  const versions: Version[] = [];
  const dispose = async () => {
    for (const { store } of versions) await store.close();
  };
  try {
    const { training, speeds = [1] } = architecture;
    const trainedAt = [1, ...(training.speeds ?? [])];
    const bySpeed = new Map<number, Version>();
    for (const speed of new Set([...trainedAt, ...speeds])) {
      const version = await openVersion(architecture, speed, { config, corpus, extractor, signal });
      versions.push(version);
      bySpeed.set(speed, version);
    }
    const at = (speeds: readonly number[]) => speeds.map((speed) => bySpeed.get(speed) as Version);
    const trained = at(trainedAt) as Stage['trained'];
    const [recorded] = trained;
    for (const line of describeFeatures(recorded.store)) console.log(line);
    if (training.speeds) console.log(`heard at ${training.speeds.join(' and ')} of their speed too`);
    checkLabels(corpus, recorded.store);
    return {
      config,
      architectures,
      backend,
      corpus,
      trained,
      heard: at(speeds),
      extractor: extractor.device,
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  } finally {
    extractor.dispose();
  }
}

async function openVersion(
  { recipe, normalisation }: Architecture,
  speed: number,
  { config, ...request }: Pick<FeatureRequest, 'corpus' | 'extractor' | 'signal'> & { config: RunConfig },
): Promise<Version> {
  const extracting = createProgress('features', 'clips');
  const store = await openFeatures({
    ...request,
    recipe,
    speed,
    strict: config.strict,
    cache: config.cache,
    onProgress: (done, total) => extracting.update(done, total),
    onRepair: (message) => console.log(message),
  }).finally(() => extracting.stop());
  return normalisation === 'voice' ? { store, voices: await Voices.read(store) } : { store };
}

function checkLabels(corpus: Corpus, store: FeatureStore): void {
  const present = new Set(store.rows.map(({ label }) => label));
  const lost = corpus.labels.filter((label) => !present.has(label));
  if (lost.length === 0) return;
  throw new RunError(
    `${corpus.root}: no clip of ${lost.join(', ')} gave features, all being unreadable or too short; mend those ` +
      'files, or take them out of the corpus',
  );
}

/** How the run's clips are dealt out in one of its folds. Clips that gave no features are not dealt. */
export function splitStage({ config, corpus, trained }: Stage, fold: number): Split {
  const [{ store }] = trained;
  const withFeatures = new Set(store.rows.map(({ clip }) => clip));
  const split = splitCorpus(
    corpus.clips.filter(({ id }) => withFeatures.has(id)),
    {
      kind: config.split,
      seed: config.seed,
      folds: config.folds,
      fold,
      segments: store.rows,
      ...(config.final && { testFraction: 0 }),
    },
  );
  if (split.validation.length === 0 || (split.test.length === 0 && !config.final)) {
    throw new RunError(
      `split by ${config.split}: a side is left without clips; take more clips or fewer folds`,
    );
  }
  return split;
}
