import { type ComplexFft, createComplexFft } from './complex-fft.ts';

/** The non-redundant half of the spectrum of `size` real numbers (`numpy.fft.rfft`), in double precision. */
export interface RealFft {
  readonly size: number;
  /** `floor(size / 2) + 1`. */
  readonly bins: number;
  /** Reads `size` values, writes `2 × bins`: re and im interleaved. Allocates nothing. */
  transform(input: Float64Array, spectrum: Float64Array): void;
}

/** Any size from 1 on. Powers of two are fastest; even sizes take half the time of odd ones. */
export function createRealFft(size: number): RealFft {
  return size % 2 === 0 ? new EvenRealFft(size) : new OddRealFft(size);
}

/** Packs the even samples as real and the odd ones as imaginary parts, so that half a complex transform does. */
class EvenRealFft implements RealFft {
  readonly size: number;
  readonly bins: number;
  readonly #half: ComplexFft;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;

  constructor(size: number) {
    this.size = size;
    this.bins = size / 2 + 1;
    this.#half = createComplexFft(size / 2);
    this.#cos = Float64Array.from({ length: this.bins }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.#sin = Float64Array.from({ length: this.bins }, (_, k) => Math.sin((2 * Math.PI * k) / size));
  }

  transform(input: Float64Array, spectrum: Float64Array): void {
    const packed = this.#half.input;
    const half = this.size / 2;
    for (let n = 0; n < half; n++) {
      packed.re[n] = input[2 * n]!;
      packed.im[n] = input[2 * n + 1]!;
    }
    this.#half.run();
    const { re, im } = this.#half.output;
    const cos = this.#cos;
    const sin = this.#sin;
    // Apart again: even samples have the spectrum (Z[k] + conj Z[-k]) / 2, odd ones (Z[k] - conj Z[-k]) / 2i.
    for (let k = 0; k <= half; k++) {
      const a = k === half ? 0 : k;
      const b = k === 0 ? 0 : half - k;
      const evenRe = (re[a]! + re[b]!) / 2;
      const evenIm = (im[a]! - im[b]!) / 2;
      const oddRe = (im[a]! + im[b]!) / 2;
      const oddIm = (re[b]! - re[a]!) / 2;
      spectrum[2 * k] = evenRe + oddRe * cos[k]! + oddIm * sin[k]!;
      spectrum[2 * k + 1] = evenIm + oddIm * cos[k]! - oddRe * sin[k]!;
    }
  }
}

class OddRealFft implements RealFft {
  readonly size: number;
  readonly bins: number;
  readonly #full: ComplexFft;

  constructor(size: number) {
    this.size = size;
    this.bins = (size + 1) / 2;
    this.#full = createComplexFft(size);
  }

  transform(input: Float64Array, spectrum: Float64Array): void {
    this.#full.input.re.set(input);
    this.#full.input.im.fill(0);
    this.#full.run();
    const { re, im } = this.#full.output;
    for (let k = 0; k < this.bins; k++) {
      spectrum[2 * k] = re[k]!;
      spectrum[2 * k + 1] = im[k]!;
    }
  }
}
