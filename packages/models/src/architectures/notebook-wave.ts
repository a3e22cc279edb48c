import { PRESETS } from '@ser/dsp';
import * as tf from '@tensorflow/tfjs';
import type { Architecture } from './architecture.ts';
import { classify } from './head.ts';
import { fanInUniform } from './initializers.ts';
import { inputShape } from './layout.ts';
import { notebookBody } from './notebook-body.ts';

/**
 * The notebook's network on samples: three convolutions without padding, each followed by max-pooling, and
 * three dense layers. 115,970,822 parameters (464 MB) at 27,960 inputs and 6 classes.
 */
export const notebookWave: Architecture = {
  name: 'notebook-wave',
  description: "the notebook's 1-D network on the samples of 1.27 s pieces; 464 MB of weights",
  recipe: PRESETS['notebook-wave'],
  normalisation: 'none',
  layout: 'sequence',
  training: {
    epochs: 5,
    batchSize: 8,
    learningRate: 1e-4,
    patience: 5,
    schedule: 'constant',
    labelSmoothing: 0,
  },

  build({ frames, width, classes, seed }) {
    const initializers = fanInUniform(seed);
    const input = tf.input({ shape: inputShape('sequence', { frames, width }), name: 'wave' });
    let x = notebookBody(input, { frames, width, seed }, (x, number, filters) => {
      const name = `conv${number}`;
      const convolution = tf.layers
        .conv1d({ name, filters, kernelSize: 5, activation: 'relu', ...initializers(name, x, [5]) })
        .apply(x);
      const pool = tf.layers.maxPooling1d({ name: `pool${number}`, poolSize: 5, strides: 2 });
      return pool.apply(convolution) as tf.SymbolicTensor;
    });
    x = tf.layers
      .dense({ name: 'fc2', units: 128, activation: 'relu', ...initializers('fc2', x) })
      .apply(x) as tf.SymbolicTensor;
    return tf.model({ name: 'notebook-wave', inputs: input, outputs: classify(x, classes, initializers) });
  },
};
