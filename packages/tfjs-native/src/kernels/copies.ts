import {
  backend_util,
  type ConcatAttrs,
  type PackAttrs,
  type PadV2Attrs,
  type ReverseAttrs,
  type SliceAttrs,
  type SplitVAttrs,
  type StridedSliceAttrs,
  slice_util,
  type TensorInfo,
  type TileAttrs,
  type TransposeAttrs,
  type UnpackAttrs,
  util,
} from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../backend.ts';
import { isNumeric } from '../dtypes.ts';
import { input, type Kernel, type KernelTable, MAX_RANK, view } from './kernel.ts';

function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis] as number;
  }
  return strides;
}

/** y[i, j, …] = x[offset + i·strides[0] + j·strides[1] …], or null for what the addon doesn't hold. */
export function stridedCopy(
  backend: NativeBackend,
  x: TensorInfo,
  shape: readonly number[],
  offset: number,
  strides: readonly number[],
): TensorInfo | null {
  if (!isNumeric(x.dtype)) return null;
  // Axes of size 1 don't matter, and there may be more of them than the addon takes.
  const real = shape.map((_, axis) => axis).filter((axis) => shape[axis] !== 1);
  if (real.length > MAX_RANK) return null;
  const y = backend.run1(
    'StridedCopy',
    [view(x, [util.sizeFromShape(x.shape)])],
    { shape: real.map((axis) => shape[axis] as number), dtype: x.dtype },
    [offset, ...real.map((axis) => strides[axis] as number)],
  );
  return { ...y, shape: [...shape] };
}

export function transposed(
  backend: NativeBackend,
  x: TensorInfo,
  perm: readonly number[],
): TensorInfo | null {
  const strides = stridesOf(x.shape);
  return stridedCopy(
    backend,
    x,
    perm.map((axis) => x.shape[axis] as number),
    0,
    perm.map((axis) => strides[axis] as number),
  );
}

function sliced(
  backend: NativeBackend,
  x: TensorInfo,
  begin: readonly number[],
  size: readonly number[],
  steps: readonly number[] = [],
) {
  const strides = stridesOf(x.shape);
  const offset = begin.reduce((sum, at, axis) => sum + at * (strides[axis] as number), 0);
  return stridedCopy(
    backend,
    x,
    size,
    util.sizeFromShape([...size]) === 0 ? 0 : offset,
    strides.map((stride, axis) => stride * (steps[axis] ?? 1)),
  );
}

const slice: Kernel = (call) => {
  const x = input(call, 'x');
  const attrs = call.attrs as SliceAttrs;
  const [begin, size] = slice_util.parseSliceParams(x as never, attrs.begin, attrs.size) as [
    number[],
    number[],
  ];
  slice_util.assertParamsValid(x as never, begin, size);
  return sliced(call.backend, x, begin, size);
};

const stridedSlice: Kernel = (call) => {
  const x = input(call, 'x');
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } =
    call.attrs as StridedSliceAttrs;
  const info = slice_util.sliceInfo(
    x.shape,
    begin,
    end,
    strides,
    beginMask,
    endMask,
    ellipsisMask,
    newAxisMask,
    shrinkAxisMask,
  );
  if (info.isIdentity) return call.backend.share(x, info.finalShape);
  // Where begin is beyond end there is nothing.
  const size = slice_util
    .computeOutShape(info.begin, info.end, info.strides)
    .map((length) => Math.max(length, 0));
  const y = sliced(call.backend, x, info.begin, size, info.strides);
  return y && { ...y, shape: info.finalShape };
};

const transpose: Kernel = (call) =>
  transposed(call.backend, input(call, 'x'), (call.attrs as TransposeAttrs).perm);

const reverse: Kernel = (call) => {
  const x = input(call, 'x');
  if (x.shape.length === 0) return call.backend.share(x);
  const flipped = util.parseAxisParam((call.attrs as ReverseAttrs).dims, x.shape);
  const strides = stridesOf(x.shape);
  let offset = 0;
  if (util.sizeFromShape(x.shape) > 0) {
    for (const axis of flipped) {
      offset += ((x.shape[axis] as number) - 1) * (strides[axis] as number);
      strides[axis] = -(strides[axis] as number);
    }
  }
  return stridedCopy(call.backend, x, x.shape, offset, strides);
};

/** Repeated axes become two: the repetition, which doesn't move in the input, and the axis itself. */
function tiled(backend: NativeBackend, x: TensorInfo, reps: readonly number[]): TensorInfo | null {
  const own = stridesOf(x.shape);
  const shape = reps.flatMap((count, axis) => [count, x.shape[axis] as number]);
  const strides = own.flatMap((stride) => [0, stride]);
  const y = stridedCopy(backend, x, shape, 0, strides);
  return y && { ...y, shape: reps.map((count, axis) => count * (x.shape[axis] as number)) };
}

const tile: Kernel = (call) => tiled(call.backend, input(call, 'x'), (call.attrs as TileAttrs).reps);

const padV2: Kernel = (call) => {
  const x = input(call, 'x');
  const { paddings, constantValue } = call.attrs as PadV2Attrs;
  if (!isNumeric(x.dtype)) return null;
  const shape = paddings.map(([before, after], axis) => before + (x.shape[axis] as number) + after);
  const params = [...paddings.map(([before]) => before), constantValue];
  return call.backend.run1('Pad', [x], { shape, dtype: x.dtype }, params);
};

/** Tensors put together along an axis, as matrices side by side. */
function concatenated(
  backend: NativeBackend,
  tensors: readonly TensorInfo[],
  axis: number,
): TensorInfo | null {
  const first = tensors[0] as TensorInfo;
  if (!isNumeric(first.dtype) || tensors.some(({ dtype }) => dtype !== first.dtype)) return null;
  const shape = backend_util.computeOutShape(
    tensors.map((x) => x.shape),
    axis,
  );
  const matrices = tensors.map((x) =>
    view(x, [util.sizeFromShape(x.shape.slice(0, axis)), util.sizeFromShape(x.shape.slice(axis))]),
  );
  const rows = (matrices[0] as TensorInfo).shape[0] as number;
  const columns = matrices.reduce((sum, { shape: [, width] }) => sum + (width as number), 0);
  return { ...backend.run1('Concat', matrices, { shape: [rows, columns], dtype: first.dtype }), shape };
}

const concat: Kernel = (call) => {
  const tensors = call.inputs as unknown as TensorInfo[];
  const axis = util.parseAxisParam(
    (call.attrs as ConcatAttrs).axis,
    (tensors[0] as TensorInfo).shape,
  )[0] as number;
  const shapes = tensors.map(({ shape }) => shape);
  backend_util.assertParamsConsistent(shapes, axis);
  const shape = backend_util.computeOutShape(shapes, axis);
  const full = tensors.filter((x) => util.sizeFromShape(x.shape) > 0);
  if (full.length === 0) return call.backend.makeTensorInfo(shape, (tensors[0] as TensorInfo).dtype, []);
  if (full.length === 1) return call.backend.share(full[0] as TensorInfo, shape);
  return concatenated(call.backend, full, axis);
};

const pack: Kernel = (call) => {
  const tensors = call.inputs as unknown as TensorInfo[];
  const { shape, dtype } = tensors[0] as TensorInfo;
  const given = (call.attrs as PackAttrs).axis;
  const axis = given < 0 ? given + shape.length + 1 : given;
  for (const x of tensors) {
    util.assertShapesMatch(shape, x.shape, 'All tensors passed to stack must have matching shapes');
    util.assert(dtype === x.dtype, () => 'All tensors passed to stack must have matching dtypes');
  }
  return concatenated(
    call.backend,
    tensors.map((x) => view(x, [...shape.slice(0, axis), 1, ...shape.slice(axis)])),
    axis,
  );
};

const unpack: Kernel = (call) => {
  const value = input(call, 'value');
  if (!isNumeric(value.dtype)) return null;
  const rank = value.shape.length;
  const given = (call.attrs as UnpackAttrs).axis;
  const axis = given < 0 ? given + rank : given;
  const shape = value.shape.filter((_, i) => i !== axis);
  const size = value.shape.map((length, i) => (i === axis ? 1 : length));
  return Array.from({ length: value.shape[axis] as number }, (_, at) => {
    const begin = value.shape.map((_length, i) => (i === axis ? at : 0));
    return { ...(sliced(call.backend, value, begin, size) as TensorInfo), shape };
  });
};

const splitV: Kernel = (call) => {
  const x = input(call, 'x');
  if (!isNumeric(x.dtype)) return null;
  const { numOrSizeSplits, axis } = call.attrs as SplitVAttrs;
  const along = util.parseAxisParam(axis, x.shape)[0] as number;
  const begin = new Array<number>(x.shape.length).fill(0);
  return backend_util.prepareSplitSize(x as never, numOrSizeSplits, along).map((length) => {
    const size = x.shape.map((whole, i) => (i === along ? length : whole));
    const part = sliced(call.backend, x, begin, size) as TensorInfo;
    begin[along] = (begin[along] as number) + length;
    return part;
  });
};

/** Kernels that only put values elsewhere. */
export const copies: KernelTable = {
  Concat: concat,
  Pack: pack,
  PadV2: padV2,
  Reverse: reverse,
  Slice: slice,
  SplitV: splitV,
  StridedSlice: stridedSlice,
  Tile: tile,
  Transpose: transpose,
  Unpack: unpack,
};
