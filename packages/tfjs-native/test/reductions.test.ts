import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { expectSame, onBoth, useNative } from './support/native.ts';
import { seed, shape, tensor } from './support/random.ts';

beforeAll(useNative);

type Reduce = (x: tf.Tensor, axes: number[], keep: boolean) => tf.Tensor;

const FLOAT: Record<string, Reduce> = {
  sum: (x, axes, keep) => tf.sum(x, axes, keep),
  mean: (x, axes, keep) => tf.mean(x, axes, keep),
  max: (x, axes, keep) => tf.max(x, axes, keep),
  min: (x, axes, keep) => tf.min(x, axes, keep),
  prod: (x, axes, keep) => tf.prod(x, axes, keep),
  'sum of integers': (x, axes, keep) => tf.sum(tf.cast(tf.mul(x, 1e9), 'int32'), axes, keep),
  'max of integers': (x, axes, keep) => tf.max(tf.cast(tf.mul(x, 1e9), 'int32'), axes, keep),
  all: (x, axes, keep) => tf.all(tf.greater(x, -0.9), axes, keep),
  any: (x, axes, keep) => tf.any(tf.greater(x, 0.9), axes, keep),
};

/** Sizes of 1 and more: TensorFlow.js's backends don't agree on what an empty maximum is. */
const reduced = shape(0, 5)
  .map((dims) => dims.map((n) => Math.max(n, 1)))
  .chain((dims) => fc.tuple(fc.constant(dims), fc.subarray(dims.map((_, i) => i))));

describe.each(Object.keys(FLOAT))('%s', (name) => {
  it('takes any axes away, as the JavaScript backend does', async () => {
    await fc.assert(
      fc.asyncProperty(reduced, fc.boolean(), seed, async ([dims, axes], keep, s) => {
        // Sums may all but cancel out, which leaves a larger share of the error.
        expectSame(await onBoth(() => (FLOAT[name] as Reduce)(tensor(dims, s), axes, keep)), 5e-4);
      }),
      { numRuns: 60 },
    );
  });
});

it.each([
  ['argMax', tf.argMax],
  ['argMin', tf.argMin],
] as const)('%s finds the first of the best', async (_name, best) => {
  await fc.assert(
    fc.asyncProperty(reduced, seed, async ([dims, [axis = 0]], s) => {
      if (dims.length === 0) return;
      const few = () => tf.round(tf.mul(tensor(dims, s), 3));
      expectSame(await onBoth(() => [best(few(), axis), best(tf.cast(few(), 'int32'), axis)]), 0);
    }),
    { numRuns: 60 },
  );
});

it('sums a million values to float32’s precision', async () => {
  await useNative();
  const values = Float32Array.from({ length: 1 << 20 }, (_, i) => 1 + (i % 7) * 1e-3);
  const exact = values.reduce((sum, x) => sum + x, 0);
  const [sum] = tf.sum(tf.tensor1d(values)).dataSync();
  expect(Math.abs((sum as number) - exact) / exact).toBeLessThan(1e-7);
});

it('lets NaN win a maximum', async () => {
  expectSame(
    await onBoth(() => [
      tf.max(tf.tensor1d([1, Number.NaN, 3])),
      tf.min(
        tf.tensor2d([
          [1, Number.NaN],
          [0, 2],
        ]),
        0,
      ),
    ]),
  );
});

it('gives softmax and log-softmax', async () => {
  await fc.assert(
    fc.asyncProperty(shape(1, 3), seed, async (dims, s) => {
      expectSame(
        await onBoth(() => [tf.softmax(tf.mul(tensor(dims, s), 50)), tf.logSoftmax(tensor(dims, s))]),
      );
    }),
    { numRuns: 40 },
  );
});

it('normalises batches', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 40 }), seed, async (channels, s) => {
      expectSame(
        await onBoth(() =>
          tf.batchNorm4d(
            tensor([2, 3, 5, channels], s) as tf.Tensor4D,
            tensor([channels], s + 1) as tf.Tensor1D,
            tf.abs(tensor([channels], s + 2)) as tf.Tensor1D,
            tensor([channels], s + 3) as tf.Tensor1D,
            s % 2 ? (tensor([channels], s + 4) as tf.Tensor1D) : undefined,
            0.01,
          ),
        ),
      );
    }),
    { numRuns: 40 },
  );
});
