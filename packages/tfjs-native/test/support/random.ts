import * as tf from '@tensorflow/tfjs';
import { Draw } from './draw.ts';

/** Numbers in -1 … 1: the same seed gives the same ones. */
export function numbers(size: number, seed: number): Float32Array {
  return Float32Array.from(new Draw(seed).floats([size]).values);
}

/** A tensor of values in -1 … 1. */
export function tensor(shape: number[], seed: number): tf.Tensor {
  return tf.tensor(numbers(tf.util.sizeFromShape(shape), seed), shape);
}
