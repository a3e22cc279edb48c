import { createHash } from 'node:crypto';
import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createJsExtractor, type FeatureExtractor, type FeatureRecipe } from '@ser/dsp';
import { buildFeatureStore } from '../../src/store/build.ts';
import { openFeatureStore } from '../../src/store/feature-store.ts';
import type { Corpus } from '../../src/types.ts';
import { madeCorpus } from '../support/made-corpus.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder();
const dir = () => join(folder(), 'store');

/** 3,200 bytes of features a clip, so that 30 clips fill three of these shards. */
const RECIPE: FeatureRecipe = {
  features: 'wave',
  sampleRate: 16_000,
  segments: { kind: 'whole', seconds: 0.05 },
};
const SHARD_BYTES = 32_000;
const corpusOf30 = () => madeCorpus(join(folder(), 'corpus'), new Array(30).fill(0.05));

/** Builds, closes, and tells what was extracted and what was said. */
async function build(corpus: Corpus, recipe: FeatureRecipe = RECIPE) {
  let extracted = 0;
  const js = createJsExtractor();
  const counting: FeatureExtractor = Object.assign(Object.create(js), {
    device: js.device,
    zcrEnergy(...[batch, call]: Parameters<FeatureExtractor['zcrEnergy']>) {
      extracted += batch.offsets.length - 1;
      return js.zcrEnergy(batch, call);
    },
  });
  const repairs: string[] = [];
  const store = await buildFeatureStore({
    corpus,
    recipe,
    extractor: counting,
    dir: dir(),
    shardBytes: SHARD_BYTES,
    onRepair: (message) => repairs.push(message),
  });
  await store.close();
  return { extracted, repairs, rows: store.rows.length };
}

/** SHA-256 of every file in the store's folder. */
async function contents(): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const name of (await readdir(dir())).sort()) {
    sums[name] = createHash('sha256')
      .update(await readFile(join(dir(), name)))
      .digest('hex');
  }
  return sums;
}

it('goes on where it was cut short, to the same bytes, and leaves a whole store alone', async () => {
  const corpus = await corpusOf30();
  expect(await build(corpus)).toEqual({ extracted: 30, repairs: [], rows: 30 });
  const whole = await contents();
  expect(Object.keys(whole)).toEqual([
    'manifest.json',
    'part-00000.arrow',
    'part-00001.arrow',
    'part-00002.arrow',
  ]);

  const manifest = JSON.parse(await readFile(join(dir(), 'manifest.json'), 'utf8'));
  const { clips } = manifest.shards.pop();
  await writeFile(join(dir(), 'manifest.json'), JSON.stringify(manifest));
  await rm(join(dir(), 'part-00002.arrow'));
  await expect(openFeatureStore(dir())).rejects.toThrow(/was cut short: 2 of 3 shards; build it again/);

  expect(await build(corpus)).toEqual({ extracted: clips, repairs: [], rows: 30 });
  expect(await contents()).toEqual(whole);
  expect(await build(corpus)).toEqual({ extracted: 0, repairs: [], rows: 30 });
});

it('names a damaged shard and builds it anew', async () => {
  const corpus = await corpusOf30();
  await build(corpus);
  const whole = await contents();
  const path = (shard: number) => join(dir(), `part-0000${shard}.arrow`);

  const bytes = await readFile(path(1));
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
  await writeFile(path(1), bytes);
  await expect(openFeatureStore(dir())).rejects.toThrow(`${path(1)} is damaged: its contents differ`);
  await truncate(path(0), 1000);
  await rm(path(2));
  const { repairs } = await build(corpus);
  expect(repairs.sort()).toEqual([
    expect.stringMatching(/part-00000.arrow is damaged: it has 1000 of \d+ bytes: it is built anew/),
    expect.stringMatching(
      /part-00001.arrow is damaged: its contents differ from their check sum: it is built anew/,
    ),
    expect.stringMatching(/part-00002.arrow is missing: it is built anew/),
  ]);
  expect(await contents()).toEqual(whole);
});

it('is built anew for another recipe, other audio or other labels', async () => {
  const corpus = await corpusOf30();
  await build(corpus);
  const shorter: FeatureRecipe = { ...RECIPE, segments: { kind: 'whole', seconds: 0.01 } };
  expect(await build(corpus, shorter)).toEqual({ extracted: 30, repairs: [], rows: 30 });
  expect(await readdir(dir())).toEqual(['manifest.json', 'part-00000.arrow']);
  expect((await build({ ...corpus, fingerprint: 'other' }, shorter)).extracted).toBe(30);
  const [first, ...others] = corpus.clips as [Corpus['clips'][0]];
  const relabelled = { ...corpus, clips: [{ ...first, label: 'SAD' }, ...others] };
  expect((await build(relabelled, shorter)).extracted).toBe(30);
  expect((await build(relabelled, shorter)).extracted).toBe(0);
});

it('removes what a killed process left', async () => {
  const corpus = await madeCorpus(join(folder(), 'corpus'), [0.05]);
  await build(corpus);
  const deadPid = 2 ** 22 + 1; // above Linux' largest
  const [ours, dead] = [`.part-00000.arrow.${process.pid}-0.tmp`, `.part-00000.arrow.${deadPid}-0.tmp`];
  for (const name of [ours, dead]) await writeFile(join(dir(), name), '');
  await build(corpus);
  expect(await readdir(dir())).toEqual([ours, 'manifest.json', 'part-00000.arrow']);
});

it('stops when the signal says so, and keeps the shards that are done', async () => {
  const corpus = await corpusOf30();
  const controller = new AbortController();
  const failure = buildFeatureStore({
    corpus,
    recipe: RECIPE,
    extractor: createJsExtractor(),
    dir: dir(),
    shardBytes: SHARD_BYTES,
    signal: controller.signal,
    onProgress: (done) => {
      if (done > 15) controller.abort(new Error('enough'));
    },
  });
  await expect(failure).rejects.toThrow('enough');
  const { extracted } = await build(corpus);
  expect(extracted).toBeGreaterThan(0);
  expect(extracted).toBeLessThan(30);
});

it('counts clips as they are done', async () => {
  const corpus = await corpusOf30();
  const seen: [number, number][] = [];
  const store = await buildFeatureStore({
    corpus,
    recipe: RECIPE,
    extractor: createJsExtractor(),
    dir: dir(),
    shardBytes: SHARD_BYTES,
    onProgress: (done, total) => seen.push([done, total]),
  });
  await store.close();
  expect(seen.at(-1)).toEqual([30, 30]);
  expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).sort((a, b) => a - b));
});
