import { describe, expect, it } from 'vitest';
import { assertClose } from '../assert-close.ts';
import { softThreshold } from '../oracles/penalty.ts';
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

/** One f32 subtraction, so f64 rounded to f32 is the same bits; the oracle's zeros are +0. */
function expectedWeights(weights: Float32Array, thresholdAt: (i: number) => number): Float32Array {
  return weights.map((w, i) => softThreshold(w, thresholdAt(i)));
}

function shrinkInArena(weights: Float32Array, threshold: number): Float32Array {
  const arena = createArena();
  const ptr = arena.place(weights);
  arena.kernels.softThreshold(ptr, threshold, weights.length);
  return arena.read(ptr, weights.length);
}

describe('softThreshold', () => {
  it.each(MISALIGNMENTS)('equals the oracle bit for bit at every length, %i bytes off', (misalignment) => {
    const arena = createArena();
    for (const length of sweepLengths(TILE, 10_007)) {
      for (const threshold of [0, 0.25, 2, 2 ** -149].map(Math.fround)) {
        const weights = createSparseValues(length, length + 1);
        const ptr = arena.place(weights, misalignment);
        arena.kernels.softThreshold(ptr, threshold, length);
        const expected = expectedWeights(weights, () => threshold);
        expect(toBits(arena.read(ptr, length))).toEqual(toBits(expected));
      }
    }
    expect(arena.findDeadCanaries()).toEqual([]);
  });

  it('takes each special weight at every position, and gives +0 for every zero', () => {
    const length = 2 * TILE + 4 + 3;
    for (const special of SPECIAL_VALUES) {
      for (const threshold of [0, 0.5, 2 ** -149]) {
        for (let i = 0; i < length; i++) {
          const weights = new Float32Array(length).fill(-0);
          weights[i] = special;
          const shrunk = shrinkInArena(weights, threshold);
          const expected = new Float32Array(length);
          expected[i] = softThreshold(special, threshold);
          // NaN has many bit patterns, and JavaScript and the kernel may choose different ones.
          if (Number.isNaN(special)) expect(shrunk).toEqual(expected);
          else expect(toBits(shrunk), `${special} at ${i}`).toEqual(toBits(expected));
        }
      }
    }
  });

  it('zeroes a weight that lies on the threshold, and keeps its next neighbour', () => {
    const above = 0.5 + 2 ** -24;
    const weights = Float32Array.of(0.5, -0.5, above, -above, 0.5, -0.5, above);
    expect(shrinkInArena(weights, 0.5)).toEqual(Float32Array.of(0, 0, 2 ** -24, -(2 ** -24), 0, 0, 2 ** -24));
  });

  it('is beaten by no grid point on (x - w)^2 / 2 + threshold |x|', () => {
    const weights = createSparseValues(203, 5).map((w) => 3 * w);
    const threshold = 0.75;
    const shrunk = shrinkInArena(weights, threshold);
    weights.forEach((w, i) => {
      const objective = (x: number) => (x - w) ** 2 / 2 + threshold * Math.abs(x);
      let best = Infinity;
      for (let x = -3.5; x <= 3.5; x += 2 ** -8) best = Math.min(best, objective(x));
      // At the minimum the slope is 0, so a rounding of the result (2^-23 here) costs its square: 1e-14.
      expect(objective(shrunk[i] as number), `w = ${w}`).toBeLessThanOrEqual(best + 1e-13);
    });
  });
});

describe('softThresholdEach', () => {
  it.each(MISALIGNMENTS)('equals the oracle bit for bit at every length, %i bytes off', (misalignment) => {
    const arena = createArena();
    for (const length of sweepLengths(TILE, 10_007)) {
      const weights = createSparseValues(length, length + 1);
      const thresholds = createSparseValues(length, length + 2).map(Math.abs);
      const weightsPtr = arena.place(weights, misalignment);
      const thresholdsPtr = arena.place(thresholds, (misalignment + 5) % 16);
      arena.kernels.softThresholdEach(weightsPtr, thresholdsPtr, length);
      const expected = expectedWeights(weights, (i) => thresholds[i] as number);
      expect(toBits(arena.read(weightsPtr, length))).toEqual(toBits(expected));
      expect(toBits(arena.read(thresholdsPtr, length))).toEqual(toBits(thresholds));
    }
    expect(arena.findDeadCanaries()).toEqual([]);
  });

  it.each([0, 0.3])('equals softThreshold bit for bit when every threshold is %d', (threshold) => {
    const length = 2 * TILE + 4 + 3;
    const weights = createValues(length, 4);
    SPECIAL_VALUES.forEach((special, i) => {
      if (!Number.isNaN(special)) weights[3 * i] = special;
    });
    const arena = createArena();
    const ptr = arena.place(weights);
    arena.kernels.softThresholdEach(ptr, arena.place(new Float32Array(length).fill(threshold)), length);
    expect(toBits(arena.read(ptr, length))).toEqual(toBits(shrinkInArena(weights, threshold)));
  });

  it('keeps NaN at every position', () => {
    const length = TILE + 4 + 3;
    for (let i = 0; i < length; i++) {
      const arena = createArena();
      const weights = new Float32Array(length).fill(2);
      weights[i] = Number.NaN;
      const ptr = arena.place(weights);
      arena.kernels.softThresholdEach(ptr, arena.place(new Float32Array(length).fill(0.5)), length);
      assertClose(
        arena.read(ptr, length),
        weights.map((w) => w - 0.5),
        0,
      );
    }
  });
});
