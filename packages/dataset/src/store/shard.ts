import { basename } from 'node:path';
import type { CallOptions, FeatureExtractor, FeatureRecipe, Frames } from '@ser/dsp';
import type { RecordBatch } from 'apache-arrow';
import type { AudioError } from '../audio/audio-error.ts';
import { type Clip, DatasetError, type Problem } from '../types.ts';
import { type StoreRow, toRecordBatch } from './columns.ts';
import { extractClips } from './extract-clips.ts';
import { writeShardFile } from './shard-file.ts';

/** A unit of work as a plain value: clips to extract into one file. */
export interface ShardTask {
  /** Its number in the store, from 0. */
  index: number;
  clips: Clip[];
  recipe: FeatureRecipe;
  /** The shard's file. */
  path: string;
}

/** What came of a task: what the store's manifest says of the shard. */
export interface ShardReport {
  index: number;
  /** File name in the store's folder. */
  file: string;
  /** Clips tried. */
  clips: number;
  /** Segments. */
  rows: number;
  /** Values in a frame; 0 if no clip could be read. */
  width: number;
  /** Audio in the clips that could be read. */
  seconds: number;
  bytes: number;
  sha256: string;
  /** Clips that could not be read. */
  problems: Problem[];
  /** Ids of clips that gave no segment. */
  tooShort: string[];
}

export interface ShardCall extends CallOptions {
  /** A clip that can't be read is an error. Default false: it is left out and reported. */
  strict?: boolean;
}

/**
 * Decodes a task's clips, extracts their features and writes the shard, whole or not at all. The file's bytes follow
 * from clips, recipe and extractor alone. `onProgress` counts clips as they are extracted.
 *
 * @throws {AudioError} if `strict` and a clip can't be read, {@link DatasetError} if features are not finite.
 */
export async function extractShard(
  task: ShardTask,
  extractor: FeatureExtractor,
  { strict = false, signal, onProgress }: ShardCall = {},
): Promise<ShardReport> {
  const problems: Problem[] = [];
  const tooShort: string[] = [];
  const onBad = (clip: Clip, error: AudioError) => {
    if (strict) throw error;
    problems.push({ path: clip.path, reason: error.reason });
  };
  const batches: RecordBatch[] = [];
  let [rows, width, seconds, done] = [0, 0, 0, 0];
  for await (const block of extractClips(task.clips, task.recipe, extractor, onBad, signal)) {
    const { clips, frames, segmentOffsets } = block;
    checkFinite(frames, task);
    const segments = toRows(clips, segmentOffsets, frames);
    batches.push(toRecordBatch(segments, frames));
    tooShort.push(...clips.filter((_, i) => segmentOffsets[i] === segmentOffsets[i + 1]).map(({ id }) => id));
    rows += segments.length;
    width = frames.width;
    seconds += block.seconds;
    done += clips.length;
    onProgress?.(done + problems.length, task.clips.length);
  }
  const file = await writeShardFile(task.path, batches);
  return {
    index: task.index,
    file: basename(task.path),
    clips: task.clips.length,
    rows,
    width,
    seconds,
    ...file,
    problems,
    tooShort,
  };
}

/** Segment s of clip i is row `segmentOffsets[i] + s`. */
function toRows(clips: readonly Clip[], segmentOffsets: Uint32Array, frames: Frames): StoreRow[] {
  return clips.flatMap(({ id, label, speaker, sentence, sex, level }, i) => {
    const first = segmentOffsets[i] as number;
    const end = segmentOffsets[i + 1] as number;
    return Array.from({ length: end - first }, (_, segment) => ({
      clip: id,
      segment,
      label,
      ...(speaker !== undefined && { speaker }),
      ...(sentence !== undefined && { sentence }),
      ...(sex !== undefined && { sex }),
      ...(level !== undefined && { level }),
      frames: (frames.offsets[first + segment + 1] as number) - (frames.offsets[first + segment] as number),
    }));
  });
}

/** Samples are bounded, so only a recipe can do this. */
function checkFinite({ data }: Frames, { recipe, path }: ShardTask): void {
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (value - value === 0) continue; // NaN for an infinite value, too
    const power = recipe.mel?.power ?? 2;
    throw new DatasetError(`${path}: a feature is ${value}: mel.power, ${power}, is too high for float32`);
  }
}
