import type { AudioBatch, FeatureExtractor } from '@ser/dsp';
import { batchOf, noise } from '../../dsp/test/support/signals.ts';
import { createExtractor } from '../src/index.ts';

let extractor: FeatureExtractor;
beforeAll(async () => {
  extractor = await createExtractor({ device: 'cpu', threads: 2 });
});
afterAll(() => extractor.dispose());

const samples = noise(20_000);
const batch = batchOf([samples]);

describe('samples', () => {
  it('may lie in shared memory', async () => {
    const shared = new Float32Array(new SharedArrayBuffer(samples.byteLength));
    shared.set(samples);
    expect(await extractor.mfcc({ ...batch, samples: shared })).toEqual(await extractor.mfcc(batch));
  });

  it('may lie in a resizable buffer, which may shrink during the call', async () => {
    const Resizable = ArrayBuffer as unknown as new (
      length: number,
      options: { maxByteLength: number },
    ) => ArrayBuffer & { resize(length: number): void };
    const buffer = new Resizable(samples.byteLength, { maxByteLength: samples.byteLength });
    const resizable = new Float32Array(buffer);
    resizable.set(samples);
    const call = extractor.mfcc({ ...batch, samples: resizable });
    buffer.resize(0);
    expect(await call).toEqual(await extractor.mfcc(batch));
  });

  it('that were transferred away are refused', async () => {
    const gone = samples.slice();
    structuredClone(gone, { transfer: [gone.buffer] });
    await expect(extractor.mfcc({ ...batch, samples: gone })).rejects.toThrow(
      'Clip 0 of the batch ends at sample 20000, but there are only 0.',
    );
  });

  it('may start anywhere in their buffer', async () => {
    const wide = new Float32Array(30_000);
    wide.set(samples, 7777);
    const view = wide.subarray(7777, 27_777);
    expect(await extractor.mfcc({ ...batch, samples: view })).toEqual(await extractor.mfcc(batch));
  });

  it.each([1, 3, 15])('may be as few as %i', async (length) => {
    const few: AudioBatch = { samples: noise(length), offsets: Uint32Array.of(0, length), sampleRate: 8000 };
    expect((await extractor.stft(few)).data.every(Number.isFinite)).toBe(true);
  });
});

it('offsets may change once a call has begun', async () => {
  const offsets = Uint32Array.of(0, 9000, 20_000);
  const expected = await extractor.mfcc({ ...batch, offsets: offsets.slice() });
  const call = extractor.mfcc({ ...batch, offsets });
  offsets.fill(0xffffffff);
  expect(await call).toEqual(expected);
});

it('a result that no memory can hold is refused', async () => {
  const long = { samples: new Int16Array(2 ** 26), offsets: Uint32Array.of(0, 2 ** 26), sampleRate: 16_000 };
  await expect(extractor.melSpectrogram(long, { hopLength: 1, melBands: 2048 })).rejects.toMatchObject({
    name: 'DspError',
    message: expect.stringContaining('hand over fewer clips at a time') as string,
  });
});
