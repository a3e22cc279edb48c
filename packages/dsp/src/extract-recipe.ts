import type { AudioBatch, CallOptions, FeatureExtractor, Frames } from './contract.ts';
import { checkBatch, clipLengths, countsToOffsets } from './frames.ts';
import { forEachClip } from './js/clips.ts';
import { allocateFloats } from './memory.ts';
import { checkRecipe, type FeatureRecipe, playedRate, type SegmentOptions } from './recipe.ts';
import { copySegment, planSegments } from './segments.ts';

/** The features of a batch's segments. */
export interface RecipeFeatures {
  /**
   * Segment s's rows are `frames.offsets[s] … frames.offsets[s + 1]`. For 'mel' a row is a frame's mel bands; for 'wave'
   * it is one value: the segment's samples, then its zero crossings, then its mean power.
   */
  frames: Frames;
  /** n + 1 rising numbers for n clips: clip i's segments are `segmentOffsets[i] … segmentOffsets[i + 1]`. */
  segmentOffsets: Uint32Array;
}

/**
 * Resamples a batch, cuts it, and extracts the features of every segment, as the recipe says. `call.onProgress` counts
 * segments, once they are cut. Rejects with a {@link DspError} that names the option, clip or sample at fault.
 */
export async function extractRecipe(
  extractor: FeatureExtractor,
  batch: AudioBatch,
  recipe: FeatureRecipe,
  call: CallOptions = {},
): Promise<RecipeFeatures> {
  const { features, sampleRate, speed, segments, mel } = checkRecipe(recipe);
  checkBatch(batch);
  const played = { ...batch, sampleRate: playedRate(batch.sampleRate, speed) };
  const quiet: CallOptions = call.signal ? { signal: call.signal } : {};
  const resampled =
    played.sampleRate === sampleRate ? played : await extractor.resample(played, sampleRate, quiet);
  const { pieces, segmentOffsets } = await cutBatch(resampled, segments, quiet);
  const frames =
    features === 'mel'
      ? await extractor.melSpectrogram(pieces, mel, call)
      : await waveFrames(extractor, pieces, call);
  return { frames, segmentOffsets };
}

/** All segments of all clips, end to end, as a batch of its own. */
async function cutBatch(
  batch: AudioBatch,
  options: SegmentOptions,
  call: CallOptions,
): Promise<{ pieces: AudioBatch; segmentOffsets: Uint32Array }> {
  const { starts, lengthAt } = planSegments(options, batch.sampleRate);
  const lengths = clipLengths(batch);
  const segmentOffsets = countsToOffsets(lengths.map((n) => starts(n).length));
  const offsets = countsToOffsets(lengths.flatMap((n) => starts(n).map((start) => lengthAt(start, n))));
  const samples = allocateFloats(offsets.at(-1)!);
  await forEachClip(batch, call, async (clipSamples, clip) => {
    for (const [i, start] of starts(clipSamples.length).entries()) {
      const segment = segmentOffsets[clip]! + i;
      copySegment(clipSamples, start, samples.subarray(offsets[segment], offsets[segment + 1]));
    }
  });
  return { pieces: { samples, offsets, sampleRate: batch.sampleRate }, segmentOffsets };
}

async function waveFrames(
  extractor: FeatureExtractor,
  pieces: AudioBatch,
  call: CallOptions,
): Promise<Frames> {
  const pairs = await extractor.zcrEnergy(pieces, call);
  const offsets = pieces.offsets.map((offset, segment) => offset + 2 * segment);
  const data = allocateFloats(offsets.at(-1)!);
  for (let segment = 0; segment + 1 < offsets.length; segment++) {
    const samples = pieces.samples.subarray(pieces.offsets[segment], pieces.offsets[segment + 1]);
    data.set(samples, offsets[segment]);
    data.set(pairs.subarray(2 * segment, 2 * segment + 2), offsets[segment + 1]! - 2);
  }
  return { data, offsets, width: 1 };
}
