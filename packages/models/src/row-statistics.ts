import { ModelError } from './errors.ts';

/** Mean and standard deviation of each value of a row. */
export interface MeanStd {
  mean: number[];
  std: number[];
}

/**
 * Mean and standard deviation of each value of a row, over rows that come in pieces of any size. Chan, Golub & LeVeque,
 * "Updating formulae and a pairwise algorithm for computing sample variances" (1979).
 */
export class RowStatistics {
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

  /** What `rows` rows of these figures, a whole number or not, would come to. */
  static of({ mean, std }: MeanStd, rows: number): RowStatistics {
    const statistics = new RowStatistics(mean.length);
    statistics.#mean.set(mean);
    statistics.#squares.set(std.map((deviation) => deviation * deviation * rows));
    statistics.#rows = rows;
    return statistics;
  }

  /** Rows added so far. */
  get rows(): number {
    return this.#rows;
  }

  /**
   * @param values rows end to end, time-major
   * @throws {@link ModelError} if they are not whole rows, or not all finite; nothing is added then
   */
  add(values: Float32Array): void {
    const width = this.#width;
    if (values.length % width !== 0) {
      throw new ModelError(`${values.length} values are not whole rows of ${width}`);
    }
    const piece = new RowStatistics(width);
    const rows = values.length / width;
    if (rows === 0) return;
    piece.#rows = rows;
    for (let i = 0; i < width; i++) {
      let sum = 0;
      for (let at = i; at < values.length; at += width) sum += values[at] as number;
      const mean = sum / rows;
      if (!Number.isFinite(mean)) throw new ModelError(`value ${i} of a row is not a finite number`);
      let squares = 0;
      for (let at = i; at < values.length; at += width) squares += ((values[at] as number) - mean) ** 2;
      piece.#mean[i] = mean;
      piece.#squares[i] = squares;
    }
    this.merge(piece);
  }

  /**
   * Adds all rows of another one's.
   *
   * @throws {@link ModelError} if those have another width
   */
  merge(other: RowStatistics): void {
    if (other.#width !== this.#width) {
      throw new ModelError(`statistics of rows of ${other.#width} values can't join those of ${this.#width}`);
    }
    const total = this.#rows + other.#rows;
    if (other.#rows === 0) return;
    for (let i = 0; i < this.#width; i++) {
      const shift = (other.#mean[i] as number) - (this.#mean[i] as number);
      (this.#mean[i] as number) += (shift * other.#rows) / total;
      (this.#squares[i] as number) +=
        (other.#squares[i] as number) + (shift * shift * this.#rows * other.#rows) / total;
    }
    this.#rows = total;
  }

  /** How far rows lie from their mean: the sum of all values' variances, 0 where there are no rows. */
  get spread(): number {
    return this.#rows === 0 ? 0 : this.#squares.reduce((sum, squares) => sum + squares, 0) / this.#rows;
  }

  /**
   * The population's figures. What never varies gets a standard deviation of 1, so that it comes out as 0.
   *
   * @throws {@link ModelError} if no row was added
   */
  meanStd(): MeanStd {
    if (this.#rows === 0) throw new ModelError('no training rows to fit the normalisation on');
    const std = Array.from(this.#squares, (squares, i) => {
      const deviation = Math.sqrt(squares / this.#rows);
      // Below float32's precision at the mean's size it is rounding, not variance.
      return deviation > 1e-7 * Math.abs(this.#mean[i] as number) ? deviation : 1;
    });
    return { mean: [...this.#mean], std };
  }
}
