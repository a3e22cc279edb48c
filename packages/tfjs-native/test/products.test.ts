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

/** The gradient of a filter [height, width, in, out] without padding: for each tap the product of what it saw and dy. */
function filterGradientByTaps(x: tf.Tensor4D, dy: tf.Tensor4D, [height, width]: number[], strides: number[]) {
  const [images, rows, columns, filters] = dy.shape;
  const [strideY, strideX] = strides as [number, number];
  const channels = x.shape[3];
  const taps = Array.from({ length: (height as number) * (width as number) }, (_, tap) => {
    const [y, x0] = [Math.floor(tap / (width as number)), tap % (width as number)];
    const [endY, endX] = [y + (rows - 1) * strideY + 1, x0 + (columns - 1) * strideX + 1];
    const seen = tf.stridedSlice(x, [0, y, x0, 0], [images, endY, endX, channels], [1, strideY, strideX, 1]);
    return tf.matMul(seen.reshape([-1, channels]), dy.reshape([-1, filters]), true);
  });
  return tf.stack(taps).reshape([height as number, width as number, channels, filters]);
}

// Many channels are packed, in panels of which the last has fewer; a block is some of an image's rows and columns, or some images.
it.each<{ shape: number[]; filter: number[]; strides: [number, number] }>([
  { shape: [1, 42, 31, 257], filter: [2, 2, 257, 20], strides: [1, 1] },
  { shape: [2, 1, 1700, 256], filter: [1, 3, 256, 32], strides: [1, 1] },
  { shape: [7, 9, 8, 263], filter: [3, 2, 263, 40], strides: [2, 1] },
  { shape: [1, 65, 81, 256], filter: [5, 1, 256, 130], strides: [1, 3] },
])('sums the filter gradient of many channels in panels: %j', async ({ shape, filter, strides }) => {
  await useNative();
  for (const pad of [0, 2]) {
    const x = tensor(shape, 1) as tf.Tensor4D;
    const edges = [
      [0, 0],
      [pad, pad],
      [pad, pad],
      [0, 0],
    ] as [number, number][];
    const convolve = (f: tf.Tensor) =>
      tf.conv2d(x, f as tf.Tensor4D, strides, edges as Parameters<typeof tf.conv2d>[3]);
    const at = tensor(filter, 2);
    const dy = tensor(convolve(at).shape, 3) as tf.Tensor4D;
    const expected = filterGradientByTaps(tf.pad(x, edges), dy, filter, strides);
    const actual = tf.grad(convolve)(at, dy);
    expect(relativeError([...actual.dataSync()], [...expected.dataSync()])).toBeLessThan(1e-5);
  }
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

const sameBytes = (a: tf.Tensor, b: tf.Tensor) =>
  Buffer.from(a.dataSync().buffer).equals(Buffer.from(b.dataSync().buffer));

// Filters end in a whole vector or in half of one.
it.each([16, 24])(
  'convolves to more than the caches hold as it does to less: %d filters',
  async (filters) => {
    await useNative();
    const images = tensor([4, 192, 192, 1], 1) as tf.Tensor4D;
    const filter = tensor([3, 3, 1, filters], 2) as tf.Tensor4D;
    const convolve = (x: tf.Tensor4D) => tf.conv2d(x, filter, 1, 'same');
    const alone = tf.concat(tf.split(images, 4).map((image) => convolve(image as tf.Tensor4D)));
    const together = convolve(images);
    expect(together.size).toBeGreaterThan(2 ** 21);
    expect(sameBytes(together, alone)).toBe(true);
    tf.dispose([images, filter, alone, together]);
  },
);

it.each([8, 32, 80])('convolves small images together as it does one by one: %d filters', async (filters) => {
  await useNative();
  const images = tensor([11, 7, 4, 5], 1) as tf.Tensor4D;
  const filter = tensor([3, 3, 5, filters], 2) as tf.Tensor4D;
  const results = (x: tf.Tensor) =>
    tf.tidy(() => {
      const convolve = (x: tf.Tensor) => tf.conv2d(x as tf.Tensor4D, filter, [2, 1], 'same');
      return [convolve(x), tf.grad(convolve)(x)] as const;
    });
  const [y, dx] = results(images);
  const each = tf.split(images, 11).map(results);
  expect(sameBytes(y, tf.concat(each.map(([y]) => y)))).toBe(true);
  expect(sameBytes(dx, tf.concat(each.map(([, dx]) => dx)))).toBe(true);
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
