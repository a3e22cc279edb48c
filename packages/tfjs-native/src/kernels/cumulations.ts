import { type CumsumAttrs, upcastType, util } from '@tensorflow/tfjs-core';
import type { NumericDType } from '../dtypes.ts';
import { input, type Kernel, type KernelTable, view } from './kernel.ts';

/** Running sums or products along an axis. */
function cumulation(name: string): Kernel {
  return (call) => {
    const x = input(call, 'x');
    const { axis, exclusive, reverse } = call.attrs as CumsumAttrs;
    if (x.dtype !== 'float32' && x.dtype !== 'int32') return null;
    const along = util.parseAxisParam(axis, x.shape)[0] as number;
    const size = (from: number, to?: number) => util.sizeFromShape(x.shape.slice(from, to));
    const shape = [size(0, along), x.shape[along] as number, size(along + 1)];
    const dtype = upcastType(x.dtype, 'int32') as NumericDType;
    const y = call.backend.run1(name, [view(x, shape)], { shape, dtype }, [
      exclusive ? 1 : 0,
      reverse ? 1 : 0,
    ]);
    return { ...y, shape: [...x.shape] };
  };
}

export const cumulations: KernelTable = { Cumprod: cumulation('Cumprod'), Cumsum: cumulation('Cumsum') };
