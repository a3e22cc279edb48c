import type { AudioBatch, FeatureExtractor, Frames, MelOptions } from '@ser/dsp';
import * as fc from 'fast-check';
import { batchOf, noise } from '../../dsp/test/support/signals.ts';
import { createExtractor } from '../src/index.ts';

jest.setTimeout(30_000);

const extractors: Record<'js' | 'one' | 'two' | 'seven', FeatureExtractor> = {} as never;
beforeAll(async () => {
  extractors.js = await createExtractor({ device: 'js' });
  extractors.one = await createExtractor({ device: 'cpu', threads: 1 });
  extractors.two = await createExtractor({ device: 'cpu', threads: 2 });
  extractors.seven = await createExtractor({ device: 'cpu', threads: 7 });
});
afterAll(() => {
  for (const extractor of Object.values(extractors)) extractor.dispose();
});

const RATES = [8000, 11_025, 16_000, 22_050];

/** A few clips of noise, some empty, of 16-bit or float samples. */
const batches: fc.Arbitrary<AudioBatch> = fc
  .record({
    lengths: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3000 })), { maxLength: 5 }),
    seed: fc.nat(1000),
    sampleRate: fc.constantFrom(...RATES),
    integers: fc.boolean(),
  })
  .map(({ lengths, seed, sampleRate, integers }) => {
    const batch = batchOf(
      lengths.map((length, i) => noise(length, seed + i)),
      sampleRate,
    );
    return integers ? { ...batch, samples: Int16Array.from(batch.samples, (x) => x * 32_768) } : batch;
  });

const stftOptions = fc.integer({ min: 2, max: 700 }).chain((fftSize) =>
  fc.record({
    fftSize: fc.constant(fftSize),
    hopLength: fc.integer({ min: Math.ceil(fftSize / 8), max: 2 * fftSize }),
    winLength: fc.integer({ min: 1, max: fftSize }),
    window: fc.constantFrom('hann', 'hamming', 'blackman', 'rectangular'),
    center: fc.boolean(),
    padMode: fc.constantFrom('constant', 'reflect'),
  }),
);

const melOptions = fc
  .tuple(
    stftOptions,
    fc.record({
      melBands: fc.integer({ min: 1, max: 60 }),
      fMin: fc.integer({ min: 0, max: 1000 }),
      fMax: fc.integer({ min: 1001, max: 4000 }),
      melScale: fc.constantFrom('slaney', 'htk'),
      norm: fc.constantFrom('slaney', null),
      power: fc.constantFrom(1, 2, 0.5, 3),
    }),
  )
  .map(([stft, mel]) => ({ ...stft, ...mel }));

const frameOptions = fc.record({
  frameLength: fc.integer({ min: 1, max: 3000 }),
  hopLength: fc.integer({ min: 50, max: 3000 }),
  center: fc.boolean(),
});

describe('The native and the JavaScript extractor', () => {
  it('agree on spectra', () =>
    check(stftOptions, (extractor, batch, options) => extractor.stft(batch, options), expectCloseRows(1e-6)));

  it.each(['power', 'db', 'log'] as const)('agree on mel spectrograms, output %s', (output) =>
    check(
      melOptions,
      (extractor, batch, options) => extractor.melSpectrogram(batch, { ...options, output } as MelOptions),
      output === 'power' ? expectCloseRows(1e-6) : expectCloseValues(5e-5),
    ),
  );

  it('agree on MFCCs', () =>
    check(
      melOptions,
      (extractor, batch, options) =>
        extractor.mfcc(batch, { ...options, coefficients: Math.min(13, options.melBands) } as MelOptions),
      expectCloseValues(5e-4),
    ));

  it('agree on zero-crossing rates', () =>
    check(
      frameOptions,
      (extractor, batch, options) => extractor.frameZeroCrossingRate(batch, options),
      expectCloseValues(0),
    ));

  it('agree on RMS', () =>
    check(
      frameOptions,
      (extractor, batch, options) => extractor.frameRms(batch, options),
      expectCloseRows(1e-6),
    ));

  it('agree on zero crossings and energy', () =>
    check(
      fc.constant({}),
      async (extractor, batch) => ({
        data: await extractor.zcrEnergy(batch),
        offsets: batch.offsets,
        width: 2,
      }),
      expectCloseValues(1e-7),
    ));

  it('agree on resampling', () =>
    check(
      fc.constantFrom(...RATES, 4001, 44_100, 48_000),
      async (extractor, batch, toRate) => {
        const { samples, offsets } = await extractor.resample(batch, toRate);
        return { data: samples as Float32Array, offsets, width: 1 };
      },
      expectCloseValues(2e-6),
      8,
    ));

  it('agree on which input they refuse, and in which words', async () => {
    const refused = [
      { batch: batchOf([noise(10), noise(300)]), options: { padMode: 'reflect' } },
      { batch: batchOf([noise(10), Float32Array.of(0, Number.NaN)]), options: {} },
      { batch: batchOf([noise(10), Float32Array.of(0, Number.NaN)]), options: { padMode: 'reflect' } },
      { batch: batchOf([Float32Array.of(0, Number.NaN), noise(10)]), options: { padMode: 'reflect' } },
      { batch: batchOf([noise(5000)]), options: { fftSize: 0 } },
    ] as const;
    for (const { batch, options } of refused) {
      const [js, native] = await Promise.all(
        [extractors.js, extractors.two].map((extractor) =>
          extractor.stft(batch, options).then(
            () => 'accepted',
            (error) => String(error),
          ),
        ),
      );
      expect(native).toMatch(/^DspError: /);
      expect(native).toBe(js);
    }
  });
});

/** Native results are close to JavaScript's, and the same bits for any number of threads; errors are the same. */
function check<T>(
  options: fc.Arbitrary<T>,
  extract: (extractor: FeatureExtractor, batch: AudioBatch, options: T) => Promise<Frames>,
  expectClose: (actual: Frames, expected: Frames) => void,
  numRuns = 25,
): Promise<void> {
  const outcome = async (extractor: FeatureExtractor, batch: AudioBatch, drawn: T) =>
    extract(extractor, batch, drawn).catch((error: unknown) => String(error));
  return fc.assert(
    fc.asyncProperty(batches, options, async (batch, drawn) => {
      const expected = await outcome(extractors.js, batch, drawn);
      const actual = await outcome(extractors.one, batch, drawn);
      expect(await outcome(extractors.two, batch, drawn)).toEqual(actual);
      expect(await outcome(extractors.seven, batch, drawn)).toEqual(actual);
      if (typeof expected === 'string' || typeof actual === 'string') {
        expect(actual).toBe(expected);
      } else {
        expect([actual.offsets, actual.width]).toEqual([expected.offsets, expected.width]);
        expectClose(actual, expected);
      }
    }),
    { numRuns },
  );
}

/** Every row to within `tolerance` of its largest value. */
function expectCloseRows(tolerance: number) {
  return (actual: Frames, expected: Frames) => {
    const { width } = expected;
    for (let at = 0; at < expected.data.length; at += width) {
      const row = expected.data.subarray(at, at + width);
      const largest = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expectClose(actual.data.subarray(at, at + width), row, tolerance * largest);
    }
  };
}

function expectCloseValues(tolerance: number) {
  return (actual: Frames, expected: Frames) => expectClose(actual.data, expected.data, tolerance);
}

function expectClose(actual: Float32Array, expected: Float32Array, tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - actual[i]!)), 0);
  expect(worst).toBeLessThanOrEqual(tolerance);
}
