import * as tf from '@tensorflow/tfjs';

/** The kernel that a backend may have for this; `@ser/tfjs-native` does. */
const KERNEL = 'MovingAverage';

/**
 * A step of an exponential moving average.
 *
 * @param decay the share that the average keeps
 */
export function moveAverage(average: tf.Tensor, value: tf.Tensor, decay: number): tf.Tensor {
  if (tf.getKernel(KERNEL, tf.getBackend())) {
    return tf.engine().runKernel(KERNEL, { average, value }, { decay });
  }
  return tf.add(tf.mul(average, decay), tf.mul(value, 1 - decay));
}
