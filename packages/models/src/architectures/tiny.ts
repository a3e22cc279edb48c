import { PRESETS } from '@ser/dsp';
import * as tf from '@tensorflow/tfjs';
import { BatchNormalisation } from '../training/batch-normalisation.ts';
import { SeededDropout } from '../training/dropout.ts';
import { RandomShift } from '../training/random-shift.ts';
import type { Architecture } from './architecture.ts';
import { checkNotEmpty, classify } from './head.ts';
import { fanInUniform } from './initializers.ts';
import { inputShape } from './layout.ts';

/** Convolutions after the first: filters, and strides over time and bands. */
const BLOCKS = [
  { filters: 32, strides: [2, 1] },
  { filters: 32, strides: [1, 2] },
  { filters: 48, strides: [2, 1] },
] as const;

/**
 * A small convolution network that a laptop trains in minutes, on tfjs's plain JavaScript too. The first layer
 * strides over time and bands, so that all others work on small maps. Time is pooled away at the end, but
 * bands are kept apart: where in the spectrum something happens tells emotions from each other, when does not.
 * Training moves segments in time and frequency at random; of all that keeps so small a corpus from being
 * learned by heart, this does most.
 */
export const tiny: Architecture = {
  name: 'tiny',
  description: 'a small 2-D network on log-mel spectrograms of 2.5 s; trains in minutes without a GPU',
  recipe: PRESETS.tiny,
  normalisation: 'band',
  layout: 'time-major',
  training: {
    epochs: 20,
    batchSize: 16,
    learningRate: 2e-3,
    patience: 20,
    schedule: 'warm-cosine',
    labelSmoothing: 0,
  },

  build({ frames, width, classes, seed }) {
    const initializers = fanInUniform(seed);
    const input = tf.input({ shape: inputShape('time-major', { frames, width }), name: 'mel' });
    let x = new RandomShift({ name: 'shift', frames: 12, bands: 2, seed }).apply(input) as tf.SymbolicTensor;
    x = tf.layers
      .conv2d({
        name: 'conv1',
        filters: 16,
        kernelSize: [5, 5],
        strides: [2, 4],
        padding: 'same',
        activation: 'relu',
        ...initializers('conv1', x, [5, 5]),
      })
      .apply(x) as tf.SymbolicTensor;
    x = tf.layers.maxPooling2d({ name: 'pool1', poolSize: 2 }).apply(x) as tf.SymbolicTensor;
    checkNotEmpty(x, { frames, width });
    for (const [i, { filters, strides }] of BLOCKS.entries()) {
      const name = `conv${i + 2}`;
      x = tf.layers
        .conv2d({
          name,
          filters,
          kernelSize: [3, 3],
          strides: [...strides],
          padding: 'same',
          useBias: false,
          kernelInitializer: initializers(name, x, [3, 3]).kernelInitializer,
        })
        .apply(x) as tf.SymbolicTensor;
      // The default momentum of 0.99 is too slow for a training of some hundred steps.
      x = new BatchNormalisation({ name: `norm${i + 2}`, momentum: 0.9 }).apply(x) as tf.SymbolicTensor;
      x = tf.layers.activation({ name: `relu${i + 2}`, activation: 'relu' }).apply(x) as tf.SymbolicTensor;
    }
    const [time, bands, filters] = x.shape.slice(1) as [number, number, number];
    x = tf.layers
      .reshape({ name: 'bands', targetShape: [time, bands * filters] })
      .apply(x) as tf.SymbolicTensor;
    const mean = tf.layers.globalAveragePooling1d({ name: 'mean' }).apply(x) as tf.SymbolicTensor;
    const max = tf.layers.globalMaxPooling1d({ name: 'max' }).apply(x) as tf.SymbolicTensor;
    x = tf.layers.concatenate({ name: 'pooled' }).apply([mean, max]) as tf.SymbolicTensor;
    x = new SeededDropout({ name: 'dropout', rate: 0.3, seed }).apply(x) as tf.SymbolicTensor;
    return tf.model({ name: 'tiny', inputs: input, outputs: classify(x, classes, initializers) });
  },
};
