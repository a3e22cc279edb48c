import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { link, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FeatureRecipe } from '@ser/dsp';
import { seededRandom } from '../../src/random.ts';
import { clipName, madeCorpus } from '../support/made-corpus.ts';
import { useTempFolder } from '../support/temp-folder.ts';

// Real processes, of what was built into dist.

const folder = useTempFolder();
const path = (name: string) => join(folder(), name);

const RECIPE: FeatureRecipe = {
  features: 'mel',
  sampleRate: 16_000,
  segments: { kind: 'whole', seconds: 0.5 },
  mel: { fftSize: 512, hopLength: 64 },
};

function startBuild(out: string, recipe = RECIPE, shardBytes = 300_000): ChildProcess & { output: string } {
  const script = join(import.meta.dirname, '../support/build-store.mjs');
  const options = [path('corpus'), path(out), JSON.stringify(recipe), String(shardBytes)];
  const child = Object.assign(spawn(process.execPath, [script, ...options]), { output: '' });
  const collect = (chunk: Buffer) => {
    child.output += chunk;
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  return child;
}

async function ended(child: ChildProcess & { output: string }): Promise<Record<string, number>> {
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(child.output);
  return JSON.parse(child.output.trim().split('\n').at(-1) as string);
}

async function contents(name: string): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const file of (await readdir(path(name))).sort()) {
    sums[file] = createHash('sha256')
      .update(await readFile(join(path(name), file)))
      .digest('hex');
  }
  return sums;
}

it('killed at any moment, it goes on to the bytes of an undisturbed build', async () => {
  await madeCorpus(path('corpus'), new Array(60).fill(0.3));
  await ended(startBuild('undisturbed'));
  const random = seededRandom(7);
  const reached: number[] = [];
  for (let kill = 0; kill < 6; kill++) {
    const child = startBuild('disturbed');
    // The progress after which it dies, and some ms more: between shards, within one, while one is renamed.
    const [lines, delay] = [1 + random.below(12), random.below(9)];
    child.stdout?.on('data', () => {
      if (child.output.split('\n').length > lines) setTimeout(() => child.kill('SIGKILL'), delay);
    });
    await new Promise((resolve) => child.on('close', resolve));
    reached.push(Object.keys(await contents('disturbed')).length);
  }
  expect(Math.max(...reached)).toBeGreaterThan(2);
  expect((await ended(startBuild('disturbed'))).rows).toBe(60);
  expect(await contents('disturbed')).toEqual(await contents('undisturbed'));
}, 60_000);

it('two at once leave one whole store', async () => {
  await madeCorpus(path('corpus'), new Array(40).fill(0.3));
  const both = await Promise.all([ended(startBuild('shared')), ended(startBuild('shared'))]);
  expect(both.map(({ rows }) => rows)).toEqual([40, 40]);
  await ended(startBuild('alone'));
  expect(await contents('shared')).toEqual(await contents('alone'));
}, 60_000);

it('holds neither corpus nor features: 650 MB of each pass through less than 600 MB', async () => {
  await madeCorpus(path('corpus'), [60]);
  const clips = 170;
  for (let i = 1; i < clips; i++)
    await link(join(path('corpus'), clipName(0)), join(path('corpus'), clipName(i)));
  const whole: FeatureRecipe = {
    features: 'wave',
    sampleRate: 16_000,
    segments: { kind: 'whole', seconds: 60 },
  };
  const { rows, values, maxMB } = await ended(startBuild('store', whole, 24 * 2 ** 20));
  expect(rows).toBe(clips);
  expect(values).toBe(clips * (60 * 16_000 + 2));
  expect(maxMB).toBeLessThan(600);
  console.log(
    `${clips} minutes of audio, ${Math.round((4 * (values as number)) / 1e6)} MB of features: ${maxMB} MB`,
  );
}, 120_000);
