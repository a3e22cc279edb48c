import {
  type Corpus,
  corpusFolder,
  type FeatureStore,
  type LoadOptions,
  loadCorpus,
  type Problem,
} from '@ser/dataset';
import type { RunConfig } from './config.ts';

/** The clips that a run's configuration names: the same for training and, later, for its evaluation. */
export function loadRunCorpus(
  config: Pick<RunConfig, 'corpus' | 'kind' | 'allowOutside' | 'strict' | 'seed' | 'limit'>,
  call: Pick<LoadOptions, 'signal' | 'onProgress'>,
): Promise<Corpus> {
  const { corpus, kind, allowOutside, strict, seed, limit } = config;
  return loadCorpus(corpusFolder(corpus), {
    kind,
    allowOutside,
    strict,
    seed,
    ...(limit !== null && { limit }),
    ...call,
  });
}

/** The first lines on a corpus: what it is, how large, and what was left out of it. */
export function describeCorpus({ name, root, synthetic, clips, labels, skipped }: Corpus): string {
  const speakers = new Set(clips.flatMap(({ speaker }) => speaker ?? [])).size;
  const voices = speakers === 0 ? 'speakers unknown' : `${speakers} speakers`;
  const lines = [`corpus ${name}: ${clips.length} clips, ${voices}, ${labels.join(' ')}  (${root})`];
  if (synthetic) lines.push('it is made by a synthesizer: figures on it say nothing of people');
  lines.push(...describeProblems('files', skipped));
  return lines.join('\n');
}

/** Clips that gave no features, and why. */
export function withoutFeatures({ problems, tooShort }: FeatureStore): Problem[] {
  return [...problems, ...tooShort.map((clip) => ({ path: clip, reason: 'is shorter than a segment' }))];
}

/** Lines on clips that gave no features, if there are any. */
export function describeFeatures(store: FeatureStore): string[] {
  return describeProblems('clips', withoutFeatures(store));
}

/** How many were left out, and the first few by name. */
function describeProblems(what: string, problems: readonly Problem[]): string[] {
  if (problems.length === 0) return [];
  const shown = problems.slice(0, 5).map(({ path, reason }) => `  ${path}: ${reason}`);
  const more = problems.length > shown.length ? [`  and ${problems.length - shown.length} more`] : [];
  return [`left out ${problems.length} ${what}:`, ...shown, ...more];
}
