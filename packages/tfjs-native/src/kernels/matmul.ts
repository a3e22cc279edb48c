import { type BatchMatMulAttrs, broadcast_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { stridedCopy } from './copies.ts';
import { type Finish, finished, finishOf } from './fused.ts';
import { allFloat, input, type Kernel, type KernelCall, type KernelTable, view } from './kernel.ts';

/** a·b over broadcast batches of matrices. */
function product(call: KernelCall, finish: Finish): TensorInfo | null {
  const { transposeA, transposeB } = call.attrs as BatchMatMulAttrs;
  const a = input(call, 'a');
  const b = input(call, 'b');
  if (!allFloat(a, b, finish.bias, finish.preluWeights)) return null;
  const [rowsA, columnsA] = a.shape.slice(-2) as [number, number];
  const [rowsB, columnsB] = b.shape.slice(-2) as [number, number];
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const [inner, n] = transposeB ? [columnsB, rowsB] : [rowsB, columnsB];
  util.assert(
    k === inner,
    () =>
      `Error in matMul: inner shapes (${k}) and (${inner}) of Tensors with shapes ${a.shape} and ${b.shape} and ` +
      `transposeA=${transposeA} and transposeB=${transposeB} must match.`,
  );
  const outer = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const batch = util.sizeFromShape(outer);
  const left = batched(call, a, outer, batch);
  const right = batched(call, b, outer, batch);
  const y = finished(call.backend, finish, n, (bias, params) =>
    call.backend.run1('BatchMatMul', [left, right, ...bias], { shape: [batch, m, n], dtype: 'float32' }, [
      transposeA ? 1 : 0,
      transposeB ? 1 : 0,
      ...params,
    ]),
  );
  if (left.dataId !== a.dataId) call.backend.disposeData(left.dataId);
  if (right.dataId !== b.dataId) call.backend.disposeData(right.dataId);
  return { ...y, shape: [...outer, m, n] };
}

/** The matrices as one batch: all of them or one for all. Batches that broadcast in part are spread out. */
function batched(
  { backend }: KernelCall,
  x: TensorInfo,
  outer: readonly number[],
  batch: number,
): TensorInfo {
  const matrix = x.shape.slice(-2);
  const own = util.sizeFromShape(x.shape.slice(0, -2));
  if (own === batch || own === 1) return view(x, [own, ...matrix]);
  const padded = [...new Array<number>(outer.length - (x.shape.length - 2)).fill(1), ...x.shape];
  const strides = util
    .computeStrides([...padded, 1])
    .map((stride, axis) => (padded[axis] === 1 ? 0 : stride));
  const spread = stridedCopy(backend, x, [...outer, ...matrix], 0, strides) as TensorInfo;
  return view(spread, [batch, ...matrix]);
}

const batchMatMul: Kernel = (call) => product(call, {});
const fusedMatMul: Kernel = (call) => product(call, finishOf(call));

export const matmul: KernelTable = { BatchMatMul: batchMatMul, _FusedMatMul: fusedMatMul };
