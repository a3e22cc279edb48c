import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';

/** Numbers from a small generator of their own (mulberry32): the same seed gives the same values. */
export function numbers(size: number, seed: number): Float32Array {
  let state = seed | 0;
  return Float32Array.from({ length: size }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}

/** A tensor of values in -1 … 1. */
export function tensor(shape: number[], seed: number): tf.Tensor {
  return tf.tensor(numbers(tf.util.sizeFromShape(shape), seed), shape);
}

/** Sizes of axes: small, sometimes 0. */
export const size = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 7 }) },
  { weight: 3, arbitrary: fc.integer({ min: 8, max: 40 }) },
  { weight: 1, arbitrary: fc.constant(0) },
);
export const seed = fc.integer({ min: 1, max: 1 << 30 });

/** Shapes of at most a few thousand values. */
export function shape(minRank: number, maxRank: number): fc.Arbitrary<number[]> {
  return fc
    .array(size, { minLength: minRank, maxLength: maxRank })
    .filter((dims) => dims.reduce((product, n) => product * n, 1) <= 4000);
}

// A failure is shown as it was found: making it smaller would take thousands of runs.
fc.configureGlobal({ endOnFailure: true });
