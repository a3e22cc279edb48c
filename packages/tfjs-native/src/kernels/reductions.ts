import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../backend.ts';
import type { NumericDType } from '../dtypes.ts';
import { transposed } from './copies.ts';
import { input, type Kernel, type KernelCall, type KernelTable, view } from './kernel.ts';

interface Reduction {
  /** The addon's kernel: [outer, n, inner] → [outer, inner]. */
  kernel: string;
  /** Result types by input type. */
  dtypes: Partial<Record<string, NumericDType>>;
}

const PLACES = { float32: 'int32', int32: 'int32' } as const;
const NUMBERS = { float32: 'float32', int32: 'int32' } as const;

/** Sizes around the reduced axes, if those stand together. */
function around(shape: readonly number[], axes: readonly number[]): [number, number, number] | null {
  const reduced = axes.filter((axis) => shape[axis] !== 1);
  const first = reduced[0] ?? 0;
  const last = reduced.at(-1) ?? -1;
  for (let axis = first; axis <= last; axis++) if (!reduced.includes(axis) && shape[axis] !== 1) return null;
  const size = (from: number, to: number) => util.sizeFromShape(shape.slice(from, to) as number[]);
  return [size(0, first), size(first, last + 1), size(last + 1, shape.length)];
}

export function reduce(
  backend: NativeBackend,
  kernel: string,
  x: TensorInfo,
  axes: readonly number[],
  dtype: NumericDType,
): TensorInfo {
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const shape = kept.map((axis) => x.shape[axis] as number);
  const run = (tensor: TensorInfo, [outer, n, inner]: [number, number, number]) =>
    backend.run1(kernel, [view(tensor, [outer, n, inner])], { shape: [outer, inner], dtype });
  const sizes = around(x.shape, axes);
  if (sizes) return { ...run(x, sizes), shape };
  const moved = transposed(backend, x, [...kept, ...axes]) as TensorInfo;
  const outer = util.sizeFromShape(shape);
  const n = util.sizeFromShape(axes.map((axis) => x.shape[axis] as number));
  const y = run(moved, [outer, n, 1]);
  backend.disposeData(moved.dataId);
  return { ...y, shape };
}

function reduction({ kernel, dtypes }: Reduction): Kernel {
  return (call: KernelCall) => {
    const x = input(call, 'x');
    const attrs = call.attrs as {
      axis?: number | number[];
      reductionIndices?: number | number[];
      keepDims?: boolean;
    };
    const dtype = dtypes[x.dtype];
    if (!dtype) return null;
    const axes = util
      .parseAxisParam((attrs.reductionIndices ?? attrs.axis) as number[], x.shape)
      .sort((a, b) => a - b);
    const y = reduce(call.backend, kernel, x, axes, dtype);
    return attrs.keepDims ? { ...y, shape: x.shape.map((size, i) => (axes.includes(i) ? 1 : size)) } : y;
  };
}

/** Kernels that take axes away. */
export const reductions: KernelTable = {
  All: reduction({ kernel: 'All', dtypes: { bool: 'bool' } }),
  Any: reduction({ kernel: 'Any', dtypes: { bool: 'bool' } }),
  ArgMax: reduction({ kernel: 'ArgMax', dtypes: PLACES }),
  ArgMin: reduction({ kernel: 'ArgMin', dtypes: PLACES }),
  Max: reduction({ kernel: 'Max', dtypes: NUMBERS }),
  Mean: reduction({ kernel: 'Mean', dtypes: { float32: 'float32' } }),
  Min: reduction({ kernel: 'Min', dtypes: NUMBERS }),
  Prod: reduction({ kernel: 'Prod', dtypes: NUMBERS }),
  Sum: reduction({ kernel: 'Sum', dtypes: NUMBERS }),
};
