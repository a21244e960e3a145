import { afterEach, describe, expect, it, vi } from 'vitest';
import { generatingFriedman1 } from '../../src/data/friedman1.ts';
import { foreseeGround } from '../../src/plan/foresee.ts';
import { planComparison } from '../../src/plan/plan.ts';
import { DEFAULT_LIMITS } from '../../src/recipe/limits.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { engines } from '../host.ts';

vi.mock('../../src/data/friedman1.ts', async (load) => {
  const original = await load<typeof import('../../src/data/friedman1.ts')>();
  return { ...original, generatingFriedman1: vi.fn(original.generatingFriedman1) };
});
afterEach(() => vi.clearAllMocks());

const foresee = (recipe: RecipeInput) => foreseeGround(parseRecipe(recipe));
const neverRead = () => {
  throw new Error('the text was read');
};
const planOf = (recipe: RecipeInput) =>
  planComparison(parseRecipe(recipe), engines, DEFAULT_LIMITS, { readCsv: neverRead });

describe('the size of data', () => {
  it.each<[string, RecipeInput, number, number]>([
    ['a generator', { data: { dataset: 'friedman1', rows: 50, features: 7 } }, 50, 7],
    [
      'arrays',
      {
        data: {
          x: [
            [1, 2],
            [3, 4],
            [5, 6],
          ],
          y: [1, 2, 3],
        },
      },
      3,
      2,
    ],
    [
      'rows',
      {
        data: {
          rows: [
            { a: 1, b: 2, y: 1 },
            { a: 2, b: 1, y: 3 },
          ],
          target: 'y',
        },
      },
      2,
      2,
    ],
    [
      'rows, of which some have no target',
      { data: { rows: [{ a: 1, y: 1 }, { a: 2, y: null }, { a: 3 }, { a: 4, y: 0 }], target: 'y' } },
      2,
      1,
    ],
    ['arrays, of which some have no target', { data: { x: [[1], [2], [3]], y: [1, null, 3] } }, 2, 1],
    ['a CSV', { data: { csv: 'a,b,y\n1,2,3\n4,5,6', target: 'y' } }, 2, 2],
    [
      'a CSV without an ignored column',
      { data: { csv: 'a,b,y\n1,2,3\n', target: 'y', ignore: ['a'] } },
      1,
      1,
    ],
  ])('is told from %s without reading it', async (_, recipe, rows, features) => {
    expect(await foresee(recipe)).toMatchObject({ rows, features, inputs: features });
  });

  it('is not told of rows that may be dropped, and of built-in sets, which are small', async () => {
    expect(await foresee({ data: { csv: 'a,y\n1,2', target: 'y', missing: 'drop-row' } })).toBeNull();
    expect(await foresee({ data: { dataset: 'diabetes' } })).toBeNull();
  });
});

describe('refused before the rows are made or read', () => {
  const refused = { code: 'limit-exceeded' };

  it('friedman1 with 200,000 rows', async () => {
    await expect(planOf({ data: { dataset: 'friedman1', rows: 200_000 } })).rejects.toMatchObject(refused);
    expect(generatingFriedman1).not.toHaveBeenCalled();
  });

  it.each<[string, RecipeInput]>([
    [
      'friedman1 with 60,000 rows, hidden [1,1,1,1], tanh, batch 1,000,000, 100,000 epochs',
      {
        data: { dataset: 'friedman1', rows: 60_000 },
        network: { hidden: [1, 1, 1, 1], activation: 'tanh' },
        training: { batchSize: 1_000_000, epochs: 100_000 },
      },
    ],
    [
      'friedman1 with 100,000 rows, 2 folds x 25 repeats, one epoch',
      {
        data: { dataset: 'friedman1', rows: 100_000 },
        split: { folds: 2, repeats: 25 },
        training: { epochs: 1 },
      },
    ],
    [
      '50,000 rows x 100 pairs',
      {
        data: { dataset: 'friedman1', rows: 50_000 },
        split: { folds: 2, repeats: 50 },
        training: { epochs: 1 },
      },
    ],
  ])('%s', async (_, recipe) => {
    await expect(planOf(recipe)).rejects.toMatchObject(refused);
    expect(generatingFriedman1).not.toHaveBeenCalled();
  });

  it('a million-row CSV of one column', async () => {
    const csv = `y\n${'1\n'.repeat(999_999)}`;
    const one = planOf({ data: { csv, target: 'y' }, split: { holdout: 0.2 } });
    await expect(one).rejects.toMatchObject({ code: 'invalid-data', issues: [{ place: 'data.csv' }] });
    const two = planOf({ data: { csv: csv.replaceAll('1', '1,2').replace('y', 'x,y'), target: 'y' } });
    await expect(two).rejects.toMatchObject(refused);
  });

  it('hidden [4096] with batch 1, for as many epochs as take minutes', async () => {
    const recipe = { network: { hidden: [4096] }, training: { batchSize: 1 } };
    const whole = planOf({ ...recipe, data: { dataset: 'diabetes' } });
    await expect(whole).rejects.toMatchObject({ ...refused, issues: [{ place: 'training.epochs' }] });
  });
});
