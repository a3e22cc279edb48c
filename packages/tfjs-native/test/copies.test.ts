import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { expectSame, onBoth, useNative } from './support/native.ts';
import { seed, shape, size, tensor } from './support/random.ts';

beforeAll(useNative);

const dtype = fc.constantFrom('float32' as const, 'int32' as const, 'bool' as const);

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

const runs = { numRuns: 40 };

it('transposes', async () => {
  const permuted = shape(0, 6).chain((dims) =>
    fc.tuple(
      fc.constant(dims),
      fc.shuffledSubarray(
        dims.map((_, i) => i),
        { minLength: dims.length, maxLength: dims.length },
      ),
    ),
  );
  await fc.assert(
    fc.asyncProperty(permuted, seed, async ([dims, perm], s) => same((x) => tf.transpose(x, perm), dims, s)),
    runs,
  );
});

it('transposes large matrices', async () => {
  await same((x) => tf.transpose(x), [301, 203], 1);
  await same((x) => tf.transpose(x, [0, 3, 1, 2]), [3, 17, 33, 40], 2);
});

it('slices', async () => {
  const sliced = fc
    .array(
      size.chain((n) =>
        fc.nat(n).chain((begin) => fc.tuple(fc.constant(n), fc.constant(begin), fc.nat(n - begin))),
      ),
      { minLength: 1, maxLength: 4 },
    )
    .filter((axes) => axes.reduce((product, [n]) => product * n, 1) <= 4000)
    .map((axes) => ({
      dims: axes.map(([n]) => n),
      begin: axes.map(([, b]) => b),
      length: axes.map(([, , l]) => l),
    }));
  await fc.assert(
    fc.asyncProperty(sliced, seed, async ({ dims, begin, length }, s) =>
      same((x) => tf.slice(x, begin, length), dims, s),
    ),
    runs,
  );
});

it('slices with strides, forwards and backwards', async () => {
  await same((x) => tf.stridedSlice(x, [1, 9, 0], [4, 2, 7], [2, -3, 1]), [5, 11, 7], 1);
  await same((x) => tf.stridedSlice(x, [0, 0], [0, 0], [1, 2], 3, 3), [6, 9], 2);
  await same((x) => tf.stridedSlice(x, [2, 1], [3, 4], [1, 1], 0, 0, 0, 0, 1), [4, 5], 3);
});

it('reverses, tiles, broadcasts', async () => {
  await fc.assert(
    fc.asyncProperty(
      shape(1, 4),
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 4, maxLength: 4 }),
      seed,
      async (dims, reps, s) => {
        await same(
          (x) =>
            tf.reverse(
              x,
              dims.flatMap((_, i) => ((reps[i] as number) > 1 ? [i] : [])),
            ),
          dims,
          s,
        );
        await same((x) => tf.tile(x, reps.slice(0, dims.length)), dims, s);
        await same(
          (x) => tf.broadcastTo(tf.expandDims(x, 1), [...dims.slice(0, 1), 3, ...dims.slice(1)]),
          dims,
          s,
        );
      },
    ),
    { numRuns: 30 },
  );
});

it('pads', async () => {
  const pairs = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 4, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(shape(1, 4), pairs, seed, async (dims, paddings, s) =>
      same((x) => tf.pad(x, paddings.slice(0, dims.length) as [number, number][], 1), dims, s),
    ),
    runs,
  );
});

it('concatenates, stacks, splits and unstacks', async () => {
  const concatenated = shape(1, 4).chain((dims) =>
    fc.tuple(fc.constant(dims), fc.nat(dims.length - 1), fc.array(size, { minLength: 1, maxLength: 4 })),
  );
  await fc.assert(
    fc.asyncProperty(concatenated, dtype, seed, async ([dims, axis, lengths], type, s) => {
      const parts = () => lengths.map((n, i) => typed(dims.with(axis, n), s + i, type));
      expectSame(await onBoth(() => tf.concat(parts(), axis)), 0);
      const whole = dims.with(
        axis,
        lengths.reduce((sum, n) => sum + n, 0),
      );
      await same((x) => tf.split(x, lengths, axis), whole, s);
      expectSame(
        await onBoth(() =>
          tf.stack(
            lengths.map((_, i) => typed(dims, s + i, type)),
            axis,
          ),
        ),
        0,
      );
      await same((x) => tf.unstack(x, axis), dims.with(axis, 3), s);
    }),
    runs,
  );
});

it('gathers', async () => {
  await fc.assert(
    fc.asyncProperty(
      shape(1, 4),
      fc.array(fc.nat(100), { minLength: 1, maxLength: 9 }),
      fc.nat(3),
      seed,
      async (dims, picks, at, s) => {
        const axis = at % dims.length;
        const length = Math.max(dims[axis] as number, 1);
        const indices = picks.map((i) => i % length);
        await same((x) => tf.gather(x, tf.tensor1d(indices, 'int32'), axis), dims.with(axis, length), s);
      },
    ),
    runs,
  );
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

it('selects', async () => {
  await fc.assert(
    fc.asyncProperty(shape(1, 4), seed, async (dims, s) => {
      expectSame(
        await onBoth(() =>
          tf.where(tf.greater(tensor(dims, s), 0), tensor(dims, s + 1), tensor(dims, s + 2)),
        ),
        0,
      );
    }),
    runs,
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
