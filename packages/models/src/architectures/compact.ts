import { PRESETS } from '@ser/dsp';
import * as tf from '@tensorflow/tfjs';
import { deriveSeed } from '../seed.ts';
import { BatchNormalisation } from '../training/batch-normalisation.ts';
import { SeededDropout } from '../training/dropout.ts';
import type { Architecture } from './architecture.ts';
import { attentiveStatistics } from './attentive-statistics.ts';
import { classify } from './head.ts';
import { fanInUniform } from './initializers.ts';
import { inputShape } from './layout.ts';
import { convolution, residualBlock } from './residual.ts';

/** Residual blocks: filters, and strides over time and bands. */
const BLOCKS = [
  { filters: 24, strides: [1, 1] },
  { filters: 48, strides: [2, 2] },
  { filters: 96, strides: [2, 2] },
  { filters: 144, strides: [1, 2] },
] as const;

/**
 * A residual network with squeeze and excitation over log-mel spectrograms, and attentive pooling over time. Values
 * are normalised by the statistics of the voice, as far as it is known.
 */
export const compact: Architecture = {
  name: 'compact',
  description: 'a residual 2-D network on log-mel windows of 2.8 s; trains in under an hour without a GPU',
  recipe: PRESETS.compact,
  normalisation: 'voice',
  layout: 'time-major',
  training: {
    epochs: 30,
    batchSize: 64,
    learningRate: 2e-3,
    patience: 30,
    // The average of the weights gets no worse towards the end, and a few validation voices choose by chance.
    keep: 'last',
    schedule: 'warm-cosine',
    labelSmoothing: 0.05,
    weightDecay: 0.02,
    averageDecay: 0.995,
    augmentation: {
      bandShift: 2,
      timeMasks: { count: 1, frames: 20 },
      bandMasks: { count: 1, bands: 8 },
      mixup: 0.2,
    },
    speeds: [0.9, 1.1],
  },

  build({ frames, width, classes, seed }) {
    const initializers = fanInUniform(seed);
    const input = tf.input({ shape: inputShape('time-major', { frames, width }), name: 'mel' });
    let x = convolution(input, { name: 'stem', filters: 24, kernelSize: 5, strides: [2, 2], seed });
    for (const [i, block] of BLOCKS.entries()) {
      x = residualBlock(x, { name: `block${i + 1}`, ...block, seed });
    }
    const [, time, bands, filters] = x.shape as [null, number, number, number];
    // A frame's bands are weighed, not averaged: where in the spectrum something happens counts.
    x = tf.layers
      .reshape({ name: 'sequence', targetShape: [time, bands * filters] })
      .apply(x) as tf.SymbolicTensor;
    x = tf.layers
      .dense({
        name: 'frames',
        units: 112,
        useBias: false,
        kernelInitializer: tf.initializers.heNormal({ seed: deriveSeed(seed, 'frames/kernel') }),
      })
      .apply(x) as tf.SymbolicTensor;
    x = new BatchNormalisation({ name: 'frames_norm', momentum: 0.9 }).apply(x) as tf.SymbolicTensor;
    x = tf.layers.activation({ name: 'frames_relu', activation: 'relu' }).apply(x) as tf.SymbolicTensor;
    x = attentiveStatistics(x, { name: 'pool', units: 64, initializers });
    x = new BatchNormalisation({ name: 'pool_norm', momentum: 0.9 }).apply(x) as tf.SymbolicTensor;
    x = new SeededDropout({ name: 'dropout', rate: 0.3, seed }).apply(x) as tf.SymbolicTensor;
    return tf.model({ name: 'compact', inputs: input, outputs: classify(x, classes, initializers) });
  },
};
