/**
 * The little of protobuf's wire format that ONNX needs (protobuf.dev/programming-guides/encoding). A message is the
 * concatenation of its fields, so fields and messages alike are lists of pieces of bytes.
 */
export type Bytes = readonly Uint8Array[];

const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** A whole number from 0 to 2^53, seven bits per byte, the lowest bits first. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

export function integer(field: number, value: number): Bytes {
  return [varint(field * 8 + VARINT), varint(value)];
}

/** A list as one argument: as many arguments as a model has categories would be too many for a call. */
export function bytes(field: number, pieces: Bytes): Bytes {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return [varint(field * 8 + LENGTH_DELIMITED), varint(length), ...pieces];
}

export function text(field: number, value: string): Bytes {
  return bytes(field, [new TextEncoder().encode(value)]);
}

/** A message within a message, with the given fields. */
export function message(field: number, ...fields: Bytes[]): Bytes {
  return bytes(field, fields.flat());
}

/** The bytes of a whole message. */
export function join(...fields: Bytes[]): Uint8Array<ArrayBuffer> {
  const pieces = fields.flat();
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
