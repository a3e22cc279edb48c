import { readdir, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { checkRecipe, type FeatureExtractor, type FeatureRecipe } from '@ser/dsp';
import { removeLeftovers } from '../atomic.ts';
import { eachConcurrently } from '../concurrency.ts';
import { makeFolder } from '../make-folder.ts';
import { type Corpus, DatasetError } from '../types.ts';
import { closeShards, createIntern, FeatureStore } from './feature-store.ts';
import { EXTRACTOR_VERSION, STORE_SCHEMA, storeKey } from './key.ts';
import { createManifest, readManifest, type StoreManifest, writeManifest } from './manifest.ts';
import { planShards, SHARD_BYTES, shardName } from './plan.ts';
import { extractShard, type ShardReport, type ShardTask } from './shard.ts';
import { DamagedShard, type OpenShard, openShardFile } from './shard-file.ts';

export interface BuildOptions {
  corpus: Corpus;
  recipe: FeatureRecipe;
  extractor: FeatureExtractor;
  /** The store's folder; made if it is missing. */
  dir: string;
  /** What a shard file's values are to take at most. Default 24 MiB. */
  shardBytes?: number;
  /** A clip that can't be read is an error. Default false: it is left out and told of in `problems`. */
  strict?: boolean;
  signal?: AbortSignal;
  /** Counts clips. */
  onProgress?: (done: number, total: number) => void;
  /** Told of each shard that was extracted, and not found. */
  onShard?: (report: ShardReport) => void;
  /** Told in a sentence of each shard that was damaged and is built anew. */
  onRepair?: (message: string) => void;
}

/** Shards at once: while one waits for the disk or decodes, the other keeps the extractor busy. */
const SHARDS_AT_ONCE = 2;

/**
 * Extracts the features of a corpus into a folder and opens them. What stands there already is verified and kept, if
 * it is of the same corpus, recipe and extractor; of another, it is built anew. A build that was cut short goes on where
 * it stopped, to the same bytes. Neither the corpus nor its features are ever held whole.
 *
 * @throws {DatasetError} naming the folder or file: where no clip can be read or gives a segment, where one can't be
 * read and `strict` is set, where the folder holds something else or can't be written.
 */
export async function buildFeatureStore(options: BuildOptions): Promise<FeatureStore> {
  const { corpus, strict = false, shardBytes = SHARD_BYTES } = options;
  const recipe = checkRecipe(options.recipe);
  const dir = resolve(options.dir);
  options.signal?.throwIfAborted();
  if (corpus.clips.length === 0) throw new DatasetError(`${corpus.root} holds no clips`);
  try {
    await makeFolder(dir);
    await removeLeftovers(dir);
    const tasks = planShards(corpus.clips, recipe, dir, shardBytes);
    const key = storeKey(corpus, recipe, shardBytes);
    const manifest = await startManifest(dir, key, corpus, recipe, tasks.length);
    const shards = await completeShards(tasks, manifest, { ...options, dir });
    const store = new FeatureStore(dir, manifest, shards);
    const fault = findFault(store, corpus, strict);
    if (!fault) return store;
    await store.close();
    throw new DatasetError(fault);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).syscall === undefined
      ? error
      : new DatasetError(`${dir}: the feature store can't be built: ${(error as Error).message}`);
  }
}

/** The manifest that stands in the folder if its key is right, else a new one, with no shard done. */
async function startManifest(
  dir: string,
  key: string,
  corpus: Corpus,
  recipe: FeatureRecipe,
  shardCount: number,
): Promise<StoreManifest> {
  const standing = await readManifest(dir);
  if (standing?.key === key) return standing;
  const parts = { schema: STORE_SCHEMA, key, extractorVersion: EXTRACTOR_VERSION, recipe, shardCount };
  const manifest = createManifest(parts, corpus);
  await writeManifest(dir, manifest);
  const planned = new Set(Array.from({ length: shardCount }, (_, i) => shardName(i)));
  const stale = (await readdir(dir)).filter((name) => /^part-\d+\.arrow$/.test(name) && !planned.has(name));
  for (const name of stale) await rm(join(dir, name));
  return manifest;
}

/** Opens every shard, and extracts those that are missing or damaged. */
async function completeShards(
  tasks: readonly ShardTask[],
  manifest: StoreManifest,
  { corpus, extractor, dir, strict = false, signal, onProgress, onShard, onRepair }: BuildOptions,
): Promise<OpenShard[]> {
  const shards: OpenShard[] = [];
  const intern = createIntern();
  const clipsDone: number[] = new Array(tasks.length).fill(0);
  const progress = (index: number, done: number) => {
    clipsDone[index] = done;
    onProgress?.(
      clipsDone.reduce((sum, clips) => sum + clips, 0),
      corpus.clips.length,
    );
  };
  const save = oneAtATime((report: ShardReport) => saveReport(dir, manifest, report));

  const complete = async (task: ShardTask): Promise<OpenShard> => {
    const standing = manifest.shards.find(({ index }) => index === task.index);
    try {
      if (standing) return await openShardFile(task.path, standing, intern);
    } catch (error) {
      if (!(error instanceof DamagedShard)) throw error;
      onRepair?.(`${error.message}: it is built anew`);
    }
    const call = {
      strict,
      ...(signal && { signal }),
      onProgress: (done: number) => progress(task.index, done),
    };
    const report = await extractShard(task, extractor, call);
    const problems = report.problems.map(({ path, reason }) => ({
      path: relative(corpus.root, path),
      reason,
    }));
    await save({ ...report, problems });
    onShard?.(report);
    return openShardFile(task.path, report, intern);
  };

  try {
    await eachConcurrently(tasks, SHARDS_AT_ONCE, async (task) => {
      signal?.throwIfAborted();
      shards[task.index] = await complete(task);
      progress(task.index, task.clips.length);
    });
  } catch (error) {
    await closeShards(Object.values(shards));
    throw error;
  }
  return shards;
}

/** Adds what came of a shard to the manifest, unless another process that builds the same store is ahead. */
async function saveReport(dir: string, manifest: StoreManifest, report: ShardReport): Promise<void> {
  const others = manifest.shards.filter(({ index }) => index !== report.index);
  manifest.shards = [...others, report].sort((a, b) => a.index - b.index);
  const standing = await readManifest(dir);
  const isBehind = standing?.key === manifest.key && standing.shards.length > manifest.shards.length;
  if (!isBehind) await writeManifest(dir, manifest);
}

function oneAtATime<T>(work: (item: T) => Promise<void>): (item: T) => Promise<void> {
  let last = Promise.resolve();
  return (item) => {
    last = last.then(() => work(item));
    return last;
  };
}

/** Why a store is of no use, if so. */
function findFault(
  { rows, problems }: FeatureStore,
  { root, clips }: Corpus,
  strict: boolean,
): string | undefined {
  const [first] = problems;
  const example = first && `the first: ${first.path}: ${first.reason}`;
  if (problems.length === clips.length) {
    return `${root}: none of its ${clips.length} clips can be read; ${example}`;
  }
  if (strict && first) {
    return `${root}: ${problems.length} clips can't be read, which strict forbids; ${example}`;
  }
  if (rows.length === 0) return `${root}: none of its ${clips.length} clips is as long as a segment`;
  return undefined;
}
