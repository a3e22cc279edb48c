import { createHash } from 'node:crypto';
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createJsExtractor, extractRecipe, type FeatureRecipe } from '@ser/dsp';
import { tableFromIPC } from 'apache-arrow';
import { decodeAudioFile } from '../../src/audio/decode.ts';
import { buildFeatureStore } from '../../src/store/build.ts';
import { type FeatureStore, openFeatureStore } from '../../src/store/feature-store.ts';
import type { Corpus } from '../../src/types.ts';
import { clipName, madeCorpus } from '../support/made-corpus.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { wavBytes } from '../support/wav-bytes.ts';

const MEL: FeatureRecipe = {
  features: 'mel',
  sampleRate: 16_000,
  segments: { kind: 'equalise', samples: 4000 },
  mel: { fftSize: 512, hopLength: 256, melBands: 20 },
};
const WINDOWS: FeatureRecipe = {
  features: 'wave',
  sampleRate: 8000,
  segments: { kind: 'window', seconds: 0.2, hopSeconds: 0.1 },
};

const folder = useTempFolder();
const corpusDir = () => join(folder(), 'corpus');
const storeDir = () => join(folder(), 'store');
const extractor = createJsExtractor();
const stores: FeatureStore[] = [];

async function build(
  corpus: Corpus,
  recipe: FeatureRecipe,
  more: { strict?: boolean } = {},
): Promise<FeatureStore> {
  const store = await buildFeatureStore({ corpus, recipe, extractor, dir: storeDir(), ...more });
  stores.push(store);
  return store;
}

afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

/** Every segment's features, straight from the files. */
async function expectedRows(corpus: Corpus, recipe: FeatureRecipe) {
  const rows: { clip: string; segment: number; values: Float32Array }[] = [];
  for (const { id, path } of corpus.clips) {
    const { samples, sampleRate } = await decodeAudioFile(path);
    const batch = { samples, offsets: Uint32Array.of(0, samples.length), sampleRate };
    const { frames, segmentOffsets } = await extractRecipe(extractor, batch, recipe);
    for (let segment = 0; segment < (segmentOffsets[1] as number); segment++) {
      const [from, to] = [frames.offsets[segment] as number, frames.offsets[segment + 1] as number];
      rows.push({ clip: id, segment, values: frames.data.slice(from * frames.width, to * frames.width) });
    }
  }
  return rows;
}

describe.each([
  ['mel', MEL],
  ['wave windows', WINDOWS],
])('round trip of %s', (_, recipe) => {
  it('gives back what the extractor gave, row by row and in batches', async () => {
    const corpus = await madeCorpus(corpusDir(), [0.5, 0.3, 0.9, 0.26], [16_000, 22_050, 22_050, 8000]);
    await build(corpus, recipe);
    const store = await openFeatureStore(storeDir());
    stores.push(store);
    const expected = await expectedRows(corpus, recipe);
    expect(store.rows.map(({ clip, segment }) => [clip, segment])).toEqual(
      expected.map(({ clip, segment }) => [clip, segment]),
    );
    for (const [i, { values }] of expected.entries()) {
      expect(await store.read(i)).toEqual(values);
      expect((store.rows[i]?.frames as number) * store.width).toBe(values.length);
    }
    const order = [3, 0, 2, 2];
    const batch = await store.readBatch(order);
    expect([...batch]).toEqual(order.flatMap((i) => [...(expected[i]?.values ?? [])]));
  });
});

it('keeps what the corpus says of each clip', async () => {
  const corpus = await madeCorpus(corpusDir(), [0.5, 0.5]);
  const store = await build(corpus, MEL);
  expect(store.rows[0]).toEqual({
    clip: '1001_IEO_ANG_HI',
    segment: 0,
    label: 'ANG',
    speaker: '1001',
    sentence: 'IEO',
    level: 'HI',
    frames: 16,
  });
  expect(store.manifest).toMatchObject({ recipe: MEL, corpus: { name: 'crema-d', clips: 2 } });
});

it('is an uncompressed Arrow file with the documented columns', async () => {
  const corpus = await madeCorpus(corpusDir(), [0.5, 0.3]);
  const store = await build(corpus, MEL);
  const bytes = await readFile(join(storeDir(), 'part-00000.arrow'));
  expect(bytes.toString('latin1', 0, 8)).toBe('ARROW1\0\0');
  expect(bytes.toString('latin1', bytes.length - 6)).toBe('ARROW1');
  const table = tableFromIPC(bytes);
  expect(table.schema.fields.map(String)).toEqual([
    'clip: Utf8',
    'segment: Int32',
    'label: Utf8',
    'speaker: Utf8',
    'sentence: Utf8',
    'sex: Utf8',
    'level: Utf8',
    'frames: Int32',
    'width: Int32',
    'values: List<Float32>',
  ]);
  expect(table.get(1)?.toJSON()).toMatchObject({
    segment: 1,
    label: 'ANG',
    sex: null,
    frames: 16,
    width: 20,
  });
  expect(table.get(1)?.values.toArray()).toEqual(await store.read(1));
  const [shard] = store.manifest.shards;
  expect(shard).toMatchObject({ file: 'part-00000.arrow', rows: 3, clips: 2, bytes: bytes.length });
  expect(shard?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
});

it('reads into an array of the caller', async () => {
  const store = await build(await madeCorpus(corpusDir(), [0.5]), MEL);
  const out = new Float32Array(2 * 16 * 20);
  expect(await store.readBatch([1, 0], out)).toBe(out);
  expect(out.subarray(320)).toEqual(await store.read(0));
  await expect(store.readBatch([0], out)).rejects.toThrow(
    'out has room for 640 values, but these rows have 320',
  );
});

describe('bad clips', () => {
  it('are left out, named and counted', async () => {
    await madeCorpus(corpusDir(), [0.5, 0.5, 0.1, 0.5, 0.5]);
    await writeFile(join(corpusDir(), clipName(1)), wavBytes([0, NaN], { kind: 'f32' }));
    await truncate(join(corpusDir(), clipName(3)), 1000);
    const store = await build(await madeCorpus(corpusDir(), []), MEL);
    expect([...new Set(store.rows.map(({ clip }) => clip))]).toEqual(['1001_IEO_ANG_HI', '1005_IEO_NEU_HI']);
    expect(store.problems).toEqual([
      { path: clipName(1), reason: 'its sample 1 is NaN; samples are numbers around ±1' },
      {
        path: clipName(3),
        reason: 'truncated: its header declares 16,000 bytes of audio, 956 bytes are there',
      },
    ]);
    expect(store.tooShort).toEqual(['1003_IEO_FEA_HI']);
  });

  it('are an error if strict, whether the store stands or not', async () => {
    await madeCorpus(corpusDir(), [0.5, 0.5]);
    await writeFile(join(corpusDir(), clipName(1)), 'no audio');
    const corpus = await madeCorpus(corpusDir(), []);
    const path = join(corpusDir(), clipName(1));
    await expect(build(corpus, MEL, { strict: true })).rejects.toThrow(`${path}: it is not audio`);
    await build(corpus, MEL);
    await expect(build(corpus, MEL, { strict: true })).rejects.toThrow(
      /1 clips can't be read, which strict forbids/,
    );
  });

  it('are an error if there are no others', async () => {
    await madeCorpus(corpusDir(), [0.5, 0.5]);
    for (const i of [0, 1]) await writeFile(join(corpusDir(), clipName(i)), `no audio ${i}`);
    const failure = build(await madeCorpus(corpusDir(), []), MEL);
    await expect(failure).rejects.toThrow(
      /none of its 2 clips can be read; the first: 1001_IEO_ANG_HI.wav: it is not/,
    );
  });

  it('and clips shorter than every segment are told apart', async () => {
    const failure = build(await madeCorpus(corpusDir(), [0.1]), MEL);
    await expect(failure).rejects.toThrow(/none of its 1 clips is as long as a segment/);
  });
});

describe('misuse is named', () => {
  it('a folder without a store, or with something else', async () => {
    const corpus = await madeCorpus(corpusDir(), [0.5]);
    await expect(openFeatureStore(folder())).rejects.toThrow(`${folder()} holds no feature store`);
    await writeFile(join(corpusDir(), 'manifest.json'), '{"name": "a web app"}');
    const over = buildFeatureStore({ corpus, recipe: MEL, extractor, dir: corpusDir() });
    await expect(over).rejects.toThrow(/manifest.json is not that of a feature store/);
    expect(await readdir(corpusDir())).toEqual([clipName(0), 'manifest.json']);
  });

  it('Arrow files that are not ours', async () => {
    const corpus = await madeCorpus(corpusDir(), [0.5]);
    await writeFile(join(corpusDir(), 'part-00000.arrow'), 'precious');
    const over = buildFeatureStore({ corpus, recipe: MEL, extractor, dir: corpusDir() });
    await expect(over).rejects.toThrow(/holds part-00000.arrow but no manifest.json/);
  });

  it('a row that is not there, and a closed store', async () => {
    const store = await build(await madeCorpus(corpusDir(), [0.5]), MEL);
    await expect(store.read(2)).rejects.toThrow(/has no row 2, only 2 from 0 on/);
    await store.close();
    await expect(store.read(0)).rejects.toThrow(/the store is closed/);
  });
});
