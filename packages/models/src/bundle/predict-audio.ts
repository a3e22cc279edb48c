import { type AudioBatch, extractRecipe, type FeatureExtractor } from '@ser/dsp';
import type { Bundle } from './bundle.ts';
import { type ClipPrediction, predictFeatures } from './predict.ts';

/** Mono samples, full scale [-1, 1], at a rate in Hz: a recording, or as much of one as is there. */
export type Recording = Pick<AudioBatch, 'sampleRate'> & { samples: Float32Array };

/** What a model says of a recording, by the road from samples to features that its card describes. */
export async function predictAudio(
  bundle: Bundle,
  extractor: FeatureExtractor,
  recording: Recording,
  signal?: AbortSignal,
): Promise<ClipPrediction> {
  return predictFeatures(bundle, await extractSegments(bundle, extractor, clipOf(recording), signal));
}

/** A recording as a batch of one clip. */
export function clipOf({ samples, sampleRate }: Recording): AudioBatch {
  return { samples, offsets: Uint32Array.of(0, samples.length), sampleRate };
}

/** Features of every segment of a batch, by the recipe of the model's card. */
export async function extractSegments(
  { card }: Bundle,
  extractor: FeatureExtractor,
  batch: AudioBatch,
  signal?: AbortSignal,
): Promise<Float32Array[]> {
  const { frames } = await extractRecipe(extractor, batch, card.recipe, signal ? { signal } : {});
  const { data, offsets, width } = frames;
  return Array.from(offsets.subarray(1), (end, i) =>
    data.subarray((offsets[i] as number) * width, end * width),
  );
}
