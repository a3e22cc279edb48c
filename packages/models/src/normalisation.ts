import { ModelError } from './errors.ts';
import { RowStatistics } from './row-statistics.ts';
import { estimateVoice, type VoiceEstimate } from './voice-estimate.ts';

/** What every value of a row goes through before the network sees it, the same for all clips. */
export type FixedNormalisation =
  | { kind: 'none' }
  /** `(value - mean) / std` with the statistics of each band over the training rows. */
  | { kind: 'band'; mean: number[]; std: number[] };

/**
 * `(value - mean) / std` with the statistics of each band over what has been heard of the voice, the clip itself among
 * it, and over `rows` rows of what can be expected of it: what the estimate makes of what was heard, or else the training
 * population, whose statistics stand here. With nothing heard a voice is an average one, and the more is heard, the more it
 * is itself.
 */
export interface VoiceNormalisation {
  kind: 'voice';
  mean: number[];
  std: number[];
  /** How many rows of a voice the expectation counts for. */
  rows: number;
  estimate?: VoiceEstimate;
}

export type Normalisation = FixedNormalisation | VoiceNormalisation;
export type NormalisationKind = Normalisation['kind'];

/** Rows that the population counts for in a voice's statistics: as many as a second of speech has, or so. */
const POPULATION_ROWS = 64;

/** Rows that an estimate counts for: more than two windows have. */
export const TOLD_ROWS = 512;

/**
 * Fits a normalisation on training segments.
 *
 * @param width values in a row
 * @param segments rows end to end, time-major, in pieces of any size
 */
export async function fitNormalisation(
  kind: NormalisationKind,
  width: number,
  segments: Iterable<Float32Array> | AsyncIterable<Float32Array>,
): Promise<Normalisation> {
  if (kind === 'none') return { kind };
  const statistics = new RowStatistics(width);
  for await (const values of segments) statistics.add(values);
  const bands = statistics.meanStd();
  return kind === 'band' ? { kind, ...bands } : { kind, ...bands, rows: POPULATION_ROWS };
}

/**
 * The normalisation for one voice.
 *
 * @param voice statistics of all that is known of it, the segments that are to be normalised among it
 */
export function normalisationFor(normalisation: Normalisation, voice: RowStatistics): FixedNormalisation {
  if (normalisation.kind !== 'voice') return normalisation;
  const { mean, std, rows, estimate } = normalisation;
  const expected = estimate && voice.rows > 0 ? estimateVoice(estimate, voice) : { mean, std };
  const known = RowStatistics.of(expected, rows);
  known.merge(voice);
  return { kind: 'band', ...known.meanStd() };
}

/**
 * Normalises rows in place.
 *
 * @param values rows of `width` values end to end, time-major
 * @throws {@link ModelError} if the rows are not as wide as those that it was fitted on
 */
export function applyNormalisation(
  normalisation: FixedNormalisation,
  values: Float32Array,
  width: number,
): void {
  if (normalisation.kind === 'none') return;
  const { mean, std } = normalisation;
  if (mean.length !== width) {
    throw new ModelError(
      `the normalisation was fitted on rows of ${mean.length} values, these have ${width}`,
    );
  }
  if (values.length % width !== 0) {
    throw new ModelError(`${values.length} values are not whole rows of ${width}`);
  }
  for (let start = 0; start < values.length; start += width) {
    for (let band = 0; band < width; band++) {
      values[start + band] =
        ((values[start + band] as number) - (mean[band] as number)) / (std[band] as number);
    }
  }
}
