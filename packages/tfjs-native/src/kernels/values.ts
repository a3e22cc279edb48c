import {
  backend_util,
  type CastAttrs,
  type ExpandDimsAttrs,
  type FillAttrs,
  type GatherV2Attrs,
  type OneHotAttrs,
  type ReshapeAttrs,
  type TensorInfo,
  type UnsortedSegmentSumAttrs,
  util,
} from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../backend.ts';
import { isNumeric } from '../dtypes.ts';
import { input, type Kernel, type KernelTable, MAX_RANK, view } from './kernel.ts';

const identity: Kernel = (call) => call.backend.share(input(call, 'x'));

const reshape: Kernel = (call) => {
  const x = input(call, 'x');
  const size = util.sizeFromShape(x.shape);
  const shape = util.inferFromImplicitShape((call.attrs as ReshapeAttrs).shape, size);
  util.assert(
    size === util.sizeFromShape(shape),
    () => `Reshape: [${x.shape}] can't become [${shape}], which has another number of values.`,
  );
  return call.backend.share(x, shape);
};

const expandDims: Kernel = (call) => {
  const x = input(call, 'input');
  const { dim } = call.attrs as ExpandDimsAttrs;
  const rank = x.shape.length;
  util.assert(
    -(rank + 1) <= dim && dim <= rank,
    () => `Axis must be in the interval [${-(rank + 1)}, ${rank}]; it is ${dim}.`,
  );
  return call.backend.share(x, x.shape.toSpliced(dim < 0 ? dim + rank + 1 : dim, 0, 1));
};

const cast: Kernel = (call) => {
  const x = input(call, 'x');
  const { dtype } = call.attrs as CastAttrs;
  if (x.dtype === dtype) return call.backend.share(x);
  if (!isNumeric(x.dtype) || !isNumeric(dtype)) return null;
  return call.backend.run1('Cast', [x], { shape: x.shape, dtype });
};

function filled(backend: NativeBackend, shape: readonly number[], dtype: TensorInfo['dtype'], value: number) {
  return isNumeric(dtype) && shape.length <= MAX_RANK
    ? backend.run1('Fill', [], { shape, dtype }, [value])
    : null;
}

const fill: Kernel = ({ attrs, backend }) => {
  const { shape, value, dtype } = attrs as FillAttrs;
  if (typeof value === 'string') return null;
  return filled(backend, shape, dtype ?? util.inferDtype(value), Number(value));
};

function likeInput(value: number): Kernel {
  return (call) => {
    const x = input(call, 'x');
    return filled(call.backend, x.shape, x.dtype, value);
  };
}

const oneHot: Kernel = (call) => {
  const indices = input(call, 'indices');
  const { dtype, depth, onValue, offValue } = call.attrs as OneHotAttrs;
  const wanted = dtype ?? 'int32';
  if (indices.dtype !== 'int32' || !isNumeric(wanted)) return null;
  const count = util.sizeFromShape(indices.shape);
  const y = call.backend.run1('OneHot', [view(indices, [count])], { shape: [count, depth], dtype: wanted }, [
    onValue,
    offValue,
  ]);
  return { ...y, shape: [...indices.shape, depth] };
};

const gather: Kernel = (call) => {
  const x = input(call, 'x');
  const indices = input(call, 'indices');
  if (!isNumeric(x.dtype) || indices.dtype !== 'int32') return null;
  const { axis, batchDims } = call.attrs as GatherV2Attrs;
  const along = util.parseAxisParam(axis, x.shape)[0] as number;
  const info = backend_util.segment_util.collectGatherOpShapeInfo(
    x as never,
    indices as never,
    along,
    batchDims ?? 0,
  );
  const count = info.batchSize === 0 ? 0 : util.sizeFromShape(indices.shape) / info.batchSize;
  const y = call.backend.run1(
    'GatherV2',
    [
      view(x, [info.batchSize, info.outerSize, info.dimSize, info.sliceSize]),
      view(indices, [info.batchSize, count]),
    ],
    { shape: [info.batchSize, info.outerSize, count, info.sliceSize], dtype: x.dtype },
    [],
  );
  return { ...y, shape: info.outputShape };
};

const unsortedSegmentSum: Kernel = (call) => {
  const [x, ids] = [input(call, 'x'), input(call, 'segmentIds')];
  const { numSegments } = call.attrs as UnsortedSegmentSumAttrs;
  if (x.dtype !== 'float32' || ids.dtype !== 'int32' || ids.shape.length !== 1 || x.shape.length === 0)
    return null;
  const [n = 0, ...rest] = x.shape;
  const inner = util.sizeFromShape(rest);
  const y = call.backend.run1('SegmentSum', [view(x, [n, inner]), ids], {
    shape: [numSegments, inner],
    dtype: 'float32',
  });
  return { ...y, shape: [numSegments, ...rest] };
};

const select: Kernel = (call) => {
  const [condition, t, e] = [input(call, 'condition'), input(call, 't'), input(call, 'e')];
  if (condition.dtype !== 'bool' || t.dtype !== e.dtype || !isNumeric(t.dtype)) return null;
  return call.backend.run1('Select', [condition, t, e], { shape: t.shape, dtype: t.dtype });
};

/** Kernels about types and values rather than arithmetic. */
export const values: KernelTable = {
  Cast: cast,
  ExpandDims: expandDims,
  Fill: fill,
  GatherV2: gather,
  Identity: identity,
  OneHot: oneHot,
  OnesLike: likeInput(1),
  Reshape: reshape,
  Select: select,
  UnsortedSegmentSum: unsortedSegmentSum,
  ZerosLike: likeInput(0),
};
