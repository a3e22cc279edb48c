import { extractRecipe, type FeatureExtractor, type FeatureRecipe, type RecipeFeatures } from '@ser/dsp';
import { extractFiles, type FileBlock, readsFiles } from '@ser/dsp-native';
import type { AudioError } from '../audio/audio-error.ts';
import type { Clip } from '../types.ts';
import { decodeBlocks } from './blocks.ts';

/** Features of some clips, and how long these are in all. */
export interface ClipBlock extends RecipeFeatures {
  clips: Clip[];
  seconds: number;
}

type OnBad = (clip: Clip, error: AudioError) => void;

/**
 * Features of clips, in order. An extractor that reads files itself is given them; those that it can't read, other than
 * WAV or damaged, are decoded here, which reads more kinds. What can't be read here either goes to `onBad`, which may
 * throw.
 */
export async function* extractClips(
  clips: readonly Clip[],
  recipe: FeatureRecipe,
  extractor: FeatureExtractor,
  onBad: OnBad,
  signal?: AbortSignal,
): AsyncGenerator<ClipBlock> {
  if (!readsFiles(extractor)) {
    yield* decodeAndExtract(clips, recipe, extractor, onBad, signal);
    return;
  }
  const paths = clips.map(({ path }) => path);
  let position = 0;
  for await (const block of extractFiles(extractor, paths, recipe, signal && { signal })) {
    const blockClips = clips.slice(position, position + block.files.length);
    for (const [first, end] of likeFiles(block)) {
      const some = blockClips.slice(first, end);
      if (block.files[first]?.error === undefined) yield { clips: some, ...take(block, first, end) };
      else yield* decodeAndExtract(some, recipe, extractor, onBad, signal);
    }
    position += block.files.length;
  }
}

async function* decodeAndExtract(
  clips: readonly Clip[],
  recipe: FeatureRecipe,
  extractor: FeatureExtractor,
  onBad: OnBad,
  signal?: AbortSignal,
): AsyncGenerator<ClipBlock> {
  for await (const { clips: some, batch } of decodeBlocks(clips, onBad, signal)) {
    const features = await extractRecipe(extractor, batch, recipe, signal && { signal });
    yield { clips: some, seconds: batch.samples.length / batch.sampleRate, ...features };
  }
}

/** Ranges of files that were all read, or all not. */
function* likeFiles({ files }: FileBlock): Generator<[first: number, end: number]> {
  for (let first = 0; first < files.length; ) {
    const failed = files[first]?.error !== undefined;
    let end = first + 1;
    while (end < files.length && (files[end]?.error !== undefined) === failed) end++;
    yield [first, end];
    first = end;
  }
}

/** The features of files `first` to before `end`. */
function take({ files, frames, segmentOffsets }: FileBlock, first: number, end: number) {
  const segments = segmentOffsets.slice(first, end + 1);
  const rows = frames.offsets.slice(segments[0], (segments.at(-1) as number) + 1);
  const [firstSegment, firstRow] = [segments[0] as number, rows[0] as number];
  const data = frames.data.subarray(firstRow * frames.width, (rows.at(-1) as number) * frames.width);
  return {
    seconds: files
      .slice(first, end)
      .reduce((sum, file) => sum + (file.error === undefined ? file.seconds : 0), 0),
    frames: { data, offsets: rows.map((row) => row - firstRow), width: frames.width },
    segmentOffsets: segments.map((segment) => segment - firstSegment),
  };
}
