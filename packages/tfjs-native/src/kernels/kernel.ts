import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../backend.ts';

export interface KernelCall {
  inputs: NamedTensorInfoMap;
  // TensorFlow.js types them per kernel; each kernel here names the type it gets.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  attrs: any;
  backend: NativeBackend;
}

/**
 * The TypeScript side of a kernel: works out shapes and parameters and runs the addon's. `null` stands for a call that
 * isn't written natively (another data type, say); it then runs through TensorFlow.js's JavaScript kernel.
 */
export type Kernel = (call: KernelCall) => TensorInfo | TensorInfo[] | null;

/** Kernels by TensorFlow.js's names. */
export type KernelTable = Record<string, Kernel>;

/** Axes that the addon's tensors may have: Shape::maxRank of native/tensor.h. */
export const MAX_RANK = 8;

/** An input that the kernel can't do without. */
export function input(call: KernelCall, name: string): TensorInfo {
  const x = call.inputs[name];
  if (!x) throw new Error(`The input '${name}' is missing.`);
  return x;
}

/** Another view of a tensor, for one call: no reference of its own. */
export function view(x: TensorInfo, shape: readonly number[]): TensorInfo {
  return { dataId: x.dataId, shape: [...shape], dtype: x.dtype };
}

export function allFloat(...tensors: (TensorInfo | undefined | null)[]): boolean {
  return tensors.every((x) => !x || x.dtype === 'float32');
}
