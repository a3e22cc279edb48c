import {
  backend_util,
  type Conv2DAttrs,
  type Conv2DBackpropFilterAttrs,
  type Conv2DBackpropInputAttrs,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import { finished, finishOf } from './fused.ts';
import { allFloat, input, type Kernel, type KernelCall, type KernelTable } from './kernel.ts';

type Shape4D = [number, number, number, number];
type ConvInfo = backend_util.Conv2DInfo;

/** The numbers that describe a window to the addon: see windowOf in native/cpu/simd/window.h. */
export function windowParams(info: ConvInfo): number[] {
  return [
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    info.dilationHeight,
    info.dilationWidth,
    info.padInfo.top,
    info.padInfo.left,
  ];
}

interface Attrs extends Pick<Conv2DAttrs, 'strides' | 'pad' | 'dataFormat' | 'dimRoundingMode'> {
  dilations?: Conv2DAttrs['dilations'];
}

/** The convolution's geometry, or null for another layout than NHWC. */
function infoOf(x: number[], filter: number[], attrs: Attrs, depthwise: boolean): ConvInfo | null {
  const { strides, pad, dataFormat, dilations, dimRoundingMode } = attrs;
  if (dataFormat && dataFormat !== 'NHWC') return null;
  return backend_util.computeConv2DInfo(
    x as Shape4D,
    filter as Shape4D,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    depthwise,
  );
}

function forward(name: string, depthwise: boolean): Kernel {
  return (call: KernelCall) => {
    const x = input(call, 'x');
    const filter = input(call, 'filter');
    const finish = finishOf(call);
    if (!allFloat(x, filter, finish.bias, finish.preluWeights)) return null;
    const attrs = call.attrs as Attrs;
    const info = infoOf(
      x.shape,
      filter.shape,
      depthwise ? { ...attrs, dataFormat: 'NHWC' } : attrs,
      depthwise,
    );
    if (!info) return null;
    return finished(call.backend, finish, info.outChannels, (bias, params) =>
      call.backend.run1(name, [x, filter, ...bias], { shape: info.outShape, dtype: 'float32' }, [
        ...windowParams(info),
        ...params,
      ]),
    );
  };
}

function backpropInput(name: string, depthwise: boolean): Kernel {
  return (call) => {
    const [dy, filter] = [input(call, 'dy'), input(call, 'filter')];
    const { inputShape, ...attrs } = call.attrs as Conv2DBackpropInputAttrs;
    return backprop(call, name, [dy, filter], infoOf(inputShape, filter.shape, attrs, depthwise), inputShape);
  };
}

function backpropFilter(name: string, depthwise: boolean): Kernel {
  return (call) => {
    const [x, dy] = [input(call, 'x'), input(call, 'dy')];
    const { filterShape, ...attrs } = call.attrs as Conv2DBackpropFilterAttrs;
    return backprop(call, name, [x, dy], infoOf(x.shape, filterShape, attrs, depthwise), filterShape);
  };
}

function backprop(
  call: KernelCall,
  name: string,
  inputs: TensorInfo[],
  info: ConvInfo | null,
  shape: Shape4D,
) {
  // TensorFlow.js lets dy be larger than the convolution's result, and leaves out what is beyond.
  if (!info || !allFloat(...inputs) || !util.arraysEqual(input(call, 'dy').shape, info.outShape)) return null;
  return call.backend.run1(name, inputs, { shape, dtype: 'float32' }, windowParams(info));
}

/** Convolutions and their gradients; one-dimensional ones arrive here as images of height 1. */
export const convolutions: KernelTable = {
  Conv2D: forward('Conv2D', false),
  FusedConv2D: forward('Conv2D', false),
  Conv2DBackpropInput: backpropInput('Conv2DBackpropInput', false),
  Conv2DBackpropFilter: backpropFilter('Conv2DBackpropFilter', false),
  DepthwiseConv2dNative: forward('DepthwiseConv2dNative', true),
  FusedDepthwiseConv2D: forward('DepthwiseConv2dNative', true),
  DepthwiseConv2dNativeBackpropInput: backpropInput('DepthwiseConv2dNativeBackpropInput', true),
  DepthwiseConv2dNativeBackpropFilter: backpropFilter('DepthwiseConv2dNativeBackpropFilter', true),
};
