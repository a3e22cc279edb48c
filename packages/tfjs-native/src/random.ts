import { engine, type Tensor } from '@tensorflow/tfjs-core';
import type { Kernel, KernelTable } from './kernels/kernel.ts';

const PHILOX_UNIFORM = 'PhiloxUniform';

interface PhiloxUniformAttrs {
  shape: number[];
  low: number;
  high: number;
  seed: number;
}

const philoxUniform: Kernel = ({ attrs, backend }) => {
  const { shape, low, high, seed } = attrs as PhiloxUniformAttrs;
  return backend.run1(PHILOX_UNIFORM, [], { shape, dtype: 'float32' }, [low, high, seed]);
};

/**
 * Kernels that TensorFlow.js doesn't have: it makes random numbers one by one in JavaScript. Code that must not depend on
 * this package asks TensorFlow.js whether the backend has the kernel, and runs it.
 */
export const randomKernels: KernelTable = { [PHILOX_UNIFORM]: philoxUniform };

/**
 * Random numbers at native speed, for dropout masks and noise: uniform from `low` up to but not including `high`. The same
 * seed gives the same numbers, on any number of threads (Philox-4x32-10). The backend `native` must be the current one.
 *
 * @param shape of the result, which is float32
 * @param seed an integer from 0 to 2⁵³ - 1
 * @throws RangeError for another seed
 */
export function randomUniform(shape: number[], low: number, high: number, seed: number): Tensor {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`The seed is ${seed}; it must be an integer from 0 to ${Number.MAX_SAFE_INTEGER}.`);
  }
  return engine().runKernel(PHILOX_UNIFORM, {}, { shape, low, high, seed });
}
