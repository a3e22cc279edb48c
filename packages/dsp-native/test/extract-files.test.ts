import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractRecipe, type FeatureExtractor, type FeatureRecipe } from '@ser/dsp';
import { wavBytes } from '../../dataset/test/support/wav-bytes.ts';
import { batchOf, noise } from '../../dsp/test/support/signals.ts';
import { createExtractor, extractFiles, type FileBlock, type FileRecipe, readsFiles } from '../src/index.ts';

const MEL: FeatureRecipe = {
  features: 'mel',
  sampleRate: 16_000,
  segments: { kind: 'equalise', samples: 4000, dropFirst: true },
  mel: { fftSize: 512, hopLength: 256, melBands: 20 },
};
const WAVE: FeatureRecipe = {
  features: 'wave',
  sampleRate: 8000,
  segments: { kind: 'window', seconds: 0.3, hopSeconds: 0.2 },
};
const WHOLE: FeatureRecipe = { ...MEL, segments: { kind: 'whole', seconds: 0.4 } };
const UNEVEN: FeatureRecipe = {
  ...MEL,
  segments: { kind: 'window', seconds: 0.3, hopSeconds: 0.2, pad: false },
};

let folder: string;
let extractor: FeatureExtractor;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ser-files-'));
  extractor = await createExtractor({ device: 'cpu', threads: 2 });
});
afterAll(async () => {
  extractor.dispose();
  await rm(folder, { recursive: true });
});

interface Made {
  path: string;
  samples: Float32Array;
  sampleRate: number;
}

/** Noise in files of 16 bits or float, in turns of three, at one rate or another. */
async function makeFiles(lengths: readonly number[], rates: readonly number[] = [16_000]): Promise<Made[]> {
  return Promise.all(
    lengths.map(async (length, i) => {
      const path = join(folder, `noise-${i}-${length}.wav`);
      const sampleRate = rates[i % rates.length] as number;
      const isFloat = i % 6 > 2;
      const samples = noise(length, i + 1).map((x) => (isFloat ? x : (Math.trunc(x * 32_767) + 0) / 32_768));
      const stored = isFloat ? samples : samples.map((x) => x * 32_768);
      await writeFile(path, wavBytes(stored, { kind: isFloat ? 'f32' : 's16', sampleRate }));
      return { path, samples, sampleRate };
    }),
  );
}

async function collect(blocks: AsyncIterable<FileBlock>): Promise<FileBlock[]> {
  const all: FileBlock[] = [];
  for await (const block of blocks) all.push(block);
  return all;
}

/** Each file's values, in order. */
function valuesOf(blocks: FileBlock[]): Float32Array[] {
  return blocks.flatMap(({ files, frames, segmentOffsets }) =>
    files.map((_, i) => {
      const rows = [segmentOffsets[i]!, segmentOffsets[i + 1]!].map((s) => frames.offsets[s]! * frames.width);
      return frames.data.slice(...rows);
    }),
  );
}

describe('extractFiles', () => {
  it.each([
    ['equal pieces', MEL],
    ['windows of samples', WAVE],
    ['whole clips, padded or cropped', WHOLE],
    ['windows that end with their clips', UNEVEN],
    ['clips played faster', { ...UNEVEN, speed: 1.1 }],
    ['windows of samples that end with their clips', { ...WAVE, segments: UNEVEN.segments }],
  ])('gives what extractRecipe gives for the same samples: %s', async (_, recipe) => {
    const files = await makeFiles(
      [9000, 100, 40_000, 16_000, 5000, 3999, 1, 70_000],
      [16_000, 16_000, 22_050, 8000],
    );
    const paths = files.map(({ path }) => path);
    const blocks = await collect(extractFiles(extractor, paths, recipe));
    expect(blocks.flatMap((block) => block.files)).toEqual(
      files.map(({ path, samples, sampleRate }) => ({
        path,
        sampleRate,
        seconds: samples.length / sampleRate,
      })),
    );
    const actual = valuesOf(blocks);
    for (const [i, { samples, sampleRate }] of files.entries()) {
      const { frames } = await extractRecipe(extractor, batchOf([samples], sampleRate), recipe);
      expect(actual[i]).toEqual(frames.data);
    }
  });

  it('takes files whole without segments', async () => {
    const [one, two] = (await makeFiles([9000, 22_051])) as [Made, Made];
    const recipe: FileRecipe = { features: 'mel', sampleRate: 16_000, mel: { output: 'db' } };
    const [block] = await collect(extractFiles(extractor, [one.path, two.path], recipe));
    const expected = await extractor.melSpectrogram(batchOf([one.samples, two.samples], 16_000), {
      output: 'db',
    });
    expect(block).toMatchObject({ frames: expected, segmentOffsets: Uint32Array.of(0, 1, 2) });
  });

  it('tells of files that it cannot use among the others', async () => {
    const files = await makeFiles([9000, 9000, 600, 9000]);
    const paths = files.map(({ path }) => path);
    await truncate(paths[1] as string, 5000);
    paths.push(join(folder, 'missing.wav'), folder, join(folder, 'text.wav'));
    await writeFile(join(folder, 'text.wav'), 'a text of some length, and no audio');
    const recipe: FileRecipe = { features: 'mel', sampleRate: 16_000, mel: { padMode: 'reflect' } };
    const blocks = await collect(extractFiles(extractor, paths, recipe));
    expect(blocks.flatMap((block) => block.files.map(({ error }) => error))).toEqual([
      undefined,
      `${paths[1]}: truncated: its header declares 18000 bytes of audio, 4956 bytes are there`,
      `${paths[2]}: it has 600 samples, but padMode 'reflect' with fftSize 2048 needs 1025`,
      undefined,
      `${paths[4]}: there is no such file`,
      `${paths[5]}: it is a folder, not an audio file`,
      `${paths[6]}: it is not a WAV file`,
    ]);
    expect(valuesOf(blocks).map((values) => values.length / 128)).toEqual([18, 0, 0, 18, 0, 0, 0]);
  });

  it('gives the same bits for any number of threads, and blocks that bound its memory', async () => {
    const files = await makeFiles(new Array(12).fill(200_000));
    files.push(...(await makeFiles([2_000_000])));
    const paths = files.map(({ path }) => path);
    const blocks = await collect(extractFiles(extractor, paths, MEL));
    expect(blocks.length).toBeGreaterThan(2);
    expect(Math.max(...blocks.slice(0, -1).map((block) => block.frames.data.byteLength))).toBeLessThan(
      2 ** 20,
    );
    const other = await createExtractor({ device: 'cpu', threads: 5 });
    expect(await collect(extractFiles(other, paths, MEL))).toEqual(blocks);
    other.dispose();
  });

  it('counts files as it goes', async () => {
    const paths = (await makeFiles(new Array(20).fill(200_000))).map(({ path }) => path);
    const seen: number[] = [];
    const onProgress = (done: number, total: number) => {
      expect(total).toBe(20);
      seen.push(done);
    };
    await collect(extractFiles(extractor, paths, MEL, { onProgress }));
    expect(seen.length).toBeGreaterThan(2);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(20);
    expect(await collect(extractFiles(extractor, [], MEL))).toEqual([]);
  });

  it('ends with the reason of an abort, and on a break, and is fit for more', async () => {
    const paths = (await makeFiles(new Array(30).fill(300_000))).map(({ path }) => path);
    const controller = new AbortController();
    const reason = new Error('enough');
    const aborted = collect(extractFiles(extractor, paths, MEL, { signal: controller.signal }));
    setTimeout(() => controller.abort(reason), 5);
    await expect(aborted).rejects.toBe(reason);
    await expect(collect(extractFiles(extractor, paths, MEL, { signal: controller.signal }))).rejects.toBe(
      reason,
    );
    for await (const block of extractFiles(extractor, paths, MEL)) {
      expect(block.files.length).toBeGreaterThan(0);
      break;
    }
    expect((await collect(extractFiles(extractor, paths.slice(0, 2), MEL)))[0]?.files).toHaveLength(2);
  });

  it('refuses unsound recipes and extractors that are gone or read no files', async () => {
    const none = { features: 'wave', sampleRate: 16_000 } as const;
    await expect(collect(extractFiles(extractor, [], none))).rejects.toThrow(
      "only features 'mel' can do without",
    );
    await expect(collect(extractFiles(extractor, [], { ...MEL, sampleRate: 0 }))).rejects.toThrow(
      'sampleRate is 0',
    );
    const js = await createExtractor({ device: 'js' });
    expect([readsFiles(extractor), readsFiles(js)]).toEqual([true, false]);
    expect(() => extractFiles(js, [], MEL)).toThrow("create one with device 'cpu'");
    const gone = await createExtractor({ device: 'cpu' });
    const [file] = await makeFiles([300_000]);
    const paths = new Array<string>(30).fill(file?.path as string);
    const running = collect(extractFiles(gone, paths, MEL));
    setTimeout(() => gone.dispose(), 5);
    await expect(running).rejects.toThrow('disposed of');
    expect(() => extractFiles(gone, paths, MEL)).toThrow('disposed of');
  });
});
