import type { FeatureExtractor } from './contract.ts';
import { designResampler, type ResamplerDesign, resampledLength } from './resampler.ts';

/**
 * Resamples audio that comes in pieces. The outputs end to end are what {@link FeatureExtractor.resample} gives for
 * the whole, whatever the pieces: each output sample is given out once all the input that it depends on is there.
 */
export class StreamResampler {
  readonly #extractor: FeatureExtractor;
  readonly #fromRate: number;
  readonly #toRate: number;
  readonly #design: ResamplerDesign;
  /** Input from sample `#start` on. That is a multiple of `down`, so that filter phases count as from the stream's start. */
  #pending = new Float32Array();
  #start = 0;
  /** The output sample that is next to be given out. */
  #next = 0;

  /** Rates in Hz; throws a `DspError` if they can't be used. */
  constructor(extractor: FeatureExtractor, fromRate: number, toRate: number) {
    this.#extractor = extractor;
    this.#fromRate = fromRate;
    this.#toRate = toRate;
    this.#design = designResampler(fromRate, toRate);
  }

  /** Takes the next samples, and gives those of the new rate that are settled by now. One call at a time. */
  async push(samples: Float32Array): Promise<Float32Array> {
    if (this.#fromRate === this.#toRate) return samples;
    const { up, down, taps, delay } = this.#design;
    this.#append(samples);
    const end = this.#start + this.#pending.length;
    // Output k reads input up to `floor(k × down / up) - delay + taps`.
    const settled = Math.floor(((end - (taps - delay)) * up) / down);
    return this.#take(settled);
  }

  /** The rest of the stream, behind which there is nothing but silence. */
  async end(): Promise<Float32Array> {
    if (this.#fromRate === this.#toRate) return new Float32Array();
    return this.#take(resampledLength(this.#start + this.#pending.length, this.#design));
  }

  /** Output up to before sample `to`; input that is not needed any more is let go. */
  async #take(to: number): Promise<Float32Array> {
    if (to <= this.#next) return new Float32Array();
    const { up, down, delay } = this.#design;
    const { samples } = await this.#extractor.resample(
      {
        samples: this.#pending,
        offsets: Uint32Array.of(0, this.#pending.length),
        sampleRate: this.#fromRate,
      },
      this.#toRate,
    );
    const first = (this.#start / down) * up;
    const output = (samples as Float32Array).slice(this.#next - first, to - first);
    this.#next = to;
    const needed = Math.floor((to * down) / up) - delay;
    const start = Math.max(this.#start, Math.floor(needed / down) * down);
    this.#pending = this.#pending.slice(start - this.#start);
    this.#start = start;
    return output;
  }

  #append(samples: Float32Array): void {
    const joined = new Float32Array(this.#pending.length + samples.length);
    joined.set(this.#pending);
    joined.set(samples, this.#pending.length);
    this.#pending = joined;
  }
}
