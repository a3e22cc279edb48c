import { finite, object, positive } from './checks.ts';
import { DspError } from './contract.ts';
import { checkFinite } from './frames.ts';
import { checkRate } from './options.ts';

export interface PitchOptions {
  /** Lowest and highest fundamental frequency to look for, in Hz. Default 60 and 500. */
  fMin?: number;
  fMax?: number;
  /** Seconds from one frame to the next. Default 0.02. */
  hopSeconds?: number;
}

/** A frame is voiced if its difference function dips below this share of its mean so far (the paper's threshold). */
const APERIODICITY = 0.15;
/** A frame that has less than this share of the loudest one's power, -30 dB, is unvoiced. */
const FAINTEST = 1e-3;

/**
 * The fundamental frequency of each frame in Hz, 0 where it is unvoiced: YIN (de Cheveigné and Kawahara, 2002: 'YIN, a
 * fundamental frequency estimator for speech and music', steps 1 to 5). A frame is two of the longest
 * periods; a clip shorter than that has none. Time goes with the square of the rate: 4 kHz is enough for voices.
 * Throws a {@link DspError} that names the option or sample at fault.
 */
export function trackPitch(
  samples: Float32Array,
  sampleRate: number,
  options: PitchOptions = {},
): Float32Array {
  const {
    fMin = 60,
    fMax = 500,
    hopSeconds = 0.02,
  } = object('options', options, ['fMin', 'fMax', 'hopSeconds']);
  checkRate('sampleRate', sampleRate);
  positive('fMin', fMin);
  if (finite('fMax', fMax) <= fMin || fMax > sampleRate / 4) {
    throw new DspError(`fMax is ${fMax}, but it must be above fMin and at most a quarter of the rate.`);
  }
  checkFinite(samples, 0);
  const hop = Math.max(1, Math.round(positive('hopSeconds', hopSeconds) * sampleRate));
  const shortest = Math.floor(sampleRate / fMax);
  const longest = Math.ceil(sampleRate / fMin);
  // One lag more, to see that the difference rises again after the longest period.
  const length = 2 * longest + 1;
  const frames = samples.length < length ? 0 : 1 + Math.floor((samples.length - length) / hop);

  const powers = Float64Array.from({ length: frames }, (_, i) => power(samples, i * hop, length));
  const faintest = FAINTEST * powers.reduce((most, value) => Math.max(most, value), 0);
  const differences = new Float64Array(longest + 2);
  return Float32Array.from(powers, (value, i) => {
    if (value === 0 || value < faintest) return 0;
    const period = findPeriod(samples, i * hop, shortest, longest, differences);
    return period === 0 ? 0 : sampleRate / period;
  });
}

/** The first lag at which the frame repeats itself, in samples and parts of them; 0 if there is none. */
function findPeriod(
  samples: Float32Array,
  start: number,
  shortest: number,
  longest: number,
  differences: Float64Array,
): number {
  let sum = 0;
  let before = 1;
  for (let lag = 1; lag <= longest + 1; lag++) {
    const difference = squaredDifference(samples, start, lag, longest);
    differences[lag] = difference;
    sum += difference;
    const normalised = sum > 0 ? (difference * lag) / sum : 1;
    if (lag > shortest && before < APERIODICITY && normalised >= before) {
      return lag - 1 + dip(differences[lag - 2]!, differences[lag - 1]!, difference);
    }
    before = normalised;
  }
  return 0;
}

function squaredDifference(samples: Float32Array, start: number, lag: number, window: number): number {
  let sum = 0;
  for (let i = start; i < start + window; i++) {
    const difference = samples[i]! - samples[i + lag]!;
    sum += difference * difference;
  }
  return sum;
}

/** Where a parabola through three neighbours is lowest, counted from the middle one. */
function dip(left: number, middle: number, right: number): number {
  const curvature = left - 2 * middle + right;
  return curvature > 0 ? Math.max(-1, Math.min(1, (left - right) / (2 * curvature))) : 0;
}

function power(samples: Float32Array, start: number, length: number): number {
  let sum = 0;
  for (let i = start; i < start + length; i++) sum += samples[i]! * samples[i]!;
  return sum;
}
