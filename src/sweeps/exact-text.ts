/** Marks an object that stands for something that JSON lacks, under one of the names below. */
const MARK = '$';

const ARRAYS = { Float32Array, Float64Array, Int32Array } as const;
type ArrayName = keyof typeof ARRAYS;

/**
 * Writes a value as one line of JSON from which `readExact` makes the same value: plain objects and arrays,
 * Maps, Float32Array, Float64Array and Int32Array, texts, booleans, null, undefined, and every number, bit
 * for bit, except that outside of typed arrays one NaN stands for all.
 */
export function writeExact(value: unknown): string {
  return JSON.stringify(encode(value));
}

/** Reads what `writeExact` wrote. */
export function readExact(text: string): unknown {
  return decode(JSON.parse(text));
}

function encode(value: unknown): unknown {
  if (value === undefined) return { [MARK]: 'undefined' };
  if (typeof value === 'number') return isPlain(value) ? value : { [MARK]: 'number', of: nameNumber(value) };
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(encode);
  if (value instanceof Map) return { [MARK]: 'Map', of: [...value].map(encode) };
  if (ArrayBuffer.isView(value)) return { [MARK]: nameArray(value), of: toBase64(value) };
  const entries = Object.entries(value).map(([key, field]) => [key, encode(field)] as const);
  // An object that has the mark as a key of its own is written as a list of its entries.
  return Object.hasOwn(value, MARK) ? { [MARK]: 'Object', of: entries } : Object.fromEntries(entries);
}

function decode(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(decode);
  if (Object.hasOwn(value, MARK)) return decodeMarked(value as { [MARK]: string; of?: unknown });
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, decode(field)]));
}

function decodeMarked({ [MARK]: name, of }: { [MARK]: string; of?: unknown }): unknown {
  if (name === 'undefined') return undefined;
  if (name === 'number') return Number(of);
  if (name === 'Map') return new Map(decode(of) as [unknown, unknown][]);
  if (name === 'Object') {
    const entries = of as [string, unknown][];
    return Object.fromEntries(entries.map(([key, field]) => [key, decode(field)]));
  }
  return new ARRAYS[name as ArrayName](fromBase64(of as string).buffer);
}

function isPlain(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0);
}

function nameNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function nameArray(view: ArrayBufferView): ArrayName {
  const name = Object.keys(ARRAYS).find((known) => view instanceof ARRAYS[known as ArrayName]);
  if (name === undefined) throw new TypeError(`no exact text for ${view.constructor.name}`);
  return name as ArrayName;
}

/** Bytes as they lie in memory: little-endian on every host that runs WebAssembly as we do. */
function toBase64({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  const pieces: string[] = [];
  // The number of arguments of a call is limited.
  for (let i = 0; i < bytes.length; i += 8192) {
    pieces.push(String.fromCharCode(...bytes.subarray(i, i + 8192)));
  }
  return btoa(pieces.join(''));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  // Uint8Array.from takes ten times as long, and making a report reads millions of numbers.
  for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
}
