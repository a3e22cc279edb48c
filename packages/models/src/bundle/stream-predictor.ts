import { type FeatureExtractor, StreamResampler } from '@ser/dsp';
import { ModelError } from '../errors.ts';
import type { Bundle } from './bundle.ts';
import { predictAudio } from './predict-audio.ts';
import { defaultHop, type WindowPrediction, windowLength } from './windows.ts';

export interface StreamOptions {
  /** Of the samples to come, in Hz. */
  sampleRate: number;
  /** Seconds from one answer to the next. Default {@link defaultHop}. */
  hopSeconds?: number;
  /** Seconds heard before the first answer; less than a window makes for early, unsure ones. Default a window. */
  firstSeconds?: number;
}

/**
 * Listens to speech as it comes and answers each hop, by the last window that it has heard. The work is in
 * proportion to what is heard, however long that lasts.
 */
export class StreamPredictor {
  readonly #bundle: Bundle;
  readonly #extractor: FeatureExtractor;
  readonly #resampler: StreamResampler;
  readonly #hop: number;
  readonly #length: number;
  /** What the next window may need, at the model's rate, from sample `#start` of the stream on. */
  #heard = new Float32Array();
  #start = 0;
  /** Sample of the stream that the next answer's window ends before. */
  #next: number;
  #answered = false;

  /** @throws {@link ModelError} if the hop is no positive number */
  constructor(
    bundle: Bundle,
    extractor: FeatureExtractor,
    { sampleRate, hopSeconds, firstSeconds }: StreamOptions,
  ) {
    const { recipe } = bundle.card;
    const length = windowLength(recipe);
    const hop = Math.round((hopSeconds ?? defaultHop(recipe)) * recipe.sampleRate);
    if (!(hop >= 1)) {
      throw new ModelError(
        `hopSeconds is ${hopSeconds}, but answers must be at least one sample of the model apart`,
      );
    }
    this.#bundle = bundle;
    this.#extractor = extractor;
    this.#resampler = new StreamResampler(extractor, sampleRate, recipe.sampleRate);
    this.#hop = hop;
    this.#length = length;
    this.#next =
      firstSeconds === undefined ? length : Math.max(1, Math.round(firstSeconds * recipe.sampleRate));
  }

  /** Takes the next samples, mono, and gives the answers that they complete. One call at a time. */
  async push(samples: Float32Array): Promise<WindowPrediction[]> {
    this.#append(await this.#resampler.push(samples));
    return this.#answer();
  }

  /** The last answers. A stream that never filled a window gets one, of all that there was. */
  async end(): Promise<WindowPrediction[]> {
    this.#append(await this.#resampler.end());
    const answers = await this.#answer();
    if (this.#answered || this.#heard.length === 0) return answers;
    return [await this.#predict(this.#heard, 0)];
  }

  async #answer(): Promise<WindowPrediction[]> {
    const answers: WindowPrediction[] = [];
    while (this.#start + this.#heard.length >= this.#next) {
      const start = Math.max(0, this.#next - this.#length);
      const window = this.#heard.slice(start - this.#start, this.#next - this.#start);
      answers.push(await this.#predict(window, start));
      this.#next += this.#hop;
      this.#answered = true;
    }
    // Nothing before the next window's start is needed any more.
    const done = Math.min(this.#heard.length, Math.max(0, this.#next - this.#length - this.#start));
    this.#heard = this.#heard.slice(done);
    this.#start += done;
    return answers;
  }

  /** @param start the window's first sample in the stream */
  async #predict(samples: Float32Array, start: number): Promise<WindowPrediction> {
    const { sampleRate } = this.#bundle.card.recipe;
    const recording = { samples, sampleRate };
    const { label, probabilities } = await predictAudio(this.#bundle, this.#extractor, recording);
    return { start: start / sampleRate, end: (start + samples.length) / sampleRate, label, probabilities };
  }

  #append(samples: Float32Array): void {
    const joined = new Float32Array(this.#heard.length + samples.length);
    joined.set(this.#heard);
    joined.set(samples, this.#heard.length);
    this.#heard = joined;
  }
}
