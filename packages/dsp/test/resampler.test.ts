import fc from 'fast-check';
import {
  createJsExtractor,
  designResampler,
  designSpectralResampler,
  resampledLength,
} from '../src/index.ts';
import { batchOf, noise, tone } from './support/signals.ts';

const RATES = [8000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000];
const extractor = createJsExtractor();

const resample = async (samples: Float32Array, from: number, to: number) =>
  (await extractor.resample(batchOf([samples], from), to)).samples as Float32Array;

/** The middle half, where neither end is heard. */
const middle = (samples: Float32Array) => samples.subarray(samples.length / 4, (3 * samples.length) / 4);
const rms = (samples: Float32Array) => Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);

describe('designResampler', () => {
  it('divides the rates by what they share', () => {
    expect(designResampler(48_000, 22_050)).toMatchObject({
      up: 147,
      down: 320,
      phases: 147,
      interpolated: false,
    });
  });

  it('holds what it says, symmetric and of unit gain', () => {
    const pairs = fc.constantFrom(...RATES, 44_101, 192_000);
    fc.assert(
      fc.property(pairs, pairs, (from, to) => {
        const { phases, interpolated, taps, delay, coefficients } = designResampler(from, to);
        const rows = interpolated ? phases + 1 : phases;
        expect(delay).toBe(taps / 2 - 1);
        expect(coefficients).toHaveLength(rows * taps);
        expect(coefficients.length).toBeLessThan(250_000);
        for (const row of [0, 1, phases - 1]) {
          if (row >= rows) continue;
          const part = coefficients.subarray(row * taps, (row + 1) * taps);
          expect(part.reduce((a, b) => a + b)).toBeCloseTo(1, 4);
          if (row === 0) continue;
          const mirrored = coefficients.slice((phases - row) * taps, (phases - row + 1) * taps).reverse();
          expect([...part]).toEqual([...mirrored].map((x) => expect.closeTo(x, 6)));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('refuses what is no rate, and what is lowered too far', () => {
    expect(() => designResampler(16_000, 0)).toThrow('toRate is 0');
    expect(() => designResampler(16_000, 22_050.5)).toThrow('toRate is 22050.5');
    expect(() => designResampler(192_000, 100)).toThrow('at most 1024-fold');
  });
});

describe('designSpectralResampler', () => {
  it('takes blocks that FFTs of small factors can do, of which most is of use', () => {
    for (const from of RATES) {
      for (const to of RATES.filter((rate) => rate !== from)) {
        const { up, down, taps } = designResampler(from, to);
        const { blockIn, blockOut, response } = designSpectralResampler(from, to)!;
        expect([blockIn % (2 * down), blockOut % (2 * up), blockIn / down - blockOut / up]).toEqual([
          0, 0, 0,
        ]);
        expect(taps / blockIn).toBeLessThan(0.25);
        expect(Math.max(blockIn, blockOut)).toBeLessThanOrEqual(2 ** 15);
        expect(response).toHaveLength(Math.min(blockIn, blockOut) / 2);
      }
    }
  });

  it('is undefined where a rate has a large prime, or the filter is too long for a block', () => {
    expect(designSpectralResampler(44_101, 16_000)).toBeUndefined();
    expect(designSpectralResampler(192_000, 300)).toBeUndefined();
  });

  it.each([
    [16_000, 22_050],
    [48_000, 22_050],
    [8000, 48_000],
  ])('%i to %i Hz responds as the filter of designResampler', (from, to) => {
    const { phases, taps, delay, coefficients } = designResampler(from, to);
    const { blockIn, response } = designSpectralResampler(from, to)!;
    for (const part of [0, 0.3, 0.9, 0.93, 0.96, 0.99]) {
      const k = Math.round(part * (response.length - 1));
      let sum = 0;
      for (let row = 0; row < phases; row++) {
        for (let t = 0; t < taps; t++) {
          const distance = t - delay - row / phases;
          sum += coefficients[row * taps + t]! * Math.cos((2 * Math.PI * k * distance) / blockIn);
        }
      }
      expect(response[k]).toBeCloseTo(sum / phases, 5);
    }
  });
});

describe('resampling', () => {
  it('gives ceil(n × toRate / fromRate) samples', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom(...RATES),
        fc.constantFrom(...RATES),
        (n, from, to) => {
          const exact = (BigInt(n) * BigInt(to) + BigInt(from) - 1n) / BigInt(from);
          expect(resampledLength(n, { up: to, down: from })).toBe(Number(exact));
        },
      ),
    );
  });

  // 44101 shares no factor with the others: its filters are interpolated.
  it.each([
    [16_000, 22_050],
    [48_000, 22_050],
    [44_101, 16_000],
    [16_000, 44_101],
  ])('%i to %i Hz leaves tones below 0.9 of the lower Nyquist frequency as they are', async (from, to) => {
    const nyquist = Math.min(from, to) / 2;
    for (const part of [0.01, 0.3, 0.6, 0.8, 0.9]) {
      const output = await resample(tone(4000, part * nyquist, from), from, to);
      const ideal = tone(output.length, part * nyquist, to);
      expect(rms(middle(output.map((x, i) => x - ideal[i]!)))).toBeLessThan(1e-4);
    }
  });

  it.each([
    [48_000, 22_050],
    [22_050, 16_000],
    [44_101, 16_000],
  ])('%i to %i Hz keeps tones above the new Nyquist frequency 100 dB down', async (from, to) => {
    for (const part of [1.01, 1.1, 1.3]) {
      const output = await resample(tone(8000, (part * to) / 2, from), from, to);
      expect(20 * Math.log10(rms(middle(output)) / Math.SQRT1_2)).toBeLessThan(-100);
    }
  });

  it.each([
    [8000, 16_000],
    [16_000, 22_050],
    [16_000, 44_101],
  ])('%i to %i Hz adds no image of a tone within 100 dB', async (from, to) => {
    const frequency = 0.85 * (from / 2);
    const output = middle(await resample(tone(8000, frequency, from), from, to));
    const [re, im] = windowedBin(output, from - frequency, to);
    expect(20 * Math.log10(Math.hypot(re, im))).toBeLessThan(-100);
    const [toneRe, toneIm] = windowedBin(output, frequency, to);
    expect(20 * Math.log10(Math.hypot(toneRe, toneIm))).toBeCloseTo(0, 2);
  });

  it('brings a sweep back from a higher rate', async () => {
    const length = 16_000;
    const sweep = Float32Array.from({ length }, (_, i) => 0.5 * Math.sin(Math.PI * 7000 * (i / length) ** 2));
    const back = await resample(await resample(sweep, 16_000, 44_100), 44_100, 16_000);
    expect(back).toHaveLength(length);
    const error = back.map((x, i) => x - sweep[i]!).subarray(200, -200);
    expect(error.reduce((a, b) => Math.max(a, Math.abs(b)))).toBeLessThan(1e-4);
  });

  it('is linear, and shifts with its input', async () => {
    const clip = noise(2000);
    const output = await resample(clip, 16_000, 8000);
    const halved = await resample(
      clip.map((x) => x / 2),
      16_000,
      8000,
    );
    expect(halved).toEqual(output.map((x) => x / 2));
    const late = new Float32Array(2100);
    late.set(clip, 100);
    expect((await resample(late, 16_000, 8000)).subarray(50)).toEqual(output);
  });
});

/** Amplitude of one frequency under a Blackman window, as a complex number; 1 for a full tone. */
function windowedBin(samples: Float32Array, frequency: number, sampleRate: number): [number, number] {
  let re = 0;
  let im = 0;
  let weight = 0;
  for (const [i, x] of samples.entries()) {
    const turn = (2 * Math.PI * i) / samples.length;
    const window = 0.42 - 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn);
    const angle = (2 * Math.PI * frequency * i) / sampleRate;
    re += x * window * Math.cos(angle);
    im += x * window * Math.sin(angle);
    weight += window;
  }
  return [(2 * re) / weight, (2 * im) / weight];
}
