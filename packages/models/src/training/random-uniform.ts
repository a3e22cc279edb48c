import * as tf from '@tensorflow/tfjs';

/** The kernel that a backend may have for this; `@ser/tfjs-native` does. */
const KERNEL = 'PhiloxUniform';

/**
 * Uniform random numbers from 0 up to but not including 1, the same bits on every backend: by the backend's own
 * kernel if it has one, else in JavaScript.
 *
 * @param seed an integer from 0 to 2³² - 1
 * @returns float32 of that shape; number i is word i of Philox-4x32-10, cut to its first 24 bits
 */
export function randomUniform(shape: number[], seed: number): tf.Tensor {
  if (tf.getKernel(KERNEL, tf.getBackend())) {
    return tf.engine().runKernel(KERNEL, {}, { shape, low: 0, high: 1, seed });
  }
  return tf.tensor(philoxUniform(tf.util.sizeFromShape(shape), seed), shape);
}

/**
 * Philox-4x32-10: four random words from a counter and a key (Salmon et al., "Parallel random numbers: as easy
 * as 1, 2, 3", 2011). Here the counter is the block's number and the key is the seed.
 */
function philoxUniform(size: number, seed: number): Float32Array {
  const values = new Float32Array(size);
  for (let block = 0; block * 4 < size; block++) {
    let [a, b, c, d] = [block, 0, 0, 0];
    let [key0, key1] = [seed, 0];
    for (let round = 0; round < 10; round++) {
      [a, b, c, d] = [
        highProduct(0xcd9e8d57, c) ^ b ^ key0,
        Math.imul(0xcd9e8d57, c),
        highProduct(0xd2511f53, a) ^ d ^ key1,
        Math.imul(0xd2511f53, a),
      ];
      key0 = (key0 + 0x9e3779b9) | 0;
      key1 = (key1 + 0xbb67ae85) | 0;
    }
    // Words beyond the array's end are not kept.
    values[block * 4] = (a >>> 8) / 2 ** 24;
    values[block * 4 + 1] = (b >>> 8) / 2 ** 24;
    values[block * 4 + 2] = (c >>> 8) / 2 ** 24;
    values[block * 4 + 3] = (d >>> 8) / 2 ** 24;
  }
  return values;
}

/** The upper 32 bits of the product of two unsigned 32-bit integers. */
function highProduct(a: number, b: number): number {
  const [aHigh, aLow, bHigh, bLow] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = (aLow * bHigh + (middle & 0xffff)) >>> 16;
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + carry) | 0;
}
