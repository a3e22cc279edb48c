import type { MeanStd, RowStatistics } from './row-statistics.ts';

/**
 * What a voice is like, told from the little that was heard of it: high or low, dark or bright, near or far, apart from
 * how it felt just then. It is a linear regression from the traits of what was heard to those of the voice, by way of
 * the few directions in which voices differ most (reduced-rank regression: Izenman, 1975).
 *
 * Traits are the means of all bands, then the logarithms of their deviations: `2 × bands` values.
 */
export interface VoiceEstimate {
  /** Of the traits of single clips in training. */
  heard: MeanStd;
  /** The mean traits of the voices in training. */
  voice: number[];
  /** How far traits, in deviations from those heard in training, show a voice to lie in each direction: directions × traits. */
  shows: number[][];
  /** Each direction in which voices differ, of length 1: directions × traits. */
  directions: number[][];
}

/** Traits further out than this, in deviations, are no voice's: silence, noise, a broken recording. */
const FURTHEST = 4;

/** The traits of rows; there must be some. */
export function traitsOf(statistics: RowStatistics): number[] {
  const { mean, std } = statistics.meanStd();
  return [...mean, ...std.map(Math.log)];
}

/**
 * The figures of the bands over all that the voice may say.
 *
 * @param heard some rows of it
 */
export function estimateVoice(
  { heard: { mean, std }, voice, shows, directions }: VoiceEstimate,
  heard: RowStatistics,
): MeanStd {
  const deviations = traitsOf(heard).map((trait, i) => {
    const deviation = (trait - (mean[i] as number)) / (std[i] as number);
    return Math.min(FURTHEST, Math.max(-FURTHEST, deviation));
  });
  const traits = [...voice];
  for (const [k, direction] of directions.entries()) {
    const place = (shows[k] as number[]).reduce(
      (sum, share, i) => sum + share * (deviations[i] as number),
      0,
    );
    for (const [i, step] of direction.entries()) (traits[i] as number) += place * step;
  }
  const bands = traits.length / 2;
  return { mean: traits.slice(0, bands), std: traits.slice(bands).map(Math.exp) };
}
