import * as tf from '@tensorflow/tfjs';
import { replaceSlowCpuKernels } from '../../src/backend/cpu-kernels.ts';

/** Strides, padding and shapes that reach every branch. */
const CASES = [
  { x: [2, 9, 7, 3], filter: [3, 3, 3, 4], strides: [1, 1], pad: 'same' },
  { x: [1, 12, 8, 1], filter: [5, 4, 1, 2], strides: [2, 4], pad: 'same' },
  { x: [3, 8, 6, 2], filter: [3, 2, 2, 5], strides: [1, 2], pad: 'valid' },
  { x: [2, 30, 1, 4], filter: [5, 1, 4, 4], strides: [2, 1], pad: 'valid' },
  { x: [1, 5, 5, 2], filter: [3, 3, 2, 2], strides: [1, 1], pad: 1 },
] as const;

function filterGradients(): Float32Array[] {
  return CASES.map(({ x, filter, strides, pad }) =>
    tf.tidy(() => {
      const input = tf.randomNormal<tf.Rank.R4>([...x], 0, 1, 'float32', 1);
      const gradient = tf.grad((weights) => {
        const y = tf.conv2d(input, weights as tf.Tensor4D, [...strides], pad);
        return tf.sum(tf.mul(y, tf.randomNormal(y.shape, 0, 1, 'float32', 2)));
      });
      return gradient(
        tf.randomNormal<tf.Rank.R4>([...filter], 0, 1, 'float32', 3),
      ).dataSync() as Float32Array;
    }),
  );
}

describe('replaceSlowCpuKernels', () => {
  it("gives the replaced kernel's filter gradients, bit for bit", async () => {
    tf.env().set('PROD', true);
    await tf.setBackend('cpu');
    const original = filterGradients();
    replaceSlowCpuKernels();
    replaceSlowCpuKernels();
    expect(filterGradients()).toEqual(original);
  });

  it('leaves channels-first to the replaced kernel', () => {
    const x = tf.randomNormal<tf.Rank.R4>([1, 2, 5, 5], 0, 1, 'float32', 1);
    const weights = tf.randomNormal<tf.Rank.R4>([3, 3, 2, 2], 0, 1, 'float32', 2);
    const last = tf.grad((w) =>
      tf.sum(tf.conv2d(tf.transpose(x, [0, 2, 3, 1]), w as tf.Tensor4D, 1, 'valid')),
    )(weights);
    const { strides, pad, dataFormat } = { strides: [1, 1], pad: 'valid', dataFormat: 'NCHW' };
    const first = tf.engine().runKernel('Conv2DBackpropFilter', { x, dy: tf.ones([1, 2, 3, 3]) }, {
      strides,
      pad,
      dataFormat,
      filterShape: [3, 3, 2, 2],
    } as never) as tf.Tensor;
    expect(first.dataSync()).toEqual(last.dataSync());
  });
});
