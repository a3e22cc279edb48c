import { type FeatureExtractor, type FeatureRecipe, resolveMel } from '@ser/dsp';
import type { MelRows } from '../shared/messages.ts';

/** Mel rows of audio as it comes, to look at: frames of the model's own size, each once all its samples are there. */
export class MelStream {
  readonly #extractor: FeatureExtractor;
  readonly #recipe: FeatureRecipe;
  readonly #fftSize: number;
  readonly #hopLength: number;
  readonly #bands: number;
  #pending = new Float32Array();

  constructor(extractor: FeatureExtractor, recipe: FeatureRecipe) {
    const { fftSize, hopLength, melBands } = resolveMel(recipe.mel ?? {}, recipe.sampleRate);
    this.#extractor = extractor;
    this.#recipe = recipe;
    this.#fftSize = fftSize;
    this.#hopLength = hopLength;
    this.#bands = melBands;
  }

  /** @param samples at the recipe's rate */
  async push(samples: Float32Array): Promise<MelRows> {
    const { sampleRate, mel } = this.#recipe;
    const heard = new Float32Array(this.#pending.length + samples.length);
    heard.set(this.#pending);
    heard.set(samples, this.#pending.length);
    const batch = { samples: heard, offsets: Uint32Array.of(0, heard.length), sampleRate };
    const options = { ...mel, center: false, padMode: 'constant', output: 'log' } as const;
    const { data } = await this.#extractor.melSpectrogram(batch, options);
    const frames =
      heard.length < this.#fftSize ? 0 : 1 + Math.floor((heard.length - this.#fftSize) / this.#hopLength);
    this.#pending = heard.slice(frames * this.#hopLength);
    return { values: data, bands: this.#bands, hopSeconds: this.#hopLength / sampleRate };
  }
}
