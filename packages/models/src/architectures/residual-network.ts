import * as tf from '@tensorflow/tfjs';
import { deriveSeed } from '../seed.ts';
import { BatchNormalisation } from '../training/batch-normalisation.ts';
import { SeededDropout } from '../training/dropout.ts';
import type { BuildOptions } from './architecture.ts';
import { attentiveStatistics } from './attentive-statistics.ts';
import { classify } from './head.ts';
import { fanInUniform } from './initializers.ts';
import { inputShape } from './layout.ts';
import { convolution, residualBlock } from './residual.ts';

export interface ResidualNetwork {
  name: string;
  /** Of the residual blocks: filters, and strides over time and bands. */
  blocks: readonly { filters: number; strides: readonly [number, number] }[];
  /** What a frame is summed up in before it is pooled over time. */
  frameUnits: number;
  attentionUnits: number;
  /** Share of the pooled features that is left out at random in training. */
  dropout: number;
}

/**
 * A residual network with squeeze and excitation over log-mel spectrograms, and attentive pooling over time. From
 * `[batch, frames, bands, 1]` to `[batch, classes]` probabilities.
 */
export function residualNetwork(
  { name, blocks, frameUnits, attentionUnits, dropout }: ResidualNetwork,
  { frames, width, classes, seed }: BuildOptions,
): tf.LayersModel {
  const initializers = fanInUniform(seed);
  const input = tf.input({ shape: inputShape('time-major', { frames, width }), name: 'mel' });
  const filters = blocks[0]?.filters ?? 1;
  let x = convolution(input, { name: 'stem', filters, kernelSize: 5, strides: [2, 2], seed });
  for (const [i, block] of blocks.entries()) {
    x = residualBlock(x, { name: `block${i + 1}`, ...block, seed });
  }
  // A frame's bands are weighed, not averaged: where in the spectrum something happens counts.
  const [, time, bands, channels] = x.shape as [null, number, number, number];
  x = tf.layers
    .reshape({ name: 'sequence', targetShape: [time, bands * channels] })
    .apply(x) as tf.SymbolicTensor;
  x = tf.layers
    .dense({
      name: 'frames',
      units: frameUnits,
      useBias: false,
      kernelInitializer: tf.initializers.heNormal({ seed: deriveSeed(seed, 'frames/kernel') }),
    })
    .apply(x) as tf.SymbolicTensor;
  x = new BatchNormalisation({ name: 'frames_norm', momentum: 0.9 }).apply(x) as tf.SymbolicTensor;
  x = tf.layers.activation({ name: 'frames_relu', activation: 'relu' }).apply(x) as tf.SymbolicTensor;
  x = attentiveStatistics(x, { name: 'pool', units: attentionUnits, initializers });
  x = new BatchNormalisation({ name: 'pool_norm', momentum: 0.9 }).apply(x) as tf.SymbolicTensor;
  x = new SeededDropout({ name: 'dropout', rate: dropout, seed }).apply(x) as tf.SymbolicTensor;
  return tf.model({ name, inputs: input, outputs: classify(x, classes, initializers) });
}
