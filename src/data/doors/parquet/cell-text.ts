import type { SchemaElement } from 'hyparquet';
import { writeDay, writeMoment } from '../write-date.ts';
import { DamagedError } from './thrift.ts';

/** Writes one value of a column, which is not null. */
export type WriteValue = (value: unknown) => string;

/** A decimal has at most 76 digits in any writer; a scale beyond is no number of digits. */
const MOST_DIGITS = 76;
/** Those take so many bytes. */
const MOST_BYTES = 32;
const UNIT_NANOSECONDS = { MILLIS: 1_000_000n, MICROS: 1000n, NANOS: 1n } as const;

/**
 * How the stored values of a column become texts: numbers by the fewest digits that give them back, dates and times in
 * ISO 8601, without a time zone.
 *
 * @returns null for what is neither number, text, date nor truth value
 */
export function chooseWriter(element: SchemaElement): WriteValue | null {
  const { type, type_length = 0, converted_type: converted, logical_type: logical } = element;
  const kind = logical?.type;
  if (type === 'FIXED_LEN_BYTE_ARRAY' && !(type_length > 0 && type_length <= MOST_BYTES)) return null;
  if (converted === 'DECIMAL' || kind === 'DECIMAL') return writeDecimals(element);
  if (type === 'BOOLEAN') return String;
  if (type === 'FLOAT') return (value) => writeFloat(value as number);
  if (type === 'DOUBLE') return String;
  if (type === 'INT96') return (value) => writeMoment(value as bigint);
  if (type === 'INT32') {
    if (converted === 'DATE' || kind === 'DATE') return (value) => writeDay(value as number);
    const isUnsigned = converted === 'UINT_32' || (logical?.type === 'INTEGER' && !logical.isSigned);
    return isUnsigned ? (value) => String((value as number) >>> 0) : String;
  }
  if (type === 'INT64') return chooseLong(element);
  if (type === 'FIXED_LEN_BYTE_ARRAY') {
    if (kind === 'FLOAT16') return (value) => writeFloat(readHalf(value as Uint8Array));
    return kind === 'UUID' ? (value) => writeUuid(value as Uint8Array) : null;
  }
  // Writers of old give texts no type.
  const isText = [undefined, 'STRING', 'ENUM', 'JSON'].includes(kind);
  return isText && [undefined, 'UTF8', 'ENUM', 'JSON'].includes(converted) ? writeTexts() : null;
}

function chooseLong({ converted_type: converted, logical_type: logical }: SchemaElement): WriteValue {
  if (logical?.type === 'TIMESTAMP') {
    const scale = UNIT_NANOSECONDS[logical.unit];
    return (value) => writeMoment((value as bigint) * scale);
  }
  if (converted === 'TIMESTAMP_MILLIS') return (value) => writeMoment((value as bigint) * 1_000_000n);
  if (converted === 'TIMESTAMP_MICROS') return (value) => writeMoment((value as bigint) * 1000n);
  const isUnsigned = converted === 'UINT_64' || (logical?.type === 'INTEGER' && !logical.isSigned);
  return isUnsigned ? (value) => String(BigInt.asUintN(64, value as bigint)) : String;
}

/** Decodes each text once, where a dictionary gives the same bytes to many rows. */
function writeTexts(): WriteValue {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const known = new Map<unknown, string>();
  return (value) => {
    const text = known.get(value) ?? decoder.decode(value as Uint8Array);
    known.set(value, text);
    return text;
  };
}

/** The fewest digits that give back a 32-bit number: 0.1, not 0.10000000149011612. */
function writeFloat(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  for (const digits of [6, 7, 8]) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(Number(value.toPrecision(9)));
}

/** A 16-bit number (IEEE 754 binary16), little-endian. */
function readHalf(bytes: Uint8Array): number {
  const bits = bytes[0] | (bytes[1] << 8);
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * 2 ** -14 * fraction : sign * 2 ** (exponent - 15) * (1 + fraction);
}

function writeUuid(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function writeDecimals({ scale = 0, type }: SchemaElement): WriteValue | null {
  if (scale < 0 || scale > MOST_DIGITS) return null;
  const isBytes = type === 'BYTE_ARRAY' || type === 'FIXED_LEN_BYTE_ARRAY';
  return (value) =>
    placePoint(isBytes ? readBig(value as Uint8Array) : BigInt(value as number | bigint), scale);
}

function placePoint(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const sign = unscaled < 0n ? '-' : '';
  const end = digits.length - scale;
  return sign + (scale === 0 ? digits : `${digits.slice(0, end)}.${digits.slice(end)}`);
}

/** A whole number in two's complement, the largest byte first. */
function readBig(bytes: Uint8Array): bigint {
  if (bytes.length === 0 || bytes.length > MOST_BYTES)
    throw new DamagedError('a decimal has too many digits');
  let value = 0n;
  for (const byte of bytes) value = value * 256n + BigInt(byte);
  return BigInt.asIntN(8 * bytes.length, value);
}
