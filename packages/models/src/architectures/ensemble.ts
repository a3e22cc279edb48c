import * as tf from '@tensorflow/tfjs';
import { modelVariables, readVariables, writeVariables } from '../training/named-arrays.ts';
import { LOGITS, PROBABILITIES } from './head.ts';

/** A layer as tfjs's JSON of a model has it. */
interface LayerJson {
  name: string;
  class_name: string;
  config: { name: string };
  /** For each call of the layer, which layers it is given: name, call, output, options. */
  inbound_nodes: [string, number, number, object][][];
}

interface ModelJson {
  class_name: string;
  config: {
    name: string;
    layers: LayerJson[];
    input_layers: [string, number, number][];
    output_layers: [string, number, number][];
  };
}

/**
 * One network of several that answer the same question: its logits are the mean of theirs. It is made of tfjs's own layers,
 * so plain tfjs loads it, and ends as `classify` in `head.ts` says.
 *
 * @param members that take the same input, each ending so; they are no longer needed after
 */
export async function joinNetworks(members: readonly tf.LayersModel[]): Promise<tf.LayersModel> {
  const networks = members.map((member) => member.toJSON(null, false) as unknown as ModelJson);
  const first = networks[0] as ModelJson;
  const [input] = first.config.input_layers;
  const inputs = first.config.layers.filter(({ name }) => name === input?.[0]);
  const layers = networks.flatMap(({ config }, i) =>
    config.layers
      .filter(({ name }) => name !== input?.[0] && name !== PROBABILITIES)
      .map((layer) => renamed(layer, (name) => (name === input?.[0] ? name : `${prefix(i)}${name}`))),
  );
  const json: ModelJson = {
    ...first,
    config: {
      ...first.config,
      layers: [
        ...inputs,
        ...layers,
        {
          name: LOGITS,
          class_name: 'Average',
          config: { name: LOGITS },
          inbound_nodes: [networks.map((_, i) => [`${prefix(i)}${LOGITS}`, 0, 0, {}])],
        },
        {
          name: PROBABILITIES,
          class_name: 'Softmax',
          config: { name: PROBABILITIES },
          inbound_nodes: [[[LOGITS, 0, 0, {}]]],
        },
      ],
    },
  };
  const joined = (await tf.models.modelFromJSON(json as never)) as tf.LayersModel;
  writeVariables(
    modelVariables(joined),
    Object.fromEntries(
      members.flatMap((member, i) =>
        Object.entries(readVariables(modelVariables(member))).map(([name, values]) => [
          `${prefix(i)}${name}`,
          values,
        ]),
      ),
    ),
  );
  return joined;
}

function prefix(member: number): string {
  return `member${member + 1}_`;
}

function renamed(layer: LayerJson, rename: (name: string) => string): LayerJson {
  return {
    ...layer,
    name: rename(layer.name),
    config: { ...layer.config, name: rename(layer.name) },
    inbound_nodes: layer.inbound_nodes.map((node) =>
      node.map(([name, ...rest]) => [rename(name), ...rest] as LayerJson['inbound_nodes'][number][number]),
    ),
  };
}
