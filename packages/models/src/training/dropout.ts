import * as tf from '@tensorflow/tfjs';
import { deriveSeed } from '../seed.ts';

export interface SeededDropoutArgs {
  name: string;
  /** Share of values set to zero, 0 to below 1; the others grow by 1 / (1 - rate). */
  rate: number;
  seed: number;
  /** Shape of the mask: 1 for an axis that is dropped as a whole, null for the input's size. Default all null. */
  noiseShape?: (number | null)[];
}

/**
 * Dropout (Srivastava et al., 2014) whose mask follows from seed, layer name and training step alone, so that
 * a run that goes on from a checkpoint draws what it would have drawn. tfjs's own layer is either unseeded or
 * draws the same mask at every step.
 *
 * It is saved as a plain 'Dropout' layer: tfjs loads the model without this class.
 */
export class SeededDropout extends tf.layers.Layer {
  static readonly className = 'Dropout';
  readonly #rate: number;
  readonly #seed: number;
  readonly #noiseShape: (number | null)[] | undefined;
  #step = 0;

  constructor({ name, rate, seed, noiseShape }: SeededDropoutArgs) {
    super({ name });
    this.supportsMasking = true;
    this.#rate = rate;
    this.#seed = seed;
    this.#noiseShape = noiseShape;
  }

  setStep(step: number): void {
    this.#step = step;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], { training }: { training?: boolean }): tf.Tensor {
    const input = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor;
    if (!training || this.#rate === 0) return input;
    return tf.tidy(() => {
      const shape = input.shape.map((size, axis) => this.#noiseShape?.[axis] ?? size);
      const seed = deriveSeed(this.#seed, `${this.name}/${this.#step}`);
      const kept = tf.greaterEqual(tf.randomUniform(shape, 0, 1, 'float32', seed), this.#rate);
      return tf.mul(input, tf.div(tf.cast(kept, 'float32'), 1 - this.#rate));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const noiseShape = this.#noiseShape && { noiseShape: this.#noiseShape };
    return { ...super.getConfig(), rate: this.#rate, ...noiseShape };
  }
}

/** Tells the model's dropout layers which step comes next; steps count from 0 over the whole run. */
export function setTrainingStep(model: tf.LayersModel, step: number): void {
  for (const layer of model.layers) {
    if (layer instanceof SeededDropout) layer.setStep(step);
  }
}
