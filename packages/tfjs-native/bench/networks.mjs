// The networks that training is measured with, in TensorFlow.js's own layers.
import * as tf from '@tensorflow/tfjs';

/** Three small convolutions over images of 64 × 80: everything but the products counts here. */
function small() {
  const convolution = (filters) =>
    tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu' });
  return tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [64, 80, 1] }),
      convolution(32),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      convolution(64),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      convolution(64),
      tf.layers.globalAveragePooling2d({}),
      tf.layers.dense({ units: 6 }),
    ],
  });
}

/** Three wide convolutions over spectrograms of 128 bands × 55 frames, 6.1 million weights. */
function notebookMel() {
  const convolution = (filters) => [
    tf.layers.conv2d({ filters, kernelSize: [5, 3], activation: 'relu' }),
    tf.layers.maxPooling2d({ poolSize: [5, 3], strides: [2, 2] }),
  ];
  return tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [128, 55, 1] }),
      ...[512, 512, 128].flatMap(convolution),
      tf.layers.flatten(),
      tf.layers.dense({ units: 256, activation: 'relu' }),
      tf.layers.dense({ units: 6 }),
    ],
  });
}

/** Three wide convolutions over 27,960 samples and a dense layer of 114 million weights. */
function notebookWave() {
  const convolution = (filters) => [
    tf.layers.conv1d({ filters, kernelSize: 5, activation: 'relu' }),
    tf.layers.maxPooling1d({ poolSize: 5, strides: 2 }),
  ];
  return tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [27960, 1] }),
      ...[512, 512, 128].flatMap(convolution),
      tf.layers.flatten(),
      // Any start will do, and the default one takes JavaScript a minute.
      tf.layers.dense({
        units: 256,
        activation: 'relu',
        kernelInitializer: tf.initializers.constant({ value: 1e-5 }),
      }),
      tf.layers.dense({ units: 128, activation: 'relu' }),
      tf.layers.dense({ units: 6 }),
    ],
  });
}

export const NETWORKS = {
  small: { build: small, batch: 32 },
  'notebook-mel': { build: notebookMel, batch: 8 },
  'notebook-wave': { build: notebookWave, batch: 8 },
};

/**
 * Multiplications and additions of a batch: of the forward pass, and of a training step, which adds both gradients of
 * each layer but the first one's of the input.
 */
export function flopsOf(model, batch) {
  let forward = 0;
  let first = 0;
  for (const layer of model.layers) {
    const [kernel] = layer.getWeights();
    if (!kernel) continue;
    // A kernel's weights meet every position of the output once.
    const positions = layer.outputShape.slice(1, -1).reduce((product, size) => product * size, 1);
    const flops = 2 * batch * positions * kernel.size;
    first ||= flops;
    forward += flops;
  }
  return { forward, step: 3 * forward - first };
}
