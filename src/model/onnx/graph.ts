import { type Bytes, bytes, integer, message, text } from './protobuf.ts';

/**
 * The messages of an ONNX graph, by the field numbers of onnx.proto3 (github.com/onnx/onnx).
 */

/** TensorProto.DataType */
export const FLOAT = 1;
export const INT64 = 7;
export const STRING = 8;
export const DOUBLE = 11;

/** The domain of the operators for texts. */
export const ML = 'ai.onnx.ml';

const FIELDS = { node: 1, initializer: 5, input: 11, output: 12 };
const ATTRIBUTE = 5;
/** AttributeProto.AttributeType */
const INT = 2;
const STRINGS = 8;

/** Attributes by name: a whole number, or texts. */
type NodeAttributes = Readonly<Record<string, number | readonly string[]>>;

/** One operation: inputs and outputs are names of tensors. */
export function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: NodeAttributes = {},
  domain = '',
): Bytes {
  return message(
    FIELDS.node,
    inputs.flatMap((name) => text(1, name)),
    text(2, output),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) => attribute(name, value)),
    ...(domain === '' ? [] : [text(7, domain)]),
  );
}

function attribute(name: string, value: number | readonly string[]): Bytes {
  return typeof value === 'number'
    ? message(ATTRIBUTE, text(1, name), integer(3, value), integer(20, INT))
    : message(
        ATTRIBUTE,
        text(1, name),
        value.flatMap((item) => text(9, item)),
        integer(20, STRINGS),
      );
}

/** A constant tensor; numbers as little-endian bytes, whatever the byte order of the host. */
export function constant(
  name: string,
  shape: readonly number[],
  type: typeof FLOAT | typeof INT64 | typeof STRING | typeof DOUBLE,
  values: readonly number[] | readonly string[],
): Bytes {
  const data =
    type === STRING
      ? values.flatMap((value) => text(6, String(value)))
      : bytes(9, [toRawData(type, values as readonly number[])]);
  return message(
    FIELDS.initializer,
    ...shape.map((size) => integer(1, size)),
    integer(2, type),
    text(8, name),
    data,
  );
}

function toRawData(type: typeof FLOAT | typeof INT64 | typeof DOUBLE, values: readonly number[]): Uint8Array {
  const size = type === FLOAT ? 4 : 8;
  const view = new DataView(new ArrayBuffer(values.length * size));
  values.forEach((value, i) => {
    if (type === FLOAT) view.setFloat32(i * size, value, true);
    else if (type === DOUBLE) view.setFloat64(i * size, value, true);
    else view.setBigInt64(i * size, BigInt(value), true);
  });
  return new Uint8Array(view.buffer);
}

/** An input or output of the graph; its first dimension is the number of rows, N. */
export function port(
  side: 'input' | 'output',
  name: string,
  type: number,
  columns: readonly number[],
): Bytes {
  const shape = [message(1, text(2, 'N')), ...columns.map((size) => message(1, integer(1, size)))];
  const tensor = message(1, integer(1, type), message(2, ...shape));
  return message(FIELDS[side], text(1, name), message(2, tensor));
}
