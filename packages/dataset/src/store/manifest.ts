import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FeatureRecipe } from '@ser/dsp';
import { writeAtomically } from '../atomic.ts';
import { type Corpus, DatasetError } from '../types.ts';
import type { ShardReport } from './shard.ts';

const FORMAT = 'ser-feature-store';

/** What stands in a store's `manifest.json`. */
export interface StoreManifest {
  format: typeof FORMAT;
  schema: number;
  /** A hash of all that the contents follow from: a store with another key is built anew. */
  key: string;
  extractorVersion: number;
  recipe: FeatureRecipe;
  corpus: { name: string; synthetic: boolean; fingerprint: string; clips: number };
  /** How many shards the whole store has. */
  shardCount: number;
  /** Those that are done, by index. */
  shards: ShardReport[];
}

const manifestPath = (dir: string) => join(dir, 'manifest.json');

export function createManifest(
  parts: Pick<StoreManifest, 'schema' | 'key' | 'extractorVersion' | 'recipe' | 'shardCount'>,
  { name, synthetic, fingerprint, clips }: Corpus,
): StoreManifest {
  const corpus = { name, synthetic, fingerprint, clips: clips.length };
  return { format: FORMAT, ...parts, corpus, shards: [] };
}

/**
 * The manifest of a folder; undefined where none is, or no folder.
 *
 * @throws {DatasetError} where the folder holds something else that a store would overwrite.
 */
export async function readManifest(dir: string): Promise<StoreManifest | undefined> {
  const path = manifestPath(dir);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) {
    const names = await readdir(dir).catch(() => []);
    const shard = names.find((name) => name.endsWith('.arrow'));
    if (shard) throw new DatasetError(`${dir} holds ${shard} but no manifest.json: it is no feature store`);
    return undefined;
  }
  let manifest: StoreManifest;
  try {
    manifest = JSON.parse(text);
  } catch {
    throw new DatasetError(`${path} is damaged: remove the folder and build the store anew`);
  }
  if (manifest?.format !== FORMAT) throw new DatasetError(`${path} is not that of a feature store`);
  return manifest;
}

export async function writeManifest(dir: string, manifest: StoreManifest): Promise<void> {
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await writeAtomically(manifestPath(dir), (file) => file.writeFile(text));
}
