import { PRESETS } from '@ser/dsp';
import * as tf from '@tensorflow/tfjs';
import type { Architecture } from './architecture.ts';
import { classify } from './head.ts';
import { fanInUniform } from './initializers.ts';
import { inputShape } from './layout.ts';
import { notebookBody } from './notebook-body.ts';

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
    const x = notebookBody(input, { frames, width, seed }, (x, number, filters) => {
      const name = `conv${number}`;
      const convolution = tf.layers
        .conv2d({ name, filters, kernelSize: KERNEL, activation: 'relu', ...initializers(name, x, KERNEL) })
        .apply(x);
      const pool = tf.layers.maxPooling2d({ name: `pool${number}`, poolSize: KERNEL, strides: [2, 2] });
      return pool.apply(convolution) as tf.SymbolicTensor;
    });
    return tf.model({ name: 'notebook-mel', inputs: input, outputs: classify(x, classes, initializers) });
  },
};
