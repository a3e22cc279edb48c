import * as tf from '@tensorflow/tfjs';
import type { NativeBackend } from '../../src/backend.ts';
import type { Kernel } from '../../src/kernels/kernel.ts';
import { nativeKernels } from '../../src/kernels/list.ts';
import { Draw, type Value } from './draw.ts';

/** One call of a kernel. */
export interface Case {
  inputs: Record<string, Value> | Value[];
  attrs?: object;
  /** Share of a value (of 1 for smaller ones) by which it may be off; integers and truths must be exact. Default 2e-5. */
  tolerance?: number;
}

/** Draws calls of a kernel, by TensorFlow.js's names. */
export type CaseTable = Record<string, (draw: Draw) => Case>;

interface Maker {
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: never): tf.TensorInfo;
  readSync(dataId: object): unknown;
}

/** A kernel's inputs on a backend. */
export function tensorsOf(inputs: Case['inputs'], backend: object) {
  const make = ({ shape, dtype, values }: Value) => {
    const array = tf.util.getTypedArrayFromDType(dtype, values.length);
    array.set(values);
    // Some of TensorFlow.js's kernels read the rank, as if they were given whole tensors.
    return { ...(backend as Maker).makeTensorInfo(shape, dtype, array as never), rank: shape.length };
  };
  return Array.isArray(inputs)
    ? inputs.map(make)
    : Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, make(value)]));
}

function run(kernel: (args: never) => unknown, backend: object, { inputs, attrs = {} }: Case) {
  const tensors = tensorsOf(inputs, backend);
  const output = kernel({ inputs: tensors, attrs, backend } as never);
  if (output === null) throw new Error('the call is not written natively');
  const outputs = [output].flat() as tf.TensorInfo[];
  const results = outputs.map(({ dataId, shape, dtype }) => ({
    shape,
    dtype,
    values: Array.from((backend as Maker).readSync(dataId) as ArrayLike<number>),
  }));
  return { results, tensors: [...Object.values(tensors), ...outputs] };
}

/** Why they aren't the same, or nothing. */
function difference(actual: Value[], expected: Value[], tolerance: number): string | undefined {
  const types = (list: Value[]) => list.map(({ shape, dtype }) => `${dtype}[${shape}]`).join(' ');
  if (types(actual) !== types(expected)) return `${types(actual)} instead of ${types(expected)}`;
  for (const [i, { values, dtype }] of expected.entries()) {
    for (const [at, value] of values.entries()) {
      const found = actual[i]?.values[at] as number;
      if (Object.is(found, value) || found === value) continue;
      const allowed = dtype === 'float32' ? tolerance * Math.max(1, Math.abs(value)) : 0;
      if (Number.isFinite(value) && Math.abs(found - value) <= allowed) continue;
      return `${found} instead of ${value} at place ${at}`;
    }
  }
  return undefined;
}

/**
 * Runs a drawn call on both backends and compares the results. Whatever the kernel made on the way must be disposed of.
 *
 * @throws Error that names the seed and shows the call
 */
export function check(kernel: string, seed: number, make: (draw: Draw) => Case, native: NativeBackend): void {
  const drawn = make(new Draw(seed));
  const fail = (why: string) => {
    const shapes = Object.entries(drawn.inputs).map(
      ([name, { shape, dtype }]) => `${name} ${dtype}[${shape}]`,
    );
    throw new Error(`${kernel}, seed ${seed}: ${why}\n${shapes.join(', ')}; ${JSON.stringify(drawn.attrs)}`);
  };
  try {
    const before = native.numDataIds();
    const cpu = tf.findBackend('cpu');
    const expected = run((tf.getKernel(kernel, 'cpu') as tf.KernelConfig).kernelFunc as never, cpu, drawn);
    const actual = run(nativeKernels[kernel] as Kernel, native, drawn);
    for (const { dataId } of actual.tensors) native.disposeData(dataId);
    const why = difference(actual.results as Value[], expected.results as Value[], drawn.tolerance ?? 2e-5);
    if (why) fail(why);
    if (native.numDataIds() !== before) fail('it left tensors behind');
  } catch (error) {
    const { message } = error as Error;
    if (message.startsWith(`${kernel}, seed`)) throw error;
    fail(message);
  }
}
