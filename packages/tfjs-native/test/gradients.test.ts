import * as tf from '@tensorflow/tfjs';
import { nativeKernels } from '../src/kernels/list.ts';
import { drawWindow } from './properties/images.ts';
import { Draw, seeds, type Value } from './support/draw.ts';
import { checkGradients, type Differentiable } from './support/gradient.ts';
import { useNative } from './support/native.ts';

type Case = (draw: Draw) => Differentiable;

/** A function of each value, at values from `low` to `high`, where it is smooth. */
function unary(f: (x: tf.Tensor) => tf.Tensor, low = -2, high = 2, tolerance = 1e-5): Case {
  return (draw) => {
    const x = draw.floats(draw.shape(0, 4, 1));
    const values = x.values.map((value) => Math.fround(low + ((value + 1) / 2) * (high - low)));
    return { f, inputs: [{ ...x, values }], tolerance };
  };
}

/** A function of two values, the second kept away from 0; with broadcasting, if TensorFlow.js's gradient knows that. */
function binary(
  f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  { positive = false, broadcast = true } = {},
): Case {
  return (draw) => {
    const shapes = draw.broadcastable(4).map((shape) => shape.map((size) => Math.max(size, 1)));
    const [left, right] = broadcast ? shapes : [shapes[0], shapes[0]];
    const [a, b] = [draw.floats(left as number[]), draw.floats(right as number[])];
    const away = (x: number) => Math.fround(x < 0 ? x - 0.5 : x + 0.5);
    const first = positive ? a.values.map((x) => Math.fround(Math.abs(x) + 0.5)) : a.values;
    return {
      f: f as never,
      inputs: [
        { ...a, values: first },
        { ...b, values: b.values.map(away) },
      ],
    };
  };
}

/** A function of a whole tensor of at least one axis. */
function whole(f: (x: tf.Tensor, draw: Draw, axis: number) => tf.Tensor): Case {
  return (draw) => {
    const x = draw.floats(draw.shape(1, 4, 1, 120));
    const axis = draw.integer(0, x.shape.length - 1);
    const seed = draw.integer(1, 1e9);
    // The same draws at every call of the function.
    return { f: (tensor) => f(tensor, new Draw(seed), axis), inputs: [x] };
  };
}

function convolution(depthwise: boolean, finish: (y: tf.Tensor, bias: tf.Tensor) => tf.Tensor): Case {
  return (draw) => {
    // TensorFlow.js's own tests want the gradient of a dilated depthwise convolution to be refused.
    const { image, filter, attrs } = drawWindow(draw, depthwise ? 1 : 3);
    const out = draw.integer(1, depthwise ? 2 : 20);
    const { strides, pad, dilations } = attrs;
    const rounding = typeof pad === 'string' ? undefined : ('floor' as const);
    const conv = depthwise ? tf.depthwiseConv2d : tf.conv2d;
    image[0] = Math.max(image[0], 1);
    return {
      f: (x, w, bias) =>
        finish(
          conv(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad as 'same', 'NHWC', dilations, rounding),
          bias as tf.Tensor,
        ),
      inputs: [
        draw.floats(image),
        draw.floats([...filter, image[3], out]),
        draw.floats([depthwise ? image[3] * out : out]),
      ],
    };
  };
}

function pool(average: boolean): Case {
  return (draw) => {
    // A window over nothing but padding has no largest value.
    const { image, filter, attrs } = drawWindow(draw, 1, 0);
    image[0] = Math.max(image[0], 1);
    // TensorFlow.js's gradient of an average gives padding a share, which it hasn't in the average.
    const padded = average && attrs.pad !== 'valid';
    const size = padded ? ([1, 1] as [number, number]) : filter;
    const rounding = typeof attrs.pad === 'string' || padded ? undefined : ('floor' as const);
    const op = average ? tf.avgPool : tf.maxPool;
    const pad = padded ? 'valid' : (attrs.pad as 'same');
    return {
      f: (x) => op(x as tf.Tensor4D, size, attrs.strides, pad, rounding),
      inputs: [draw.floats(image)],
    };
  };
}

const matMul: Case = (draw) => {
  const [m, k, n] = [draw.size(1), draw.size(1), draw.size(1)];
  // TensorFlow.js's own gradient doesn't sum over batches that were broadcast.
  const batch = draw.pick([[], [2], [2, 3]]);
  const [transposeA, transposeB] = [draw.chance(0.5), draw.chance(0.5)];
  return {
    f: (a, b) => tf.matMul(a as tf.Tensor, b as tf.Tensor, transposeA, transposeB),
    inputs: [
      draw.floats([...batch, ...(transposeA ? [k, m] : [m, k])]),
      draw.floats([...batch, ...(transposeB ? [n, k] : [k, n])]),
    ],
  };
};

const axesOf = (x: tf.Tensor) => x.shape.map((_, axis) => axis);

/** By the kernel whose gradient is checked. */
const BY_KERNEL: Record<string, Case> = {
  Abs: unary(tf.abs, 0.1),
  Acos: unary(tf.acos, -0.9, 0.9),
  Acosh: unary(tf.acosh, 1.5, 9),
  Add: binary(tf.add),
  AddN: binary((a, b) => tf.addN([tf.mul(a, b), tf.sub(a, b), tf.mul(a, b)])),
  Asin: unary(tf.asin, -0.9, 0.9),
  Asinh: unary(tf.asinh),
  Atan: unary(tf.atan),
  Atan2: binary(tf.atan2),
  Atanh: unary(tf.atanh, -0.9, 0.9),
  AvgPool: pool(true),
  BatchMatMul: matMul,
  Cast: unary((x) => tf.cast(tf.mul(x, x), 'float32')),
  ClipByValue: unary((x) => tf.clipByValue(x, -0.7, 1.1)),
  Concat: whole((x, _, axis) => tf.concat([x, tf.mul(x, x), x], axis)),
  Conv2D: convolution(false, (y, bias) => tf.add(tf.square(y), bias)),
  Conv2DBackpropInput: (draw) => {
    const [inner, out] = [draw.integer(1, 5), draw.integer(1, 5)];
    const [height, width] = [draw.integer(1, 4), draw.integer(1, 4)];
    const stride = draw.integer(1, 2);
    return {
      f: (x, filter) =>
        tf.conv2dTranspose(
          x as tf.Tensor4D,
          filter as tf.Tensor4D,
          [2, height * stride, width * stride, out],
          stride,
          'same',
        ),
      inputs: [draw.floats([2, height, width, inner]), draw.floats([3, 2, out, inner])],
    };
  },
  Cos: unary(tf.cos),
  Cosh: unary(tf.cosh),
  // Along another axis TensorFlow.js's own gradient is transposed.
  Cumsum: whole((x, draw) => tf.cumsum(x, x.rank - 1, draw.chance(0.5), draw.chance(0.5))),
  DepthwiseConv2dNative: convolution(true, (y, bias) => tf.add(tf.square(y), bias)),
  Elu: unary(tf.elu),
  // TensorFlow.js's erf is an approximation, good to 1.5e-7, and so is its slope.
  Erf: unary(tf.erf, -2, 2, 1e-4),
  Exp: unary(tf.exp),
  ExpandDims: whole((x, _, axis) => tf.square(tf.expandDims(x, axis))),
  Expm1: unary(tf.expm1),
  FusedBatchNorm: (draw) => {
    const channels = draw.size(1);
    const positive = draw.floats([channels]);
    return {
      f: (x, mean, variance, offset, scale) =>
        tf.batchNorm4d(
          x as tf.Tensor4D,
          mean as tf.Tensor1D,
          variance as tf.Tensor1D,
          offset as tf.Tensor1D,
          scale as tf.Tensor1D,
          0.01,
        ),
      inputs: [
        draw.floats([2, 3, 2, channels]),
        draw.floats([channels]),
        { ...positive, values: positive.values.map((x) => Math.fround(Math.abs(x) + 0.3)) },
        draw.floats([channels]),
        draw.floats([channels]),
      ],
    };
  },
  GatherV2: whole((x, draw, axis) => {
    const { values } = draw.integers([5], 0, (x.shape[axis] as number) - 1);
    return tf.square(tf.gather(x, tf.tensor1d(values, 'int32'), axis));
  }),
  Identity: unary((x) => tf.square(tf.clone(x))),
  LeakyRelu: unary((x) => tf.leakyRelu(x, 0.3)),
  Log: unary(tf.log, 0.3, 4),
  Log1p: unary(tf.log1p, -0.6, 3),
  Max: whole((x, _, axis) => tf.max(x, axis)),
  MaxPool: pool(false),
  Maximum: binary(tf.maximum, { broadcast: false }),
  Mean: whole((x, draw) => tf.mean(tf.square(x), draw.some(axesOf(x)))),
  Min: whole((x, _, axis) => tf.min(x, axis)),
  Minimum: binary(tf.minimum, { broadcast: false }),
  Mod: binary((a, b) => tf.mod(tf.mul(a, 4), b)),
  Multiply: binary(tf.mul),
  Neg: unary(tf.neg),
  Pack: whole((x, _, axis) => tf.stack([x, tf.square(x)], axis)),
  PadV2: whole((x) =>
    tf.pad(
      tf.square(x),
      axesOf(x).map((axis) => [axis, 2]),
    ),
  ),
  Pow: binary(tf.pow, { positive: true }),
  Prelu: binary((a, b) => tf.prelu(tf.add(a, tf.zerosLike(b)), b)),
  Prod: whole((x, _, axis) => tf.prod(x, axis)),
  RealDiv: binary(tf.div),
  Reciprocal: unary(tf.reciprocal, 0.3, 3),
  Relu: unary(tf.relu),
  Relu6: unary((x) => tf.relu6(tf.mul(x, 5))),
  Reshape: whole((x) => tf.square(tf.reshape(x, [-1]))),
  Reverse: whole((x, _, axis) => tf.square(tf.reverse(x, axis))),
  Rsqrt: unary(tf.rsqrt, 0.3, 3),
  Select: whole((x, draw) => {
    const condition = tf.tensor(draw.truths(x.shape).values, x.shape, 'bool');
    return tf.where(condition, tf.square(x), tf.mul(x, 3));
  }),
  Selu: unary(tf.selu),
  Sigmoid: unary(tf.sigmoid, -6, 6),
  Sin: unary(tf.sin),
  Sinh: unary(tf.sinh),
  Slice: whole((x, draw) =>
    tf.slice(
      tf.square(x),
      x.shape.map((size) => draw.integer(0, size - 1)),
    ),
  ),
  Softmax: whole((x) => tf.softmax(tf.mul(x, 3))),
  Softplus: unary(tf.softplus, -20, 20),
  SplitV: whole((x, _, axis) => {
    const half = Math.floor((x.shape[axis] as number) / 2);
    const [a, b] = tf.split(x, [half, (x.shape[axis] as number) - half], axis) as [tf.Tensor, tf.Tensor];
    return tf.concat([tf.square(b), a], axis);
  }),
  Sqrt: unary(tf.sqrt, 0.3, 3),
  Square: unary(tf.square),
  SquaredDifference: binary(tf.squaredDifference, { broadcast: false }),
  Sub: binary(tf.sub),
  Sum: whole((x, draw) => tf.sum(tf.square(x), draw.some(axesOf(x)), true)),
  Tan: unary(tf.tan, -1, 1),
  Tanh: unary(tf.tanh),
  Tile: whole((x, draw) =>
    tf.square(
      tf.tile(
        x,
        x.shape.map(() => draw.integer(1, 3)),
      ),
    ),
  ),
  Transpose: whole((x, draw) => tf.square(tf.transpose(x, draw.shuffled(axesOf(x))))),
  // TensorFlow.js's own gradient fails for a single part.
  Unpack: whole((x, _, axis) => tf.addN(tf.unstack(tf.concat([tf.square(x), x], axis), axis))),
  UnsortedSegmentSum: whole((x, draw) => {
    const { values } = draw.integers([x.shape[0] as number], 0, 2);
    return tf.unsortedSegmentSum(tf.square(x), tf.tensor1d(values, 'int32'), 3);
  }),
};

/** Whose gradient is 0 or that have none. */
const FLAT = [
  'ArgMax',
  'ArgMin',
  'Ceil',
  'Floor',
  'FloorDiv',
  'GreaterEqual',
  'IsFinite',
  'IsInf',
  'IsNan',
  'OneHot',
  'OnesLike',
  'Round',
  'Sign',
  'Step',
  'ZerosLike',
];

/** Operations of several kernels, or that TensorFlow.js differentiates as one. */
const COMPOSITE: Record<string, Case> = {
  'fused matMul': (draw) => {
    const inputs = [draw.floats([5, 7]), draw.floats([7, 9]), draw.floats([9])];
    return {
      f: (a, b, bias) => tf.fused.matMul({ a: a as tf.Tensor, b: b as tf.Tensor, bias: bias as tf.Tensor }),
      inputs,
    };
  },
  logSoftmax: whole((x) => tf.logSoftmax(tf.mul(x, 3))),
  'softmax cross-entropy': (draw) => {
    const labels = [0, 3, 1, 4, 4, 2].flatMap((label) => [0, 1, 2, 3, 4].map((i) => (i === label ? 1 : 0)));
    return {
      f: (x) => tf.losses.softmaxCrossEntropy(tf.tensor2d(labels, [6, 5]), x as tf.Tensor2D),
      inputs: [draw.floats([6, 5], 4)],
    };
  },
};

beforeAll(useNative);

it('has cases of every native kernel that has a gradient', () => {
  const differentiable = Object.keys(nativeKernels).filter(
    (name) => tf.getGradient(name) && !FLAT.includes(name),
  );
  expect(Object.keys(BY_KERNEL).sort()).toEqual(differentiable.sort());
});

it.each(Object.entries({ ...BY_KERNEL, ...COMPOSITE }))('the gradient of %s is its slope', (name, make) => {
  for (const seed of seeds(10)) checkGradients(name, seed, make);
});

describe('gradients of dilated convolutions', () => {
  const attrs: [number, 'same', 'NHWC', [number, number]] = [1, 'same', 'NHWC', [2, 3]];
  const conv = (x: tf.Tensor, filter: tf.Tensor) =>
    tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, ...attrs);
  const [x, filter, dy] = [
    [2, 7, 9, 3],
    [3, 2, 3, 4],
    [2, 7, 9, 4],
  ].map((shape, i) => new Draw(i + 1).floats(shape)) as [Value, Value, Value];
  const make = ({ values, shape }: Value) => tf.tensor(values, shape);

  it('have gradients themselves', () => {
    // ⟨∂x, v⟩ for ∂x the gradient of ⟨conv(x, filter), dy⟩ is ⟨conv(v, filter), dy⟩.
    const [v, w, out] = [make(x), make(filter), make(dy)];
    const inner = (f: tf.Tensor, dy: tf.Tensor) => tf.grad((x) => conv(x, f))(tf.zerosLike(v), dy);
    const second = tf.grads(inner)([w, out], v);
    const expected = [tf.grad((f) => conv(v, f))(w, out), conv(v, w)];
    second.forEach((gradient, i) => {
      const error = tf.max(tf.abs(tf.sub(gradient, expected[i] as tf.Tensor))).dataSync()[0];
      expect(error).toBeLessThan(1e-5);
    });
  });

  it('are refused on other backends, as ever, and where TensorFlow.js itself refuses them', async () => {
    const gradient = () => tf.grad((x) => conv(x, make(filter)))(make(x));
    const depthwise = () =>
      tf.grad((x) => tf.depthwiseConv2d(x as tf.Tensor4D, make(filter) as tf.Tensor4D, ...attrs))(make(x));
    expect(depthwise).toThrow('dilation rates greater than 1 are not yet supported');
    await tf.setBackend('cpu');
    expect(gradient).toThrow('dilation rates greater than 1 are not yet supported');
    await tf.setBackend('native');
    expect(gradient).not.toThrow();
  });
});
