import { createJsExtractor, cutSegments, extractRecipe, type FeatureRecipe, PRESETS } from '../src/index.ts';
import { batchOf, noise } from './support/signals.ts';

const extractor = createJsExtractor();
const clips = [noise(60_000, 1), noise(20_000, 2), new Float32Array(0), noise(28_000, 3)];
const batch = batchOf(clips);

describe('extractRecipe', () => {
  it('gives the mel rows of every segment', async () => {
    const recipe = PRESETS['notebook-mel'];
    const { frames, segmentOffsets } = await extractRecipe(extractor, batch, recipe);
    expect([...segmentOffsets]).toEqual([0, 2, 2, 2, 3]);
    expect([...frames.offsets]).toEqual([0, 55, 110, 165]);
    expect(frames.width).toBe(128);
    const segments = clips.flatMap((clip) => cutSegments(clip, 22_050, recipe.segments));
    const expected = await extractor.melSpectrogram(batchOf(segments.map(({ samples }) => samples)));
    expect(frames).toEqual(expected);
  });

  it('gives waves as samples, zero crossings and mean power', async () => {
    const recipe = PRESETS['notebook-wave'];
    const { frames, segmentOffsets } = await extractRecipe(extractor, batch, recipe);
    expect([...segmentOffsets]).toEqual([0, 2, 2, 2, 3]);
    expect([...frames.offsets]).toEqual([0, 27_960, 55_920, 83_880]);
    expect(frames.width).toBe(1);
    const second = frames.data.subarray(27_960, 55_920);
    const samples = clips[0]!.subarray(27_960, 55_918);
    expect(second.subarray(0, 27_958)).toEqual(samples);
    expect(second.subarray(27_958)).toEqual(await extractor.zcrEnergy(batchOf([samples])));
  });

  it('resamples before it cuts', async () => {
    const recipe: FeatureRecipe = {
      features: 'mel',
      sampleRate: 16_000,
      segments: { kind: 'window', seconds: 1, hopSeconds: 0.5 },
      mel: { fftSize: 512, hopLength: 256, melBands: 40, output: 'log' },
    };
    const { frames, segmentOffsets } = await extractRecipe(extractor, batch, recipe);
    const resampled = await extractor.resample(batch, 16_000);
    const again = await extractRecipe(extractor, resampled, recipe);
    expect(again.frames).toEqual(frames);
    // 43,538, 14,513 and 20,318 samples at 16 kHz.
    expect([...segmentOffsets]).toEqual([0, 5, 6, 6, 8]);
    expect(frames.data).toHaveLength(8 * 63 * 40);
  });

  it('gives a segment that ends with its clip fewer frames', async () => {
    const recipe: FeatureRecipe = {
      features: 'mel',
      sampleRate: 22_050,
      segments: { kind: 'window', seconds: 1, hopSeconds: 0.5, pad: false },
    };
    const { frames, segmentOffsets } = await extractRecipe(extractor, batch, recipe);
    expect([...segmentOffsets]).toEqual([0, 5, 6, 6, 8]);
    // A frame every 512 samples and one more: the last pieces have 15,900, 20,000 and 16,975 samples.
    const counts = frames.offsets.subarray(1).map((end, i) => end - frames.offsets[i]!);
    expect([...counts]).toEqual([44, 44, 44, 44, 32, 40, 44, 34]);
    const segments = clips.flatMap((clip) => cutSegments(clip, 22_050, recipe.segments));
    expect(frames).toEqual(await extractor.melSpectrogram(batchOf(segments.map(({ samples }) => samples))));
  });

  it('plays clips faster or slower, as if they had been recorded at another rate', async () => {
    const recipe: FeatureRecipe = { ...PRESETS.compact, speed: 1.1 };
    const fast = await extractRecipe(extractor, { ...batch, sampleRate: 22_050 }, recipe);
    expect(fast).toEqual(await extractRecipe(extractor, { ...batch, sampleRate: 24_255 }, PRESETS.compact));
    // 60,000 samples at 22,050 Hz are 2.72 s, and 2.47 s when played so.
    expect(fast.frames.offsets[1]).toBe(Math.floor(((60_000 / 24_255) * 16_000) / 240) + 1);
    await expect(extractRecipe(extractor, batch, { ...recipe, speed: 0 })).rejects.toThrow('speed is 0');
  });

  it('does not resample what has the rate already', async () => {
    const own = createJsExtractor();
    const spy = jest.spyOn(own, 'resample');
    await extractRecipe(own, batch, PRESETS['notebook-wave']);
    expect(spy).not.toHaveBeenCalled();
  });

  it('reads 16-bit samples as value / 32768', async () => {
    const integers = Int16Array.from(noise(30_000), (x) => x * 32_768);
    const floats = Float32Array.from(integers, (x) => x / 32_768);
    const offsets = Uint32Array.of(0, 30_000);
    const recipe = PRESETS['notebook-wave'];
    const one = await extractRecipe(extractor, { samples: integers, offsets, sampleRate: 22_050 }, recipe);
    const other = await extractRecipe(extractor, { samples: floats, offsets, sampleRate: 22_050 }, recipe);
    expect(one).toEqual(other);
  });

  it('gives no rows where no clip is long enough', async () => {
    const short = batchOf([noise(100), noise(200)]);
    for (const recipe of [PRESETS['notebook-mel'], PRESETS['notebook-wave']]) {
      const { frames, segmentOffsets } = await extractRecipe(extractor, short, recipe);
      expect([...segmentOffsets]).toEqual([0, 0, 0]);
      expect([...frames.offsets]).toEqual([0]);
      expect(frames.data).toHaveLength(0);
    }
  });

  it('names the clip, not the segment, that is broken', async () => {
    const broken = noise(60_000);
    broken[59_999] = Number.NaN;
    const call = extractRecipe(extractor, batchOf([noise(90_000), broken]), PRESETS['notebook-mel']);
    await expect(call).rejects.toThrow('Sample 59999 of clip 1 is NaN');
  });

  it('refuses an unsound recipe or batch', async () => {
    const recipe = { ...PRESETS.tiny, features: 'sound' } as unknown as FeatureRecipe;
    await expect(extractRecipe(extractor, batch, recipe)).rejects.toThrow("features is 'sound'");
    const unsound = { ...batch, sampleRate: 0 };
    await expect(extractRecipe(extractor, unsound, PRESETS.tiny)).rejects.toThrow('sampleRate is 0');
  });

  it('counts segments as its progress, and stops when aborted', async () => {
    const reports: [number, number][] = [];
    const onProgress = (...report: [number, number]) => reports.push(report);
    await extractRecipe(extractor, batch, PRESETS['notebook-mel'], { onProgress });
    expect(reports.filter(([done, total]) => done === total)).toEqual([[3, 3]]);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(extractRecipe(extractor, batch, PRESETS.tiny, { signal })).rejects.toThrow('enough');
  });
});
