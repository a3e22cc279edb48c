/** What a phonetician would measure in a recording, as simply as it can be done. */

const FRAME_SECONDS = 0.04;
const PITCH_RANGE = { lowest: 60, highest: 500 };
/** Normalised autocorrelation from which a frame counts as voiced. */
const VOICED = 0.6;
/** Frames this far below the loudest are pauses. */
const SPEECH_DB = 30;

export interface Measures {
  /** Mean F0 in semitones above 100 Hz, and its standard deviation, over voiced frames. */
  pitch: number;
  range: number;
  /** Mean power of speech in dB of full scale. */
  level: number;
  /** From the first to the last frame of speech. */
  seconds: number;
  /** Root mean square frequency of voiced frames' spectra in Hz. */
  brightness: number;
}

export function measure(samples: Int16Array, sampleRate: number): Measures {
  const length = Math.round(FRAME_SECONDS * sampleRate);
  const signal = new Float64Array(samples.length);
  for (const [n, sample] of samples.entries()) signal[n] = sample / 32768;
  const frames: Float64Array[] = [];
  for (let start = 0; start + length <= signal.length; start += length) {
    frames.push(signal.subarray(start, start + length));
  }
  const powers = frames.map(power);
  const floor = Math.max(...powers) * 10 ** (-SPEECH_DB / 10);
  const loud = frames.filter((_, at) => (powers[at] as number) >= floor);
  const pitches: number[] = [];
  const brightness: number[] = [];
  for (const frame of loud) {
    const frequency = fundamental(frame, sampleRate);
    if (frequency === undefined) continue;
    pitches.push(12 * Math.log2(frequency / 100));
    brightness.push(spectralMoment(frame, sampleRate));
  }
  const first = powers.findIndex((value) => value >= floor);
  const last = powers.findLastIndex((value) => value >= floor);
  return {
    pitch: mean(pitches),
    range: deviation(pitches),
    level: 10 * Math.log10(mean(powers.filter((value) => value >= floor))),
    seconds: (last - first + 1) * FRAME_SECONDS,
    brightness: mean(brightness),
  };
}

/** F0 by the first high peak of the normalised autocorrelation; undefined where there is none. */
export function fundamental(frame: Float64Array, sampleRate: number): number | undefined {
  // Every other sample, after averaging two, is enough for F0.
  const halved = Float64Array.from(
    { length: frame.length >> 1 },
    (_, n) => (frame[2 * n] as number) + (frame[2 * n + 1] as number),
  );
  const rate = sampleRate / 2;
  const shortest = Math.floor(rate / PITCH_RANGE.highest);
  const longest = Math.ceil(rate / PITCH_RANGE.lowest);
  const correlations: number[] = [];
  for (let lag = shortest; lag <= longest; lag++) {
    let product = 0;
    let here = 1e-12;
    let there = 1e-12;
    for (let n = 0; n + lag < halved.length; n++) {
      const a = halved[n] as number;
      const b = halved[n + lag] as number;
      product += a * b;
      here += a * a;
      there += b * b;
    }
    correlations.push(product / Math.sqrt(here * there));
  }
  const highest = Math.max(...correlations);
  if (highest < VOICED) return undefined;
  const at = correlations.findIndex(
    (value, k) =>
      value > 0.9 * highest && value >= (correlations[k + 1] ?? -1) && value > (correlations[k - 1] ?? 1),
  );
  return at < 0 ? undefined : rate / (shortest + at);
}

/** Root mean square frequency of a frame's spectrum in Hz: that of its difference against its own power. */
function spectralMoment(frame: Float64Array, sampleRate: number): number {
  const difference = frame.subarray(1).map((x, n) => x - (frame[n] as number));
  return (sampleRate / (2 * Math.PI)) * Math.sqrt(power(difference) / power(frame));
}

function power(frame: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < frame.length; n++) sum += (frame[n] as number) ** 2;
  return sum / frame.length;
}

export const mean = (values: Iterable<number>): number => {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    sum += value;
    count++;
  }
  return sum / count;
};

export const deviation = (values: number[]): number => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
};
