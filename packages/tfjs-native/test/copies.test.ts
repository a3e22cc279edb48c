import * as tf from '@tensorflow/tfjs';
import { expectSame, onBoth, useNative } from './support/native.ts';
import { tensor } from './support/random.ts';

// Every kernel on random shapes and types: see properties.test.ts.

beforeAll(useNative);

function typed(dims: number[], s: number, type: 'float32' | 'int32' | 'bool'): tf.Tensor {
  const x = tf.round(tf.mul(tensor(dims, s), 3));
  return type === 'float32' ? x : tf.cast(x, type);
}

/** The same on both backends, for tensors of every type. */
async function same(compute: (x: tf.Tensor) => tf.Tensor | tf.Tensor[], dims: number[], s: number) {
  for (const type of ['float32', 'int32', 'bool'] as const) {
    expectSame(await onBoth(() => compute(typed(dims, s, type))), 0);
  }
}

it('transposes large matrices', async () => {
  await same((x) => tf.transpose(x), [301, 203], 1);
  await same((x) => tf.transpose(x, [0, 3, 1, 2]), [3, 17, 33, 40], 2);
});

it('slices with strides, forwards and backwards', async () => {
  await same((x) => tf.stridedSlice(x, [1, 9, 0], [4, 2, 7], [2, -3, 1]), [5, 11, 7], 1);
  await same((x) => tf.stridedSlice(x, [0, 0], [0, 0], [1, 2], 3, 3), [6, 9], 2);
  await same((x) => tf.stridedSlice(x, [2, 1], [3, 4], [1, 1], 0, 0, 0, 0, 1), [4, 5], 3);
});

it('refuses to gather what is out of bounds', async () => {
  const native = await useNative();
  const x = tf.tensor1d([1, 2, 3]);
  expect(() => tf.gather(x, tf.tensor1d([0, 3], 'int32'))).toThrow(
    /GatherV2: the index value 3 is not in \[0, 2\]/,
  );
  expect(native.fallbacks()).not.toHaveProperty('GatherV2');
});

it('makes one-hot vectors', async () => {
  expectSame(
    await onBoth(() => tf.oneHot(tf.tensor2d([0, 3, -1, 7, 2, 2], [2, 3], 'int32'), 5, 4, -1, 'float32')),
  );
});

it('casts between types as JavaScript does', async () => {
  const odd = [
    0,
    -0.5,
    0.99,
    -1.99,
    3e9,
    -5e9,
    1e20,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  expectSame(await onBoth(() => [tf.cast(tf.tensor1d(odd), 'int32'), tf.cast(tf.tensor1d(odd), 'bool')]), 0);
  await same((x) => [tf.cast(x, 'float32'), tf.cast(x, 'int32'), tf.cast(x, 'bool')], [4, 9], 1);
});

it('fills', async () => {
  expectSame(
    await onBoth(() => [
      tf.fill([3, 2], 2.5),
      tf.ones([4], 'int32'),
      tf.zeros([2, 0]),
      tf.onesLike(tensor([3], 1)),
    ]),
  );
});
