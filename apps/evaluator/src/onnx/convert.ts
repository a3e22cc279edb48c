import type * as tf from '@tensorflow/tfjs';
import { Graph } from './graph.ts';
import { CONVERTERS, ConversionError } from './layers.ts';
import { encodeModel } from './schema.ts';

/** Of ONNX's operators; everything that runs ONNX has had it since 2022. */
const OPSET = 17;

/** A saved model's layers, as `toJSON` gives them. */
interface SavedLayer {
  name: string;
  class_name: string;
  config: Record<string, unknown>;
  inbound_nodes: [layer: string, node: number, tensor: number, extra: unknown][][];
}

/**
 * A network as an ONNX file. Its input and output have the names of the network's first and last layer, channels last, and
 * any number of segments at once.
 *
 * @throws {ConversionError} that names a layer which can't be converted
 */
export async function convertToOnnx(
  model: tf.LayersModel,
  metadata: Record<string, string>,
): Promise<Uint8Array> {
  const { config } = model.toJSON(null, false) as unknown as {
    config: { layers: SavedLayer[]; output_layers: [string, number, number][] };
  };
  const graph = new Graph();
  /** Name of the value that each layer gives. */
  const values = new Map<string, string>();
  for (const saved of config.layers) {
    if (saved.class_name === 'InputLayer') {
      values.set(saved.name, saved.name);
      continue;
    }
    values.set(saved.name, await addLayer(graph, model, saved, values));
  }
  const [[last = '']] = config.output_layers as [[string, number, number]];
  graph.nodes.push({
    op_type: 'Identity',
    name: `${last}/output`,
    input: [values.get(last) as string],
    output: [last],
    attribute: [],
  });
  const shape = (symbol: tf.SymbolicTensor) => symbol.shape.map((size) => size ?? 'batch');
  return encodeModel({
    name: model.name,
    producer: { name: 'ser', version: '0.1.0' },
    opset: OPSET,
    nodes: graph.nodes,
    initializers: graph.initializers,
    inputs: model.inputs.map((input) => ({ name: inputName(model), shape: shape(input) })),
    outputs: model.outputs.map((output) => ({ name: last, shape: shape(output) })),
    metadata,
  });
}

/** Name of the network's one input. */
export function inputName(model: tf.LayersModel): string {
  return (model.inputs[0] as tf.SymbolicTensor).sourceLayer.name;
}

/** And of its output. */
export function outputName(model: tf.LayersModel): string {
  return (model.outputs[0] as tf.SymbolicTensor).sourceLayer.name;
}

async function addLayer(
  graph: Graph,
  model: tf.LayersModel,
  saved: SavedLayer,
  values: ReadonlyMap<string, string>,
): Promise<string> {
  const { name, class_name, config, inbound_nodes } = saved;
  const convert = Object.hasOwn(CONVERTERS, class_name) ? CONVERTERS[class_name] : undefined;
  if (!convert) {
    throw new ConversionError(
      `the layer ${name} is of the kind ${class_name}, which can't be converted; those that can be: ` +
        Object.keys(CONVERTERS).join(', '),
    );
  }
  const [inputs, ...more] = inbound_nodes;
  if (!inputs || more.length > 0) {
    throw new ConversionError(
      `the layer ${name} is used ${inbound_nodes.length} times; once can be converted`,
    );
  }
  const layer = model.getLayer(name);
  const input = Array.isArray(layer.input) ? layer.input[0] : layer.input;
  const weights = await Promise.all(
    layer.getWeights().map(async (tensor) => ({
      shape: [...tensor.shape],
      values: (await tensor.data()) as Float32Array,
    })),
  );
  return convert(
    graph,
    { name, config, weights, rank: (input as tf.SymbolicTensor).shape.length },
    inputs.map(([from]) => values.get(from) as string),
  );
}
