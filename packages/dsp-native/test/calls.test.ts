import type { AudioBatch, FeatureExtractor } from '@ser/dsp';
import { batchOf, noise } from '../../dsp/test/support/signals.ts';
import { createExtractor } from '../src/index.ts';

let extractor: FeatureExtractor;
beforeEach(async () => {
  extractor = await createExtractor({ device: 'cpu', threads: 2 });
});
afterEach(() => extractor.dispose());

/** An hour at 16 kHz. */
const hour: AudioBatch = {
  samples: new Int16Array(3600 * 16_000).fill(1000),
  offsets: Uint32Array.of(0, 3600 * 16_000),
  sampleRate: 16_000,
};
const LONG = { hopLength: 256, melBands: 16 } as const;

describe('an abort', () => {
  it.each(['melSpectrogram', 'mfcc', 'frameRms', 'resample', 'zcrEnergy'] as const)(
    'stops %s within 50 ms, in the middle of an hour',
    async (method) => {
      const calls = {
        melSpectrogram: (signal: AbortSignal) =>
          extractor.melSpectrogram(hour, { ...LONG, output: 'db' }, { signal }),
        mfcc: (signal: AbortSignal) => extractor.mfcc(hour, { ...LONG, coefficients: 13 }, { signal }),
        frameRms: (signal: AbortSignal) => extractor.frameRms(hour, { hopLength: 64 }, { signal }),
        resample: (signal: AbortSignal) => extractor.resample(hour, 22_050, { signal }),
        zcrEnergy: (signal: AbortSignal) => extractor.zcrEnergy(hour, { signal }),
      };
      // Other processes may hold the machine up, or the abort until all is done: the best of several tries counts.
      const delays: number[] = [];
      for (let attempt = 0; attempt < 20 && delays.length < 3; attempt++) {
        const controller = new AbortController();
        const reason = new Error('enough');
        let abortedAt = Number.NaN;
        const call = calls[method](controller.signal);
        setTimeout(() => {
          abortedAt = performance.now();
          controller.abort(reason);
        }, 3);
        const outcome: unknown = await call.catch((error: unknown) => error);
        if (!(outcome instanceof Error)) continue;
        expect(outcome).toBe(reason);
        delays.push(performance.now() - abortedAt);
      }
      expect(Math.min(...delays)).toBeLessThan(50);
    },
  );

  it('takes a call out of the line without waiting for those before it', async () => {
    const first = new AbortController();
    const second = new AbortController();
    const before = extractor.melSpectrogram(hour, LONG, { signal: first.signal });
    let beforeIsDone = false;
    before
      .catch(() => {})
      .finally(() => {
        beforeIsDone = true;
      });
    const waiting = extractor.melSpectrogram(hour, LONG, { signal: second.signal });
    second.abort();
    await expect(waiting).rejects.toBe(second.signal.reason);
    expect(beforeIsDone).toBe(false);
    first.abort();
    await expect(before).rejects.toBe(first.signal.reason);
  });

  it('leaves the extractor fit for further calls', async () => {
    const batch = batchOf([noise(5000)]);
    const expected = await extractor.melSpectrogram(batch);
    const controller = new AbortController();
    const aborted = extractor.melSpectrogram(hour, LONG, { signal: controller.signal });
    const next = extractor.melSpectrogram(batch);
    controller.abort();
    await expect(aborted).rejects.toThrow();
    expect(await next).toEqual(expected);
  });
});

it('an error in onProgress stops the call and is what it rejects with', async () => {
  const clips = Uint32Array.from({ length: 3601 }, (_, i) => i * 16_000);
  const error = new Error('the display broke');
  let calls = 0;
  const onProgress = () => {
    calls++;
    throw error;
  };
  const call = extractor.melSpectrogram({ ...hour, offsets: clips }, {}, { onProgress });
  await expect(call).rejects.toBe(error);
  expect(calls).toBe(1);
});

describe('dispose', () => {
  it('ends running and waiting calls', async () => {
    const calls = [1, 2, 3].map(() => extractor.melSpectrogram(hour, LONG));
    const ended = expect(Promise.allSettled(calls)).resolves.toEqual(
      calls.map(() => ({
        status: 'rejected',
        reason: expect.objectContaining({
          name: 'DspError',
          message: 'This extractor was disposed of before it was done.',
        }) as Error,
      })),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    const start = performance.now();
    extractor.dispose();
    expect(performance.now() - start).toBeLessThan(1000);
    await ended;
    await expect(extractor.zcrEnergy(hour)).rejects.toThrow('disposed of');
  });

  it('leaves other extractors alone', async () => {
    const other = await createExtractor({ device: 'cpu', threads: 2 });
    const batch = batchOf([noise(50_000)]);
    const call = other.melSpectrogram(batch);
    extractor.dispose();
    expect((await call).offsets).toEqual(Uint32Array.of(0, 98));
    other.dispose();
  });
});
