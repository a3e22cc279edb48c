import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { expectSame, onBoth, useNative } from './support/native.ts';
import { seed, tensor } from './support/random.ts';

beforeAll(useNative);

interface Geometry {
  image: [number, number, number, number];
  filter: [number, number];
  out: number;
  strides: [number, number];
  dilations: [number, number];
  pad: 'same' | 'valid' | [[number, number], [number, number], [number, number], [number, number]];
}

/** Geometries with at least one output pixel; dilated only where strides are 1, as TensorFlow.js wants it. */
const geometry: fc.Arbitrary<Geometry> = fc
  .record({
    image: fc.tuple(
      fc.nat(3),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 18 }),
    ),
    filter: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
    out: fc.integer({ min: 1, max: 35 }),
    strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    dilation: fc.integer({ min: 1, max: 3 }),
    pad: fc.oneof(
      fc.constantFrom('same' as const, 'valid' as const),
      fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.nat(3)),
    ),
  })
  .map(({ image, filter, out, strides, dilation, pad }) => ({
    image: image as Geometry['image'],
    filter: filter as [number, number],
    out,
    strides: (dilation > 1 ? [1, 1] : strides) as [number, number],
    dilations: [dilation, dilation] as [number, number],
    pad: (typeof pad === 'string'
      ? pad
      : [
          [0, 0],
          [pad[0], pad[1]],
          [pad[2], pad[3]],
          [0, 0],
        ]) as Geometry['pad'],
  }))
  .filter(({ image, filter, dilations, pad }) => {
    const [above, left] = typeof pad === 'string' ? [0, 0] : [pad[1][0] + pad[1][1], pad[2][0] + pad[2][1]];
    const reach = (size: number, dilation: number) => (size - 1) * dilation + 1;
    return (
      pad === 'same' ||
      (image[1] + above >= reach(filter[0], dilations[0]) &&
        image[2] + left >= reach(filter[1], dilations[1]))
    );
  });

// The JavaScript backend is what takes the time: it is slower still within jest.
const round = { numRuns: 40 };

it('convolves', async () => {
  await fc.assert(
    fc.asyncProperty(geometry, seed, async ({ image, filter, out, strides, dilations, pad }, s) => {
      expectSame(
        await onBoth(() =>
          tf.conv2d(
            tensor(image, s) as tf.Tensor4D,
            tensor([...filter, image[3], out], s + 1) as tf.Tensor4D,
            strides,
            pad,
            'NHWC',
            dilations,
            typeof pad === 'string' ? undefined : 'floor',
          ),
        ),
      );
    }),
    round,
  );
});

it('gives both gradients of a convolution', async () => {
  await fc.assert(
    fc.asyncProperty(geometry, seed, async ({ image, filter, out, strides, pad }, s) => {
      const conv = (x: tf.Tensor, f: tf.Tensor) =>
        tf.conv2d(
          x as tf.Tensor4D,
          f as tf.Tensor4D,
          strides,
          pad,
          'NHWC',
          1,
          typeof pad === 'string' ? undefined : 'floor',
        );
      expectSame(
        await onBoth(() => {
          const [x, f] = [tensor(image, s), tensor([...filter, image[3], out], s + 1)];
          return tf.grads(conv)([x, f], tensor(conv(x, f).shape, s + 2));
        }),
        5e-5,
      );
    }),
    round,
  );
});

it('convolves depth by depth, with both gradients', async () => {
  await fc.assert(
    fc.asyncProperty(geometry, fc.integer({ min: 1, max: 3 }), seed, async (g, multiplier, s) => {
      const strides = g.strides;
      const conv = (x: tf.Tensor, f: tf.Tensor) =>
        tf.depthwiseConv2d(
          x as tf.Tensor4D,
          f as tf.Tensor4D,
          strides,
          g.pad as 'same',
          'NHWC',
          g.dilations,
          typeof g.pad === 'string' ? undefined : 'floor',
        );
      expectSame(
        await onBoth(() => {
          const [x, f] = [tensor(g.image, s), tensor([...g.filter, g.image[3], multiplier], s + 1)];
          const y = conv(x, f);
          return [y, ...(g.dilations[0] === 1 ? tf.grads(conv)([x, f], tensor(y.shape, s + 2)) : [])];
        }),
        5e-5,
      );
    }),
    round,
  );
});

it.each(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const)(
  'fuses bias and %s to products',
  async (activation) => {
    await fc.assert(
      fc.asyncProperty(
        geometry,
        fc.boolean(),
        seed,
        async ({ image, filter, out, strides, pad }, scalarBias, s) => {
          const options = (depth: number) => ({
            activation,
            bias: tensor(scalarBias ? [] : [depth], s + 2) as tf.Tensor1D,
            leakyreluAlpha: 0.3,
            ...(activation === 'prelu' ? { preluActivationWeights: tensor([depth], s + 3) } : {}),
          });
          expectSame(
            await onBoth(() => [
              tf.fused.conv2d({
                x: tensor(image, s) as tf.Tensor4D,
                filter: tensor([...filter, image[3], out], s + 1) as tf.Tensor4D,
                strides,
                pad,
                ...(typeof pad === 'string' ? {} : { dimRoundingMode: 'floor' as const }),
                ...options(out),
              }),
              tf.fused.matMul({
                a: tensor([image[1], image[3]], s),
                b: tensor([image[3], out], s + 1),
                ...options(out),
                bias: tensor([out], s + 2),
              }),
            ]),
          );
        },
      ),
      { numRuns: 20 },
    );
  },
);

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

it('pools, with gradients', async () => {
  await fc.assert(
    fc.asyncProperty(geometry, fc.boolean(), seed, async ({ image, filter, strides, pad }, average, s) => {
      const pool = (x: tf.Tensor) =>
        (average ? tf.avgPool : tf.maxPool)(
          x as tf.Tensor4D,
          filter,
          strides,
          pad as 'same',
          typeof pad === 'string' ? undefined : 'floor',
        );
      expectSame(
        await onBoth(() => {
          // Rounded, so that several values of a window are the largest.
          const x = tf.round(tf.mul(tensor(image, s), 4));
          return [pool(x), tf.grad(pool)(x, tensor(pool(x).shape, s + 1))];
        }),
      );
    }),
    round,
  );
});

it('multiplies matrices of any shape, transposed or not, in batches', async () => {
  const n = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 9 }) },
    { weight: 3, arbitrary: fc.integer({ min: 10, max: 70 }) },
    { weight: 1, arbitrary: fc.constant(0) },
  );
  const batches = fc.constantFrom<[number[], number[]]>(
    [[], []],
    [[3], [3]],
    [[1], [4]],
    [[2, 3], [3]],
    [[9], [1]],
  );
  await fc.assert(
    fc.asyncProperty(
      n,
      n,
      n,
      batches,
      fc.boolean(),
      fc.boolean(),
      seed,
      async (m, k, c, [left, right], ta, tb, s) => {
        expectSame(
          await onBoth(() =>
            tf.matMul(
              tensor([...left, ...(ta ? [k, m] : [m, k])], s),
              tensor([...right, ...(tb ? [c, k] : [k, c])], s + 1),
              ta,
              tb,
            ),
          ),
        );
      },
    ),
    { numRuns: 120 },
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
