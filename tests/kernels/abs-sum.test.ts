import { describe, expect, it } from 'vitest';
import { assertClose } from '../assert-close.ts';
import { absSum } from '../oracles/penalty.ts';
import { createArena, createValues, MISALIGNMENTS, SPECIAL_VALUES, sweepLengths } from './arena.ts';

const TILE = 128;

/**
 * At most 12 roundings of 2^-24 each lie between a value and the f64 total (see `assembly/penalty.ts`). The
 * f64 sums, ours and the oracle's, add 1e7 * 2^-53 = 1e-9 at most.
 */
const RELATIVE_BOUND = 12 * 2 ** -24 + 1e-9;

function sumInArena(values: Float32Array, misalignment = 0): number {
  const arena = createArena();
  return arena.kernels.absSum(arena.place(values, misalignment), values.length);
}

function expectSum(values: Float32Array, misalignment = 0): void {
  const expected = absSum(values);
  assertClose(sumInArena(values, misalignment), expected, RELATIVE_BOUND * expected);
}

describe('absSum', () => {
  it.each(MISALIGNMENTS)('equals the f64 sum at every length, %i bytes off alignment', (misalignment) => {
    const arena = createArena();
    for (const length of sweepLengths(TILE, 100_003)) {
      const values = createValues(length, length + 1);
      const sum = arena.kernels.absSum(arena.place(values, misalignment), length);
      const expected = absSum(values);
      assertClose(sum, expected, RELATIVE_BOUND * expected);
      // 0 elements, and not a stray -0 or an uninitialised lane
      if (length === 0) expect(sum).toBe(0);
    }
    expect(arena.findDeadCanaries()).toEqual([]);
  });

  it.each([1024, 4096, 8192])('equals the f64 sum beside the block boundary at %i', (boundary) => {
    for (let length = boundary - 5; length <= boundary + 5; length++) expectSum(createValues(length, length));
  });

  it.each([1, 2, 3])('handles a %i-element tail', (tail) => {
    const values = new Float32Array(4 + tail).fill(-1);
    expect(sumInArena(values)).toBe(4 + tail);
  });

  it('counts every element once, whichever loop it falls to', () => {
    // 1,024 + 128 + 4 + 3: a block, a tile, a vector and a tail. Powers of two add exactly.
    const length = 1159;
    for (let i = 0; i < length; i++) {
      const values = new Float32Array(length);
      values[i] = -8;
      expect(sumInArena(values), `element ${i}`).toBe(8);
    }
  });

  // From 2^18 weights on the array is read as four streams of pages; whole numbers show each one missed or twice.
  it.each([-4097, -1, 0, 1, 127, 4095, 4096, 4097, 16_383, 16_385, 65_537])(
    'counts each of 2^18 + %i weights once',
    (more) => {
      const values = Float32Array.from({ length: 2 ** 18 + more }, (_, i) => (i % 7) - 3);
      expect(sumInArena(values, 3)).toBe(absSum(values));
    },
  );

  it('stays within 1e-6 of f64 on 1e7 random weights', () => {
    const values = createValues(1e7, 7);
    const expected = absSum(values);
    assertClose(sumInArena(values), expected, 1e-6 * expected);
  });

  it.each([0.1, 1 + 2 ** -18, 1 + 2 ** -23, 1 / 3])(
    'keeps its bound on 1e6 weights of %d each, whose roundings all point the same way',
    (weight) => {
      expectSum(new Float32Array(1e6).fill(weight));
    },
  );

  it('keeps its bound when one huge weight stands among many small ones', () => {
    const values = createValues(1e5, 3);
    values[0] = 1e5;
    expectSum(values);
  });

  it('propagates each special value from every position', () => {
    const length = TILE + 16 + 4 + 3;
    for (const special of SPECIAL_VALUES) {
      for (let i = 0; i < length; i++) {
        const values = new Float32Array(length);
        values[i] = special;
        expect(sumInArena(values), `${special} at ${i}`).toBe(Math.abs(special));
      }
    }
  });

  it('adds subnormals exactly', () => {
    const values = new Float32Array(5000).fill(-(2 ** -149));
    expect(sumInArena(values)).toBe(5000 * 2 ** -149);
  });

  it('lets NaN win over infinities', () => {
    const values = new Float32Array(300).fill(-Infinity);
    expect(sumInArena(values)).toBe(Infinity);
    values[150] = Number.NaN;
    expect(sumInArena(values)).toBeNaN();
  });

  it('gives the same sum wherever the weights lie', () => {
    const values = createValues(5003, 9);
    const sums = MISALIGNMENTS.map((misalignment) => sumInArena(values, misalignment));
    expect(new Set(sums).size).toBe(1);
  });
});
