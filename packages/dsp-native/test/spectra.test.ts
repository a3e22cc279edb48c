import type { AudioBatch, FeatureExtractor, Frames, MelOptions } from '@ser/dsp';
import { batchOf, noise, tone } from '../../dsp/test/support/signals.ts';
import { createExtractor } from '../src/index.ts';
import { simdLevels } from './support/simd-levels.ts';

jest.setTimeout(60_000);

describe.each(simdLevels())('with simd: %s', (simd) => {
  let extractor: FeatureExtractor;
  beforeAll(async () => {
    extractor = await createExtractor({ device: 'cpu', threads: 2, simd });
  });
  afterAll(() => extractor.dispose());

  describe('an FFT is the discrete Fourier transform', () => {
    const spectrum = async (samples: Float32Array): Promise<Float32Array> => {
      const fftSize = samples.length;
      return (await extractor.stft(batchOf([samples]), { fftSize, window: 'rectangular', center: false }))
        .data;
    };

    it('of every size up to 300', async () => {
      for (let size = 2; size <= 300; size++) {
        const samples = noise(size, size);
        expect(deviation(await spectrum(samples), transform(samples))).toBeLessThan(1e-6);
      }
    });

    it.each([512, 1024, 2048, 4096, 8192])('of %i values', async (size) => {
      const samples = noise(size);
      expect(deviation(await spectrum(samples), transform(samples))).toBeLessThan(1e-6);
    });

    it.each([
      ['a tone', tone(2048, 1003, 22_050)],
      ['an impulse', Float32Array.from({ length: 2048 }, (_, i) => Number(i === 777))],
      ['a constant', new Float32Array(2048).fill(1)],
      ['a chirp', Float32Array.from({ length: 2048 }, (_, i) => Math.sin(1e-3 * i * i))],
    ])('of %s', async (_, samples) => {
      expect(deviation(await spectrum(samples), transform(samples))).toBeLessThan(1e-6);
    });
  });

  describe('mel bands are right beside what is far louder outside of them:', () => {
    const rate = 22_050;
    const length = 3 * 2048;
    const quiet = noise(length).map((x) => 1e-7 * x);
    const narrow: MelOptions = { fMin: 300, fMax: 4000, melBands: 40 };
    it.each([
      ['a loud tone', tone(length, 9000, rate)],
      ['a tone just below the bands', tone(length, 200, rate)],
      ['an offset', new Float32Array(length).fill(0.9)],
      ['impulses', Float32Array.from({ length }, (_, i) => Number(i % 1000 === 0))],
      [
        'a dying chirp',
        Float32Array.from({ length }, (_, i) => Math.exp(-i / 300) * Math.sin(1 + 2.2e-4 * i * i)),
      ],
      ['next to nothing', new Float32Array(length).fill(1e-20)],
    ])('%s', async (_, loud) => {
      const js = await createExtractor({ device: 'js' });
      const batch = batchOf([loud.map((x, i) => x + quiet[i]!)], rate);
      expectCloseRows(await extractor.melSpectrogram(batch, narrow), await js.melSpectrogram(batch, narrow));
    });
  });

  it('a frame is the same bits whatever stands beside it, and of whatever type its samples are', async () => {
    const integers = Int16Array.from(noise(40_000), (x) => 32_767 * x);
    const whole: AudioBatch = { samples: integers, offsets: Uint32Array.of(0, 40_000), sampleRate: 16_000 };
    const options = { fftSize: 1024, hopLength: 256, center: false, output: 'log' } as const;
    const expected = (await extractor.melSpectrogram(whole, options)).data;
    for (const clips of [
      [0, 1, 40_000],
      [0, 5120, 20_480, 40_000],
    ]) {
      const offsets = Uint32Array.from(clips);
      for (const samples of [integers, Float32Array.from(integers, (x) => x / 32_768)]) {
        const frames = await extractor.melSpectrogram({ ...whole, samples, offsets }, options);
        for (const [clip, start] of clips.slice(0, -1).entries()) {
          const [first, last] = [
            frames.offsets[clip]! * frames.width,
            frames.offsets[clip + 1]! * frames.width,
          ];
          if (start % 256 !== 0) continue;
          const from = (start / 256) * frames.width;
          expect(frames.data.subarray(first, last)).toEqual(expected.subarray(from, from + last - first));
        }
      }
    }
  });
});

/** The non-redundant half of a spectrum by its definition, in double, re and im interleaved. */
function transform(samples: Float32Array): Float64Array {
  const size = samples.length;
  const cosines = Float64Array.from({ length: size }, (_, n) => Math.cos((2 * Math.PI * n) / size));
  const sines = Float64Array.from({ length: size }, (_, n) => Math.sin((2 * Math.PI * n) / size));
  const values = new Float64Array(2 * (Math.floor(size / 2) + 1));
  for (let k = 0; 2 * k < values.length; k++) {
    let re = 0;
    let im = 0;
    for (let n = 0, turn = 0; n < size; n++, turn = (turn + k) % size) {
      re += samples[n]! * cosines[turn]!;
      im -= samples[n]! * sines[turn]!;
    }
    values[2 * k] = re;
    values[2 * k + 1] = im;
  }
  return values;
}

/** The largest difference in parts of the largest value. */
function deviation(actual: Float32Array, expected: ArrayLike<number>): number {
  expect(actual).toHaveLength(expected.length);
  let largest = 0;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i]!));
    difference = Math.max(difference, Math.abs(actual[i]! - expected[i]!));
  }
  return difference / largest;
}

function expectCloseRows(actual: Frames, expected: Frames): void {
  expect(actual.offsets).toEqual(expected.offsets);
  for (let at = 0; at < expected.data.length; at += expected.width) {
    const row = expected.data.subarray(at, at + expected.width);
    expect(deviation(actual.data.subarray(at, at + expected.width), row)).toBeLessThan(1e-5);
  }
}
