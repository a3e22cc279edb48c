import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { expectSame, onBoth, useNative } from './support/native.ts';
import { seed, shape, tensor } from './support/random.ts';

beforeAll(useNative);

const UNARY: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  abs: tf.abs,
  acos: tf.acos,
  acosh: (x) => tf.acosh(tf.add(tf.abs(x), 1)),
  asin: tf.asin,
  asinh: tf.asinh,
  atan: tf.atan,
  atanh: (x) => tf.atanh(tf.mul(x, 0.9)),
  ceil: (x) => tf.ceil(tf.mul(x, 5)),
  clipByValue: (x) => tf.clipByValue(x, -0.25, 0.5),
  cos: tf.cos,
  cosh: tf.cosh,
  elu: tf.elu,
  erf: tf.erf,
  exp: tf.exp,
  expm1: tf.expm1,
  floor: (x) => tf.floor(tf.mul(x, 5)),
  isFinite: (x) => tf.isFinite(tf.div(x, tf.floor(x))),
  isInf: (x) => tf.isInf(tf.div(x, tf.floor(x))),
  isNaN: (x) => tf.isNaN(tf.sqrt(x)),
  leakyRelu: (x) => tf.leakyRelu(x, 0.3),
  log: tf.log,
  log1p: tf.log1p,
  neg: tf.neg,
  reciprocal: tf.reciprocal,
  relu: tf.relu,
  relu6: (x) => tf.relu6(tf.mul(x, 10)),
  round: (x) => tf.round(tf.div(tf.floor(tf.mul(x, 20)), 2)),
  rsqrt: tf.rsqrt,
  selu: tf.selu,
  sigmoid: tf.sigmoid,
  sign: tf.sign,
  sin: tf.sin,
  sinh: tf.sinh,
  softplus: (x) => tf.softplus(tf.mul(x, 40)),
  sqrt: tf.sqrt,
  square: tf.square,
  step: (x) => tf.step(x, 0.2),
  tan: tf.tan,
  tanh: tf.tanh,
};

const BINARY: Record<string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor> = {
  add: tf.add,
  atan2: tf.atan2,
  div: tf.div,
  equal: (a, b) => tf.equal(tf.round(tf.mul(a, 2)), tf.round(tf.mul(b, 2))),
  floorDiv: (a, b) => tf.floorDiv(tf.mul(a, 20), b),
  greater: tf.greater,
  greaterEqual: tf.greaterEqual,
  less: tf.less,
  lessEqual: tf.lessEqual,
  logicalAnd: (a, b) => tf.logicalAnd(tf.greater(a, 0), tf.greater(b, 0)),
  logicalOr: (a, b) => tf.logicalOr(tf.greater(a, 0), tf.greater(b, 0)),
  maximum: (a, b) => tf.maximum(tf.sqrt(a), b),
  minimum: (a, b) => tf.minimum(a, tf.sqrt(b)),
  mod: (a, b) => tf.mod(tf.mul(a, 8), tf.add(tf.abs(b), 1)),
  mul: tf.mul,
  notEqual: (a, b) => tf.notEqual(tf.round(tf.mul(a, 2)), tf.round(tf.mul(b, 2))),
  pow: (a, b) => tf.pow(tf.abs(a), b),
  prelu: tf.prelu,
  squaredDifference: tf.squaredDifference,
  sub: tf.sub,
};

const INTEGER: Record<string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor> = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  floorDiv: (a, b) => tf.floorDiv(a, tf.add(tf.abs(b), tf.scalar(1, 'int32'))),
  maximum: tf.maximum,
  minimum: tf.minimum,
  less: tf.less,
  equal: tf.equal,
  squaredDifference: tf.squaredDifference,
};

describe.each(Object.keys(UNARY))('%s', (name) => {
  it('gives what the JavaScript backend gives, NaN and infinity included', async () => {
    await fc.assert(
      fc.asyncProperty(shape(0, 4), seed, async (dims, s) => {
        expectSame(await onBoth(() => (UNARY[name] as (x: tf.Tensor) => tf.Tensor)(tensor(dims, s))));
      }),
      { numRuns: 25 },
    );
  });
});

/** A shape, and another that broadcasts with it. */
const broadcastable = fc
  .tuple(
    shape(0, 5),
    fc.array(fc.constantFrom('keep', 'one'), { minLength: 5, maxLength: 5 }),
    fc.nat(5),
    fc.boolean(),
  )
  .map(([dims, ways, drop, swap]) => {
    const other = dims.map((n, i) => (ways[i] === 'one' ? 1 : n)).slice(Math.min(drop, dims.length));
    return swap ? ([other, dims] as const) : ([dims, other] as const);
  });

describe.each(Object.keys(BINARY))('%s', (name) => {
  it('broadcasts and gives what the JavaScript backend gives', async () => {
    await fc.assert(
      fc.asyncProperty(broadcastable, seed, async ([a, b], s) => {
        const op = BINARY[name] as (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
        expectSame(await onBoth(() => op(tensor(a, s), tensor(b, s + 1))));
      }),
      { numRuns: 40 },
    );
  });
});

describe.each(Object.keys(INTEGER))('%s of integers', (name) => {
  it('is exact and wraps around as JavaScript does', async () => {
    await fc.assert(
      fc.asyncProperty(broadcastable, seed, fc.constantFrom(10, 1e5, 2e9), async ([a, b], s, range) => {
        const op = INTEGER[name] as (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
        const integers = (dims: number[], from: number) =>
          tf.cast(tf.mul(tensor(dims, from), range), 'int32');
        expectSame(await onBoth(() => op(integers(a, s), integers(b, s + 1))), 0);
      }),
      { numRuns: 30 },
    );
  });
});

it('adds any number of tensors', async () => {
  expectSame(await onBoth(() => tf.addN([1, 2, 3, 4].map((s) => tensor([3, 5], s)))));
});

it('spreads large tensors over threads without changing them', async () => {
  expectSame(await onBoth(() => tf.add(tensor([300, 1, 257], 1), tensor([5, 257], 2))));
});
