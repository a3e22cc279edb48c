import * as tf from '@tensorflow/tfjs';
import { useNative } from './support/native.ts';

it('lets tensors be disposed of after the backend is removed', async () => {
  await useNative();
  const x = tf.zeros([3]);
  await tf.setBackend('cpu');
  tf.removeBackend('native');
  expect(() => x.dispose()).not.toThrow();
});
