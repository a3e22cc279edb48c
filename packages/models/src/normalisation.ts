import { ModelError } from './errors.ts';

/** What every value of a row goes through before the network sees it. */
export type Normalisation =
  | { kind: 'none' }
  /** `(value - mean) / std` with the statistics of each band over the training rows. */
  | { kind: 'band'; mean: number[]; std: number[] };

export type NormalisationKind = Normalisation['kind'];

/**
 * Mean and standard deviation of each band, over rows that come in pieces of any size. Chan, Golub & LeVeque,
 * "Updating formulae and a pairwise algorithm for computing sample variances" (1979).
 */
export class BandStatistics {
  readonly #width: number;
  readonly #mean: Float64Array;
  /** Sums of squared deviations from the mean. */
  readonly #squares: Float64Array;
  #rows = 0;

  /** @param width values in a row */
  constructor(width: number) {
    this.#width = width;
    this.#mean = new Float64Array(width);
    this.#squares = new Float64Array(width);
  }

  /**
   * @param values rows end to end, time-major
   * @throws {@link ModelError} if they are not whole rows, or not all finite
   */
  add(values: Float32Array): void {
    const width = this.#width;
    checkRows(values, width);
    const rows = values.length / width;
    const before = this.#rows;
    const total = before + rows;
    if (rows === 0) return;
    for (let band = 0; band < width; band++) {
      let sum = 0;
      for (let i = band; i < values.length; i += width) sum += values[i] as number;
      const mean = sum / rows;
      if (!Number.isFinite(mean))
        throw new ModelError(`band ${band} holds a value that is not a finite number`);
      let squares = 0;
      for (let i = band; i < values.length; i += width) squares += ((values[i] as number) - mean) ** 2;
      const shift = mean - (this.#mean[band] as number);
      (this.#mean[band] as number) += (shift * rows) / total;
      (this.#squares[band] as number) += squares + (shift * shift * before * rows) / total;
    }
    this.#rows = total;
  }

  /**
   * The population's figures. A band that never varies gets a standard deviation of 1, so that it comes out as 0.
   *
   * @throws {@link ModelError} if no row was added
   */
  normalisation(): Normalisation {
    if (this.#rows === 0) throw new ModelError('no training rows to fit the normalisation on');
    const std = Array.from(this.#squares, (squares, band) => {
      const deviation = Math.sqrt(squares / this.#rows);
      // Below float32's precision at the mean's size it is rounding, not variance.
      return deviation > 1e-7 * Math.abs(this.#mean[band] as number) ? deviation : 1;
    });
    return { kind: 'band', mean: [...this.#mean], std };
  }
}

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
  const statistics = new BandStatistics(width);
  for await (const values of segments) statistics.add(values);
  return statistics.normalisation();
}

/**
 * Normalises rows in place.
 *
 * @param values rows of `width` values end to end, time-major
 * @throws {@link ModelError} if the rows are not as wide as those that it was fitted on
 */
export function applyNormalisation(normalisation: Normalisation, values: Float32Array, width: number): void {
  if (normalisation.kind === 'none') return;
  const { mean, std } = normalisation;
  if (mean.length !== width) {
    throw new ModelError(
      `the normalisation was fitted on rows of ${mean.length} values, these have ${width}`,
    );
  }
  checkRows(values, width);
  for (let start = 0; start < values.length; start += width) {
    for (let band = 0; band < width; band++) {
      values[start + band] =
        ((values[start + band] as number) - (mean[band] as number)) / (std[band] as number);
    }
  }
}

function checkRows(values: Float32Array, width: number): void {
  if (values.length % width !== 0) {
    throw new ModelError(`${values.length} values are not whole rows of ${width}`);
  }
}
