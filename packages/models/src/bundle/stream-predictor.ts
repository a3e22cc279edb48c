import { type FeatureExtractor, StreamResampler } from '@ser/dsp';
import { centredLogRatios } from '../answers.ts';
import { ModelError } from '../errors.ts';
import { type KnownVoice, unheardVoice } from '../known-voice.ts';
import { RowStatistics } from '../row-statistics.ts';
import type { Bundle } from './bundle.ts';
import { type Hearing, predictFeatures } from './predict.ts';
import { clipOf, extractSegments } from './predict-audio.ts';
import { defaultHop, type WindowPrediction, windowLength } from './windows.ts';

/** Root mean square below which nobody speaks: -55 dB of full scale. */
export const QUIET = 10 ** (-55 / 20);

export interface StreamOptions {
  /** Of the samples to come, in Hz. */
  sampleRate: number;
  /** Seconds from one answer to the next. Default {@link defaultHop}. */
  hopSeconds?: number;
  /** Seconds heard before the first answer; less than a window makes for early, unsure ones. Default a window. */
  firstSeconds?: number;
  /**
   * What is known of the speaker's voice: what leaves the window is added to it, silence apart, so that the model gets to
   * know the voice as it listens. Default: nothing yet.
   */
  voice?: KnownVoice;
  /** Leaves out answers that are overtaken already when their turn comes: for who can't keep up. Default false. */
  latestOnly?: boolean;
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
  readonly #voice: KnownVoice;
  readonly #latestOnly: boolean;
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
    { sampleRate, hopSeconds, firstSeconds, voice, latestOnly = false }: StreamOptions,
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
    this.#voice = voice ?? unheardVoice(bundle.card);
    this.#latestOnly = latestOnly;
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
    for (;;) {
      const overdue = this.#start + this.#heard.length - this.#next;
      if (overdue < 0) break;
      if (this.#latestOnly) this.#next += this.#hop * Math.floor(overdue / this.#hop);
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
    const batch = clipOf({ samples, sampleRate });
    const extracted = await extractSegments(this.#bundle, this.#extractor, batch);
    const heard = extracted.map(({ segments }) => segments);
    const { label, probabilities, hearings } = await predictFeatures(this.#bundle, heard, this.#voice);
    this.#learn(heard, hearings, samples);
    return { start: start / sampleRate, end: (start + samples.length) / sampleRate, label, probabilities };
  }

  /** Adds those rows of a window to the voice that the next one will not have, and as large a share of what it said. */
  #learn(
    heard: readonly (readonly Float32Array[])[],
    hearings: readonly Hearing[],
    samples: Float32Array,
  ): void {
    const { width } = this.#bundle.card.input;
    const hop = Math.min(samples.length, Math.max(0, this.#hop - (this.#length - samples.length)));
    if (rootMeanSquare(samples.subarray(0, hop)) < QUIET) return;
    const leaving = hop / samples.length;
    for (const [i, { bands, answers }] of this.#voice.entries()) {
      for (const segment of heard[i] ?? []) {
        bands.add(segment.subarray(0, width * Math.round((leaving * segment.length) / width)));
      }
      for (const probabilities of hearings[i]?.raw ?? []) {
        const ratios = [...centredLogRatios(probabilities)];
        answers.merge(RowStatistics.of({ mean: ratios, std: ratios.map(() => 0) }, leaving));
      }
    }
  }

  #append(samples: Float32Array): void {
    const joined = new Float32Array(this.#heard.length + samples.length);
    joined.set(this.#heard);
    joined.set(samples, this.#heard.length);
    this.#heard = joined;
  }
}

function rootMeanSquare(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length));
}
