import * as tf from '@tensorflow/tfjs';
import { deriveSeed } from '../seed.ts';

/**
 * Initial weights of a layer with a kernel.
 *
 * @param layer the layer's name: its stream of random numbers hangs on it
 * @param input what the layer is applied to; channels last
 * @param kernelSize of a convolution; left out for a dense layer
 */
export type Initializers = (
  layer: string,
  input: tf.SymbolicTensor,
  kernelSize?: readonly number[],
) => {
  kernelInitializer: ReturnType<typeof tf.initializers.randomUniform>;
  biasInitializer: ReturnType<typeof tf.initializers.randomUniform>;
};

/**
 * Kernels and biases uniform in ±1/√fanIn: PyTorch's default for dense and convolutional layers, which is
 * what the notebook trained with (LeCun et al., "Efficient BackProp", 1998).
 */
export function fanInUniform(seed: number): Initializers {
  return (layer, input, kernelSize = []) => {
    const channels = input.shape.at(-1) ?? 1;
    const limit = 1 / Math.sqrt(kernelSize.reduce((product, size) => product * size, channels));
    const uniform = (weight: string) =>
      tf.initializers.randomUniform({
        minval: -limit,
        maxval: limit,
        seed: deriveSeed(seed, `${layer}/${weight}`),
      });
    return { kernelInitializer: uniform('kernel'), biasInitializer: uniform('bias') };
  };
}
