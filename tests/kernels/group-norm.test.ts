import { describe, expect, it } from 'vitest';
import { assertClose } from '../assert-close.ts';
import { norm } from '../oracles/group.ts';
import { createArena, createSparseValues, MISALIGNMENTS, SPECIAL_VALUES } from './arena.ts';
import { SHAPES, spread } from './groups.ts';

describe('groupNorm', () => {
  it.each(MISALIGNMENTS)('equals the f64 norm of every shape, %i bytes off alignment', (misalignment) => {
    const arena = createArena();
    for (const shape of SHAPES) {
      const values = [...createSparseValues(shape[0] * shape[1], shape[1] + 1)];
      const ptr = arena.place(spread(values, shape, Number.NaN), misalignment);
      const expected = norm(values);
      // n squares are added in f64, each with one rounding of 2^-53 and at most n of sums, halved by the root.
      assertClose(arena.kernels.groupNorm(ptr, ...shape), expected, values.length * 2 ** -52 * expected);
    }
    expect(arena.findDeadCanaries()).toEqual([]);
  });

  it('propagates each special value from every position', () => {
    for (const special of SPECIAL_VALUES) {
      for (let i = 0; i < 7; i++) {
        const arena = createArena();
        const values = new Float32Array(7);
        values[i] = special;
        expect(arena.kernels.groupNorm(arena.place(values), 1, 7, 0)).toBe(Math.abs(special));
      }
    }
  });

  it('loses neither subnormals nor squares beyond f32, and lets NaN win over infinities', () => {
    const arena = createArena();
    const measure = (...values: number[]) =>
      arena.kernels.groupNorm(arena.place(Float32Array.from(values)), 1, values.length, 0);
    expect(measure(3 * 2 ** -149, -4 * 2 ** -149)).toBe(5 * 2 ** -149);
    expect(measure(-3 * 2 ** 125, 4 * 2 ** 125, 0)).toBe(5 * 2 ** 125);
    expect(measure(Infinity, Number.NaN, -Infinity)).toBeNaN();
  });
});
