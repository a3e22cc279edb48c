import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { useNative } from './support/native.ts';
import { seed, tensor } from './support/random.ts';

beforeAll(useNative);

/** Sum of the products, in float64. */
function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/**
 * Compares a gradient with the slope of the function along a random direction, by central differences. What isn't the
 * kernels' own arithmetic is in float64.
 *
 * @param step how far to go each way; a linear function allows a wide one, which keeps rounding out
 */
function checkGradient(
  f: (x: tf.Tensor) => tf.Tensor,
  x: tf.Tensor,
  s: number,
  step: number,
  tolerance: number,
) {
  tf.tidy(() => {
    const weights = tensor(f(x).shape, s + 100);
    const direction = tensor(x.shape, s + 101);
    const at = (distance: number) =>
      dot(f(tf.add(x, tf.mul(direction, distance))).dataSync(), weights.dataSync());
    const slope = (at(step) - at(-step)) / (2 * step);
    const gradient = tf.grad(f)(x, weights);
    const scale = Math.sqrt(dot(gradient.dataSync(), gradient.dataSync()) * x.size) + 1e-3;
    expect(Math.abs(dot(gradient.dataSync(), direction.dataSync()) - slope) / scale).toBeLessThan(tolerance);
  });
}

const geometry = fc.record({
  height: fc.integer({ min: 4, max: 11 }),
  width: fc.integer({ min: 4, max: 11 }),
  channels: fc.integer({ min: 1, max: 17 }),
  filter: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
  strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  pad: fc.constantFrom('same' as const, 'valid' as const),
  out: fc.integer({ min: 1, max: 20 }),
});

it('of convolutions: input and filter', () => {
  fc.assert(
    fc.property(geometry, seed, ({ height, width, channels, filter, strides, pad, out }, s) => {
      const x = tensor([2, height, width, channels], s) as tf.Tensor4D;
      const f = tensor([...filter, channels, out], s + 1) as tf.Tensor4D;
      const d = tensor([...filter, channels, 2], s + 2) as tf.Tensor4D;
      checkGradient((v) => tf.conv2d(v as tf.Tensor4D, f, strides, pad), x, s, 1, 1e-5);
      checkGradient((v) => tf.conv2d(x, v as tf.Tensor4D, strides, pad), f, s, 1, 1e-5);
      checkGradient((v) => tf.depthwiseConv2d(v as tf.Tensor4D, d, strides, pad), x, s, 1, 1e-5);
      checkGradient((v) => tf.depthwiseConv2d(x, v as tf.Tensor4D, strides, pad), d, s, 1, 1e-5);
      tf.dispose([x, f, d]);
    }),
    { numRuns: 30 },
  );
});

it('of pooling', () => {
  fc.assert(
    fc.property(geometry, seed, ({ height, width, channels, filter, strides, pad }, s) => {
      const x = tensor([2, height, width, channels], s) as tf.Tensor4D;
      // A step that changes no window's winner.
      checkGradient((v) => tf.maxPool(v as tf.Tensor4D, filter, strides, pad), x, s, 1e-5, 2e-2);
      // With padding TensorFlow.js's gradient of averages isn't exact: see native/cpu/simd/pool.cc.
      checkGradient((v) => tf.avgPool(v as tf.Tensor4D, filter, strides, 'valid'), x, s, 1, 1e-5);
      tf.dispose(x);
    }),
    { numRuns: 30 },
  );
});

it.each<[string, (x: tf.Tensor, other: tf.Tensor) => tf.Tensor]>([
  ['matMul, left', (x, b) => tf.matMul(x, b, false, true)],
  ['matMul, right', (x, b) => tf.matMul(b, x, true, false)],
  ['add', (x, b) => tf.add(x, tf.slice(b, [0, 0], [1, -1]))],
  ['sub', (x, b) => tf.sub(tf.slice(b, [0, 0], [-1, 1]), x)],
  ['sum', (x) => tf.sum(x, 0)],
  ['mean', (x) => tf.mean(x, 1)],
  ['transpose', (x) => tf.transpose(x)],
  ['concat', (x, b) => tf.concat([x, b, x], 1)],
  [
    'pad',
    (x) =>
      tf.pad(x, [
        [1, 0],
        [2, 3],
      ]),
  ],
  ['slice', (x) => tf.slice(x, [1, 2], [3, 4])],
  ['tile', (x) => tf.tile(x, [2, 3])],
  ['gather', (x) => tf.gather(x, tf.tensor1d([0, 2, 2], 'int32'))],
])('of %s, which is linear', (_name, f) => {
  checkGradient((x) => f(x, tensor([6, 9], 2)), tensor([6, 9], 1), 3, 1, 1e-5);
});

it.each<[string, (x: tf.Tensor, other: tf.Tensor) => tf.Tensor]>([
  ['mul', (x, b) => tf.mul(x, tf.mul(x, b))],
  ['div', (x, b) => tf.div(b, tf.add(x, 3))],
  ['squaredDifference', (x, b) => tf.squaredDifference(x, b)],
  ['exp', (x) => tf.exp(x)],
  ['log', (x) => tf.log(tf.add(x, 2))],
  ['sqrt', (x) => tf.sqrt(tf.add(x, 2))],
  ['rsqrt', (x) => tf.rsqrt(tf.add(x, 2))],
  ['square', (x) => tf.square(x)],
  ['sigmoid', (x) => tf.sigmoid(x)],
  ['tanh', (x) => tf.tanh(x)],
  ['softplus', (x) => tf.softplus(x)],
  ['elu', (x) => tf.elu(x)],
  ['selu', (x) => tf.selu(tf.add(x, 2))],
  ['relu', (x) => tf.relu(tf.add(x, 2))],
  ['leakyRelu', (x) => tf.leakyRelu(tf.sub(x, 2), 0.3)],
  ['softmax', (x) => tf.softmax(x)],
  ['logSoftmax', (x) => tf.logSoftmax(x)],
  ['max', (x) => tf.max(tf.add(x, tf.range(0, 27, 3)), 1)],
  [
    'batchNorm',
    (x, b) =>
      tf.batchNorm(x as tf.Tensor2D, tf.mean(b, 0) as tf.Tensor1D, tf.ones([9]), tf.ones([9]), tf.ones([9])),
  ],
])('of %s', (_name, f) => {
  checkGradient((x) => f(x, tensor([6, 9], 2)), tensor([6, 9], 1), 3, 1e-2, 1e-3);
});
