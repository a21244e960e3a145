/** What is wrong with a file that no writer writes so. */
export class DamagedError extends Error {}

/**
 * A structure of Thrift's compact protocol: its fields by number. A list is here as long as its size says, and no
 * longer than the bytes that are there.
 */
export type Struct = ReadonlyMap<number, Value>;
type Value = number | boolean | Struct | readonly Value[] | Uint8Array;

const DEEPEST = 16;
/** A 64-bit number takes at most so many bytes. */
const LONGEST = 10;

/**
 * Reads one structure, as Parquet's footer and the heads of its pages are written (Apache Thrift, "Thrift compact
 * protocol encoding"). Whole numbers beyond 2^53 lose digits.
 *
 * Each element of a list takes a byte at least, so that none can promise more than there is.
 *
 * @returns the structure and where it ends
 * @throws DamagedError for what ends too soon, nests too deep or promises more than there is
 */
export function readStruct(bytes: Uint8Array, start: number): { struct: Struct; end: number } {
  const reader = new Reader(bytes, start);
  const struct = reader.readStruct(0);
  return { struct, end: reader.at };
}

class Reader {
  at: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.at = start;
  }

  readStruct(depth: number): Struct {
    if (depth > DEEPEST) throw new DamagedError('a structure nests too deep');
    const fields = new Map<number, Value>();
    let id = 0;
    for (let head = this.#readByte(); head !== 0; head = this.#readByte()) {
      const step = head >> 4;
      id = step === 0 ? this.#readSigned() : id + step;
      const type = head & 15;
      fields.set(id, type === 1 || type === 2 ? type === 1 : this.#readValue(type, depth));
    }
    return fields;
  }

  #readValue(type: number, depth: number): Value {
    switch (type) {
      case 1:
      case 2:
        return this.#readByte() === 1;
      case 3:
        return this.#readByte();
      case 4:
      case 5:
      case 6:
        return this.#readSigned();
      case 7:
        return this.#take(8);
      case 8:
        return this.#take(this.#readUnsigned());
      case 9:
        return this.#readList(depth);
      case 12:
        return this.readStruct(depth + 1);
      default:
        throw new DamagedError(`a value has the unknown type ${type}`);
    }
  }

  #readList(depth: number): Value[] {
    if (depth > DEEPEST) throw new DamagedError('a list nests too deep');
    const head = this.#readByte();
    const size = head >> 4 === 15 ? this.#readUnsigned() : head >> 4;
    if (size > this.#bytes.length - this.at) throw new DamagedError(`a list promises ${size} values`);
    const values: Value[] = [];
    for (let i = 0; i < size; i++) values.push(this.#readValue(head & 15, depth + 1));
    return values;
  }

  #readByte(): number {
    if (this.at >= this.#bytes.length) throw new DamagedError('it ends too soon');
    return this.#bytes[this.at++];
  }

  #take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.at) throw new DamagedError('a text is longer than the file');
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  #readUnsigned(): number {
    let [value, scale] = [0, 1];
    for (let i = 0; i < LONGEST; i++) {
      const byte = this.#readByte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
    throw new DamagedError('a number is too long');
  }

  /** In zigzag: 0, -1, 1, -2, ... */
  #readSigned(): number {
    const value = this.#readUnsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
