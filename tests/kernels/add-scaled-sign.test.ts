import { describe, expect, it } from 'vitest';
import { sign } from '../oracles/penalty.ts';
import {
  createArena,
  createSparseValues,
  createValues,
  MISALIGNMENTS,
  SPECIAL_VALUES,
  sweepLengths,
  toBits,
} from './arena.ts';

const TILE = 16;
const SCALES = [0.01, -0.01, 1e-40, 2 ** 100].map(Math.fround);

/**
 * One f32 addition, so the bound is zero: f64 holds the sum of two f32 so closely (53 bits against
 * 2 * 24 + 2) that rounding it to f32 gives what one f32 addition gives.
 */
function expectedGradient(gradient: Float32Array, weights: Float32Array, scale: number): Float32Array {
  return gradient.map((g, i) => {
    const direction = sign(weights[i] as number);
    // The term of a zero weight is +0 whatever the sign of the scale.
    return direction === 0 ? g + 0 : g + scale * direction;
  });
}

describe('addScaledSign', () => {
  it.each(MISALIGNMENTS)('equals the oracle bit for bit at every length, %i bytes off', (misalignment) => {
    const arena = createArena();
    for (const length of sweepLengths(TILE, 10_007)) {
      for (const scale of SCALES) {
        const weights = createSparseValues(length, length + 1);
        const gradient = createValues(length, length + 2);
        const weightsPtr = arena.place(weights, misalignment);
        const gradientPtr = arena.place(gradient, (misalignment + 3) % 16);
        arena.kernels.addScaledSign(gradientPtr, weightsPtr, scale, length);
        const expected = expectedGradient(gradient, weights, scale);
        expect(toBits(arena.read(gradientPtr, length))).toEqual(toBits(expected));
        expect(toBits(arena.read(weightsPtr, length))).toEqual(toBits(weights));
      }
    }
    expect(arena.findDeadCanaries()).toEqual([]);
  });

  it('takes each special weight at every position', () => {
    const length = 2 * TILE + 4 + 3;
    for (const special of SPECIAL_VALUES) {
      for (let i = 0; i < length; i++) {
        const arena = createArena();
        const weights = new Float32Array(length);
        weights[i] = special;
        const gradientPtr = arena.place(new Float32Array(length).fill(1));
        arena.kernels.addScaledSign(gradientPtr, arena.place(weights), -0.5, length);
        const expected = new Float32Array(length).fill(1);
        expected[i] = 1 - 0.5 * sign(special);
        expect(arena.read(gradientPtr, length), `${special} at ${i}`).toEqual(expected);
      }
    }
  });

  it('adds +0 for zero weights of either sign, in the vector loops as in the tail', () => {
    const length = 2 * TILE + 4 + 3;
    for (const zero of [0, -0]) {
      for (const scale of [0.5, -0.5]) {
        const arena = createArena();
        const gradientPtr = arena.place(new Float32Array(length).fill(-0));
        arena.kernels.addScaledSign(
          gradientPtr,
          arena.place(new Float32Array(length).fill(zero)),
          scale,
          length,
        );
        expect(toBits(arena.read(gradientPtr, length))).toEqual(new Uint32Array(length));
      }
    }
  });

  it('keeps infinities and NaN of the gradient', () => {
    const arena = createArena();
    const gradient = Float32Array.of(Infinity, -Infinity, Number.NaN, 1, Infinity, Number.NaN, 1);
    const gradientPtr = arena.place(gradient);
    const weights = Float32Array.of(-1, 1, 1, 1, 0, 0, -1);
    arena.kernels.addScaledSign(gradientPtr, arena.place(weights), 2, 7);
    expect(arena.read(gradientPtr, 7)).toEqual(
      Float32Array.of(Infinity, -Infinity, Number.NaN, 3, Infinity, Number.NaN, -1),
    );
  });
});
