import * as tf from '@tensorflow/tfjs';
import { ModelError } from '../errors.ts';
import type { Initializers } from './initializers.ts';
import type { FeatureShape } from './layout.ts';

export const LOGITS = 'logits';
export const PROBABILITIES = 'probabilities';

/**
 * The end of every network: a linear dense layer named 'logits' under a softmax named 'probabilities'. The
 * saved model gives probabilities by itself, while training reads the logits, whose cross-entropy is stable.
 *
 * @param features `[batch, features]`
 */
export function classify(
  features: tf.SymbolicTensor,
  classes: number,
  initializers: Initializers,
): tf.SymbolicTensor {
  const logits = tf.layers
    .dense({ name: LOGITS, units: classes, ...initializers(LOGITS, features) })
    .apply(features);
  return tf.layers.softmax({ name: PROBABILITIES }).apply(logits) as tf.SymbolicTensor;
}

/**
 * The same network up to its logits. It is a view of the model's layers: it goes when the model is disposed.
 */
export function logitsModel(model: tf.LayersModel): tf.LayersModel {
  return tf.model({ inputs: model.inputs, outputs: model.getLayer(LOGITS).output as tf.SymbolicTensor });
}

/** Divides the logits by a temperature, so that the saved model's probabilities are calibrated by themselves. */
export function coolLogits(model: tf.LayersModel, temperature: number): void {
  // A mean of logits is cooled by cooling all of them.
  const layers = model.layers.filter(({ name, weights }) => name.endsWith(LOGITS) && weights.length > 0);
  tf.tidy(() => {
    for (const layer of layers) {
      layer.setWeights(layer.getWeights().map((weight) => tf.div(weight, temperature)));
    }
  });
}

/** @throws {@link ModelError} if convolutions and pools without padding have left nothing of a segment */
export function checkNotEmpty(x: tf.SymbolicTensor, { frames, width }: FeatureShape): void {
  if (x.shape.some((size) => size !== null && size < 1)) {
    throw new ModelError(`segments of ${frames} frames × ${width} values are too small for this network`);
  }
}
