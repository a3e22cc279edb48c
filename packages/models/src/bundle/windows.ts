import type { AudioBatch, FeatureExtractor, FeatureRecipe } from '@ser/dsp';
import { argMax, meanProbabilities } from '../metrics/prediction.ts';
import type { Bundle } from './bundle.ts';
import { predictFeatures } from './predict.ts';
import {
  type BatchSegments,
  clipOf,
  extractSegments,
  type PredictOptions,
  predictAudio,
  type Recording,
} from './predict-audio.ts';

/** A piece of a longer recording, in seconds from its start. */
export interface Span {
  start: number;
  end: number;
}

/** What a model says of such a piece. */
export interface WindowPrediction extends Span {
  label: string;
  /** In label order. */
  probabilities: ArrayLike<number>;
}

/** Samples that a model hears at once, at its own rate. */
export function windowLength({ segments, sampleRate }: FeatureRecipe): number {
  return segments.kind === 'equalise' ? segments.samples : Math.round(segments.seconds * sampleRate);
}

/** Seconds from one window to the next where nobody says otherwise: the model's own, or half a window. */
export function defaultHop(recipe: FeatureRecipe): number {
  const { segments, sampleRate } = recipe;
  return segments.kind === 'window' ? segments.hopSeconds : windowLength(recipe) / sampleRate / 2;
}

/** From this many windows on, a recording is no single utterance. */
const LONG = 2;

export interface RecordingPrediction {
  label: string;
  /** In label order. */
  probabilities: number[];
  /** In order; none where the recording was heard as one clip. */
  windows: WindowPrediction[];
}

/**
 * What a model says of a recording of any length. One of up to two windows is a clip, and its answer that of
 * {@link predictAudio}; a longer one is heard window by window, the last of which ends with it, and its answer is their
 * mean.
 */
export async function predictRecording(
  bundle: Bundle,
  extractor: FeatureExtractor,
  recording: Recording,
  options: PredictOptions = {},
): Promise<RecordingPrediction> {
  const { voice, signal } = options;
  const { labels, recipe } = bundle.card;
  const { sampleRate } = recipe;
  const length = windowLength(recipe);
  const seconds = recording.samples.length / recording.sampleRate;
  if (seconds * sampleRate <= LONG * length) {
    const { label, probabilities } = await predictAudio(bundle, extractor, recording, options);
    return { label, probabilities, windows: [] };
  }
  const { samples } = await extractor.resample(clipOf(recording), sampleRate, signal ? { signal } : {});
  const starts = windowStarts(samples.length, length, Math.round(defaultHop(recipe) * sampleRate));
  const batch = cutWindows(samples as Float32Array, sampleRate, starts, length);
  const heard = await extractSegments(bundle, extractor, batch, signal);
  const { label, probabilities, hearings } = await predictFeatures(
    bundle,
    heard.map(({ segments }) => segments),
    voice,
  );
  const windows = starts.map((start, i) => {
    const said = hearings.flatMap(({ segments }, h) => {
      const { clips } = heard[h] as BatchSegments;
      return segments.slice(clips[i], clips[i + 1]);
    });
    const mean = meanProbabilities(said);
    return {
      start: start / sampleRate,
      end: (start + length) / sampleRate,
      label: labels[argMax(mean)] as string,
      probabilities: mean,
    };
  });
  return { label, probabilities, windows };
}

function windowStarts(samples: number, length: number, hop: number): number[] {
  const last = samples - length;
  return [...Array.from({ length: Math.ceil(last / hop) }, (_, i) => i * hop), last];
}

/** Windows that overlap, as clips that don't. */
function cutWindows(
  samples: Float32Array,
  sampleRate: number,
  starts: readonly number[],
  length: number,
): AudioBatch {
  const cut = new Float32Array(starts.length * length);
  starts.forEach((start, i) => {
    cut.set(samples.subarray(start, start + length), i * length);
  });
  const offsets = Uint32Array.from({ length: starts.length + 1 }, (_, i) => i * length);
  return { samples: cut, offsets, sampleRate };
}
