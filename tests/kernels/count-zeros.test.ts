import { describe, expect, it } from 'vitest';
import { countZeros } from '../oracles/penalty.ts';
import { createArena, createSparseValues, MISALIGNMENTS, SPECIAL_VALUES, sweepLengths } from './arena.ts';

const TILE = 16;

describe('countZeros', () => {
  it.each(MISALIGNMENTS)('equals the oracle at every length, %i bytes off alignment', (misalignment) => {
    const arena = createArena();
    for (const length of sweepLengths(TILE, 100_003)) {
      const values = createSparseValues(length, length + 1);
      const ptr = arena.place(values, misalignment);
      expect(arena.kernels.countZeros(ptr, length), `length ${length}`).toBe(countZeros(values));
    }
    expect(arena.findDeadCanaries()).toEqual([]);
  });

  it('counts zeros of either sign alone, at every position', () => {
    const length = 2 * TILE + 4 + 3;
    for (const special of SPECIAL_VALUES) {
      for (let i = 0; i < length; i++) {
        const arena = createArena();
        const values = new Float32Array(length).fill(1);
        values[i] = special;
        const count = arena.kernels.countZeros(arena.place(values), length);
        expect(count, `${special} at ${i}`).toBe(special === 0 ? 1 : 0);
      }
    }
  });
});
