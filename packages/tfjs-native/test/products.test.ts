import * as tf from '@tensorflow/tfjs';
import { expectSame, onBoth, relativeError, useNative } from './support/native.ts';
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

// Channels that a tile of one tap is made of; some taps are never inside.
it.each<{ shape: number[]; filter: number[]; strides: [number, number] }>([
  { shape: [2, 19, 8, 16], filter: [3, 3, 16, 32], strides: [2, 1] },
  { shape: [2, 10, 8, 24], filter: [3, 3, 24, 48], strides: [1, 2] },
  { shape: [3, 4, 1, 8], filter: [5, 3, 8, 16], strides: [2, 2] },
])('sums the filter gradient of small images tap by tap: %j', async ({ shape, filter, strides }) => {
  expectSame(
    await onBoth(() =>
      tf.grad((f: tf.Tensor) =>
        tf.conv2d(tensor(shape, 1) as tf.Tensor4D, f as tf.Tensor4D, strides, 'same'),
      )(tensor(filter, 2)),
    ),
    1e-4,
  );
});

it('sums it over more images than the cache holds', async () => {
  await useNative();
  const images = tensor([14, 39, 8, 16], 1) as tf.Tensor4D;
  const filter = tensor([3, 3, 16, 32], 2);
  const gradient = (x: tf.Tensor4D) =>
    tf.grad((f: tf.Tensor) => tf.conv2d(x, f as tf.Tensor4D, [2, 1], 'same'))(filter);
  const alone = tf.addN(tf.split(images, 14).map((image) => gradient(image as tf.Tensor4D)));
  const together = gradient(images);
  expect(relativeError([...together.dataSync()], [...alone.dataSync()])).toBeLessThan(1e-5);
  tf.dispose([images, filter, alone, together]);
});

it('convolves to more than the caches hold as it does to less', async () => {
  await useNative();
  const images = tensor([4, 192, 192, 1], 1) as tf.Tensor4D;
  const filter = tensor([3, 3, 1, 16], 2) as tf.Tensor4D;
  const convolve = (x: tf.Tensor4D) => tf.conv2d(x, filter, 1, 'same');
  const alone = tf.concat(tf.split(images, 4).map((image) => convolve(image as tf.Tensor4D)));
  const together = convolve(images);
  expect(together.size).toBeGreaterThan(2 ** 21);
  expect(Buffer.from(together.dataSync().buffer).equals(Buffer.from(alone.dataSync().buffer))).toBe(true);
  tf.dispose([images, filter, alone, together]);
});

// A batch has enough tiles for Winograd's algorithm, an image has not. Sides are odd and even, channels end in half a vector,
// and padding is on any side.
it.each<{ shape: number[]; filters: number; pad: Parameters<typeof tf.conv2d>[3] }>([
  { shape: [6, 13, 15, 24], filters: 72, pad: 'same' },
  { shape: [5, 18, 17, 16], filters: 40, pad: 'valid' },
  {
    shape: [6, 14, 14, 72],
    filters: 16,
    pad: [
      [0, 0],
      [2, 1],
      [0, 2],
      [0, 0],
    ],
  },
])('convolves a batch as its images one by one: %j', async ({ shape, filters, pad }) => {
  await useNative();
  const x = tensor(shape, 1) as tf.Tensor4D;
  const filter = tensor([3, 3, shape[3] as number, filters], 2) as tf.Tensor4D;
  const bias = tensor([filters], 3);
  const convolve = (x: tf.Tensor, filter: tf.Tensor) =>
    tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, pad);
  const results = (x: tf.Tensor) => [
    tf.fused.conv2d({ x: x as tf.Tensor4D, filter, strides: 1, pad, bias, activation: 'relu' }),
    ...tf.grads(convolve)([x, filter]),
  ];
  const [y, dx, dFilter] = results(x) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const each = tf.split(x, shape[0] as number).map(results) as [tf.Tensor, tf.Tensor, tf.Tensor][];
  for (const [actual, expected] of [
    [y, tf.concat(each.map(([y]) => y))],
    [dx, tf.concat(each.map(([, dx]) => dx))],
    [dFilter, tf.addN(each.map(([, , dFilter]) => dFilter))],
  ] as const) {
    expect(actual.shape).toEqual(expected.shape);
    expect(relativeError(Array.from(actual.dataSync()), Array.from(expected.dataSync()))).toBeLessThan(1e-5);
  }
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
