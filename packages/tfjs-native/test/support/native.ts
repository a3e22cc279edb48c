import * as tf from '@tensorflow/tfjs';
import type { NativeBackend } from '../../src/backend.ts';
import { register } from '../../src/index.ts';

/** Makes the backend current, with several threads whatever the machine, so that threads are tested. */
export async function useNative(): Promise<NativeBackend> {
  await silenceAdvice();
  await register({ threads: 3 });
  await tf.setBackend('native');
  return tf.backend() as NativeBackend;
}

/** At its first tensor the JavaScript backend prints advice to install another, except in production. */
async function silenceAdvice(): Promise<void> {
  tf.env().set('PROD', true);
  await tf.setBackend('cpu');
  tf.scalar(0).dispose();
  tf.env().set('PROD', false);
}

/** Runs `compute` on both backends. @returns the values of its results, flat */
export async function onBoth(
  compute: () => tf.Tensor | tf.Tensor[],
): Promise<{ native: Results; cpu: Results }> {
  const on = async (backend: string): Promise<Results> => {
    await tf.setBackend(backend);
    const tensors = tf.tidy(compute);
    const results = resultsOf(Array.isArray(tensors) ? tensors : [tensors]);
    tf.dispose(tensors);
    return results;
  };
  const cpu = await on('cpu');
  const native = await on('native');
  return { native, cpu };
}

export type Results = { shape: number[]; dtype: string; values: number[] }[];

export function resultsOf(tensors: readonly tf.Tensor[]): Results {
  return tensors.map((x) => ({ shape: x.shape, dtype: x.dtype, values: Array.from(x.dataSync()) }));
}

/** Largest difference, as a share of the largest value. */
export function relativeError(actual: readonly number[], expected: readonly number[]): number {
  let scale = 1e-3;
  let error = 0;
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i] as number, expected[i] as number];
    if (Object.is(a, e) || (Number.isNaN(a) && Number.isNaN(e)) || a === e) continue;
    if (!Number.isFinite(a) || !Number.isFinite(e)) return Number.POSITIVE_INFINITY;
    scale = Math.max(scale, Math.abs(e));
    error = Math.max(error, Math.abs(a - e));
  }
  return error / scale;
}

/** Fails unless both give the same shapes and types, and values that agree to `tolerance`. */
export function expectSame({ native, cpu }: { native: Results; cpu: Results }, tolerance = 2e-5): void {
  expect(native.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(
    cpu.map(({ shape, dtype }) => ({ shape, dtype })),
  );
  native.forEach(({ values }, i) => {
    expect(values).toHaveLength((cpu[i] as Results[number]).values.length);
    expect(relativeError(values, (cpu[i] as Results[number]).values)).toBeLessThanOrEqual(tolerance);
  });
}
