import type { AudioBatch, FeatureExtractor, Frames } from '@ser/dsp';
import * as fc from 'fast-check';
import { batchOf, noise } from '../../dsp/test/support/signals.ts';
import { createExtractor } from '../src/index.ts';
import { createEmulated, type EmulatedOptions } from './support/emulated.ts';

// What the CUDA engine does around its kernels: chunks, memory, failures; and that results depend on none of them.

type Call = (extractor: FeatureExtractor, batch: AudioBatch) => Promise<Float32Array>;

const data = async (frames: Promise<Frames>) => (await frames).data;

const CALLS: Record<string, Call> = {
  stft: (extractor, batch) => data(extractor.stft(batch, { fftSize: 256, padMode: 'reflect' })),
  'stft of an odd size': (extractor, batch) => data(extractor.stft(batch, { fftSize: 165, hopLength: 91 })),
  'stft of a size that no kernel does': (extractor, batch) => data(extractor.stft(batch, { fftSize: 6000 })),
  melSpectrogram: (extractor, batch) => data(extractor.melSpectrogram(batch, { hopLength: 300 })),
  'melSpectrogram outside its range': (extractor, batch) =>
    data(extractor.melSpectrogram(batch, { fftSize: 512, fMin: 7000, melBands: 8 })),
  'melSpectrogram in decibels': (extractor, batch) =>
    data(extractor.melSpectrogram(batch, { fftSize: 512, hopLength: 200, output: 'db' })),
  'melSpectrogram in logarithms': (extractor, batch) =>
    data(extractor.melSpectrogram(batch, { fftSize: 400, hopLength: 160, melBands: 40, output: 'log' })),
  mfcc: (extractor, batch) => data(extractor.mfcc(batch, { fftSize: 1024 })),
  frameZeroCrossingRate: (extractor, batch) => data(extractor.frameZeroCrossingRate(batch)),
  frameRms: (extractor, batch) => data(extractor.frameRms(batch, { frameLength: 300, hopLength: 70 })),
  zcrEnergy: (extractor, batch) => extractor.zcrEnergy(batch),
  resample: async (extractor, batch) => (await extractor.resample(batch, 16_000)).samples as Float32Array,
  'resample between rows': async (extractor, batch) =>
    (await extractor.resample(batch, 16_001)).samples as Float32Array,
};

// Clips of all lengths, one of them longer than a chunk.
const batch = batchOf([
  noise(3000),
  new Float32Array(0),
  noise(130_000, 2).map((x, i) => x * Math.sin(i * 1e-4)),
  noise(5001, 3),
  noise(150),
  noise(9000, 4),
]);

async function results(options: EmulatedOptions, call: Call): Promise<Float32Array> {
  const extractor = createEmulated(options);
  try {
    return await call(extractor, batch);
  } finally {
    extractor.dispose();
  }
}

describe.each(Object.entries(CALLS))('%s', (name, call) => {
  it('is the same bits in one chunk and in many', async () => {
    const whole = await results({ chunkBytes: 2 ** 24 }, call);
    for (const chunkBytes of [2 ** 13, 2 ** 17]) {
      expect(await results({ chunkBytes }, call)).toEqual(whole);
    }
  });

  it('is the same bits whichever thread of a block comes first', async () => {
    expect(await results({ backwards: 1 }, call)).toEqual(await results({}, call));
  });

  it('goes on with smaller chunks where device memory is short', async () => {
    // Less than the samples take; but a table of 800 KB must have room.
    const memory = name === 'resample between rows' ? 1_300_000 : 500_000;
    const whole = await results({ chunkBytes: 2 ** 22 }, call);
    expect(await results({ chunkBytes: 2 ** 22, memory }, call)).toEqual(whole);
  });

  it('is close to what the CPU engine gives', async () => {
    const cpu = await createExtractor({ device: 'cpu', threads: 1 });
    const expected = await call(cpu, batch);
    cpu.dispose();
    const actual = await results({}, call);
    expect(actual).toHaveLength(expected.length);
    const largest = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    const off = expected.reduce((most, x, i) => Math.max(most, Math.abs(x - actual[i]!)), 0);
    expect(off).toBeLessThanOrEqual(1e-5 * largest);
  });
});

it('a device that is full is an error that says so', async () => {
  await expect(results({ memory: 5000 }, CALLS.melSpectrogram!)).rejects.toMatchObject({
    name: 'DspError',
    message: expect.stringContaining('too little free memory') as string,
  });
});

it('a failing call of the device is what a job rejects with, and later jobs tell of it', async () => {
  let failures = 0;
  for (let failAt = 1; ; failAt++) {
    const extractor = createEmulated({ chunkBytes: 60_000, failAt });
    const first = await extractor.mfcc(batch).then(
      () => undefined,
      (error: Error) => error,
    );
    if (!first) break;
    failures++;
    expect(first).toMatchObject({
      name: 'DspError',
      message: expect.stringMatching(/^the emulated device failed while \w+$/) as string,
    });
    await expect(extractor.zcrEnergy(batch)).rejects.toThrow(
      `The graphics card failed in an earlier call (${first.message}): create another extractor`,
    );
    extractor.dispose();
  }
  expect(failures).toBeGreaterThan(20);
});

it('an abort between chunks leaves the extractor fit for further calls', async () => {
  const extractor = createEmulated({ chunkBytes: 2 ** 14 });
  const expected = await CALLS.melSpectrogram!(extractor, batch);
  const controller = new AbortController();
  const aborted = extractor.melSpectrogram(batch, { hopLength: 8 }, { signal: controller.signal });
  setTimeout(() => controller.abort(new Error('enough')), 20);
  await expect(aborted).rejects.toThrow('enough');
  expect(await CALLS.melSpectrogram!(extractor, batch)).toEqual(expected);
  extractor.dispose();
});

it('clips are told of once, also where the job began anew for want of memory', async () => {
  const extractor = createEmulated({ chunkBytes: 2 ** 20, memory: 300_000 });
  const clips = Array.from({ length: 40 }, (_, i) => noise(6000, i));
  const reports: number[] = [];
  await extractor.melSpectrogram(
    batchOf(clips),
    { hopLength: 50 },
    { onProgress: (done) => reports.push(done) },
  );
  expect(reports.length).toBeGreaterThan(1);
  expect(reports).toEqual(reports.toSorted((a, b) => a - b));
  expect(reports.at(-1)).toBe(40);
  extractor.dispose();
});

describe('a sample that is not finite', () => {
  it('is found wherever it stands, in parts of clips and between frames', async () => {
    const extractor = createEmulated({ chunkBytes: 2 ** 14 });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 2, 3, 4, 5),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 9000 }),
        async (clip, part, hopLength) => {
          const [from, to] = [batch.offsets[clip]!, batch.offsets[clip + 1]!];
          const index = Math.floor(part * (to - from));
          const samples = (batch.samples as Float32Array).slice();
          samples[samples.length - 1] = Number.NaN;
          samples[from + index] = Number.POSITIVE_INFINITY;
          await expect(
            extractor.frameRms({ ...batch, samples }, { frameLength: 100, hopLength, center: false }),
          ).rejects.toThrow(`Sample ${index} of clip ${clip} is Infinity`);
        },
      ),
      { numRuns: 30 },
    );
    extractor.dispose();
  });
});

it('any options give what the CPU engine gives', async () => {
  const cpu = await createExtractor({ device: 'cpu', threads: 1 });
  const extractor = createEmulated({ chunkBytes: 20_000 });
  const options = fc
    .oneof(fc.constantFrom(256, 512, 1024, 2048, 4096), fc.integer({ min: 2, max: 900 }))
    .chain((fftSize) =>
      fc.record({
        fftSize: fc.constant(fftSize),
        hopLength: fc.integer({ min: Math.ceil(fftSize / 8), max: 2 * fftSize }),
        winLength: fc.integer({ min: 1, max: fftSize }),
        window: fc.constantFrom('hann', 'hamming', 'blackman', 'rectangular'),
        center: fc.boolean(),
        melBands: fc.integer({ min: 1, max: 150 }),
        fMin: fc.integer({ min: 0, max: 4000 }),
        norm: fc.constantFrom('slaney', null),
        power: fc.constantFrom(2, 2, 2, 1, 0.5),
      }),
    );
  await fc.assert(
    fc.asyncProperty(
      options,
      fc.array(fc.integer({ min: 0, max: 9000 }), { maxLength: 4 }),
      fc.boolean(),
      async (drawn, lengths, integers) => {
        const made = batchOf(lengths.map((length, i) => noise(length, i)));
        const input = integers
          ? { ...made, samples: Int16Array.from(made.samples, (x) => x * 32_768) }
          : made;
        const expected = await cpu.melSpectrogram(input, drawn as object);
        const actual = await extractor.melSpectrogram(input, drawn as object);
        expect(actual.offsets).toEqual(expected.offsets);
        for (let at = 0; at < expected.data.length; at += expected.width) {
          const row = expected.data.subarray(at, at + expected.width);
          const largest = row.reduce((most, x) => Math.max(most, x), 0);
          const off = row.reduce((most, x, i) => Math.max(most, Math.abs(x - actual.data[at + i]!)), 0);
          expect(off).toBeLessThanOrEqual(1e-5 * largest);
        }
      },
    ),
    { numRuns: 30 },
  );
  cpu.dispose();
  extractor.dispose();
});
