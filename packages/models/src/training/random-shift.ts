import * as tf from '@tensorflow/tfjs';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { SeededLayer } from './seeded-layer.ts';

export interface RandomShiftArgs {
  name: string;
  /** Frames by which a segment is moved in time at most, to either side. */
  frames: number;
  /** Bands by which it is moved in frequency at most. */
  bands: number;
  seed: number;
}

/**
 * Moves each segment of a batch `[batch, frames, bands, 1]` at random, in time and in frequency: the network
 * learns not to mind when something is said, nor quite how long the speaker's vocal tract is (after Jaitly &
 * Hinton, "Vocal tract length perturbation improves speech recognition", 2013). Frames that leave at one end
 * come in at the other; at the spectrum's ends the last band is repeated. Saved as a linear activation, which
 * does nothing.
 */
export class RandomShift extends SeededLayer {
  static readonly className = 'Activation';
  readonly #frames: number;
  readonly #bands: number;

  constructor({ name, frames, bands, seed }: RandomShiftArgs) {
    super(name, seed);
    this.#frames = frames;
    this.#bands = bands;
  }

  protected override disturb(input: tf.Tensor, seed: number): tf.Tensor {
    const [segments, frames, bands] = input.shape as [number, number, number];
    const random = xoroshiro128plus(seed);
    /** For each value of the output, the place of the input's that it takes. */
    const sources = new Int32Array(input.size);
    let i = 0;
    for (let segment = 0; segment < segments; segment++) {
      const later = uniformInt(random, -this.#frames, this.#frames);
      const higher = uniformInt(random, -this.#bands, this.#bands);
      for (let frame = 0; frame < frames; frame++) {
        const sourceFrame = (((frame - later) % frames) + frames) % frames;
        const row = (segment * frames + sourceFrame) * bands;
        for (let band = 0; band < bands; band++) {
          sources[i++] = row + Math.min(bands - 1, Math.max(0, band - higher));
        }
      }
    }
    return tf.reshape(tf.gather(tf.reshape(input, [-1]), tf.tensor1d(sources, 'int32')), input.shape);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), activation: 'linear' };
  }
}
