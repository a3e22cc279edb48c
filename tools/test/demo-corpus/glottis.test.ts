import { Glottis } from '../../src/demo-corpus/glottis.ts';
import { eachDimension, type Prosody } from '../../src/demo-corpus/prosody.ts';
import { randomFor } from '../../src/demo-corpus/random.ts';
import { deviation, fundamental, mean } from './measure.ts';

const SAMPLE_RATE = 16_000;
const SECONDS = 1;

/** A steady voice of 125 Hz, without jitter and shimmer but for what is asked. */
function voice(change: Partial<Prosody> = {}, creak = 0): Float64Array {
  const steady = { ...eachDimension((_, { neutral }) => neutral), jitter: 0, shimmer: 0 };
  const glottis = new Glottis({ ...steady, ...change }, SAMPLE_RATE, randomFor('glottis'));
  return Float64Array.from({ length: SECONDS * SAMPLE_RATE }, () => glottis.next(125, creak));
}

/** The ends of the open phases: where in samples, and how deep the flow's derivative falls there. */
function closures(samples: Float64Array): { at: number; depth: number }[] {
  const deepest = Math.min(...samples);
  return [...samples.keys()]
    .filter((n) => {
      const sample = samples[n] as number;
      return sample < 0.2 * deepest && sample <= (samples[n - 1] ?? 0) && sample < (samples[n + 1] ?? 0);
    })
    .map((n) => ({ at: n, depth: -(samples[n] as number) }));
}

function periods(samples: Float64Array): number[] {
  const ends = closures(samples).map(({ at }) => at);
  return ends.slice(1).map((end, k) => end - (ends[k] as number));
}

/** Amplitude of a harmonic. */
function harmonic(samples: Float64Array, frequency: number): number {
  const turn = (2 * Math.PI * frequency) / SAMPLE_RATE;
  const re = mean(samples.map((x, n) => x * Math.cos(turn * n)));
  const im = mean(samples.map((x, n) => x * Math.sin(turn * n)));
  return Math.hypot(re, im);
}

it('sounds at the frequency asked for, without DC', () => {
  const samples = voice();
  expect(fundamental(samples.subarray(8000, 8640), SAMPLE_RATE)).toBeCloseTo(125, 0);
  expect(mean(samples)).toBeCloseTo(0, 3);
});

it('falls off towards 3 kHz by as many decibels more as its tilt says', () => {
  const level = (tilt: number) => 20 * Math.log10(harmonic(voice({ tilt }), 3000));
  expect(level(2) - level(14)).toBeCloseTo(12, 1);
});

it('has irregular periods with jitter', () => {
  const spread = (samples: Float64Array) => deviation(periods(samples)) / mean(periods(samples));
  expect(spread(voice())).toBeLessThan(0.01);
  expect(spread(voice({ jitter: 0.04 }))).toBeGreaterThan(0.025);
});

it('creaks in pairs of a strong and a weak pulse', () => {
  const depths = closures(voice({}, 0.8)).map(({ depth }) => depth);
  const even = mean(depths.filter((_, at) => at % 2 === 0));
  const odd = mean(depths.filter((_, at) => at % 2 === 1));
  expect(Math.max(even, odd) / Math.min(even, odd)).toBeGreaterThan(1.5);
});
