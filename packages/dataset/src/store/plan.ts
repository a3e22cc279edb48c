import { statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { type FeatureRecipe, planSegments } from '@ser/dsp';
import type { Clip } from '../types.ts';
import type { ShardTask } from './shard.ts';

/** Large enough for the disk, small beside the memory that a process may take. */
export const SHARD_BYTES = 24 * 2 ** 20;

/** Keeps shards that read much audio for few values from taking long. */
const SHARD_CLIPS = 1024;

/** Bytes that a second of speech takes in a file: 16-bit mono at 16 kHz, and what lossy codecs spend at least. */
const FILE_BYTES_PER_SECOND = 32_000;
const LOSSY_BYTES_PER_SECOND = 4_000;
const LOSSY_EXTENSIONS = ['.mp3', '.ogg', '.oga', '.opus'];

/**
 * Deals a corpus out to shards of like size, in order. The same corpus and recipe give the same plan: sizes are
 * estimated from the files' bytes, so that nothing needs to be decoded yet.
 *
 * @param shardBytes what a shard's values are to take at most; a clip that takes more has one for itself.
 */
export function planShards(
  clips: readonly Clip[],
  recipe: FeatureRecipe,
  dir: string,
  shardBytes: number = SHARD_BYTES,
): ShardTask[] {
  const tasks: ShardTask[] = [];
  let current: Clip[] = [];
  let bytes = 0;
  const close = () => {
    const index = tasks.length;
    tasks.push({ index, clips: current, recipe, path: join(dir, shardName(index)) });
    current = [];
    bytes = 0;
  };
  for (const clip of clips) {
    const size = 4 * estimateValues(estimateSeconds(clip.path), recipe);
    if (current.length > 0 && (bytes + size > shardBytes || current.length === SHARD_CLIPS)) close();
    current.push(clip);
    bytes += size;
  }
  if (current.length > 0) close();
  return tasks;
}

export function shardName(index: number): string {
  return `part-${String(index).padStart(5, '0')}.arrow`;
}

function estimateSeconds(path: string): number {
  const isLossy = LOSSY_EXTENSIONS.includes(extname(path).toLowerCase());
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return size / (isLossy ? LOSSY_BYTES_PER_SECOND : FILE_BYTES_PER_SECOND);
}

function estimateValues(seconds: number, recipe: FeatureRecipe): number {
  const { length, starts } = planSegments(recipe.segments, recipe.sampleRate);
  const segments = starts(Math.round(seconds * recipe.sampleRate)).length;
  const { hopLength = 512, melBands = 128 } = recipe.mel ?? {};
  const perSegment = recipe.features === 'wave' ? length : (length / hopLength) * melBands;
  return segments * perSegment;
}
