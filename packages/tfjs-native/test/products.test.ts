import * as tf from '@tensorflow/tfjs';
import { expectSame, onBoth, useNative } from './support/native.ts';
import { tensor } from './support/random.ts';

// Products and convolutions on random shapes: see properties.test.ts. What is large enough to be cut into parts is here.

beforeAll(useNative);

it('sums a long filter gradient in parts', async () => {
  // 70 × 61 × 2 positions: more than one part of the sum.
  expectSame(
    await onBoth(() =>
      tf.grad((f: tf.Tensor) =>
        tf.conv2d(tensor([2, 70, 61, 2], 1) as tf.Tensor4D, f as tf.Tensor4D, 1, 'same'),
      )(tensor([3, 2, 2, 5], 2)),
    ),
    1e-4,
  );
});

it.each([
  [5, 3],
  [1, 5],
])('streams the gradients of many channels past a filter of %d×%d for one', async (height, width) => {
  expectSame(
    await onBoth(() =>
      tf.grad((f: tf.Tensor) =>
        tf.conv2d(tensor([2, 13, 41, 1], 1) as tf.Tensor4D, f as tf.Tensor4D, 1, 'same'),
      )(tensor([height, width, 1, 80], 2)),
    ),
    1e-4,
  );
});

it.each([
  [210, 600, 40],
  [1, 5000, 33],
  [8, 4096, 37],
  [257, 8, 213],
  [40, 3000, 35],
])('multiplies %d×%d by ×%d', async (m, k, n) => {
  for (const [ta, tb] of [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ] as const) {
    expectSame(
      await onBoth(() => tf.matMul(tensor(ta ? [k, m] : [m, k], 1), tensor(tb ? [n, k] : [k, n], 2), ta, tb)),
    );
  }
});

it('broadcasts batches axis by axis, where the JavaScript backend does not', async () => {
  await useNative();
  const a = tensor([2, 1, 4, 5], 1);
  const b = tensor([2, 3, 5, 6], 2);
  const spread = tf.matMul(tf.tile(a, [1, 3, 1, 1]), b);
  expect(tf.matMul(a, b).arraySync()).toEqual(spread.arraySync());
});
