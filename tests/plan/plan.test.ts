import { describe, expect, it } from 'vitest';
import { planComparison } from '../../src/plan/plan.ts';
import { DEFAULT_LIMITS } from '../../src/recipe/limits.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { engines } from '../host.ts';

/** Thirty rows, of which the last ten repeat the first ten; their groups are pairs of neighbours. */
const ROWS = Array.from({ length: 30 }, (_, i) => ({ a: i % 20, g: `g${i >> 1}`, y: (7 * (i % 20)) % 11 }));

const planOf = (split: RecipeInput['split'], rows: readonly Record<string, number | string>[] = ROWS) =>
  planComparison(
    // As a feature it would tell equal rows apart.
    parseRecipe({ data: { rows, target: 'y', ...(split?.groups ? {} : { ignore: ['g'] }) }, split }),
    engines,
    DEFAULT_LIMITS,
  );

describe('planComparison', () => {
  it('keeps equal rows on one side with duplicates "together", and their groups with them', async () => {
    for (const groups of [undefined, 'g']) {
      const { pairs } = await planOf({
        folds: 3,
        repeats: 4,
        duplicates: 'together',
        ...(groups && { groups }),
      });
      expect(pairs).toHaveLength(12);
      for (const { training, validation } of pairs) {
        const trained = new Set(Array.from(training, (row) => ROWS[row].a));
        const trainedGroups = new Set(Array.from(training, (row) => ROWS[row].g));
        for (const row of validation) {
          expect(trained.has(ROWS[row].a)).toBe(false);
          if (groups !== undefined) expect(trainedGroups.has(ROWS[row].g)).toBe(false);
        }
      }
    }
    // Anywhere, some pair has them on both sides.
    const { pairs } = await planOf({ folds: 3, repeats: 4 });
    const isTorn = pairs.some(({ training, validation }) =>
      validation.some((row) => row >= 20 && training.includes(row - 20)),
    );
    expect(isTorn).toBe(true);
  });

  it('splits rows that all differ as if nothing were asked', async () => {
    const rows = ROWS.slice(0, 20);
    const asked = await planOf({ folds: 3, duplicates: 'together' }, rows);
    const plain = await planOf({ folds: 3 }, rows);
    expect(asked.pairs).toEqual(plain.pairs);
    const grouped = await planOf({ folds: 3, duplicates: 'together', groups: 'g' }, rows);
    expect(grouped.pairs).toEqual((await planOf({ folds: 3, groups: 'g' }, rows)).pairs);
  });
});
