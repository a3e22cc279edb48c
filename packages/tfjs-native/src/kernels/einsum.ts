import { backend_util, type EinsumAttrs, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../backend.ts';
import { transposed } from './copies.ts';
import { allFloat, type Kernel, type KernelTable, view } from './kernel.ts';
import { reduce } from './reductions.ts';

/** A tensor whose axes have names. */
interface Named {
  x: TensorInfo;
  axes: readonly number[];
}

/** Sums over all axes but `kept`, and puts those in that order. The result is a tensor of its own. */
function arranged(backend: NativeBackend, { x, axes }: Named, kept: readonly number[]): TensorInfo {
  const summed = axes.flatMap((name, axis) => (kept.includes(name) ? [] : [axis]));
  const sum = summed.length > 0 ? reduce(backend, 'Sum', x, summed, 'float32') : backend.share(x);
  const left = axes.filter((name) => kept.includes(name));
  const y = transposed(
    backend,
    sum,
    kept.filter((name) => left.includes(name)).map((name) => left.indexOf(name)),
  ) as TensorInfo;
  backend.disposeData(sum.dataId);
  return y;
}

/** Einstein's summation, of one tensor or as one product of (batches of) matrices of two. */
const einsum: Kernel = ({ inputs, attrs, backend }) => {
  const tensors = inputs as unknown as TensorInfo[];
  if (!allFloat(...tensors)) return null;
  const { allDims, summedDims, idDims } = backend_util.decodeEinsumEquation(
    (attrs as EinsumAttrs).equation,
    tensors.length,
  );
  backend_util.checkEinsumDimSizes(allDims.length, idDims, tensors as never);
  const output = allDims.map((_, name) => name).filter((name) => !summedDims.includes(name));
  const [a, b] = tensors.map((x, i): Named => ({ x, axes: idDims[i] as number[] }));
  if (!a) return null;
  if (!b) return arranged(backend, a, output);

  const inBoth = a.axes.filter((name) => b.axes.includes(name));
  const batch = inBoth.filter((name) => output.includes(name));
  const inner = inBoth.filter((name) => !output.includes(name));
  const rows = output.filter((name) => a.axes.includes(name) && !batch.includes(name));
  const columns = output.filter((name) => b.axes.includes(name) && !batch.includes(name));
  const sizes = (names: readonly number[]) =>
    names.map((name) => {
      const from = a.axes.includes(name) ? a : b;
      return from.x.shape[from.axes.indexOf(name)] as number;
    });
  const [n, k, left, right] = [batch, inner, rows, columns].map((names) =>
    util.sizeFromShape(sizes(names)),
  ) as [number, number, number, number];
  const matricesA = arranged(backend, a, [...batch, ...rows, ...inner]);
  const matricesB = arranged(backend, b, [...batch, ...inner, ...columns]);
  const product = backend.run1(
    'BatchMatMul',
    [view(matricesA, [n, left, k]), view(matricesB, [n, k, right])],
    { shape: [n, left, right], dtype: 'float32' },
    [0, 0, 0, 0],
  );
  const order = [...batch, ...rows, ...columns];
  const y = arranged(backend, { x: view(product, sizes(order)), axes: order }, output);
  for (const { dataId } of [matricesA, matricesB, product]) backend.disposeData(dataId);
  return y;
};

export const einsums: KernelTable = { Einsum: einsum };
