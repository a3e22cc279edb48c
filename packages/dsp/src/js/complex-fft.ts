/** Complex numbers, real and imaginary parts apart. */
export interface ComplexArray {
  re: Float64Array;
  im: Float64Array;
}

/**
 * A discrete Fourier transform of one size with its tables and buffers: fill `input`, call `run`, read `output`. Not
 * scaled. `run` spoils `input`, which may be the same as `output`.
 */
export interface ComplexFft {
  readonly input: ComplexArray;
  readonly output: ComplexArray;
  run(): void;
}

/** Any size from 1 on; powers of two are fastest. */
export function createComplexFft(size: number): ComplexFft {
  return Number.isInteger(Math.log2(size)) ? new PowerOfTwoFft(size) : new BluesteinFft(size);
}

function complexArray(size: number): ComplexArray {
  return { re: new Float64Array(size), im: new Float64Array(size) };
}

/** Stockham's: passes of radix 4, and one of radix 2 where needed, from one buffer to another and back. */
class PowerOfTwoFft implements ComplexFft {
  readonly input: ComplexArray;
  readonly output: ComplexArray;
  readonly #size: number;
  readonly #spare: ComplexArray;
  /** exp(-2πik / size). */
  readonly #twiddles: ComplexArray;

  constructor(size: number) {
    this.#size = size;
    const passes = Math.ceil(Math.log2(size) / 2);
    this.input = complexArray(size);
    this.#spare = complexArray(size);
    this.output = passes % 2 === 0 ? this.input : this.#spare;
    this.#twiddles = complexArray(size);
    for (let k = 0; k < size; k++) {
      this.#twiddles.re[k] = Math.cos((2 * Math.PI * k) / size);
      this.#twiddles.im[k] = -Math.sin((2 * Math.PI * k) / size);
    }
  }

  run(): void {
    let from = this.input;
    let to = this.#spare;
    let span = this.#size;
    let stride = 1;
    for (; span >= 4; span /= 4, stride *= 4) {
      radix4(from, to, this.#twiddles, span, stride);
      [from, to] = [to, from];
    }
    if (span === 2) radix2(from, to, stride);
  }
}

/** One pass: `stride` interleaved transforms of size `span` become four times as many of a quarter the size. */
function radix4(
  from: ComplexArray,
  to: ComplexArray,
  twiddles: ComplexArray,
  span: number,
  stride: number,
): void {
  const { re, im } = from;
  const { re: outRe, im: outIm } = to;
  const quarter = (span / 4) * stride;
  for (let p = 0; p < quarter; p += stride) {
    // `p` counts in steps of `stride`, so it is the twiddle's place in the table of the whole size too.
    const re1 = twiddles.re[p]!;
    const im1 = twiddles.im[p]!;
    const re2 = twiddles.re[2 * p]!;
    const im2 = twiddles.im[2 * p]!;
    const re3 = twiddles.re[3 * p]!;
    const im3 = twiddles.im[3 * p]!;
    for (let q = 0; q < stride; q++) {
      const a = p + q;
      const b = a + quarter;
      const c = b + quarter;
      const d = c + quarter;
      const sumRe = re[a]! + re[c]!;
      const sumIm = im[a]! + im[c]!;
      const differenceRe = re[a]! - re[c]!;
      const differenceIm = im[a]! - im[c]!;
      const otherSumRe = re[b]! + re[d]!;
      const otherSumIm = im[b]! + im[d]!;
      const turnedRe = im[b]! - im[d]!;
      const turnedIm = re[d]! - re[b]!;
      const y = 4 * p + q;
      outRe[y] = sumRe + otherSumRe;
      outIm[y] = sumIm + otherSumIm;
      const xRe = differenceRe + turnedRe;
      const xIm = differenceIm + turnedIm;
      outRe[y + stride] = xRe * re1 - xIm * im1;
      outIm[y + stride] = xRe * im1 + xIm * re1;
      const yRe = sumRe - otherSumRe;
      const yIm = sumIm - otherSumIm;
      outRe[y + 2 * stride] = yRe * re2 - yIm * im2;
      outIm[y + 2 * stride] = yRe * im2 + yIm * re2;
      const zRe = differenceRe - turnedRe;
      const zIm = differenceIm - turnedIm;
      outRe[y + 3 * stride] = zRe * re3 - zIm * im3;
      outIm[y + 3 * stride] = zRe * im3 + zIm * re3;
    }
  }
}

function radix2(from: ComplexArray, to: ComplexArray, stride: number): void {
  const { re, im } = from;
  for (let a = 0; a < stride; a++) {
    const b = a + stride;
    to.re[a] = re[a]! + re[b]!;
    to.im[a] = im[a]! + im[b]!;
    to.re[b] = re[a]! - re[b]!;
    to.im[b] = im[a]! - im[b]!;
  }
}

/** Bluestein's chirp transform: any size, as a convolution by transforms of a power of two. */
class BluesteinFft implements ComplexFft {
  readonly input: ComplexArray;
  readonly output: ComplexArray;
  readonly #size: number;
  readonly #inner: ComplexFft;
  /** exp(-iπn² / size). */
  readonly #chirp: ComplexArray;
  /** Spectrum of the conjugate chirp, wrapped around and divided by the inner size. */
  readonly #filter: ComplexArray;

  constructor(size: number) {
    const innerSize = 2 ** Math.ceil(Math.log2(2 * size - 1));
    this.#size = size;
    this.#inner = new PowerOfTwoFft(innerSize);
    this.#chirp = complexArray(size);
    this.#filter = complexArray(innerSize);
    this.input = complexArray(size);
    this.output = this.input;
    const { input, output } = this.#inner;
    for (let n = 0; n < size; n++) {
      // n² modulo the chirp's period keeps the angle exact.
      const angle = (Math.PI * ((n * n) % (2 * size))) / size;
      this.#chirp.re[n] = Math.cos(angle);
      this.#chirp.im[n] = -Math.sin(angle);
      for (const place of [n, (innerSize - n) % innerSize]) {
        input.re[place] = Math.cos(angle) / innerSize;
        input.im[place] = Math.sin(angle) / innerSize;
      }
    }
    this.#inner.run();
    this.#filter.re.set(output.re);
    this.#filter.im.set(output.im);
  }

  run(): void {
    const { re, im } = this.input;
    const { input, output } = this.#inner;
    const chirp = this.#chirp;
    const filter = this.#filter;
    input.re.fill(0, this.#size);
    input.im.fill(0, this.#size);
    for (let n = 0; n < this.#size; n++) {
      input.re[n] = re[n]! * chirp.re[n]! - im[n]! * chirp.im[n]!;
      input.im[n] = re[n]! * chirp.im[n]! + im[n]! * chirp.re[n]!;
    }
    this.#inner.run();
    // The inverse transform is a forward one with real and imaginary parts swapped, before and after.
    for (let k = 0; k < output.re.length; k++) {
      const a = output.re[k]!;
      const b = output.im[k]!;
      input.im[k] = a * filter.re[k]! - b * filter.im[k]!;
      input.re[k] = a * filter.im[k]! + b * filter.re[k]!;
    }
    this.#inner.run();
    for (let n = 0; n < this.#size; n++) {
      const a = output.im[n]!;
      const b = output.re[n]!;
      re[n] = a * chirp.re[n]! - b * chirp.im[n]!;
      im[n] = a * chirp.im[n]! + b * chirp.re[n]!;
    }
  }
}
