import * as tf from '@tensorflow/tfjs';
import { expectSame, onBoth, useNative } from './support/native.ts';

// Every reduction on random shapes and axes: see properties.test.ts.

beforeAll(useNative);

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
