import { describe, expect, it } from 'vitest';
import { makePairs } from '../../src/data/split.ts';
import { openStream } from '../../src/random/random.ts';
import { loadDataset } from '../../src/recipe/load.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { countingCopies } from '../../src/report/copies.ts';
import { finish } from '../../src/sliced.ts';

const SHUFFLED = { repeats: 3, order: 'shuffled', fixed: false } as const;

describe('countingCopies', () => {
  it.each([{ folds: 4 }, { holdout: 0.2 }])(
    'counts as a search among all pairs of rows does: %o',
    async (spec) => {
      const random = openStream(2, 'generator');
      const x = Array.from({ length: 60 }, () => [
        random.nextBelow(4) || null,
        `t${random.nextBelow(3)}`,
        random.nextBelow(3),
      ]);
      const y = x.map(() => random.nextBelow(3));
      const dataset = await loadDataset(parseRecipe({ data: { x, y, missing: 'mean' } }));
      const pairs = makePairs(dataset, { ...SHUFFLED, ...spec }, 1);
      const rows = x.map((row, i) => JSON.stringify([row, y[i]]));
      const validated = pairs.flatMap(({ training, validation }) =>
        [...validation].filter((row) => [...training].some((other) => rows[other] === rows[row])),
      );
      const all = rows.flatMap((_, a) => rows.slice(0, a).map((_, b): [number, number] => [a, b]));
      const countEqual = (read: (row: number) => unknown) =>
        all.filter(([a, b]) => read(a) === read(b)).length;
      const columns = [0, 1, 2].map((c) => (row: number) => x[row][c]);
      const shares = [...columns, (row: number) => y[row]].map((read) => countEqual(read) / all.length);
      const counted = finish(countingCopies(dataset, pairs));
      expect(counted).toEqual({
        rows: new Set(validated).size,
        validated: validated.length,
        ofValidated: pairs.reduce((sum, { validation }) => sum + validation.length, 0),
        equalPairs: countEqual((row) => rows[row]),
        expectedPairs: expect.closeTo(all.length * shares.reduce((product, share) => product * share, 1), 9),
      });
    },
  );

  it('finds none where equal rows are on one side, or no rows are equal', async () => {
    const twice = { x: [[1], [2], [3], [1], [2], [3]], y: [1, 2, 3, 1, 2, 3] };
    const dataset = await loadDataset(parseRecipe({ data: twice }));
    const apart = [{ training: Int32Array.of(0, 1, 3, 4), validation: Int32Array.of(2, 5) }];
    expect(finish(countingCopies(dataset, apart))).toBeNull();
    const torn = [{ training: Int32Array.of(0, 1, 2, 4), validation: Int32Array.of(3, 5) }];
    expect(finish(countingCopies(dataset, torn))).toMatchObject({ rows: 2, validated: 2, ofValidated: 2 });
    const once = await loadDataset(parseRecipe({ data: { ...twice, y: [1, 2, 3, 4, 5, 6] } }));
    expect(finish(countingCopies(once, torn))).toBeNull();
  });
});
