import * as tf from '@tensorflow/tfjs';
import { useNative } from './support/native.ts';
import { tensor } from './support/random.ts';

beforeAll(useNative);

/** Results of two million values and more don't go by way of the caches. */
const MANY = 2 ** 21;
const ROWS = 1021;

type Shapes = Record<string, number[]>;
type Tensors = Record<string, tf.Tensor>;

const columnsOf = (shapes: Shapes) => Math.max(1, ...Object.values(shapes).map((shape) => shape[1] ?? 1));

/** A kernel's results on random tensors, repeated afterwards, and on the same tensors repeated before; fixed ones never are. */
function bothWays(kernel: string, once: Shapes, fixed: Shapes, attrs: object) {
  const tensors = (shapes: Shapes): Tensors =>
    Object.fromEntries(
      Object.entries(shapes).map(([name, shape], i) => {
        const x = tensor(shape, i + 1);
        return [name, name === 'second' || name === 'variance' ? tf.abs(x) : x];
      }),
    );
  const run = (inputs: Tensors) =>
    [tf.engine().runKernel(kernel, inputs, attrs as never)].flat() as tf.Tensor[];
  const times = Math.ceil(MANY / ROWS / Math.max(columnsOf(once), columnsOf(fixed)));
  const repeated = (x: tf.Tensor) => tf.tile(x, [times, ...x.shape.slice(1).map(() => 1)]);
  return tf.tidy(() => {
    const [few, others] = [tensors(once), tensors(fixed)];
    const many = Object.fromEntries(Object.entries(few).map(([name, x]) => [name, repeated(x)]));
    return {
      times,
      expected: run({ ...few, ...others }).map((y) => (y.shape[0] === ROWS ? repeated(y) : y).dataSync()),
      actual: run({ ...many, ...others }).map((y) => y.dataSync()),
    };
  });
}

const bytes = (values: tf.TypedArray) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);

/** The largest difference, NaN if there is one. */
function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = a.length === b.length ? 0 : Number.NaN;
  for (let i = 0; i < a.length; i++)
    largest = Math.max(largest, Math.abs((a[i] as number) - (b[i] as number)));
  return largest;
}

it.each<[string, Shapes, Shapes, object]>([
  ['Relu', { x: [ROWS] }, {}, {}],
  ['IsNan', { x: [ROWS] }, {}, {}],
  ['Sub', { a: [ROWS], b: [ROWS] }, {}, {}],
  ['Sub', { a: [ROWS, 1] }, { b: [] }, {}],
  ['Sub', { a: [ROWS, 1] }, { b: [1, 3] }, {}],
  ['Sub', { b: [ROWS, 1] }, { a: [1, 48] }, {}],
  ['Sub', { a: [ROWS, 640], b: [ROWS, 1] }, {}, {}],
  ['Less', { a: [ROWS], b: [ROWS] }, {}, {}],
  [
    'AdamStep',
    { variable: [ROWS], gradient: [ROWS], first: [ROWS], second: [ROWS] },
    {},
    { learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-6, step: 3, kept: 0.9 },
  ],
])('%s of many values (%j, %j) is what it is of few', (kernel, once, fixed, attrs) => {
  const { expected, actual } = bothWays(kernel, once, fixed, attrs);
  actual.forEach((values, i) => {
    expect(bytes(values).equals(bytes(expected[i] as tf.TypedArray))).toBe(true);
  });
});

// Statistics are sums of more values, in another order.

it('batch normalisation of many values is what it is of few', () => {
  const { expected, actual } = bothWays(
    'BatchNormTraining',
    { x: [ROWS, 24] },
    { offset: [24], scale: [24] },
    { varianceEpsilon: 1e-3 },
  );
  actual.forEach((values, i) => {
    expect(difference(values, expected[i] as tf.TypedArray)).toBeLessThan(1e-5);
  });
});

it('the gradient of batch normalisation of many values is what its parts come to', () => {
  const { times, expected, actual } = bothWays(
    'BatchNormTrainingGrad',
    { x: [ROWS, 24], dy: [ROWS, 24] },
    { mean: [24], variance: [24], scale: [24] },
    { varianceEpsilon: 1e-3 },
  );
  expect(difference(actual[0] as tf.TypedArray, expected[0] as tf.TypedArray)).toBeLessThan(1e-4);
  for (const i of [1, 2]) {
    const sums = (expected[i] as Float32Array).map((sum) => times * sum);
    const largest = sums.reduce((most, sum) => Math.max(most, Math.abs(sum)), 0);
    expect(difference(actual[i] as tf.TypedArray, sums) / largest).toBeLessThan(1e-4);
  }
});
