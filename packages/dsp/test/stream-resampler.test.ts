import fc from 'fast-check';
import { createJsExtractor, StreamResampler } from '../src/index.ts';
import { batchOf, noise } from './support/signals.ts';

const extractor = createJsExtractor();

async function inPieces(samples: Float32Array, fromRate: number, toRate: number, sizes: readonly number[]) {
  const stream = new StreamResampler(extractor, fromRate, toRate);
  const output: number[] = [];
  let at = 0;
  for (let i = 0; at < samples.length; i++) {
    const size = sizes[i % sizes.length] as number;
    output.push(...(await stream.push(samples.subarray(at, at + size))));
    at += size;
  }
  output.push(...(await stream.end()));
  return output;
}

describe('a stream resampled piece by piece', () => {
  it.each([
    [48_000, 16_000],
    [44_100, 16_000],
    [16_000, 22_050],
    [8_000, 16_000],
    [16_000, 16_000],
    [44_101, 16_000],
  ])('from %i to %i Hz is the whole resampled at once, whatever the pieces', async (fromRate, toRate) => {
    const samples = noise(6_000);
    const whole = await extractor.resample(batchOf([samples], fromRate), toRate);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1 }), async (sizes) => {
        // With sizes of a few samples this would take minutes.
        const floor = sizes.map((size) => Math.max(size, 100));
        const output = await inPieces(samples, fromRate, toRate, floor);
        expect(output).toHaveLength(whole.samples.length);
        const error = output.map((value, i) => Math.abs(value - (whole.samples[i] as number)));
        expect(Math.max(...error)).toBeLessThan(1e-6);
      }),
      { numRuns: 10 },
    );
  });

  it('holds back no more than half the filter', async () => {
    const stream = new StreamResampler(extractor, 48_000, 16_000);
    const { length } = await stream.push(noise(48_000));
    expect(length).toBeGreaterThan(15_850);
    expect(length).toBeLessThan(16_000);
  });

  it('of nothing is nothing', async () => {
    const stream = new StreamResampler(extractor, 48_000, 16_000);
    expect(await stream.push(new Float32Array())).toHaveLength(0);
    expect(await stream.end()).toHaveLength(0);
  });
});
