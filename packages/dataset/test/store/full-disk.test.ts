import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createJsExtractor, type FeatureRecipe } from '@ser/dsp';
import { buildFeatureStore } from '../../src/store/build.ts';
import { openFeatureStore } from '../../src/store/feature-store.ts';
import { DatasetError } from '../../src/types.ts';
import { madeCorpus } from '../support/made-corpus.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder();

const RECIPE: FeatureRecipe = {
  features: 'wave',
  sampleRate: 16_000,
  segments: { kind: 'whole', seconds: 1 },
};

/** 64 kB of features a clip, three clips a shard. */
async function build(dir: string): Promise<void> {
  const corpus = await madeCorpus(join(folder(), 'corpus'), new Array(12).fill(0.05));
  const extractor = createJsExtractor();
  const store = await buildFeatureStore({ corpus, recipe: RECIPE, extractor, dir, shardBytes: 200_000 });
  await store.close();
}

/** Runs `work` in a small file system of its own; tells why not, where none can be mounted. */
async function withMount(options: string, work: (dir: string) => Promise<void>): Promise<void> {
  const dir = join(folder(), 'mounted');
  mkdirSync(dir);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', dir], { stdio: 'pipe' });
  } catch (error) {
    console.log(`not tested: no file system can be mounted here (${(error as Error).message.trim()})`);
    return;
  }
  try {
    await work(dir);
  } finally {
    execFileSync('umount', [dir]);
  }
}

it('names a folder that cannot be made', async () => {
  const file = join(folder(), 'file');
  await writeFile(file, '');
  const dir = join(file, 'store');
  const failure = build(dir);
  await expect(failure).rejects.toThrow(DatasetError);
  await expect(failure).rejects.toThrow(`${dir}: the feature store can't be built: ENOTDIR`);
});

it('names a read-only folder', () =>
  withMount('ro', async (dir) => {
    await expect(build(dir)).rejects.toThrow(`${dir}: the feature store can't be built: EROFS`);
  }));

it('names a full disk, and leaves nothing that looks whole', () =>
  withMount('size=500k', async (dir) => {
    await expect(build(dir)).rejects.toThrow(`${dir}: the feature store can't be built: ENOSPC`);
    expect(await readdir(dir)).toEqual(expect.not.arrayContaining([expect.stringMatching(/tmp$/)]));
    await expect(openFeatureStore(dir)).rejects.toThrow(/was cut short: \d of 4 shards/);

    execFileSync('mount', ['-o', 'remount,size=2m', dir]);
    await build(dir);
    const store = await openFeatureStore(dir);
    expect(store.rows).toHaveLength(12);
    await store.close();
  }));
