import { type FusedBatchNormAttrs, type SoftmaxAttrs, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { allFloat, input, type Kernel, type KernelTable, view } from './kernel.ts';

const softmax: Kernel = (call) => {
  const logits = input(call, 'logits');
  const { dim } = call.attrs as SoftmaxAttrs;
  const rank = logits.shape.length;
  if (!allFloat(logits) || (dim !== -1 && dim !== rank - 1)) return null;
  const n = logits.shape.at(-1) ?? 1;
  const shape = [n === 0 ? 0 : util.sizeFromShape(logits.shape) / n, n];
  const y = call.backend.run1('Softmax', [view(logits, shape)], { shape, dtype: 'float32' });
  return { ...y, shape: [...logits.shape] };
};

const fusedBatchNorm: Kernel = (call) => {
  const [x, mean, variance] = [input(call, 'x'), input(call, 'mean'), input(call, 'variance')];
  const { scale, offset } = call.inputs;
  const channels = x.shape.at(-1) ?? 1;
  // Statistics of whole images, which TensorFlow.js also takes, are left to it.
  const isRow = (statistic?: TensorInfo) => !statistic || util.sizeFromShape(statistic.shape) === channels;
  if (!allFloat(x, mean, variance, scale, offset) || ![mean, variance, scale, offset].every(isRow))
    return null;
  if (channels === 0) return null;
  const { backend } = call;
  const row = (statistic: TensorInfo) => view(statistic, [channels]);
  const constant = (value: number) =>
    backend.run1('Fill', [], { shape: [channels], dtype: 'float32' }, [value]);
  const [usedOffset, usedScale] = [offset ?? constant(0), scale ?? constant(1)];
  const shape = [util.sizeFromShape(x.shape) / channels, channels];
  const { varianceEpsilon } = call.attrs as FusedBatchNormAttrs;
  const y = backend.run1(
    'FusedBatchNorm',
    [view(x, shape), row(mean), row(variance), row(usedOffset), row(usedScale)],
    { shape, dtype: 'float32' },
    [varianceEpsilon ?? 0.001],
  );
  if (!offset) backend.disposeData(usedOffset.dataId);
  if (!scale) backend.disposeData(usedScale.dataId);
  return { ...y, shape: [...x.shape] };
};

export const normalisations: KernelTable = { FusedBatchNorm: fusedBatchNorm, Softmax: softmax };
