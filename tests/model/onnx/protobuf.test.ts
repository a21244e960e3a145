import { describe, expect, it } from 'vitest';
import { bytes, integer, join, message, text } from '../../../src/model/onnx/protobuf.ts';

// The examples of protobuf.dev/programming-guides/encoding, and the ends of what a varint may be.
describe('the wire format', () => {
  it.each([
    [0, [0x08, 0x00]],
    [127, [0x08, 0x7f]],
    [128, [0x08, 0x80, 0x01]],
    [150, [0x08, 0x96, 0x01]],
    [2 ** 31, [0x08, 0x80, 0x80, 0x80, 0x80, 0x08]],
    [2 ** 53 - 1, [0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('writes the whole number %d', (value, expected) => {
    expect([...join(integer(1, value))]).toEqual(expected);
  });

  it('writes texts in UTF-8, with their length in bytes', () => {
    expect([...join(text(2, 'testing'))]).toEqual([0x12, 7, ...new TextEncoder().encode('testing')]);
    expect([...join(text(2, 'ü'))]).toEqual([0x12, 2, 0xc3, 0xbc]);
    expect([...join(text(2, ''))]).toEqual([0x12, 0]);
  });

  it('writes messages within messages, and fields above 15 in two bytes', () => {
    expect([...join(message(3, integer(1, 150)))]).toEqual([0x1a, 0x03, 0x08, 0x96, 0x01]);
    expect([...join(integer(20, 2))]).toEqual([0xa0, 0x01, 0x02]);
    expect([...join(bytes(1, [new Uint8Array(300)]))].slice(0, 3)).toEqual([0x0a, 0xac, 0x02]);
  });
});
