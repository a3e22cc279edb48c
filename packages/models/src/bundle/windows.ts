import type { FeatureExtractor, FeatureRecipe } from '@ser/dsp';
import { argMax, meanProbabilities } from '../metrics/prediction.ts';
import type { Bundle } from './bundle.ts';
import type { ClipPrediction } from './predict.ts';
import { predictAudio, type Recording } from './predict-audio.ts';

/** What a model says of a piece of a longer recording. */
export interface WindowPrediction extends ClipPrediction {
  /** Where the window begins and ends, in seconds from the recording's start. */
  start: number;
  end: number;
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

export interface WindowOptions {
  /** Seconds from one window to the next. Default {@link defaultHop}. */
  hopSeconds?: number;
  signal?: AbortSignal;
}

/**
 * What a model says of a recording, window by window. The last window is moved forwards to end where the recording
 * does; one that is shorter than a window is a single window.
 */
export async function* predictWindows(
  bundle: Bundle,
  extractor: FeatureExtractor,
  { samples, sampleRate }: Recording,
  { hopSeconds = defaultHop(bundle.card.recipe), signal }: WindowOptions = {},
): AsyncGenerator<WindowPrediction> {
  const { recipe } = bundle.card;
  const batch = { samples, offsets: Uint32Array.of(0, samples.length), sampleRate };
  const heard = (await extractor.resample(batch, recipe.sampleRate, signal ? { signal } : {})).samples;
  const length = windowLength(recipe);
  const last = Math.max(0, heard.length - length);
  const hop = Math.max(1, Math.round(hopSeconds * recipe.sampleRate));
  for (let start = 0; ; start = Math.min(start + hop, last)) {
    const window = heard.subarray(start, start + length) as Float32Array;
    yield await predictWindow(bundle, extractor, window, start, signal);
    if (start === last) return;
  }
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

export interface RecordingOptions extends WindowOptions {
  /** Told of each window as it is answered. */
  onWindow?: (window: WindowPrediction) => void;
}

/**
 * What a model says of a recording of any length. One of up to two windows is a clip, and its answer that of
 * {@link predictAudio}; a longer one is heard window by window, and its answer is their mean.
 */
export async function predictRecording(
  bundle: Bundle,
  extractor: FeatureExtractor,
  recording: Recording,
  { onWindow, ...options }: RecordingOptions = {},
): Promise<RecordingPrediction> {
  const { labels, recipe } = bundle.card;
  const seconds = recording.samples.length / recording.sampleRate;
  if (seconds * recipe.sampleRate <= LONG * windowLength(recipe)) {
    const { label, probabilities } = await predictAudio(bundle, extractor, recording, options.signal);
    return { label, probabilities, windows: [] };
  }
  const windows: WindowPrediction[] = [];
  for await (const window of predictWindows(bundle, extractor, recording, options)) {
    options.signal?.throwIfAborted();
    windows.push(window);
    onWindow?.(window);
  }
  const probabilities = meanProbabilities(windows.map((window) => window.probabilities));
  return { label: labels[argMax(probabilities)] as string, probabilities, windows };
}

/** @param start the window's first sample, counted from the recording's, at the model's rate */
export async function predictWindow(
  bundle: Bundle,
  extractor: FeatureExtractor,
  samples: Float32Array,
  start: number,
  signal?: AbortSignal,
): Promise<WindowPrediction> {
  const { sampleRate } = bundle.card.recipe;
  const prediction = await predictAudio(bundle, extractor, { samples, sampleRate }, signal);
  return { ...prediction, start: start / sampleRate, end: (start + samples.length) / sampleRate };
}
