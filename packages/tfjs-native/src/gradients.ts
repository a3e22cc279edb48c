import {
  type Conv2DAttrs,
  type Conv2DBackpropInputAttrs,
  div,
  engine,
  fill,
  type GradConfig,
  getGradient,
  mul,
  type NamedTensorMap,
  registerGradient,
  reshape,
  type SumAttrs,
  type Tensor,
  util,
  zerosLike,
} from '@tensorflow/tfjs-core';

/**
 * TensorFlow.js keeps one gradient for all backends. This puts others in the place of some, which give on to the original
 * whatever isn't theirs to do.
 */
export function replaceGradients(backendName: string): void {
  addDilatedGradients(backendName);
  spreadWithoutJavaScript(backendName);
  // TensorFlow.js multiplies by a mask, which it makes first.
  replace('Relu', (original) => (dy, saved, attrs) => {
    const [x] = saved as [Tensor];
    if (engine().backendName !== backendName || x.dtype !== 'float32') return original(dy, saved, attrs);
    return { x: () => run('ReluGrad', { dy: dy as Tensor, x }, {}) };
  });
  registerGradient({
    kernelName: 'ReluGrad',
    inputsToSave: ['x'],
    gradFunc: (ddx, [x]) => ({
      dy: () => run('ReluGrad', { dy: ddx as Tensor, x: x as Tensor }, {}),
      x: () => zerosLike(x as Tensor),
    }),
  });
}

/**
 * TensorFlow.js refuses gradients of dilated convolutions, because the kernels of its own backends don't take dilations
 * there; the addon's do.
 */
function addDilatedGradients(backendName: string): void {
  replace('Conv2D', (original) => (dy, saved, attrs) => {
    if (!isDilated(attrs, backendName)) return original(dy, saved, attrs);
    const [x, filter] = saved as [Tensor, Tensor];
    const geometry = geometryOf(attrs);
    return {
      x: () => run('Conv2DBackpropInput', { dy: dy as Tensor, filter }, { ...geometry, inputShape: x.shape }),
      filter: () =>
        run('Conv2DBackpropFilter', { x, dy: dy as Tensor }, { ...geometry, filterShape: filter.shape }),
    };
  });
  // The gradient's own gradient.
  replace('Conv2DBackpropInput', (original) => (ddx, saved, attrs) => {
    if (!isDilated(attrs, backendName)) return original(ddx, saved, attrs);
    const [dy, filter] = saved as [Tensor, Tensor];
    const geometry = geometryOf(attrs);
    return {
      dy: () => run('Conv2D', { x: ddx as Tensor, filter }, geometry),
      filter: () =>
        run('Conv2DBackpropFilter', { x: ddx as Tensor, dy }, { ...geometry, filterShape: filter.shape }),
    };
  });
}

/**
 * TensorFlow.js gives all values of a sum or mean their share by a product with ones, as many as the values, which it makes
 * one by one in JavaScript.
 */
function spreadWithoutJavaScript(backendName: string): void {
  for (const kernelName of ['Sum', 'Mean']) {
    replace(kernelName, (original) => (dy, saved, attrs) => {
      const [x] = saved as [Tensor];
      if (engine().backendName !== backendName || x.dtype !== 'float32') return original(dy, saved, attrs);
      const axes = util.parseAxisParam((attrs as unknown as SumAttrs).axis, x.shape);
      const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
      const count = util.sizeFromShape(axes.map((axis) => x.shape[axis] as number));
      const share = () => {
        const each = reshape(dy as Tensor, kept);
        return kernelName === 'Mean' ? div(each, count) : each;
      };
      return { x: () => mul(share(), fill(x.shape, 1)) };
    });
  }
}

type Gradient = GradConfig['gradFunc'];
/** The gradients' attributes have dilations only where they come from here. */
type Attrs = Partial<Pick<Conv2DAttrs, 'dilations'>> & Conv2DBackpropInputAttrs;

function replace(kernelName: string, gradient: (original: Gradient) => Gradient): void {
  const original = getGradient(kernelName);
  // None where TensorFlow.js is used without gradients.
  if (original) registerGradient({ ...original, gradFunc: gradient(original.gradFunc) });
}

function isDilated(attrs: object, backendName: string): boolean {
  const { dilations = 1, dataFormat } = attrs as Attrs;
  return (
    [dilations].flat().some((d) => d !== 1) && dataFormat === 'NHWC' && engine().backendName === backendName
  );
}

function geometryOf(attrs: object) {
  const { strides, pad, dataFormat, dimRoundingMode, dilations } = attrs as Attrs;
  return { strides, pad, dataFormat, dimRoundingMode, dilations };
}

function run(kernel: string, inputs: NamedTensorMap, attrs: object): Tensor {
  return engine().runKernel(kernel, inputs, attrs as never);
}
