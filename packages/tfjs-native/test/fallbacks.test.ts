import * as tf from '@tensorflow/tfjs';
import type { NativeBackend } from '../src/backend.ts';
import { useNative } from './support/native.ts';
import { tensor } from './support/random.ts';

let native: NativeBackend;
beforeAll(async () => {
  native = await useNative();
});

/** What networks are made of; each takes [batch, time, channels] or whatever it makes of that. */
const BUILDING_BLOCKS: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  'squeeze and excitation': (x) => {
    const squeezed = tf.mean(x, 1, true);
    const gate = tf.sigmoid(
      tf.matMul(tf.relu(tf.matMul(squeezed, tensor([1, 8, 2], 1))), tensor([1, 2, 8], 2)),
    );
    return tf.mul(x, gate);
  },
  'attentive statistics pooling': (x) => {
    const scores = tf.matMul(tf.tanh(tf.matMul(x, tensor([1, 8, 4], 1))), tensor([1, 4, 8], 2));
    const weights = tf.transpose(tf.softmax(tf.transpose(scores, [0, 2, 1])), [0, 2, 1]);
    const mean = tf.sum(tf.mul(weights, x), 1);
    const variance = tf.sub(tf.sum(tf.mul(weights, tf.square(x)), 1), tf.square(mean));
    return tf.concat([mean, tf.sqrt(tf.maximum(variance, 1e-9))], 1);
  },
  'dilated 1-D convolution': (x) =>
    tf.conv1d(x as tf.Tensor3D, tensor([3, 8, 5], 1) as tf.Tensor3D, 1, 'same', 'NWC', 2),
  'separable convolution': (x) =>
    tf.separableConv2d(
      tf.expandDims(x, 3) as tf.Tensor4D,
      tensor([3, 3, 1, 2], 1) as tf.Tensor4D,
      tensor([1, 1, 2, 4], 2) as tf.Tensor4D,
      1,
      'same',
    ),
  'batch normalisation in training': (x) => {
    const { mean, variance } = tf.moments(x, [0, 1]);
    return tf.batchNorm(
      x as tf.Tensor3D,
      mean as tf.Tensor1D,
      variance as tf.Tensor1D,
      tf.zeros([8]),
      tf.ones([8]),
    );
  },
  'layer normalisation': (x) => {
    const { mean, variance } = tf.moments(x, -1, true);
    return tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
  },
  swish: (x) => tf.mul(x, tf.sigmoid(x)),
  'GELU by erf': (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.div(x, Math.SQRT2)), 1)),
  'GELU by tanh': (x) =>
    tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(tf.mul(tf.add(x, tf.mul(tf.pow(x, 3), 0.044715)), 0.8)), 1)),
  mixup: (x) => tf.add(tf.mul(x, 0.3), tf.mul(tf.reverse(x, 0), 0.7)),
  'masks of time and band': (x) => {
    const times = tf.tensor1d(
      Array.from({ length: 6 }, (_, i) => i),
      'int32',
    );
    const band = tf.logicalAnd(
      tf.greaterEqual(times, tf.scalar(2, 'int32')),
      tf.less(times, tf.scalar(4, 'int32')),
    );
    return tf.where(tf.reshape(tf.logicalNot(band), [1, 6, 1]), x, tf.zerosLike(x));
  },
  'dropout from a seed': (x) => tf.mul(x, tf.cast(tf.greater(tensor(x.shape, 3), -0.6), 'float32')),
  'clipping by norm': (x) => tf.div(x, tf.maximum(tf.sqrt(tf.sum(tf.square(x))), 1)),
  'clipping by value': (x) => tf.clipByValue(x, -0.5, 0.5),
  'running sums': (x) => tf.cumsum(tf.reshape(x, [-1])),
  'log-softmax': (x) => tf.logSoftmax(x),
  'an embedding': (x) => tf.gather(tf.reshape(x, [-1, 8]), tf.tensor1d([3, 1, 1], 'int32')),
  'a gated recurrent step': (x) => {
    const [state, input] = tf.unstack(tf.slice(x, [0, 0, 0], [2, 2, 8]), 1) as [tf.Tensor, tf.Tensor];
    const gates = tf.sigmoid(tf.matMul(tf.concat([state, input], 1), tensor([16, 16], 1)));
    const [update, reset] = tf.split(gates, 2, 1) as [tf.Tensor, tf.Tensor];
    const candidate = tf.tanh(tf.mul(reset, state));
    return tf.add(tf.mul(update, state), tf.mul(tf.sub(1, update), candidate));
  },
};

it.each(Object.entries(BUILDING_BLOCKS))('%s runs natively, forward and back', (_name, f) => {
  native.resetFallbacks();
  const gradient = tf.tidy(() =>
    tf
      .grad((x) => tf.sum(tf.square(f(x))))(tensor([2, 6, 8], 5))
      .dataSync(),
  );
  expect(gradient.some((value) => value !== 0)).toBe(true);
  expect(gradient.every(Number.isFinite)).toBe(true);
  expect(native.fallbacks()).toEqual({});
});

it('attention by einsum runs natively', () => {
  native.resetFallbacks();
  tf.tidy(() => {
    const [q, k] = [tensor([2, 6, 3, 4], 1), tensor([2, 7, 3, 4], 2)];
    const scores = tf.softmax(tf.einsum('bqhd,bkhd->bhqk', q, k));
    expect(tf.einsum('bhqk,bkhd->bqhd', scores, k).shape).toEqual([2, 6, 3, 4]);
  });
  expect(native.fallbacks()).toEqual({});
});

it('a moving average of weights runs natively', () => {
  native.resetFallbacks();
  const [weight, average] = [tf.variable(tensor([3, 4], 1)), tf.variable(tensor([3, 4], 2))];
  tf.tidy(() => average.assign(tf.add(tf.mul(average, 0.99), tf.mul(weight, 0.01))));
  expect(native.fallbacks()).toEqual({});
  tf.dispose([weight, average]);
});

it('counts kernels that run in JavaScript', () => {
  native.resetFallbacks();
  const x = tf.tensor1d([3, 1, 2]);
  expect(Array.from(tf.topk(x, 2).values.dataSync())).toEqual([3, 2]);
  tf.linspace(0, 1, 3);
  tf.linspace(0, 1, 3);
  tf.add(x, 1);
  expect(native.fallbacks()).toEqual({ LinSpace: 2, TopK: 1 });
  native.resetFallbacks();
  expect(native.fallbacks()).toEqual({});
});
