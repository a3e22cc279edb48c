import * as tf from '@tensorflow/tfjs';
import { SeededDropout } from '../training/dropout.ts';
import { checkNotEmpty } from './head.ts';
import { fanInUniform } from './initializers.ts';
import type { FeatureShape } from './layout.ts';

/**
 * What both of the notebook's networks begin with: three convolutions without padding, each followed by max-pooling,
 * and a dense layer with dropout.
 *
 * @param block a convolution with as many filters and its pool; both end in the block's number
 */
export function notebookBody(
  input: tf.SymbolicTensor,
  { frames, width, seed }: FeatureShape & { seed: number },
  block: (x: tf.SymbolicTensor, number: number, filters: number) => tf.SymbolicTensor,
): tf.SymbolicTensor {
  let x = input;
  for (const [i, filters] of [512, 512, 128].entries()) {
    x = block(x, i + 1, filters);
    checkNotEmpty(x, { frames, width });
  }
  x = tf.layers.flatten({ name: 'flatten' }).apply(x) as tf.SymbolicTensor;
  x = tf.layers
    .dense({ name: 'fc1', units: 256, activation: 'relu', ...fanInUniform(seed)('fc1', x) })
    .apply(x) as tf.SymbolicTensor;
  return new SeededDropout({ name: 'dropout', rate: 0.2, seed }).apply(x) as tf.SymbolicTensor;
}
