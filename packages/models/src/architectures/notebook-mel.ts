import { PRESETS } from '@ser/dsp';
import * as tf from '@tensorflow/tfjs';
import { SeededDropout } from '../training/dropout.ts';
import type { Architecture } from './architecture.ts';
import { checkNotEmpty, classify } from './head.ts';
import { fanInUniform } from './initializers.ts';
import { inputShape } from './layout.ts';

const KERNEL = [5, 3] as [number, number];

/**
 * The notebook's network on mel spectrograms: three convolutions without padding over bands × frames, each
 * followed by max-pooling, and two dense layers. 6,105,478 parameters at 128 bands × 55 frames and 6 classes.
 */
export const notebookMel: Architecture = {
  name: 'notebook-mel',
  description: "the notebook's 2-D network on 128-band mel spectrograms of 1.27 s pieces",
  recipe: PRESETS['notebook-mel'],
  normalisation: 'none',
  layout: 'band-major',
  training: {
    epochs: 20,
    batchSize: 8,
    learningRate: 1e-4,
    patience: 20,
    schedule: 'constant',
    labelSmoothing: 0,
  },

  build({ frames, width, classes, seed }) {
    const initializers = fanInUniform(seed);
    const input = tf.input({ shape: inputShape('band-major', { frames, width }), name: 'mel' });
    let x = input;
    for (const [i, filters] of [512, 512, 128].entries()) {
      const name = `conv${i + 1}`;
      x = tf.layers
        .conv2d({ name, filters, kernelSize: KERNEL, activation: 'relu', ...initializers(name, x, KERNEL) })
        .apply(x) as tf.SymbolicTensor;
      x = tf.layers
        .maxPooling2d({ name: `pool${i + 1}`, poolSize: KERNEL, strides: [2, 2] })
        .apply(x) as tf.SymbolicTensor;
      checkNotEmpty(x, { frames, width });
    }
    x = tf.layers.flatten({ name: 'flatten' }).apply(x) as tf.SymbolicTensor;
    x = tf.layers
      .dense({ name: 'fc1', units: 256, activation: 'relu', ...initializers('fc1', x) })
      .apply(x) as tf.SymbolicTensor;
    x = new SeededDropout({ name: 'dropout', rate: 0.2, seed }).apply(x) as tf.SymbolicTensor;
    return tf.model({ name: 'notebook-mel', inputs: input, outputs: classify(x, classes, initializers) });
  },
};
