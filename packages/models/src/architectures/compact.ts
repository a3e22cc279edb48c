import { PRESETS } from '@ser/dsp';
import * as tf from '@tensorflow/tfjs';
import { SeededDropout } from '../training/dropout.ts';
import type { Architecture } from './architecture.ts';
import { classify } from './head.ts';
import { fanInUniform } from './initializers.ts';
import { inputShape } from './layout.ts';

export const compact: Architecture = {
  name: 'compact',
  description: 'a small 2-D network on 64-band log-mel spectrograms',
  recipe: PRESETS.compact,
  normalisation: 'band',
  layout: 'time-major',
  training: { epochs: 15, batchSize: 16, learningRate: 2e-3, patience: 15, labelSmoothing: 0 },
  build({ frames, width, classes, seed }) {
    const initializers = fanInUniform(seed);
    const input = tf.input({ shape: inputShape('time-major', { frames, width }), name: 'mel' });
    const conv = (
      x: tf.SymbolicTensor,
      name: string,
      filters: number,
      kernel: [number, number],
      strides: [number, number],
      bn = true,
    ) => {
      x = tf.layers
        .conv2d({
          name,
          filters,
          kernelSize: kernel,
          strides,
          padding: 'same',
          useBias: !bn,
          ...(bn ? {} : { activation: 'relu' }),
          ...initializers(name, x, kernel),
        })
        .apply(x) as tf.SymbolicTensor;
      if (!bn) return x;
      x = tf.layers
        .batchNormalization({ name: `${name}-norm`, momentum: 0.95, epsilon: 1e-5 })
        .apply(x) as tf.SymbolicTensor;
      return tf.layers.activation({ name: `${name}-relu`, activation: 'relu' }).apply(x) as tf.SymbolicTensor;
    };
    let x = conv(input, 'conv1', 16, [5, 5], [2, 4], false);
    x = tf.layers.maxPooling2d({ name: 'pool1', poolSize: 2 }).apply(x) as tf.SymbolicTensor;
    x = conv(x, 'conv2', 32, [3, 3], [2, 1]);
    x = conv(x, 'conv3', 32, [3, 3], [1, 2]);
    x = conv(x, 'conv4', 48, [3, 3], [2, 1]);
    x = tf.layers
      .reshape({
        name: 'bands',
        targetShape: [x.shape[1] as number, (x.shape[2] as number) * (x.shape[3] as number)],
      })
      .apply(x) as tf.SymbolicTensor;
    const mean = tf.layers.globalAveragePooling1d({ name: 'mean' }).apply(x) as tf.SymbolicTensor;
    const max = tf.layers.globalMaxPooling1d({ name: 'max' }).apply(x) as tf.SymbolicTensor;
    x = tf.layers.concatenate({ name: 'pooled' }).apply([mean, max]) as tf.SymbolicTensor;
    x = new SeededDropout({ name: 'dropout', rate: 0.3, seed }).apply(x) as tf.SymbolicTensor;
    return tf.model({ name: 'compact', inputs: input, outputs: classify(x, classes, initializers) });
  },
};
