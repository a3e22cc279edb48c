import fc from 'fast-check';
import {
  analysisWindow,
  type FeatureExtractor,
  type FrameOptions,
  frameCount,
  melFilterBank,
  resolveFrame,
  resolveMel,
  resolveStft,
  type StftOptions,
} from '../../src/index.ts';
import { batchOf, noise } from './signals.ts';

/** Tests an extractor against the features' definitions, written out naively, for options that have no golden files. */
export function describeDefinitions(name: string, create: () => Promise<FeatureExtractor>): void {
  describe(`${name} computes what is defined`, () => {
    let extractor: FeatureExtractor;
    beforeAll(async () => {
      extractor = await create();
    });
    afterAll(() => extractor.dispose());

    it('as STFT, with any options', async () => {
      const options = fc.record({
        fftSize: fc.integer({ min: 2, max: 130 }),
        hopLength: fc.integer({ min: 1, max: 60 }),
        window: fc.constantFrom('hann', 'hamming', 'blackman', 'rectangular'),
        center: fc.boolean(),
        padMode: fc.constantFrom('constant', 'reflect'),
      });
      const lengths = fc.integer({ min: 66, max: 400 });
      await fc.assert(
        fc.asyncProperty(
          options,
          lengths,
          fc.double({ min: 0, max: 1, noNaN: true }),
          async (given, length, part) => {
            const stft: StftOptions = { ...given, winLength: 1 + Math.floor(part * (given.fftSize - 1)) };
            const samples = noise(length);
            const frames = await extractor.stft(batchOf([samples]), stft);
            const expected = naiveStft(samples, stft);
            expect(frames.width).toBe(2 * (Math.floor(given.fftSize / 2) + 1));
            expect([...frames.offsets]).toEqual([0, expected.length]);
            expectClose(frames.data, expected.flat(), 1e-5);
          },
        ),
        { numRuns: 40 },
      );
    });

    it('as zero-crossing rate and RMS, with any options', async () => {
      const options = fc.record({
        frameLength: fc.integer({ min: 1, max: 100 }),
        hopLength: fc.integer({ min: 1, max: 60 }),
        center: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(options, fc.integer({ min: 1, max: 300 }), async (frame, length) => {
          const samples = noise(length);
          const batch = batchOf([samples]);
          const crossings = naiveFrames(samples, frame, 'edge').map(
            (x) => x.filter((value, i) => i > 0 && value < 0 !== x[i - 1]! < 0).length / x.length,
          );
          expectClose((await extractor.frameZeroCrossingRate(batch, frame)).data, crossings, 1e-7);
          const rms = naiveFrames(samples, frame, 'constant').map((x) =>
            Math.sqrt(x.reduce((sum, value) => sum + value * value, 0) / x.length),
          );
          expectClose((await extractor.frameRms(batch, frame)).data, rms, 1e-6);
        }),
        { numRuns: 60 },
      );
    });

    it('as zero crossings, in which zero is neither side in one feature and above in the other', async () => {
      const batch = batchOf([Float32Array.of(1, 0, 0, -1, -0, 1, -1e-11, -1)]);
      expect((await extractor.zcrEnergy(batch))[0]).toBe(5);
      const { data } = await extractor.frameZeroCrossingRate(batch, { frameLength: 8, center: false });
      expect(data[0]).toBe(3 / 8);
    });

    it('as mel bands of any power of the magnitude', async () => {
      const batch = batchOf([noise(3000)]);
      const options = { fftSize: 256, hopLength: 100, melBands: 10 };
      const { bands, starts, lengths, weights } = melFilterBank(resolveMel(options, batch.sampleRate));
      const spectra = naiveStft(batch.samples as Float32Array, { fftSize: 256, hopLength: 100 });
      for (const power of [1, 2, 0.5, 3]) {
        const expected = spectra.flatMap((row) => {
          let used = 0;
          return Array.from({ length: bands }, (_, band) => {
            let sum = 0;
            for (let bin = starts[band]!; bin < starts[band]! + lengths[band]!; bin++) {
              sum += weights[used++]! * Math.hypot(row[2 * bin]!, row[2 * bin + 1]!) ** power;
            }
            return sum;
          });
        });
        expectClose((await extractor.melSpectrogram(batch, { ...options, power })).data, expected, 1e-5);
      }
    });

    it('as logarithms of the power', async () => {
      const clip = noise(3000);
      clip.fill(0, 1500);
      const batch = batchOf([clip, clip.map((x) => x / 8)]);
      const options = { fftSize: 256, hopLength: 100, melBands: 10 };
      const { data: power, offsets } = await extractor.melSpectrogram(batch, options);
      const logarithms = (await extractor.melSpectrogram(batch, { ...options, output: 'log' })).data;
      expectClose(
        logarithms,
        Array.from(power, (x) => Math.log(Math.max(x, 1e-10))),
        1e-5,
      );
      // Each clip's own peak is its 0 dB, and nothing lies further than 80 dB below.
      const decibels = (await extractor.melSpectrogram(batch, { ...options, output: 'db' })).data;
      for (const clipNumber of [0, 1]) {
        const [from, to] = [offsets[clipNumber]! * 10, offsets[clipNumber + 1]! * 10];
        const peak = power.subarray(from, to).reduce((a, b) => Math.max(a, b));
        const expected = Array.from(power.subarray(from, to), (x) =>
          Math.max(-80, 10 * Math.log10(Math.max(x, 1e-10) / peak)),
        );
        expectClose(decibels.subarray(from, to), expected, 1e-5);
      }
    });
  });
}

function naiveStft(samples: Float32Array, options: StftOptions): number[][] {
  const stft = resolveStft(options);
  const { fftSize } = stft;
  const window = analysisWindow(stft);
  return naiveFrames(samples, { ...stft, frameLength: fftSize }, stft.padMode).map((frame) => {
    const row: number[] = [];
    for (let k = 0; k <= Math.floor(fftSize / 2); k++) {
      let re = 0;
      let im = 0;
      for (const [n, x] of frame.entries()) {
        const angle = (2 * Math.PI * k * n) / fftSize;
        re += x * window[n]! * Math.cos(angle);
        im -= x * window[n]! * Math.sin(angle);
      }
      row.push(re, im);
    }
    return row;
  });
}

/** Frames of a clip padded as numpy.pad does. */
function naiveFrames(
  samples: Float32Array,
  options: FrameOptions,
  mode: 'constant' | 'reflect' | 'edge',
): number[][] {
  const { frameLength, hopLength, center } = resolveFrame({
    frameLength: options.frameLength ?? 2048,
    hopLength: options.hopLength ?? 512,
    center: options.center ?? true,
  });
  const last = samples.length - 1;
  const at = (i: number) => {
    if (i >= 0 && i <= last) return samples[i]!;
    if (mode === 'constant') return 0;
    if (mode === 'edge') return samples[i < 0 ? 0 : last]!;
    return samples[i < 0 ? -i : 2 * last - i]!;
  };
  const padding = center ? Math.floor(frameLength / 2) : 0;
  const count = frameCount(samples.length, frameLength, hopLength, center);
  return Array.from({ length: count }, (_, t) =>
    Array.from({ length: frameLength }, (_, i) => at(t * hopLength + i - padding)),
  );
}

/** Within `tolerance` of the largest expected value. */
function expectClose(actual: Float32Array, expected: readonly number[], tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  const largest = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const difference = expected.reduce((most, x, i) => Math.max(most, Math.abs(x - actual[i]!)), 0);
  expect(difference).toBeLessThanOrEqual(tolerance * largest);
}
