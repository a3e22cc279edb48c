import * as tf from '@tensorflow/tfjs';
import type { NativeBackend, NativeMemory } from '../src/backend.ts';
import { useNative } from './support/native.ts';
import { tensor } from './support/random.ts';

let native: NativeBackend;
beforeAll(async () => {
  native = await useNative();
});

/** A small network of every kind of layer that the package is meant for. */
function network(): tf.LayersModel {
  const conv = (filters: number) =>
    tf.layers.conv2d({
      filters,
      kernelSize: 3,
      padding: 'same',
      activation: 'relu',
      kernelInitializer: tf.initializers.glorotUniform({ seed: filters }),
    });
  return tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [16, 20, 1] }),
      conv(8),
      tf.layers.batchNormalization({}),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.depthwiseConv2d({
        kernelSize: 3,
        depthwiseInitializer: tf.initializers.glorotUniform({ seed: 3 }),
      }),
      tf.layers.averagePooling2d({ poolSize: 2 }),
      conv(12),
      tf.layers.globalAveragePooling2d({}),
      tf.layers.dense({
        units: 10,
        activation: 'elu',
        kernelInitializer: tf.initializers.glorotUniform({ seed: 4 }),
      }),
      tf.layers.dropout({ rate: 0.1, seed: 5 }),
      tf.layers.dense({
        units: 3,
        activation: 'softmax',
        kernelInitializer: tf.initializers.glorotUniform({ seed: 6 }),
      }),
    ],
  });
}

/** Clips whose class is where their energy is. */
function examples() {
  return tf.tidy(() => {
    const labels = tf.tensor1d(
      Array.from({ length: 24 }, (_, i) => i % 3),
      'int32',
    );
    const place = tf.oneHot(labels, 3).cast('float32').reshape([24, 1, 3]).tile([1, 16, 1]);
    const image = tf.image.resizeNearestNeighbor(place.expandDims(3) as tf.Tensor4D, [16, 20]);
    return {
      x: tf.add(image, tf.mul(tensor([24, 16, 20, 1], 1), 0.3)),
      y: tf.oneHot(labels, 3).cast('float32'),
    };
  });
}

it('trains a network with tf.layers, and nothing runs in JavaScript', async () => {
  const model = network();
  const { x, y } = examples();
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  native.resetFallbacks();
  const { history } = await model.fit(x, y, { epochs: 25, batchSize: 8, shuffle: false, verbose: 0 });
  expect(native.fallbacks()).toEqual({});
  expect(history.acc?.at(-1)).toBeGreaterThan(0.9);
  expect(history.loss?.at(-1)).toBeLessThan(0.5 * (history.loss?.[0] as number));
  model.dispose();
  tf.dispose([x, y]);
});

it('reaches the weights that the JavaScript backend reaches', async () => {
  const train = async (backend: string) => {
    await tf.setBackend(backend);
    const model = network();
    const { x, y } = examples();
    model.compile({ optimizer: tf.train.sgd(0.05), loss: 'categoricalCrossentropy' });
    await model.fit(x, y, { epochs: 1, batchSize: 8, shuffle: false, verbose: 0 });
    const weights = model.getWeights().map((w) => Array.from(w.dataSync()));
    model.dispose();
    tf.dispose([x, y]);
    return weights;
  };
  const cpu = await train('cpu');
  const weights = await train('native');
  weights.forEach((values, i) => {
    values.forEach((value, j) => {
      expect(Math.abs(value - (cpu[i]?.[j] as number))).toBeLessThan(2e-4);
    });
  });
});

it('holds no more memory after 1,000 steps than after 10', () => {
  const model = network();
  const { x, y } = examples();
  const optimizer = tf.train.adam(1e-3);
  const step = () =>
    optimizer.minimize(() =>
      tf.losses.softmaxCrossEntropy(y, model.apply(x, { training: true }) as tf.Tensor),
    );
  for (let i = 0; i < 10; i++) step();
  const memory = () => ({
    ...(tf.memory() as tf.MemoryInfo & NativeMemory),
    process: process.memoryUsage().rss,
  });
  const before = memory();
  for (let i = 0; i < 1000; i++) step();
  const after = memory();
  const { numTensors, numDataBuffers, nativeBytes } = before;
  expect(after).toMatchObject({ numTensors, numDataBuffers, nativeBytes });
  expect(after.nativeBytesReserved).toBeLessThan(1.1 * before.nativeBytesReserved);
  expect(after.process - before.process).toBeLessThan(100e6);
  model.dispose();
  tf.dispose([x, y]);
});
