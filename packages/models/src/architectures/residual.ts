import * as tf from '@tensorflow/tfjs';
import { deriveSeed } from '../seed.ts';
import { BatchNormalisation } from '../training/batch-normalisation.ts';

export interface ConvolutionOptions {
  /** Of the layers, each with a suffix of its own. */
  name: string;
  filters: number;
  kernelSize: number;
  /** Over time and bands. */
  strides: readonly [number, number];
  /** Whether a ReLU follows. Default true. */
  activate?: boolean;
  seed: number;
}

/**
 * A convolution without bias, batch normalisation, and a ReLU. Initial kernels are those of He et al., "Delving deep into
 * rectifiers" (2015).
 */
export function convolution(
  x: tf.SymbolicTensor,
  { name, filters, kernelSize, strides, activate = true, seed }: ConvolutionOptions,
): tf.SymbolicTensor {
  const layer = tf.layers.conv2d({
    name: `${name}_conv`,
    filters,
    kernelSize,
    strides: [...strides],
    padding: 'same',
    useBias: false,
    kernelInitializer: tf.initializers.heNormal({ seed: deriveSeed(seed, `${name}/kernel`) }),
  });
  // The layer's own fused convolution has a gradient for its input even where nothing asks for one, as at the network's input.
  layer.call = (inputs) => {
    const image = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
    return tf.conv2d(image, layer.getWeights()[0] as tf.Tensor4D, [...strides], 'same');
  };
  let y = layer.apply(x);
  // The default momentum of 0.99 is too slow for a training of some thousand steps.
  y = new BatchNormalisation({ name: `${name}_norm`, momentum: 0.9 }).apply(y);
  return (activate ? relu(y, name) : y) as tf.SymbolicTensor;
}

export interface BlockOptions {
  name: string;
  filters: number;
  /** Of the first convolution, over time and bands. */
  strides: readonly [number, number];
  seed: number;
}

/**
 * A residual block of two 3 × 3 convolutions (He et al., "Deep residual learning for image recognition", 2016) with squeeze and
 * excitation. Where the shape changes, the shortcut pools and projects.
 */
export function residualBlock(
  x: tf.SymbolicTensor,
  { name, filters, strides, seed }: BlockOptions,
): tf.SymbolicTensor {
  let y = convolution(x, { name: `${name}a`, filters, kernelSize: 3, strides, seed });
  y = convolution(y, { name: `${name}b`, filters, kernelSize: 3, strides: [1, 1], activate: false, seed });
  y = squeezeExcite(y, name, seed);
  let shortcut = x;
  if (strides.some((stride) => stride > 1)) {
    shortcut = tf.layers
      .averagePooling2d({
        name: `${name}_pool`,
        poolSize: [...strides],
        strides: [...strides],
        padding: 'same',
      })
      .apply(shortcut) as tf.SymbolicTensor;
  }
  if (shortcut.shape.at(-1) !== filters) {
    const options = { filters, kernelSize: 1, strides: [1, 1], activate: false, seed } as const;
    shortcut = convolution(shortcut, { name: `${name}_shortcut`, ...options });
  }
  const sum = tf.layers.add({ name: `${name}_sum` }).apply([y, shortcut]);
  return relu(sum, name);
}

/** Scales each channel by what all of them come to: Hu et al., "Squeeze-and-excitation networks" (2018). */
function squeezeExcite(x: tf.SymbolicTensor, block: string, seed: number): tf.SymbolicTensor {
  const channels = x.shape.at(-1) as number;
  const name = `${block}_excite`;
  let scale = tf.layers.globalAveragePooling2d({ name: `${name}_squeeze` }).apply(x);
  scale = tf.layers
    .dense({
      name: `${name}1`,
      units: Math.max(8, Math.floor(channels / 4)),
      activation: 'relu',
      kernelInitializer: tf.initializers.heNormal({ seed: deriveSeed(seed, `${name}1/kernel`) }),
    })
    .apply(scale);
  scale = tf.layers
    .dense({
      name: `${name}2`,
      units: channels,
      activation: 'sigmoid',
      kernelInitializer: tf.initializers.glorotUniform({ seed: deriveSeed(seed, `${name}2/kernel`) }),
    })
    .apply(scale);
  scale = tf.layers.reshape({ name: `${name}_shape`, targetShape: [1, 1, channels] }).apply(scale);
  return tf.layers.multiply({ name }).apply([x, scale as tf.SymbolicTensor]) as tf.SymbolicTensor;
}

function relu(x: tf.SymbolicTensor | tf.Tensor | tf.Tensor[] | tf.SymbolicTensor[], name: string) {
  return tf.layers.activation({ name: `${name}_relu`, activation: 'relu' }).apply(x) as tf.SymbolicTensor;
}
