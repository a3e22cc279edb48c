import * as tf from '@tensorflow/tfjs';
import { loadAddon } from '../src/addon.ts';
import { NativeBackend } from '../src/backend.ts';
import type { Kernel } from '../src/kernels/kernel.ts';
import { trainingKernels } from '../src/kernels/training.ts';
import { training } from './properties/training.ts';
import { Draw, seeds } from './support/draw.ts';
import { expectSame, onBoth, useNative } from './support/native.ts';
import { tensorsOf } from './support/property.ts';
import { numbers } from './support/random.ts';

type TensorName =
  | ('variable' | 'gradient' | 'first' | 'second')
  | ('x' | 'dy' | 'offset' | 'scale' | 'mean' | 'variance')
  | ('average' | 'value');
type AttrName =
  | ('learningRate' | 'beta1' | 'beta2' | 'epsilon' | 'step' | 'kept')
  | ('varianceEpsilon' | 'decay');
type Tensors = Record<TensorName, tf.Tensor>;
type Attrs = Record<AttrName, number>;

const axesBut = (x: tf.Tensor) => x.shape.slice(0, -1).map((_, axis) => axis);

/** What each kernel comes to, by TensorFlow.js's own operations. */
const BY_OPERATIONS: Record<string, (inputs: Tensors, attrs: Attrs) => tf.Tensor[]> = {
  AdamStep: ({ variable, gradient, first, second }, { learningRate, beta1, beta2, epsilon, step, kept }) => {
    const nextFirst = tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1));
    const nextSecond = tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const deviation = tf.add(tf.sqrt(tf.div(nextSecond, 1 - beta2 ** step)), epsilon);
    const update = tf.div(tf.mul(nextFirst, learningRate / (1 - beta1 ** step)), deviation);
    return [tf.sub(tf.mul(variable, kept), update), nextFirst, nextSecond];
  },
  BatchNormTraining: ({ x, offset, scale }, { varianceEpsilon }) => {
    const { mean, variance } = tf.moments(x, axesBut(x));
    const normal = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, varianceEpsilon)));
    return [tf.add(tf.mul(normal, scale), offset), mean, variance];
  },
  BatchNormTrainingGrad: ({ x, dy, mean, variance, scale }, { varianceEpsilon }) => {
    const inverse = tf.rsqrt(tf.add(variance, varianceEpsilon));
    const normal = tf.mul(tf.sub(x, mean), inverse);
    const [dOffset, dScale] = [tf.sum(dy, axesBut(x)), tf.sum(tf.mul(dy, normal), axesBut(x))];
    const share = tf.div(tf.add(dOffset, tf.mul(normal, dScale)), x.size / scale.size);
    return [tf.mul(tf.sub(dy, share), tf.mul(scale, inverse)), dOffset, dScale];
  },
  MovingAverage: ({ average, value }, { decay }) => [
    tf.add(tf.mul(average, decay), tf.mul(value, 1 - decay)),
  ],
  ReluGrad: ({ dy, x }) => [tf.mul(dy, tf.step(x))],
};

beforeAll(useNative);

it('has cases of every training kernel', () => {
  expect(Object.keys(training).sort()).toEqual(Object.keys(trainingKernels).sort());
});

it.each(Object.entries(training))(
  "%s is what TensorFlow.js's own operations come to",
  async (kernel, make) => {
    for (const seed of seeds(40)) {
      const { inputs, attrs = {} } = make(new Draw(seed));
      const results = await onBoth(() => {
        const tensors = Object.fromEntries(
          Object.entries(inputs).map(([name, { values, shape }]) => [name, tf.tensor(values, shape)]),
        );
        if (tf.getBackend() === 'cpu')
          return BY_OPERATIONS[kernel]?.(tensors as Tensors, attrs as Attrs) ?? [];
        return tf.engine().runKernel(kernel, tensors, attrs as tf.NamedAttrMap) as tf.Tensor[];
      });
      // The reference's own squares about a mean of 100 are no better.
      expectSame(results, 2e-4);
    }
  },
);

it('the variance of values with a large mean is not drowned by it', () => {
  const x = tf.tensor(
    Array.from({ length: 4000 }, (_, i) => 10_000 + (i % 2)),
    [2000, 2],
  );
  const row = tf.ones([2]);
  const [y, mean, variance] = tf
    .engine()
    .runKernel('BatchNormTraining', { x, offset: row, scale: row }, { varianceEpsilon: 1e-3 }) as unknown as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  expect([...mean.dataSync()]).toEqual([10_000, 10_001]);
  expect([...variance.dataSync()]).toEqual([0, 0]);
  expect([...y.dataSync()].every((value) => value === 1)).toBe(true);
});

it('NaN stays NaN', () => {
  const x = tf.tensor2d([1, Number.NaN, 2, 3], [2, 2]);
  const row = tf.ones([2]);
  const results = tf
    .engine()
    .runKernel('BatchNormTraining', { x, offset: row, scale: row }, { varianceEpsilon: 1e-3 });
  for (const result of results as tf.Tensor[]) {
    const values = [...result.dataSync()];
    expect(values.filter((_, i) => i % 2 === 1).every(Number.isNaN)).toBe(true);
    expect(values.filter((_, i) => i % 2 === 0).some(Number.isNaN)).toBe(false);
  }
});

it('the gradient of a ReLU has a gradient', () => {
  const x = tf.tensor1d([-1, 2, 3]);
  const slope = (x: tf.Tensor) => tf.grad((x) => tf.mul(tf.relu(x), x))(x);
  expect([...tf.grad(slope)(x).dataSync()]).toEqual([0, 2, 2]);
});

it.each(['BatchNormTraining', 'BatchNormTrainingGrad'])(
  '%s is the same on any number of threads',
  (kernel) => {
    const { Engine } = loadAddon();
    const run = (threads: number) => {
      const backend = new NativeBackend(new Engine('cpu', threads, ''));
      const tensor = (shape: number[], seed: number) =>
        backend.makeTensorInfo(
          shape,
          'float32',
          numbers(tf.util.sizeFromShape(shape), seed).map((value) => Math.abs(value) + 0.1),
        );
      const [x, dy] = [tensor([9, 41, 37, 24], 1), tensor([9, 41, 37, 24], 2)];
      const [mean, variance, offset, scale] = [3, 4, 5, 6].map((seed) => tensor([24], seed));
      const inputs = { x, dy, mean, variance, offset, scale } as never;
      const outputs = (trainingKernels[kernel] as Kernel)({
        inputs,
        attrs: { varianceEpsilon: 1e-3 },
        backend,
      });
      const values = [outputs]
        .flat()
        .map((output) =>
          Buffer.from((backend.readSync((output as tf.TensorInfo).dataId) as Float32Array).buffer),
        );
      backend.dispose();
      return Buffer.concat(values);
    };
    const one = run(1);
    for (const threads of [2, 3, 7]) expect(run(threads).equals(one)).toBe(true);
  },
);

it.each(Object.entries(training))('%s refuses tensors that do not fit', (kernel, make) => {
  const { inputs, attrs = {} } = make(new Draw(3));
  const backend = tf.backend() as NativeBackend;
  for (const name of Object.keys(inputs)) {
    const odd = { ...inputs, [name]: { shape: [2, 3, 5, 7], dtype: 'float32', values: numbers(210, 1) } };
    const run = () =>
      (trainingKernels[kernel] as Kernel)({
        inputs: tensorsOf(odd as never, backend) as never,
        attrs,
        backend,
      });
    expect(run).toThrow(kernel);
  }
});
