import { type AudioBatch, extractRecipe, type FeatureExtractor } from '@ser/dsp';
import type { Bundle } from './bundle.ts';
import { type ClipPrediction, predictFeatures } from './predict.ts';

/** Mono samples, full scale [-1, 1], at a rate in Hz: a recording, or as much of one as is there. */
export type Recording = Pick<AudioBatch, 'sampleRate'> & { samples: Float32Array };

/** What a model says of a recording, by the road from samples to features that its card describes. */
export async function predictAudio(
  bundle: Bundle,
  extractor: FeatureExtractor,
  { samples, sampleRate }: Recording,
  signal?: AbortSignal,
): Promise<ClipPrediction> {
  const batch = { samples, offsets: Uint32Array.of(0, samples.length), sampleRate };
  const { frames } = await extractRecipe(extractor, batch, bundle.card.recipe, signal ? { signal } : {});
  const { data, offsets, width } = frames;
  const segments = Array.from(offsets.subarray(1), (end, i) =>
    data.subarray((offsets[i] as number) * width, end * width),
  );
  return predictFeatures(bundle, segments);
}
