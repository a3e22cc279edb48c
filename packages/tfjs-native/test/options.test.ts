import * as tf from '@tensorflow/tfjs-core';
import { type RegisterOptions, register } from '../src/index.ts';

it('has no effect by being imported', () => {
  expect(tf.engine().backendNames()).toEqual([]);
});

it.each([
  [{ device: 'cuda' }, "The option device is 'cuda'; it must be 'auto' or 'cpu'."],
  [{ threads: 0 }, 'The option threads is 0; it must be an integer from 1 to 256.'],
  [{ threads: 2.5 }, 'The option threads is 2.5; it must be an integer from 1 to 256.'],
  [{ simd: 'mmx' }, "no vector instructions named 'mmx'"],
])('refuses %j', async (options, message) => {
  await expect(register(options as RegisterOptions)).rejects.toThrow(message);
  expect(tf.engine().backendNames()).not.toContain('native');
});

it('can be registered after a refusal', async () => {
  const { threads } = await register({ threads: 1 });
  expect(threads).toBe(1);
  expect(await tf.setBackend('native')).toBe(true);
});
