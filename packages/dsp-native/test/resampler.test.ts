import type { AudioBatch, FeatureExtractor } from '@ser/dsp';
import { createJsExtractor } from '@ser/dsp';
import { batchOf, noise, tone } from '../../dsp/test/support/signals.ts';
import { createExtractor } from '../src/index.ts';

let extractor: FeatureExtractor;
beforeAll(async () => {
  extractor = await createExtractor({ device: 'cpu', threads: 2 });
});
afterAll(() => extractor.dispose());

/** Levels of the resampled tones in dB, each a part of the lower Nyquist frequency; ends are left out. */
async function levels(from: number, to: number, parts: readonly number[]): Promise<number[]> {
  const nyquist = Math.min(from, to) / 2;
  const batch = batchOf(
    parts.map((part) => tone(12_000, part * nyquist, from)),
    from,
  );
  const { samples, offsets } = (await extractor.resample(batch, to)) as AudioBatch;
  return parts.map((_, i) => {
    const [start, end] = [offsets[i]!, offsets[i + 1]!];
    const margin = Math.floor((end - start) / 4);
    const middle = samples.subarray(start + margin, end - margin);
    let energy = 0;
    for (const [n, x] of middle.entries()) {
      // Weighed by a Hann window, so that parts of a cycle at the ends don't count.
      energy += x * x * (1 - Math.cos((2 * Math.PI * (n + 0.5)) / middle.length));
    }
    return 20 * Math.log10(Math.sqrt((2 * energy) / middle.length));
  });
}

const steps = (from: number, to: number, count: number) =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

// soxr's HQ setting, 20 bits: flat to 0.91 of the Nyquist frequency, and everything from that frequency on some 120 dB
// down. 44101 shares no factor with the others, so it goes tap by tap; the others go by spectra.
describe.each([
  [48_000, 22_050],
  [44_100, 16_000],
  [16_000, 8000],
  [44_101, 16_000],
])('%i to %i Hz, swept', (from, to) => {
  it('is flat to 0.01 dB up to 0.91 of the new Nyquist frequency', async () => {
    const passed = await levels(from, to, steps(0.02, 0.91, 60));
    expect(Math.max(...passed.map(Math.abs))).toBeLessThan(0.01);
  });

  it('rejects what lies above it by 110 dB', async () => {
    const rejected = await levels(from, to, steps(1.01, Math.min(2.5, (0.98 * from) / to), 60));
    expect(Math.max(...rejected)).toBeLessThan(-110);
  });
});

describe.each([
  [16_000, 22_050],
  [8000, 16_000],
  [16_000, 44_101],
])('%i to %i Hz, swept', (from, to) => {
  it('is flat to 0.01 dB up to 0.91 of the old Nyquist frequency', async () => {
    const passed = await levels(from, to, steps(0.02, 0.91, 60));
    expect(Math.max(...passed.map(Math.abs))).toBeLessThan(0.01);
  });
});

it('gives what JavaScript gives, for clips of any length, however blocks fall', async () => {
  const js = createJsExtractor();
  for (const [from, to] of [
    [16_000, 22_050],
    [44_100, 16_000],
    [8000, 48_000],
  ] as const) {
    const clips = [1, 2, 97, 2239, 2240, 2241, 0, 9000, 30_001].map((length, i) => noise(length, i + 1));
    const batch = batchOf(clips, from);
    const [expected, actual] = await Promise.all([js.resample(batch, to), extractor.resample(batch, to)]);
    expect(actual.offsets).toEqual(expected.offsets);
    const worst = (actual.samples as Float32Array).reduce(
      (most, x, i) => Math.max(most, Math.abs(x - expected.samples[i]!)),
      0,
    );
    expect(worst).toBeLessThan(2e-6);
    // A clip's samples don't depend on its neighbours.
    const [start, end] = [actual.offsets[7]!, actual.offsets[8]!];
    const alone = await extractor.resample(batchOf([clips[7]!], from), to);
    expect(alone.samples).toEqual(actual.samples.slice(start, end));
  }
});

it('counts 16-bit samples as their 32768th parts', async () => {
  const integers = Int16Array.from(noise(9000), (x) => x * 32_768);
  const offsets = Uint32Array.of(0, 9000);
  const floats = Float32Array.from(integers, (x) => x / 32_768);
  const [a, b] = await Promise.all(
    [integers, floats].map((samples) => extractor.resample({ samples, offsets, sampleRate: 16_000 }, 22_050)),
  );
  expect(a).toEqual(b);
});
