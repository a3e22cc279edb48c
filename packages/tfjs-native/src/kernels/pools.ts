import { backend_util, type MaxPoolAttrs, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { windowParams } from './convolutions.ts';
import { allFloat, input, type Kernel, type KernelTable } from './kernel.ts';

function infoOf(x: TensorInfo, { filterSize, strides, pad, dimRoundingMode }: MaxPoolAttrs) {
  return backend_util.computePool2DInfo(
    x.shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
}

function pool(name: string): Kernel {
  return (call) => {
    const x = input(call, 'x');
    if (!allFloat(x)) return null;
    const info = infoOf(x, call.attrs as MaxPoolAttrs);
    // A window of one pixel that leaves the shape as it is is no pooling, whatever the padding.
    const isOnePixel = info.filterHeight === 1 && info.filterWidth === 1;
    if (isOnePixel && util.arraysEqual(info.inShape, info.outShape)) return call.backend.share(x);
    return call.backend.run1(name, [x], { shape: info.outShape, dtype: 'float32' }, windowParams(info));
  };
}

const maxPoolGrad: Kernel = (call) => {
  const [dy, x] = [input(call, 'dy'), input(call, 'input')];
  if (!allFloat(dy, x)) return null;
  const params = windowParams(infoOf(x, call.attrs as MaxPoolAttrs));
  return call.backend.run1('MaxPoolGrad', [dy, x], { shape: x.shape, dtype: 'float32' }, params);
};

const avgPoolGrad: Kernel = (call) => {
  const [dy, x] = [input(call, 'dy'), input(call, 'input')];
  if (!allFloat(dy, x)) return null;
  const params = windowParams(infoOf(x, call.attrs as MaxPoolAttrs));
  return call.backend.run1('AvgPoolGrad', [dy], { shape: x.shape, dtype: 'float32' }, params);
};

export const pools: KernelTable = {
  AvgPool: pool('AvgPool'),
  AvgPoolGrad: avgPoolGrad,
  MaxPool: pool('MaxPool'),
  MaxPoolGrad: maxPoolGrad,
};
