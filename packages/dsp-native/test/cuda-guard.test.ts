import type { AudioBatch, FeatureExtractor, MelOptions } from '@ser/dsp';
import { batchOf, noise, tone } from '../../dsp/test/support/signals.ts';
import { createExtractor } from '../src/index.ts';
import { createEmulated } from './support/emulated.ts';

// The CUDA engine computes in float32 where native/cuda/guard.h holds that to be enough.

let js: FeatureExtractor;
let cuda: FeatureExtractor;
beforeAll(async () => {
  js = await createExtractor({ device: 'js' });
  cuda = createEmulated({ chunkBytes: 2 ** 20 });
});
afterAll(() => {
  js.dispose();
  cuda.dispose();
});

const RATE = 22_050;
const LENGTH = 20_000;
const made = (sample: (i: number) => number) => Float32Array.from({ length: LENGTH }, (_, i) => sample(i));

const SIGNALS: Record<string, Float32Array> = {
  noise: noise(LENGTH),
  'rounded noise': noise(LENGTH).map((x) => Math.round(3 * x) / 32_768),
  'a low tone': tone(LENGTH, 440, RATE),
  'a high tone': tone(LENGTH, 10_000.3, RATE),
  'a tone in a bin': tone(LENGTH, (RATE / 256) * 10, RATE),
  'a third of the rate': tone(LENGTH, RATE / 3, RATE),
  'near Nyquist': tone(LENGTH, RATE / 2 - 1, RATE),
  'a constant': made(() => 0.7),
  'a constant and noise': noise(LENGTH).map((x) => 0.9 + 1e-4 * x),
  pulses: made((i) => (i % 64 === 0 ? 1 : 0)),
  steps: made((i) => (i % 50 < 25 ? 0.9 : -0.9)),
  'a chirp': made((i) => Math.sin(i * i * 1e-4)),
};
const SIZES = [256, 512, 1024, 2048, 4096];

// The constants of native/cuda/guard.h.
const NOISE = 3e-7;
const SPURS = 1.5e-7;

it.each(SIZES)('rounding errors of size %i stay below what the guard allows for', async (fftSize) => {
  let worst = 0;
  for (const samples of Object.values(SIGNALS)) {
    for (const window of ['hann', 'rectangular'] as const) {
      const options = { fftSize, window, hopLength: 777, center: false };
      const expected = await js.stft(batchOf([samples]), options);
      const actual = await cuda.stft(batchOf([samples]), options);
      for (let at = 0; at < expected.data.length; at += expected.width) {
        const share = errorShare(
          actual.data.subarray(at, at + expected.width),
          expected.data.subarray(at, at + expected.width),
          fftSize,
        );
        worst = Math.max(worst, share);
      }
    }
  }
  expect(worst).toBeGreaterThan(0.4);
  expect(worst).toBeLessThan(0.75);
});

/** The largest error of a bin, as a part of what the guard takes for possible. */
function errorShare(actual: Float32Array, expected: Float32Array, fftSize: number): number {
  let energy = 0;
  let largest = 0;
  let worst = 0;
  for (let k = 0; k < expected.length; k += 2) {
    const power = expected[k]! ** 2 + expected[k + 1]! ** 2;
    energy += ((k === 0 || k === expected.length - 2 ? 1 : 2) * power) / fftSize;
    largest = Math.max(largest, Math.sqrt(power));
    // A few roundings of the bin itself are allowed for apart from it.
    const own = 2.4e-7 * Math.sqrt(power);
    worst = Math.max(worst, Math.hypot(actual[k]! - expected[k]!, actual[k + 1]! - expected[k + 1]!) - own);
  }
  return energy === 0 ? 0 : worst / (NOISE * Math.sqrt(energy) + SPURS * largest);
}

describe.each(SIZES)('mel bands of size %i are right where their energy is', (fftSize) => {
  it.each(Object.entries(SIGNALS))('%s', async (_, samples) => {
    for (const range of [{}, { fMin: 300, fMax: 3000 }, { fMin: 6000 }, { fMax: 400 }]) {
      const options = { fftSize, hopLength: 999, melBands: 20, ...range };
      await expectSameBands(batchOf([samples]), options);
    }
  });

  it.each([1e-30, 1e-18, 1e-9, 1e15, 3e37])('samples as large as %f', async (scale) => {
    const samples = noise(LENGTH).map((x) => scale * x);
    await expectSameBands(batchOf([samples]), { fftSize, hopLength: 999, melBands: 20 });
  });
});

async function expectSameBands(batch: AudioBatch, options: { fftSize: number } & MelOptions): Promise<void> {
  const expected = await js.melSpectrogram(batch, options);
  const actual = await cuda.melSpectrogram(batch, options);
  // Far from a constant's one bin are rounding errors alone, of double on both sides.
  const loudest = (batch.samples as Float32Array).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const noiseOfDouble = 1e-27 * (options.fftSize * loudest) ** 2;
  for (let at = 0; at < expected.data.length; at += expected.width) {
    const row = expected.data.subarray(at, at + expected.width);
    const largest = row.reduce((most, x) => Math.max(most, x), 0);
    const off = row.reduce((most, x, i) => Math.max(most, Math.abs(x - actual.data[at + i]!)), 0);
    // Where the bands themselves pass float32, infinities must be the same.
    if (largest === Number.POSITIVE_INFINITY) {
      expect(actual.data.subarray(at, at + expected.width).map(flagFinite)).toEqual(row.map(flagFinite));
    } else {
      expect(off).toBeLessThanOrEqual(1e-5 * largest + noiseOfDouble);
    }
  }
}

function flagFinite(value: number): number {
  return Number.isFinite(value) ? 1 : 0;
}
