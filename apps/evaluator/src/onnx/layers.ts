import type { Graph } from './graph.ts';

/** A layer of the network, as far as it matters here. */
export interface Layer {
  name: string;
  /** As tfjs saves it, keys in snake case. */
  config: Record<string, unknown>;
  weights: { shape: number[]; values: Float32Array }[];
  /** Dimensions of its input, batch included. */
  rank: number;
}

/** Adds a layer's nodes to the graph; `inputs` and the answer are names of values. */
type Converter = (graph: Graph, layer: Layer, inputs: readonly string[]) => string;

/** Something that is no layer of a kind that can be converted. */
export class ConversionError extends Error {
  override name = 'ConversionError';
}

/** What ONNX runs in the place of each of tfjs's layers. Tensors keep their channels last, as in tfjs. */
export const CONVERTERS: Readonly<Record<string, Converter>> = {
  // Dropout, random shifts and the like do nothing once training is over.
  Dropout: (_, __, [x = '']) => x,
  Activation: (graph, layer, [x = '']) => activate(graph, layer, x),
  ReLU: (graph, { name }, [x = '']) => graph.node(name, 'Relu', [x]),
  Softmax: (graph, { name, config }, [x = '']) =>
    graph.node(name, 'Softmax', [x], { axis: integer(config, 'axis', -1) }),
  Dense: (graph, layer, [x = '']) => {
    const product = graph.node(layer.name, 'MatMul', [x, weight(graph, layer, 0)]);
    return activate(graph, layer, addBias(graph, layer, product));
  },
  Conv1D: convolution,
  Conv2D: convolution,
  MaxPooling1D: pooling('MaxPool'),
  MaxPooling2D: pooling('MaxPool'),
  AveragePooling1D: pooling('AveragePool'),
  AveragePooling2D: pooling('AveragePool'),
  GlobalAveragePooling1D: reduction('ReduceMean'),
  GlobalAveragePooling2D: reduction('ReduceMean'),
  GlobalMaxPooling1D: reduction('ReduceMax'),
  GlobalMaxPooling2D: reduction('ReduceMax'),
  BatchNormalization: batchNormalization,
  Rescaling: (graph, { name, config }, [x = '']) => {
    const constant = (value: unknown) => graph.floats(name, Float32Array.of(Number(value)), []);
    const scaled = graph.node(name, 'Mul', [x, constant(config.scale)]);
    return Number(config.offset ?? 0) === 0
      ? scaled
      : graph.node(name, 'Add', [scaled, constant(config.offset)]);
  },
  Flatten: (graph, { name }, [x = '']) => graph.node(name, 'Reshape', [x, graph.integers(name, [0, -1])]),
  Reshape: (graph, { name, config }, [x = '']) => {
    const shape = [0, ...(config.target_shape as number[])];
    return graph.node(name, 'Reshape', [x, graph.integers(name, shape)]);
  },
  Permute: (graph, { name, config }, [x = '']) =>
    graph.node(name, 'Transpose', [x], { perm: [0, ...(config.dims as number[])] }),
  Concatenate: (graph, { name, config }, inputs) =>
    graph.node(name, 'Concat', inputs, { axis: integer(config, 'axis', -1) }),
  Add: elementwise('Add'),
  Average: (graph, { name }, inputs) => graph.node(name, 'Mean', inputs),
  Multiply: elementwise('Mul'),
};

const ACTIVATIONS: Record<string, string | undefined> = {
  linear: undefined,
  relu: 'Relu',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  softmax: 'Softmax',
};

function activate(graph: Graph, { name, config }: Layer, x: string): string {
  const activation = String(config.activation ?? 'linear');
  if (!(activation in ACTIVATIONS)) {
    throw new ConversionError(`the activation '${activation}' of the layer ${name} can't be converted`);
  }
  const op = ACTIVATIONS[activation];
  return op === undefined ? x : graph.node(name, op, [x], op === 'Softmax' ? { axis: -1 } : {});
}

function addBias(graph: Graph, layer: Layer, x: string): string {
  return layer.config.use_bias === false ? x : graph.node(layer.name, 'Add', [x, weight(graph, layer, 1)]);
}

function convolution(graph: Graph, layer: Layer, [x = '']: readonly string[]): string {
  const { name, config, weights, rank } = layer;
  requireChannelsLast(layer);
  const [kernel] = weights as [Layer['weights'][number]];
  // ONNX's kernels are [filters, channels, ...space], tfjs's [...space, channels, filters].
  const space = kernel.shape.length - 2;
  const order = [space + 1, space, ...Array.from({ length: space }, (_, i) => i)];
  const { shape, values } = transpose(kernel, order);
  const result = channelsFirst(graph, layer, x, (first) =>
    graph.node(name, 'Conv', [first, graph.floats(name, values, shape)], {
      kernel_shape: shape.slice(2),
      strides: perAxis(config.strides, rank - 2),
      dilations: perAxis(config.dilation_rate ?? 1, rank - 2),
      ...padding(layer),
    }),
  );
  return activate(graph, layer, addBias(graph, layer, result));
}

function pooling(op: 'MaxPool' | 'AveragePool'): Converter {
  return (graph, layer, [x = '']) => {
    const { name, config, rank } = layer;
    requireChannelsLast(layer);
    const size = perAxis(config.pool_size, rank - 2);
    return channelsFirst(graph, layer, x, (first) =>
      graph.node(name, op, [first], {
        kernel_shape: size,
        strides: perAxis(config.strides ?? size, rank - 2),
        ...padding(layer),
      }),
    );
  };
}

/** Over all axes but the first, batch, and the last, channels. */
function reduction(op: 'ReduceMean' | 'ReduceMax'): Converter {
  return (graph, { name, rank }, [x = '']) =>
    graph.node(name, op, [x], { axes: Array.from({ length: rank - 2 }, (_, i) => i + 1), keepdims: 0 });
}

function elementwise(op: 'Add' | 'Mul'): Converter {
  return (graph, { name }, [first = '', ...others]) =>
    others.reduce((x, other) => graph.node(name, op, [x, other]), first);
}

/** After training it is a scale and a shift for each channel. */
function batchNormalization(
  graph: Graph,
  { name, config, weights, rank }: Layer,
  [x = '']: readonly string[],
) {
  const axis = integer(config, 'axis', -1);
  if (axis !== -1 && axis !== rank - 1) {
    throw new ConversionError(
      `the layer ${name} normalises axis ${axis}; only the last one can be converted`,
    );
  }
  const rest = weights.map(({ values }) => values);
  const gamma = config.scale === false ? undefined : rest.shift();
  const beta = config.center === false ? undefined : rest.shift();
  const [mean, variance] = rest as [Float32Array, Float32Array];
  const epsilon = Number(config.epsilon);
  const scale = mean.map((_, i) => (gamma?.[i] ?? 1) / Math.sqrt((variance[i] as number) + epsilon));
  const shift = mean.map((value, i) => (beta?.[i] ?? 0) - value * (scale[i] as number));
  const scaled = graph.node(name, 'Mul', [x, graph.floats(name, scale, [scale.length])]);
  return graph.node(name, 'Add', [scaled, graph.floats(name, shift, [shift.length])]);
}

/** ONNX convolves and pools tensors whose channels come before space. */
function channelsFirst(graph: Graph, { name, rank }: Layer, x: string, run: (x: string) => string): string {
  const space = Array.from({ length: rank - 2 }, (_, i) => i + 1);
  const first = graph.node(name, 'Transpose', [x], { perm: [0, rank - 1, ...space] });
  return graph.node(name, 'Transpose', [run(first)], { perm: [0, ...space.map((axis) => axis + 1), 1] });
}

/** TensorFlow's 'same' puts the odd one of the zeros at the end, as SAME_UPPER does. */
function padding({ name, config }: Layer): { auto_pad: string } {
  if (config.padding === 'valid') return { auto_pad: 'VALID' };
  if (config.padding === 'same') return { auto_pad: 'SAME_UPPER' };
  throw new ConversionError(`the padding '${config.padding}' of the layer ${name} can't be converted`);
}

function requireChannelsLast({ name, config }: Layer): void {
  if ((config.data_format ?? 'channels_last') !== 'channels_last') {
    throw new ConversionError(
      `the layer ${name} has its channels first; only channels last can be converted`,
    );
  }
}

function weight(graph: Graph, { name, weights }: Layer, i: number): string {
  const { values, shape } = weights[i] as Layer['weights'][number];
  return graph.floats(name, values, shape);
}

function integer(config: Layer['config'], key: string, fallback: number): number {
  return Number(config[key] ?? fallback);
}

/** tfjs gives one number for all axes, or one each. */
function perAxis(value: unknown, axes: number): number[] {
  const values = Array.isArray(value) ? value.map(Number) : [Number(value)];
  return Array.from({ length: axes }, (_, i) => values[i] ?? (values[0] as number));
}

function transpose({ shape, values }: Layer['weights'][number], order: readonly number[]) {
  const to = order.map((axis) => shape[axis] as number);
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const steps = order.map((axis) => strides[axis] as number);
  const result = new Float32Array(values.length);
  const place = new Array<number>(to.length).fill(0);
  for (let i = 0, from = 0; i < result.length; i++) {
    result[i] = values[from] as number;
    // The next place, as an odometer counts.
    for (let axis = to.length - 1; axis >= 0; axis--) {
      from += steps[axis] as number;
      place[axis] = (place[axis] as number) + 1;
      if ((place[axis] as number) < (to[axis] as number)) break;
      from -= (steps[axis] as number) * (to[axis] as number);
      place[axis] = 0;
    }
  }
  return { shape: to, values: result };
}
