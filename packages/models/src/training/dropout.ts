import * as tf from '@tensorflow/tfjs';
import { randomUniform } from './random-uniform.ts';
import { SeededLayer } from './seeded-layer.ts';

export interface SeededDropoutArgs {
  name: string;
  /** Share of values set to zero, 0 to below 1; the others grow by 1 / (1 - rate). */
  rate: number;
  seed: number;
}

/**
 * Dropout (Srivastava et al., 2014) with a mask of its own at every step. tfjs's own layer is either unseeded
 * or draws the same mask again and again. It is saved as that layer, unseeded.
 */
export class SeededDropout extends SeededLayer {
  static readonly className = 'Dropout';
  readonly #rate: number;

  constructor({ name, rate, seed }: SeededDropoutArgs) {
    super(name, seed);
    this.#rate = rate;
  }

  protected override disturb(input: tf.Tensor, seed: number): tf.Tensor {
    const kept = tf.greaterEqual(randomUniform(input.shape, seed), this.#rate);
    return tf.mul(input, tf.div(tf.cast(kept, 'float32'), 1 - this.#rate));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.#rate };
  }
}
