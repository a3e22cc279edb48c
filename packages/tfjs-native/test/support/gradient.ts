import * as tf from '@tensorflow/tfjs';
import { Draw, type Value } from './draw.ts';

/** A function and the point at which its gradients are wanted. */
export interface Differentiable {
  f: (...inputs: tf.Tensor[]) => tf.Tensor;
  inputs: Value[];
  /** Share of the gradient's length by which it may be off. Default 1e-5. */
  tolerance?: number;
}

/**
 * Runs on TensorFlow.js's JavaScript backend in float64: its arrays are Float64Array instead of Float32Array, so that
 * its own kernels keep all digits of what JavaScript computes.
 */
function inFloat64<T>(compute: () => T): T {
  const single = globalThis.Float32Array;
  const backend = tf.getBackend();
  void tf.setBackend('cpu'); // which is there, so that nothing is waited for
  globalThis.Float32Array = Float64Array as never;
  try {
    return compute();
  } finally {
    globalThis.Float32Array = single;
    void tf.setBackend(backend);
  }
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

const length = (a: ArrayLike<number>) => Math.sqrt(dot(a, a));

const STEP = 1e-6;

/**
 * Compares the gradients by the current backend with slopes along random directions: central differences, in float64.
 *
 * @throws Error that names the seed and the input
 */
export function checkGradients(name: string, seed: number, make: (draw: Draw) => Differentiable): void {
  const draw = new Draw(seed);
  const { f, inputs, tolerance = 1e-5 } = make(draw);
  const valueAt = (points: number[][]) =>
    tf.tidy(() => f(...inputs.map(({ shape }, i) => tf.tensor(points[i] as number[], shape, 'float32'))));

  const shape = inFloat64(() => valueAt(inputs.map(({ values }) => values)).shape);
  const weights = draw.floats(shape);
  const gradients = tf.tidy(() => {
    const tensors = inputs.map(({ shape, values }) => tf.tensor(values, shape, 'float32'));
    const dy = tf.tensor(weights.values, shape, 'float32');
    return tf
      .grads(f)(tensors, dy)
      .map((gradient) => Array.from(gradient.dataSync()));
  });

  for (const [which, { values, shape }] of inputs.entries()) {
    const gradient = gradients[which] as number[];
    for (let round = 0; round < 2; round++) {
      const direction = draw.floats(shape).values;
      const at = (distance: number) =>
        inFloat64(() => {
          const moved = values.map((x, i) => x + distance * (direction[i] as number));
          const y = valueAt(inputs.map((input, i) => (i === which ? moved : input.values)));
          return dot(y.dataSync(), weights.values);
        });
      const slope = (at(STEP) - at(-STEP)) / (2 * STEP);
      // A gradient in which the weights cancel each other out is off by a share of them.
      const scale = (length(gradient) + 1e-2 * length(weights.values)) * length(direction) + 1e-2;
      const error = Math.abs(dot(gradient, direction) - slope) / scale;
      if (!(error <= tolerance)) {
        const shapes = inputs.map((input) => `[${input.shape}]`).join(' ');
        throw new Error(
          `${name}, seed ${seed}: gradient ${which} of ${shapes} is off by ${error} of its length`,
        );
      }
    }
  }
}
