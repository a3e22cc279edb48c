import * as tf from '@tensorflow/tfjs';
import type { Initializers } from './initializers.ts';

export interface PoolingOptions {
  name: string;
  /** Of the layer in which attention is made up. */
  units: number;
  initializers: Initializers;
}

/**
 * Mean and variance of each feature over time, weighted by an attention of its own: Okabe, Koshinaka & Shinoda, "Attentive
 * statistics pooling for deep speaker embedding" (2018), with the variance for their deviation. Made of tfjs's own
 * layers, so that plain tfjs loads it.
 *
 * @param x `[batch, time, features]`
 * @returns `[batch, 2 × features]`: means, then variances
 */
export function attentiveStatistics(
  x: tf.SymbolicTensor,
  { name, units, initializers }: PoolingOptions,
): tf.SymbolicTensor {
  const [, time, features] = x.shape as [null, number, number];
  const hidden = tf.layers
    .dense({ name: `${name}_hidden`, units, activation: 'tanh', ...initializers(`${name}_hidden`, x) })
    .apply(x) as tf.SymbolicTensor;
  let weights = tf.layers
    .dense({ name: `${name}_scores`, units: features, ...initializers(`${name}_scores`, hidden) })
    .apply(hidden);
  // tfjs's softmax is over the last axis.
  weights = tf.layers.permute({ name: `${name}_features`, dims: [2, 1] }).apply(weights);
  weights = tf.layers.softmax({ name: `${name}_attention`, axis: -1 }).apply(weights);
  weights = tf.layers.permute({ name: `${name}_times`, dims: [2, 1] }).apply(weights);

  const multiply = (suffix: string, a: unknown, b: unknown) =>
    tf.layers
      .multiply({ name: `${name}_${suffix}` })
      .apply([a, b] as tf.SymbolicTensor[]) as tf.SymbolicTensor;
  const scale = (suffix: string, value: unknown, factor: number) =>
    tf.layers
      .rescaling({ name: `${name}_${suffix}`, scale: factor })
      .apply(value as tf.SymbolicTensor) as tf.SymbolicTensor;
  // A sum over time is its mean, scaled.
  const sumOverTime = (suffix: string, value: tf.SymbolicTensor) => {
    const mean = tf.layers.globalAveragePooling1d({ name: `${name}_${suffix}_average` }).apply(value);
    return scale(suffix, mean, time);
  };
  const weighted = multiply('weighted', weights, x);
  const mean = sumOverTime('mean', weighted);
  const power = sumOverTime('power', multiply('squares', weighted, x));
  // Not the mean by itself: tfjs frees a tensor too early that enters one layer twice.
  const negativeSquare = multiply('negative_square', mean, scale('negative', mean, -1));
  const variance = tf.layers.add({ name: `${name}_variance` }).apply([power, negativeSquare]);
  return tf.layers.concatenate({ name }).apply([mean, variance as tf.SymbolicTensor]) as tf.SymbolicTensor;
}
