import { type Attribute, FLOAT, INT64, type Node, type Tensor } from './schema.ts';

/** The values of an attribute: whole numbers are INT; a float is given as `{ float }`. */
export type AttributeValue = number | string | readonly number[] | { float: number };

/** Nodes and constants of an ONNX graph, as they are added. */
export class Graph {
  readonly nodes: Node[] = [];
  readonly initializers: Tensor[] = [];
  /** Nodes and constants so far, by layer: their names are told apart by a number. */
  readonly #counts = new Map<string, number>();

  /**
   * Adds a node.
   *
   * @param layer of the network that it is part of
   * @param input names of values
   * @returns the name of its value
   */
  node(
    layer: string,
    op: string,
    input: readonly string[],
    attributes: Record<string, AttributeValue> = {},
  ): string {
    const name = this.#name(layer, op);
    const attribute = Object.entries(attributes).map(([key, value]) => toAttribute(key, value));
    this.nodes.push({ op_type: op, name, input: [...input], output: [name], attribute });
    return name;
  }

  /** Adds float constants; their name. */
  floats(layer: string, values: Float32Array, dims: readonly number[]): string {
    return this.#constant(layer, FLOAT, dims, values.slice().buffer);
  }

  /** Adds whole numbers as a constant of one dimension; their name. */
  integers(layer: string, values: readonly number[]): string {
    return this.#constant(layer, INT64, [values.length], BigInt64Array.from(values, BigInt).buffer);
  }

  #constant(
    layer: string,
    type: Tensor['data_type'],
    dims: readonly number[],
    bytes: ArrayBufferLike,
  ): string {
    const name = this.#name(layer, 'constant');
    this.initializers.push({ name, dims: [...dims], data_type: type, raw_data: new Uint8Array(bytes) });
    return name;
  }

  #name(layer: string, what: string): string {
    const number = this.#counts.get(layer) ?? 0;
    this.#counts.set(layer, number + 1);
    return `${layer}/${what}${number === 0 ? '' : `_${number}`}`;
  }
}

function toAttribute(name: string, value: AttributeValue): Attribute {
  if (typeof value === 'number') return { name, type: 'INT', i: value };
  if (typeof value === 'string') return { name, type: 'STRING', s: new TextEncoder().encode(value) };
  if ('float' in value) return { name, type: 'FLOAT', f: value.float };
  return { name, type: 'INTS', ints: [...value] };
}
