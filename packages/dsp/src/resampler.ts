import { DspError } from './contract.ts';
import { checkRate } from './options.ts';

/**
 * A polyphase low-pass filter that resamples from one rate to another. Output sample k stands at input position
 * `k × down / up`, which is sample `base = floor(k × down / up)` and `r / up` of the way to the next, where
 * `r = (k × down) mod up`. It is
 *
 *     y[k] = Σ_t row[t] × x[base - delay + t],   t = 0 … taps - 1,   x = 0 outside the clip
 *
 * If `interpolated` is false, `phases` equals `up` and `row` is row r of `coefficients`. Otherwise `up` is too large for
 * a table: with `position = r × phases / up` and `i = floor(position)`, `row` lies `position - i` of the way from row i
 * to row i + 1.
 */
export interface ResamplerDesign {
  /** `toRate / gcd`. */
  up: number;
  /** `fromRate / gcd`. */
  down: number;
  phases: number;
  interpolated: boolean;
  /** Coefficients in a row. */
  taps: number;
  /** Taps before `base`: `taps / 2 - 1`. */
  delay: number;
  /** Row by row, `taps` each: `phases` rows, and one more where they are interpolated. */
  coefficients: Float32Array;
}

// The response of the SoX resampler's HQ setting, which librosa's `soxr_hq` is, fitted to its answers on white noise:
// flat up to 0.91 of the Nyquist frequency of the lower rate, over 100 dB down from that frequency on.

/** Half-amplitude (-6 dB) point, as a part of the lower Nyquist frequency. */
const CUT_OFF = 0.9568;
/** Samples of the lower rate on either side of the centre. */
const HALF_LENGTH = 98;
const REJECTION_DB = 126;

/**
 * Rows a lower-rate sample that are enough to draw a straight line between: its error, `(π / rows)² / 8`, lies below
 * -118 dB. Longer filters get by with fewer rows, so that the table never passes a megabyte.
 */
const ROWS_PER_SAMPLE = 1024;

/** Beyond this many times fewer samples, the filter would be longer than most clips. */
const MOST_DECIMATION = 1024;

/**
 * Kaiser-windowed sinc (Oppenheim & Schafer, Discrete-Time Signal Processing, 7.6) for a pair of rates in Hz. Throws
 * a {@link DspError} for rates that aren't positive whole numbers, or where `toRate` is over 1024 times lower.
 */
export function designResampler(fromRate: number, toRate: number): ResamplerDesign {
  const { up, down, stretch, half, filter } = designFilter(fromRate, toRate);
  const taps = 2 * half;
  const delay = half - 1;
  const enough = Math.ceil(ROWS_PER_SAMPLE / stretch);
  const interpolated = up > enough;
  const phases = interpolated ? enough : up;
  const rows = interpolated ? phases + 1 : phases;
  const coefficients = new Float32Array(rows * taps);
  for (let row = 0; row < rows; row++) {
    for (let t = 0; t < taps; t++) coefficients[row * taps + t] = filter(t - delay - row / phases);
  }
  return { up, down, phases, interpolated, taps, delay, coefficients };
}

/** The same filter in the frequency domain, for blocks that an FFT takes in and another gives out. */
export interface SpectralResamplerDesign {
  /** Samples of a block before and after: the same multiple of `down` and `up`, even, with no prime factor above 7. */
  blockIn: number;
  blockOut: number;
  /** What bin k of a block is to be multiplied by: a real number for each bin below the lower Nyquist frequency. */
  response: Float32Array;
}

const LONGEST_BLOCK = 2 ** 15;
const LARGEST_PRIME = 7;

/** The part of a block that is of use at least; the rest lies within reach of its neighbours. */
const USEFUL_PART = 0.8;

/** For a pair of rates as in {@link designResampler}; undefined where no block of a fair size serves them. */
export function designSpectralResampler(
  fromRate: number,
  toRate: number,
): SpectralResamplerDesign | undefined {
  const { up, down, half, filter } = designFilter(fromRate, toRate);
  if (!hasSmallFactors(up) || !hasSmallFactors(down)) return undefined;
  const reach = (2 * half * up) / down;
  let times = 2;
  const useful = () => Math.floor((times * up - reach - 3) / up) / times;
  while (useful() < USEFUL_PART && times * Math.max(up, down) <= LONGEST_BLOCK) times *= 2;
  const [blockIn, blockOut] = [times * down, times * up];
  if (Math.max(blockIn, blockOut) > LONGEST_BLOCK) return undefined;

  // The Fourier transform of the filter, from samples half as far apart as the signal's: closer ones add nothing.
  const turns = 2 * blockIn;
  const cosines = Float64Array.from({ length: turns }, (_, i) => Math.cos((2 * Math.PI * i) / turns));
  const samples = Float64Array.from({ length: 2 * half }, (_, i) => filter(i / 2) / (i === 0 ? 2 : 1));
  const response = new Float32Array(Math.min(blockIn, blockOut) / 2);
  for (let k = 0; k < response.length; k++) {
    let sum = 0;
    for (let i = 0, turn = 0; i < samples.length; i++, turn = (turn + k) % turns)
      sum += samples[i]! * cosines[turn]!;
    response[k] = sum;
  }
  return { blockIn, blockOut, response };
}

/** The prototype of every resampler between two rates: a continuous function of the distance in input samples. */
function designFilter(fromRate: number, toRate: number) {
  checkRate('fromRate', fromRate);
  checkRate('toRate', toRate);
  const divisor = greatestCommonDivisor(fromRate, toRate);
  const up = toRate / divisor;
  const down = fromRate / divisor;
  const stretch = Math.max(1, down / up);
  if (stretch > MOST_DECIMATION) {
    throw new DspError(
      `toRate is ${toRate}, but a rate can be lowered at most ${MOST_DECIMATION}-fold, and the audio is at ${fromRate} Hz.`,
    );
  }
  const cutOff = CUT_OFF / stretch;
  /** Input samples on either side of the centre. */
  const half = Math.ceil(HALF_LENGTH * stretch);
  const beta = 0.1102 * (REJECTION_DB - 8.7);
  const peak = besselI0(beta);
  const filter = (distance: number) => {
    const window = besselI0(beta * Math.sqrt(1 - (distance / half) ** 2)) / peak;
    return cutOff * sinc(cutOff * distance) * window;
  };
  return { up, down, stretch, half, filter };
}

function hasSmallFactors(value: number): boolean {
  let rest = value;
  for (let prime = 2; prime <= LARGEST_PRIME; prime++) while (rest % prime === 0) rest /= prime;
  return rest === 1;
}

/** Samples that a clip of `samples` samples has after resampling. */
export function resampledLength(samples: number, design: Pick<ResamplerDesign, 'up' | 'down'>): number {
  return Math.ceil((samples * design.up) / design.down);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Modified Bessel function of the first kind and order 0, by its power series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
