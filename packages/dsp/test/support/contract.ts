import type { AudioBatch, CallOptions, FeatureExtractor, Frames } from '../../src/index.ts';
import { batchOf, noise } from './signals.ts';

/** Tests an extractor's manners: what the contract says beside the numbers. */
export function describeContract(name: string, create: () => Promise<FeatureExtractor>): void {
  describe(`${name} keeps the contract`, () => {
    let extractor: FeatureExtractor;
    let long: Promise<AudioBatch> | undefined;
    beforeAll(async () => {
      extractor = await create();
    });
    afterAll(() => extractor.dispose());

    describe.each(Object.entries(CALLS))('%s', (_, callOn) => {
      it('gives a batch what it gives clip by clip', async () => {
        const clips = [noise(5000), new Float32Array(0), noise(1), noise(700, 2), noise(2048, 3)];
        const together = await callOn(extractor, batchOf(clips));
        for (const [i, clip] of clips.entries()) {
          const alone = await callOn(extractor, batchOf([clip]));
          expect(clipValues(together, i)).toEqual(clipValues(alone, 0));
        }
      });

      it('reads 16-bit samples as value / 32768', async () => {
        const integers = Int16Array.from(noise(6000), (x) => x * 32_768);
        const batch = { samples: integers, offsets: Uint32Array.of(0, 2500, 6000), sampleRate: 22_050 };
        const floats = { ...batch, samples: Float32Array.from(integers, (x) => x / 32_768) };
        expect(await callOn(extractor, batch)).toEqual(await callOn(extractor, floats));
      });

      it('reads no samples but its clips', async () => {
        const samples = noise(6000);
        const part = { samples, offsets: Uint32Array.of(1000, 4000, 5000), sampleRate: 22_050 };
        const alone = batchOf([samples.subarray(1000, 4000), samples.subarray(4000, 5000)]);
        expect(await callOn(extractor, part)).toEqual(await callOn(extractor, alone));
      });

      it('takes a batch without clips', async () => {
        const result = await callOn(extractor, batchOf([]));
        expect([...result.offsets]).toEqual([0]);
        expect(result.values).toHaveLength(0);
      });

      it('names the clip and the sample that is not finite', async () => {
        for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
          const broken = noise(3000);
          broken[2999] = value;
          const batch = batchOf([noise(10), new Float32Array(0), broken, noise(10)]);
          await expectError(callOn(extractor, batch), `Sample 2999 of clip 2 is ${value}`);
        }
      });

      it('refuses a batch that is not sound', async () => {
        const sound = batchOf([noise(10), noise(10)]);
        const batches: [Partial<Record<keyof AudioBatch, unknown>>, string][] = [
          [{ sampleRate: 0 }, "The batch's sampleRate is 0"],
          [{ sampleRate: 8000.5 }, "The batch's sampleRate is 8000.5"],
          [{ sampleRate: Number.NaN }, "The batch's sampleRate is NaN"],
          [
            { offsets: Uint32Array.of(0, 10, 5) },
            'Clip 1 of the batch ends at sample 5, before it starts at 10',
          ],
          [
            { offsets: Uint32Array.of(0, 10, 21) },
            'Clip 1 of the batch ends at sample 21, but there are only 20',
          ],
          [{ offsets: new Uint32Array(0) }, "The batch's offsets"],
          [{ offsets: [0, 10] }, "The batch's offsets"],
          [{ samples: [0.1, 0.2] }, "The batch's samples"],
          [{ samples: new Float64Array(20) }, "The batch's samples"],
        ];
        for (const [change, message] of batches) {
          await expectError(callOn(extractor, { ...sound, ...change } as AudioBatch), message);
        }
      });

      it('rejects at once when aborted before', async () => {
        const reason = new Error('no longer wanted');
        const call = callOn(extractor, batchOf([noise(3000)]), { signal: AbortSignal.abort(reason) });
        await expect(call).rejects.toBe(reason);
      });

      it('reports its progress, the end once', async () => {
        const reports: [number, number][] = [];
        const clips = Array.from({ length: 20 }, (_, i) => noise(4000, i));
        await callOn(extractor, batchOf(clips), { onProgress: (...report) => reports.push(report) });
        expect(reports.filter(([done]) => done === 20)).toHaveLength(1);
        expect(reports.at(-1)).toEqual([20, 20]);
        expect(reports).toEqual(reports.toSorted(([a], [b]) => a - b));
        expect(reports.every(([, total]) => total === 20)).toBe(true);
      });

      it('leaves its input as it was', async () => {
        const batch = batchOf([noise(3000)]);
        await callOn(extractor, batch);
        expect(batch).toEqual(batchOf([noise(3000)]));
      });
    });

    it('gives an empty clip no frames, and zeros for the pair', async () => {
      const batch = batchOf([new Float32Array(0), noise(100), new Float32Array(0)]);
      for (const frames of [
        await extractor.stft(batch),
        await extractor.melSpectrogram(batch, { padMode: 'constant' }),
        await extractor.mfcc(batch),
        await extractor.frameRms(batch),
        await extractor.frameZeroCrossingRate(batch),
      ]) {
        expect([...frames.offsets]).toEqual([0, 0, 1, 1]);
      }
      expect([...(await extractor.zcrEnergy(batch))].filter((_, i) => i < 2 || i > 3)).toEqual([0, 0, 0, 0]);
      expect([...(await extractor.resample(batch, 44_100)).offsets]).toEqual([0, 0, 200, 200]);
    });

    it('gives a clip shorter than a frame none when it is not centred', async () => {
      const batch = batchOf([noise(2047), noise(2048)]);
      expect([...(await extractor.stft(batch, { center: false })).offsets]).toEqual([0, 0, 1]);
      expect([...(await extractor.frameRms(batch, { center: false })).offsets]).toEqual([0, 0, 1]);
    });

    it('names the clip that is too short to reflect', async () => {
      const options = { fftSize: 512, padMode: 'reflect' } as const;
      const batch = batchOf([noise(257), new Float32Array(0), noise(256)]);
      const message = "Clip 2 has 256 samples, but padMode 'reflect' with fftSize 512 needs 257";
      await expectError(extractor.stft(batch, options), message);
      await expectError(extractor.melSpectrogram(batch, options), message);
      await expectError(extractor.mfcc(batch, options), message);
      await extractor.stft(batch, { ...options, center: false });
    });

    it('names the option that can not be used', async () => {
      const batch = batchOf([noise(100)]);
      await expectError(extractor.stft(batch, { fftSize: 1 }), 'fftSize is 1');
      await expectError(extractor.melSpectrogram(batch, { sampleRate: 16_000 }), 'sampleRate is 16000');
      await expectError(extractor.mfcc(batch, { coefficients: 129 }), 'coefficients is 129');
      await expectError(extractor.frameRms(batch, { hopLength: 0 }), 'hopLength is 0');
      await expectError(extractor.frameZeroCrossingRate(batch, { frameLength: 0.5 }), 'frameLength is 0.5');
      await expectError(extractor.resample(batch, -1), 'toRate is -1');
      await expectError(extractor.stft(batch, { n_fft: 512 } as object), 'n_fft');
    });

    it('stops within 50 ms of an abort', async () => {
      long ??= longBatch(extractor);
      const batch = await long;
      // The machine may be busy elsewhere: the best of a few tries counts.
      const delays: number[] = [];
      for (let attempt = 0; attempt < 5; attempt++) {
        const controller = new AbortController();
        let abortedAt = Number.NaN;
        setTimeout(() => {
          abortedAt = performance.now();
          controller.abort(new Error('enough'));
        }, 30);
        await expect(LONG_CALL(extractor, batch, { signal: controller.signal })).rejects.toThrow('enough');
        delays.push(performance.now() - abortedAt);
      }
      expect(Math.min(...delays)).toBeLessThan(50);
    });

    it('lets timers run and reports progress during a long call', async () => {
      long ??= longBatch(extractor);
      const { samples, offsets, sampleRate } = await long;
      const clips = 100;
      const parts = Uint32Array.from({ length: clips + 1 }, (_, i) => Math.floor((i * offsets[1]!) / clips));
      const reports: number[] = [];
      let ticks = 0;
      const timer = setInterval(() => ticks++, 5);
      await LONG_CALL(
        extractor,
        { samples, offsets: parts, sampleRate },
        { onProgress: (done) => reports.push(done) },
      );
      clearInterval(timer);
      expect(ticks).toBeGreaterThan(2);
      expect(reports.length).toBeGreaterThan(1);
    });

    it('resamples to the same rate without touching a sample', async () => {
      const batch = batchOf([noise(100)], 16_000);
      expect(await extractor.resample(batch, 16_000)).toEqual(batch);
    });

    it('serves several calls at a time', async () => {
      const batches = [1, 2, 3].map((seed) => batchOf([noise(20_000, seed)]));
      const together = await Promise.all(batches.map((batch) => extractor.melSpectrogram(batch)));
      for (const [i, batch] of batches.entries()) {
        expect(await extractor.melSpectrogram(batch)).toEqual(together[i]);
      }
    });

    it('rejects every call once it is disposed of', async () => {
      const disposed = await create();
      disposed.dispose();
      disposed.dispose();
      for (const callOn of Object.values(CALLS)) {
        await expectError(callOn(disposed, batchOf([noise(10)])), 'disposed');
      }
    });
  });
}

/** A result of any method in one form: clip i's values are `offsets[i] × width … offsets[i + 1] × width`. */
interface Result {
  values: Float32Array;
  offsets: Uint32Array;
  width: number;
}

type Call = (extractor: FeatureExtractor, batch: AudioBatch, call?: CallOptions) => Promise<Result>;

const CALLS: Record<string, Call> = {
  stft: async (extractor, batch, call) => fromFrames(await extractor.stft(batch, {}, call)),
  melSpectrogram: async (extractor, batch, call) =>
    fromFrames(await extractor.melSpectrogram(batch, { output: 'db' }, call)),
  mfcc: async (extractor, batch, call) => fromFrames(await extractor.mfcc(batch, {}, call)),
  frameZeroCrossingRate: async (extractor, batch, call) =>
    fromFrames(await extractor.frameZeroCrossingRate(batch, {}, call)),
  frameRms: async (extractor, batch, call) => fromFrames(await extractor.frameRms(batch, {}, call)),
  zcrEnergy: async (extractor, batch, call) => {
    const values = await extractor.zcrEnergy(batch, call);
    return { values, offsets: Uint32Array.from({ length: values.length / 2 + 1 }, (_, i) => i), width: 2 };
  },
  resample: async (extractor, batch, call) => {
    const { samples, offsets } = await extractor.resample(batch, 16_000, call);
    return { values: samples as Float32Array, offsets, width: 1 };
  },
};

function fromFrames({ data, offsets, width }: Frames): Result {
  return { values: data, offsets, width };
}

function clipValues({ values, offsets, width }: Result, clip: number): Float32Array {
  return values.slice(offsets[clip]! * width, offsets[clip + 1]! * width);
}

/** Much work, little memory. */
const LONG_CALL = (extractor: FeatureExtractor, batch: AudioBatch, call?: CallOptions) =>
  extractor.melSpectrogram(batch, { hopLength: 16, melBands: 8 }, call);

/** One clip that keeps this extractor busy for a quarter of a second and more. */
async function longBatch(extractor: FeatureExtractor): Promise<AudioBatch> {
  for (let length = 2 ** 15; ; length *= 2) {
    const batch = batchOf([noise(length)]);
    const start = performance.now();
    await LONG_CALL(extractor, batch);
    if (performance.now() - start > 250) return batch;
  }
}

async function expectError(call: Promise<unknown>, message: string): Promise<void> {
  await expect(call).rejects.toMatchObject({
    name: 'DspError',
    message: expect.stringContaining(message) as string,
  });
}
