import { type AudioBatch, extractRecipe, type FeatureExtractor, recipeAt } from '@ser/dsp';
import { centredLogRatios } from '../answers.ts';
import { ModelError } from '../errors.ts';
import { type KnownVoice, unheardVoice } from '../known-voice.ts';
import type { Bundle } from './bundle.ts';
import { type ClipPrediction, predictFeatures, predictSegments } from './predict.ts';

/** Mono samples, full scale [-1, 1], at a rate in Hz: a recording, or as much of one as is there. */
export type Recording = Pick<AudioBatch, 'sampleRate'> & { samples: Float32Array };

export interface PredictOptions {
  /** What is known of the speaker's voice besides the recording. */
  voice?: KnownVoice | undefined;
  signal?: AbortSignal | undefined;
}

/** What a model says of a recording, by the road from samples to features that its card describes. */
export async function predictAudio(
  bundle: Bundle,
  extractor: FeatureExtractor,
  recording: Recording,
  { voice, signal }: PredictOptions = {},
): Promise<ClipPrediction> {
  const heard = await extractSegments(bundle, extractor, clipOf(recording), signal);
  return predictFeatures(
    bundle,
    heard.map(({ segments }) => segments),
    voice,
  );
}

/**
 * Gets to know a voice by recordings of the speaker's other speech; no one needs to say what they express.
 *
 * @throws {@link ModelError} if the model has no use for it, or the recordings are too short to tell of a voice
 */
export async function learnVoice(
  bundle: Bundle,
  extractor: FeatureExtractor,
  recordings: AsyncIterable<Recording>,
  signal?: AbortSignal,
): Promise<KnownVoice> {
  const { card } = bundle;
  if (card.normalisation.kind !== 'voice') {
    throw new ModelError(`the model ${card.name} normalises all voices alike: it can't get to know one`);
  }
  const voice = unheardVoice(card);
  const heard: Float32Array[][] = voice.map(() => []);
  for await (const recording of recordings) {
    const hearings = await extractSegments(bundle, extractor, clipOf(recording), signal);
    for (const [i, { segments }] of hearings.entries()) {
      for (const segment of segments) voice[i]?.bands.add(segment);
      heard[i]?.push(...segments);
    }
  }
  if (voice.some(({ bands }) => bands.rows === 0))
    throw new ModelError('the recordings of the voice are too short: they give no frames');
  for (const [i, { bands, answers }] of voice.entries()) {
    // What the model says of them follows from all that they tell of the bands.
    const segments = heard[i] ?? [];
    const said = await predictSegments(
      bundle,
      segments,
      segments.map(() => bands),
    );
    for (const probabilities of said) answers.add(centredLogRatios(probabilities));
  }
  return voice;
}

/** A recording as a batch of one clip. */
export function clipOf({ samples, sampleRate }: Recording): AudioBatch {
  return { samples, offsets: Uint32Array.of(0, samples.length), sampleRate };
}

/** A batch's features at one speed. */
export interface BatchSegments {
  /** A segment `frames × width` values, time-major. */
  segments: Float32Array[];
  /** Clip i's segments are `clips[i] … clips[i + 1]`. */
  clips: Uint32Array;
}

/** Features of every segment of a batch, by the recipe of the model's card, at each of its speeds in turn. */
export async function extractSegments(
  { card }: Bundle,
  extractor: FeatureExtractor,
  batch: AudioBatch,
  signal?: AbortSignal,
): Promise<BatchSegments[]> {
  const heard: BatchSegments[] = [];
  for (const speed of card.speeds) {
    const recipe = recipeAt(card.recipe, speed);
    const { frames, segmentOffsets } = await extractRecipe(
      extractor,
      batch,
      recipe,
      signal ? { signal } : {},
    );
    const { data, offsets, width } = frames;
    const segments = Array.from(offsets.subarray(1), (end, i) =>
      data.subarray((offsets[i] as number) * width, end * width),
    );
    heard.push({ segments, clips: segmentOffsets });
  }
  return heard;
}
