import { backend_util } from '@tensorflow/tfjs';
import type { Draw } from '../support/draw.ts';
import type { Case, CaseTable } from '../support/property.ts';
import { finish } from './products.ts';

type Shape4D = [number, number, number, number];
type Pair = [number, number];

/** An image and a window over it that has at least one place to stand. */
export function drawWindow(draw: Draw, maxDilation = 1, maxPadding = 3) {
  const pair = (least: number, most: number): Pair => [draw.integer(least, most), draw.integer(least, most)];
  const filter = pair(1, 5);
  const dilations = pair(1, maxDilation);
  const strides: Pair = Math.max(...dilations) > 1 ? [1, 1] : pair(1, 3);
  const explicit = [[0, 0], pair(0, maxPadding), pair(0, maxPadding), [0, 0]] as [Pair, Pair, Pair, Pair];
  const pad = draw.pick(['same', 'valid', explicit] as const);
  const side = (axis: 0 | 1) => {
    const padding = pad === explicit ? (pad[axis + 1] as Pair)[0] + (pad[axis + 1] as Pair)[1] : 0;
    const least = pad === 'same' ? 1 : (filter[axis] - 1) * dilations[axis] + 1 - padding;
    return Math.max(1, least) + draw.integer(0, 7);
  };
  const image: Shape4D = [draw.chance(0.05) ? 0 : draw.integer(1, 3), side(0), side(1), draw.integer(1, 18)];
  const rounding = typeof pad === 'string' ? {} : { dimRoundingMode: 'floor' as const };
  return { image, filter, attrs: { strides, pad, dilations, ...rounding } };
}

function convolution(draw: Draw, depthwise: boolean, maxDilation: number) {
  const { image, filter: size, attrs } = drawWindow(draw, maxDilation);
  const filter = [...size, image[3], depthwise ? draw.integer(1, 3) : draw.integer(1, 35)] as Shape4D;
  const { strides, pad, dilations } = attrs;
  const rounding = 'dimRoundingMode' in attrs ? attrs.dimRoundingMode : undefined;
  const info = backend_util.computeConv2DInfo(image, filter, strides, dilations, pad, rounding, depthwise);
  return { image, filter, attrs: { ...attrs, dataFormat: 'NHWC' }, output: info.outShape };
}

function forward(depthwise: boolean) {
  return (draw: Draw): Case => {
    const { image, filter, attrs } = convolution(draw, depthwise, 3);
    return { inputs: { x: draw.floats(image), filter: draw.floats(filter) }, attrs };
  };
}

function fused(depthwise: boolean) {
  return (draw: Draw): Case => {
    const { image, filter, attrs, output } = convolution(draw, depthwise, 3);
    const after = finish(draw, output[3]);
    return {
      inputs: { x: draw.floats(image), filter: draw.floats(filter), ...after.inputs },
      attrs: { ...attrs, ...after.attrs },
    };
  };
}

function inputGradient(depthwise: boolean) {
  return (draw: Draw): Case => {
    const { image, filter, attrs, output } = convolution(draw, depthwise, 1);
    return {
      inputs: { dy: draw.floats(output), filter: draw.floats(filter) },
      attrs: { ...attrs, inputShape: image },
      tolerance: 1e-4,
    };
  };
}

function filterGradient(depthwise: boolean) {
  return (draw: Draw): Case => {
    const { image, filter, attrs, output } = convolution(draw, depthwise, 1);
    return {
      inputs: { x: draw.floats(image), dy: draw.floats(output) },
      attrs: { ...attrs, filterShape: filter },
      tolerance: 1e-4,
    };
  };
}

function pooling(draw: Draw) {
  const { image, filter: filterSize, attrs } = drawWindow(draw);
  const { strides, pad } = attrs;
  const rounding = 'dimRoundingMode' in attrs ? attrs.dimRoundingMode : undefined;
  const { outShape } = backend_util.computePool2DInfo(image, filterSize, strides, 1, pad, rounding);
  // Coarse values: several of a window are the largest.
  const x = draw.chance(0.5) ? draw.coarse(image) : draw.floats(image);
  return { x, dy: () => draw.floats(outShape), attrs: { ...attrs, filterSize } };
}

function pool(draw: Draw): Case {
  const { x, attrs } = pooling(draw);
  return { inputs: { x }, attrs };
}

/** Kernels over images [batch, height, width, channels]. */
export const images: CaseTable = {
  AvgPool: pool,
  AvgPoolGrad: (draw) => {
    const { x, dy, attrs } = pooling(draw);
    return { inputs: { dy: dy(), input: x }, attrs };
  },
  Conv2D: forward(false),
  Conv2DBackpropFilter: filterGradient(false),
  Conv2DBackpropInput: inputGradient(false),
  DepthwiseConv2dNative: forward(true),
  DepthwiseConv2dNativeBackpropFilter: filterGradient(true),
  DepthwiseConv2dNativeBackpropInput: inputGradient(true),
  FusedBatchNorm: (draw) => {
    const x = draw.floats(draw.shape(1, 4, 1));
    const channels = [x.shape.at(-1) as number];
    const variance = draw.floats(channels);
    return {
      inputs: {
        x,
        mean: draw.floats(channels),
        variance: { ...variance, values: variance.values.map(Math.abs) },
        ...(draw.chance(0.5) ? { offset: draw.floats(channels) } : {}),
        ...(draw.chance(0.5) ? { scale: draw.floats(channels) } : {}),
      },
      attrs: { varianceEpsilon: 0.01 },
    };
  },
  FusedConv2D: fused(false),
  FusedDepthwiseConv2D: fused(true),
  MaxPool: pool,
  MaxPoolGrad: (draw) => {
    const { x, dy, attrs } = pooling(draw);
    return { inputs: { dy: dy(), input: x, output: dy() }, attrs };
  },
};
