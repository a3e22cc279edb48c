import * as tf from '@tensorflow/tfjs';
import { deriveSeed } from '../seed.ts';

/**
 * A layer that changes its input at random in training and passes it on untouched otherwise. What it draws
 * follows from seed, layer name and training step alone, so that a run that goes on from a checkpoint draws
 * what it would have drawn.
 *
 * A layer of this kind is saved under the name of one of tfjs's own that does the same outside training, so
 * that tfjs loads the model without our classes.
 */
export abstract class SeededLayer extends tf.layers.Layer {
  readonly #seed: number;
  #step = 0;

  constructor(name: string, seed: number) {
    super({ name });
    this.#seed = seed;
  }

  /** What training puts in the place of `input`, of the same shape; `seed` is of this layer and step. */
  protected abstract disturb(input: tf.Tensor, seed: number): tf.Tensor;

  setStep(step: number): void {
    this.#step = step;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], { training }: { training?: boolean }): tf.Tensor {
    const input = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor;
    if (!training) return input;
    return tf.tidy(() => this.disturb(input, deriveSeed(this.#seed, `${this.name}/${this.#step}`)));
  }
}

/** Tells the model's random layers which step comes next; steps count from 0 over the whole run. */
export function setTrainingStep(model: tf.LayersModel, step: number): void {
  for (const layer of model.layers) {
    if (layer instanceof SeededLayer) layer.setStep(step);
  }
}
