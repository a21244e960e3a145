import { describe, expect, it } from 'vitest';
import { checkRuns } from '../../../../src/data/doors/parquet/check-runs.ts';
import { openPage } from '../../../../src/data/doors/parquet/open-page.ts';
import { readStruct } from '../../../../src/data/doors/parquet/thrift.ts';

const check = (bytes: number[], width: number, count: number) =>
  checkRuns(new Uint8Array(bytes), { start: 0, end: bytes.length }, width, count);

describe('the runs of a page', () => {
  it('count the ones among bits, repeated or packed, and no further than they are expected', () => {
    // Five ones, three zeros, then eight bits of which 0, 2 and 7 are ones.
    const bytes = [5 << 1, 1, 3 << 1, 0, (1 << 1) | 1, 0b1000_0101];
    expect(check(bytes, 1, 16)).toBe(8);
    expect(check(bytes, 1, 15)).toBe(7);
    expect(check([0xc8, 0x01, 1], 1, 100)).toBe(100);
  });

  it.each([
    ['of 2^31 values', [0xfe, 0xff, 0xff, 0xff, 0x0f, 1], 1, 3],
    ['of one value too many', [4 << 1, 1], 1, 3],
    ['of eight packed values too many', [(2 << 1) | 1, 1, 1], 1, 8],
    ['of no values', [0, 1, 0, 1], 1, 3],
    ['of packed values without a width and without end', [0xff, 0xff, 0xff, 0xff, 0x0f], 0, 3],
    ['that is not there', [2 << 1, 1], 1, 3],
    ['whose length goes on', [0x80, 0x80, 0x80, 0x80, 0x80, 0x01], 1, 3],
    ['of values of 33 bits', [3 << 1, 1], 33, 3],
  ])('are refused where one is %s', (_, bytes, width, count) => {
    expect(() => check(bytes, width, count)).toThrow(/^a run /);
  });
});

describe('a page packed by snappy', () => {
  it('is refused where an element would lead back', () => {
    const literal = new Uint8Array([4, 63 << 2, 0xfa, 0xff, 0xff, 0xff, 1, 2, 3, 4]);
    expect(() => openPage(literal, 'SNAPPY', 4)).toThrow('a literal without end');
    expect([...openPage(new Uint8Array([4, 3 << 2, 1, 2, 3, 4]), 'SNAPPY', 4)]).toEqual([1, 2, 3, 4]);
    // A literal of 61 bytes says its length in a byte of its own.
    const long = new Uint8Array([61, 60 << 2, 60, ...new Uint8Array(61).fill(7)]);
    expect(openPage(long, 'SNAPPY', 61)).toEqual(new Uint8Array(61).fill(7));
  });
});

describe('a structure of Thrift', () => {
  const read = (bytes: number[]) => readStruct(new Uint8Array(bytes), 0);

  it('has its fields by number, and an end', () => {
    // 1: -3, 2: "a", 4: true, 20: a list of two structures, of which the second has 1: 64.
    const bytes = [0x15, 5, 0x18, 1, 97, 0x21, 0x09, 40, 0x2c, 0, 0x16, 0x80, 0x01, 0, 0, 99];
    const { struct, end } = read(bytes);
    expect(end).toBe(15);
    expect(struct.get(1)).toBe(-3);
    expect(struct.get(2)).toEqual(new Uint8Array([97]));
    expect(struct.get(4)).toBe(true);
    expect(struct.get(20)).toEqual([new Map(), new Map([[1, 64]])]);
  });

  it.each([
    ['a list that promises more than there is', [0x19, 0xfc, 0xff, 0xff, 0xff, 0x0f, 0], 'a list promises'],
    ['a text that is longer than the file', [0x18, 0x7f, 97, 0], 'a text is longer'],
    ['a number without end', [0x16, ...new Array(20).fill(0x80), 0], 'a number is too long'],
    ['structures in structures', new Array(40).fill(0x1c), 'nests too deep'],
    ['lists in lists', [0x19, ...new Array(40).fill(0x19)], 'nests too deep'],
    ['no end', [0x15, 5], 'it ends too soon'],
    ['an unknown type', [0x1f, 0], 'the unknown type 15'],
  ])('is refused with %s', (_, bytes, message) => {
    expect(() => read(bytes)).toThrow(message);
  });
});
