import * as tf from '@tensorflow/tfjs';
import { expectSame, onBoth, useNative } from './support/native.ts';
import { tensor } from './support/random.ts';

// Every function on random values, special ones and shapes that broadcast: see properties.test.ts.

beforeAll(useNative);

it('spreads large tensors over threads without changing them', async () => {
  expectSame(await onBoth(() => tf.add(tensor([300, 1, 257], 1), tensor([5, 257], 2))));
});

it('raises to powers as JavaScript does, not as C', async () => {
  const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
  const bases = tf.tensor1d([1, 1, -1, nan, 2, 0]);
  const powers = tf.tensor1d([nan, infinity, -infinity, 0, infinity, 0]);
  expect(Array.from(tf.pow(bases, powers).dataSync())).toEqual([nan, nan, nan, 1, infinity, 1]);
});
