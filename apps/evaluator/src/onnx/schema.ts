import protobuf from 'protobufjs';

/**
 * The part of ONNX's format that is written here, by the field numbers of `onnx.proto` (IR version 8,
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
 */
const { root } = protobuf.parse(
  `
  syntax = "proto2";
  message ModelProto {
    optional int64 ir_version = 1;
    optional string producer_name = 2;
    optional string producer_version = 3;
    optional string doc_string = 6;
    optional GraphProto graph = 7;
    repeated OperatorSetIdProto opset_import = 8;
    repeated StringStringEntryProto metadata_props = 14;
  }
  message OperatorSetIdProto {
    optional string domain = 1;
    optional int64 version = 2;
  }
  message StringStringEntryProto {
    optional string key = 1;
    optional string value = 2;
  }
  message GraphProto {
    repeated NodeProto node = 1;
    optional string name = 2;
    repeated TensorProto initializer = 5;
    repeated ValueInfoProto input = 11;
    repeated ValueInfoProto output = 12;
  }
  message NodeProto {
    repeated string input = 1;
    repeated string output = 2;
    optional string name = 3;
    optional string op_type = 4;
    repeated AttributeProto attribute = 5;
  }
  message AttributeProto {
    optional string name = 1;
    optional float f = 2;
    optional int64 i = 3;
    optional bytes s = 4;
    repeated int64 ints = 8;
    optional AttributeType type = 20;
  }
  enum AttributeType { UNDEFINED = 0; FLOAT = 1; INT = 2; STRING = 3; INTS = 7; }
  message TensorProto {
    repeated int64 dims = 1;
    optional int32 data_type = 2;
    optional string name = 8;
    optional bytes raw_data = 9;
  }
  message ValueInfoProto {
    optional string name = 1;
    optional TypeProto type = 2;
  }
  message TypeProto { optional TensorTypeProto tensor_type = 1; }
  message TensorTypeProto {
    optional int32 elem_type = 1;
    optional TensorShapeProto shape = 2;
  }
  message TensorShapeProto { repeated DimensionProto dim = 1; }
  message DimensionProto {
    optional int64 dim_value = 1;
    optional string dim_param = 2;
  }
`,
  { keepCase: true },
);

const modelProto = root.lookupType('ModelProto');

export const FLOAT = 1;
export const INT64 = 7;

export interface Tensor {
  name: string;
  dims: number[];
  data_type: typeof FLOAT | typeof INT64;
  raw_data: Uint8Array;
}

export type Attribute = { name: string } & (
  | { type: 'FLOAT'; f: number }
  | { type: 'INT'; i: number }
  | { type: 'STRING'; s: Uint8Array }
  | { type: 'INTS'; ints: number[] }
);

export interface Node {
  op_type: string;
  name: string;
  input: string[];
  output: string[];
  attribute: Attribute[];
}

export interface ValueInfo {
  name: string;
  /** A name stands for a size that is not fixed. */
  shape: (number | string)[];
}

export interface OnnxModel {
  name: string;
  producer: { name: string; version: string };
  opset: number;
  nodes: Node[];
  initializers: Tensor[];
  inputs: ValueInfo[];
  outputs: ValueInfo[];
  metadata: Record<string, string>;
}

export function encodeModel(model: OnnxModel): Uint8Array {
  const valueInfo = ({ name, shape }: ValueInfo) => ({
    name,
    type: {
      tensor_type: {
        elem_type: FLOAT,
        shape: {
          dim: shape.map((size) => (typeof size === 'number' ? { dim_value: size } : { dim_param: size })),
        },
      },
    },
  });
  const message = modelProto.fromObject({
    ir_version: 8,
    producer_name: model.producer.name,
    producer_version: model.producer.version,
    opset_import: [{ domain: '', version: model.opset }],
    metadata_props: Object.entries(model.metadata).map(([key, value]) => ({ key, value })),
    graph: {
      name: model.name,
      node: model.nodes,
      initializer: model.initializers,
      input: model.inputs.map(valueInfo),
      output: model.outputs.map(valueInfo),
    },
  });
  return modelProto.encode(message).finish();
}
