import * as tf from '@tensorflow/tfjs';
import type { Initializers } from './initializers.ts';

const LOGITS = 'logits';

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
  return tf.layers.softmax({ name: 'probabilities' }).apply(logits) as tf.SymbolicTensor;
}

/**
 * The same network up to its logits. It shares the model's weights; dispose it before the model.
 */
export function logitsModel(model: tf.LayersModel): tf.LayersModel {
  return tf.model({ inputs: model.inputs, outputs: model.getLayer(LOGITS).output as tf.SymbolicTensor });
}
