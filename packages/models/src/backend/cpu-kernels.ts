import * as tf from '@tensorflow/tfjs';

/** What a kernel of tfjs's JavaScript backend works with. */
interface CpuBackend {
  data: { get(id: object): { values: Float32Array } };
  makeTensorInfo(shape: number[], dtype: 'float32', values: Float32Array): tf.TensorInfo;
}

interface FilterGradientArgs {
  inputs: { x: tf.TensorInfo; dy: tf.TensorInfo };
  backend: CpuBackend;
  attrs: {
    strides: [number, number];
    pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
    dataFormat: 'NHWC' | 'NCHW';
    dimRoundingMode?: 'floor' | 'round' | 'ceil';
    filterShape: [number, number, number, number];
  };
}

const KERNEL = 'Conv2DBackpropFilter';
let replaced = false;

/**
 * Replaces the kernel of tfjs's JavaScript backend that takes most of a convolution network's training: it
 * reads each value through a function of variable arguments, and does 7 million products a second where its
 * neighbours do 400. Ours adds up the same products in the same order, so the gradients are the same bits.
 */
export function replaceSlowCpuKernels(): void {
  if (replaced) return;
  replaced = true;
  const original = tf.getKernel(KERNEL, 'cpu').kernelFunc;
  tf.unregisterKernel(KERNEL, 'cpu');
  tf.registerKernel({
    kernelName: KERNEL,
    backendName: 'cpu',
    kernelFunc: (args) => {
      const typed = args as unknown as FilterGradientArgs;
      return typed.attrs.dataFormat === 'NCHW' ? original(args) : filterGradient(typed);
    },
  });
}

/** Gradient of a 2-D convolution with respect to its filter, channels last; `[height, width, in, out]`. */
function filterGradient({ inputs, backend, attrs }: FilterGradientArgs): tf.TensorInfo {
  const { x, dy } = inputs;
  const { strides, pad, dimRoundingMode, filterShape } = attrs;
  const info = tf.backend_util.computeConv2DInfo(
    x.shape as [number, number, number, number],
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  const xValues = backend.data.get(x.dataId).values;
  const dyValues = backend.data.get(dy.dataId).values;
  const tap = inChannels * outChannels;
  const result = new Float32Array(filterHeight * filterWidth * tap);
  // Sums in double precision, as the replaced kernel has them.
  const sums = new Float64Array(tap);

  for (let row = 0; row < filterHeight; row++) {
    for (let column = 0; column < filterWidth; column++) {
      sums.fill(0);
      for (let image = 0; image < batchSize; image++) {
        for (let outRow = 0; outRow < outHeight; outRow++) {
          const inRow = outRow * strideHeight + row - padInfo.top;
          if (inRow < 0 || inRow >= inHeight) continue;
          for (let outColumn = 0; outColumn < outWidth; outColumn++) {
            const inColumn = outColumn * strideWidth + column - padInfo.left;
            if (inColumn < 0 || inColumn >= inWidth) continue;
            const xStart = ((image * inHeight + inRow) * inWidth + inColumn) * inChannels;
            const dyStart = ((image * outHeight + outRow) * outWidth + outColumn) * outChannels;
            addOuterProduct(sums, xValues, xStart, inChannels, dyValues, dyStart, outChannels);
          }
        }
      }
      result.set(sums, (row * filterWidth + column) * tap);
    }
  }
  return backend.makeTensorInfo(info.filterShape, 'float32', result);
}

function addOuterProduct(
  sums: Float64Array,
  x: Float32Array,
  xStart: number,
  inChannels: number,
  dy: Float32Array,
  dyStart: number,
  outChannels: number,
): void {
  let i = 0;
  for (let channel = 0; channel < inChannels; channel++) {
    const value = x[xStart + channel] as number;
    for (let out = 0; out < outChannels; out++) {
      (sums[i++] as number) += value * (dy[dyStart + out] as number);
    }
  }
}
