import { type FeatureExtractor, StreamResampler } from '@ser/dsp';
import { ModelError } from '../errors.ts';
import type { Bundle } from './bundle.ts';
import { defaultHop, predictWindow, type WindowPrediction, windowLength } from './windows.ts';

export interface StreamOptions {
  /** Of the samples to come, in Hz. */
  sampleRate: number;
  /** Seconds from one answer to the next. Default {@link defaultHop}. */
  hopSeconds?: number;
}

/**
 * Listens to speech as it comes and answers each hop, by the last window that it has heard. The first answer comes
 * with the first whole window, and the work is in proportion to what is heard, however long that lasts.
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
  #answers = 0;

  /** @throws {@link ModelError} if the hop is no positive number */
  constructor(bundle: Bundle, extractor: FeatureExtractor, { sampleRate, hopSeconds }: StreamOptions) {
    const { recipe } = bundle.card;
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
    this.#length = windowLength(recipe);
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
    if (this.#answers > 0 || this.#heard.length === 0) return answers;
    return [await predictWindow(this.#bundle, this.#extractor, this.#heard, 0)];
  }

  async #answer(): Promise<WindowPrediction[]> {
    const answers: WindowPrediction[] = [];
    while (this.#start + this.#heard.length >= this.#answers * this.#hop + this.#length) {
      const from = this.#answers * this.#hop - this.#start;
      const window = this.#heard.slice(from, from + this.#length);
      answers.push(await predictWindow(this.#bundle, this.#extractor, window, this.#start + from));
      this.#answers++;
    }
    // Nothing before the next window's start is needed any more.
    const done = Math.min(this.#heard.length, this.#answers * this.#hop - this.#start);
    this.#heard = this.#heard.slice(done);
    this.#start += done;
    return answers;
  }

  #append(samples: Float32Array): void {
    const joined = new Float32Array(this.#heard.length + samples.length);
    joined.set(this.#heard);
    joined.set(samples, this.#heard.length);
    this.#heard = joined;
  }
}
