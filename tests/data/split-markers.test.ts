import { describe, expect, it } from 'vitest';
import { makePairs, type SplitSpec, splitInner } from '../../src/data/split.ts';
import { refusalOf } from './refusal.ts';
import { countUp, GIVEN, regression, SHUFFLED, sortRows } from './split-samples.ts';

describe('makePairs by column', () => {
  const words = ['train', 'Training', ' TEST ', 'valid', 'validation', 'train'];

  it('takes the rows as they are marked, one pair per repeat', () => {
    const pairs = makePairs(
      regression(6, (row) => words[row]),
      { ...SHUFFLED, column: 'm', repeats: 2 },
      1,
    );
    expect(pairs.map(({ repeat, fold }) => [repeat, fold])).toEqual([
      [0, 0],
      [1, 0],
    ]);
    for (const { training, validation } of pairs) {
      expect(sortRows(training)).toEqual([0, 1, 5]);
      expect(sortRows(validation)).toEqual([2, 3, 4]);
    }
  });

  it('keeps the order of the file when asked', () => {
    const [{ training }] = makePairs(
      regression(60, (row) => (row < 50 ? 'train' : 'test')),
      { ...GIVEN, column: 'm' },
      1,
    );
    expect([...training]).toEqual(countUp(0, 50));
  });

  it('refuses any other word, naming the row', () => {
    const data = regression(4, (row) => ['train', 'test', 'holdout', 'train'][row]);
    const refusal = refusalOf(() => makePairs(data, { ...SHUFFLED, column: 'm' }, 1));
    expect(refusal).toMatchObject({ code: 'invalid-data', place: 'data.rows[2], column "m"' });
    expect(refusal.message).toBe('expected "train" or "validation", got "holdout"');
  });

  it.each(['train', 'test'])('refuses a column that says %s alone', (word) => {
    const refusal = refusalOf(() =>
      makePairs(
        regression(4, () => word),
        { ...SHUFFLED, column: 'm' },
        1,
      ),
    );
    expect(refusal).toMatchObject({ code: 'invalid-data', place: 'split.column' });
  });
});

describe('makePairs by groups', () => {
  const groupOf = (row: number) => `g${Math.floor(row / 3)}`;

  it('keeps each group in one fold and validates each row once', () => {
    const data = regression(50, groupOf);
    for (let seed = 0; seed < 20; seed++) {
      const pairs = makePairs(data, { ...SHUFFLED, folds: 4, groups: 'm' }, seed);
      expect(sortRows(Int32Array.from(pairs.flatMap((pair) => [...pair.validation])))).toEqual(
        countUp(0, 50),
      );
      for (const { training, validation } of pairs) {
        const held = new Set(Array.from(validation, groupOf));
        expect([...training].filter((row) => held.has(groupOf(row)))).toEqual([]);
        // Dealing to the smallest fold leaves folds that differ by one group at most.
        expect(Math.abs(validation.length - 12.5)).toBeLessThanOrEqual(3);
      }
    }
  });

  it('deals groups of one size in turn, from the first fold on', () => {
    for (let seed = 0; seed < 5; seed++) {
      const pairs = makePairs(regression(18, groupOf), { ...SHUFFLED, folds: 4, groups: 'm' }, seed);
      expect(pairs.map(({ validation }) => validation.length)).toEqual([6, 6, 3, 3]);
    }
  });

  it('says how many groups there are to deal', () => {
    const say = (spec: Partial<SplitSpec>, rows: number) =>
      refusalOf(() => makePairs(regression(rows, groupOf), { ...SHUFFLED, groups: 'm', ...spec }, 1)).message;
    expect(say({ folds: 4 }, 9)).toBe('expected at most one fold per group (3), got 4');
    expect(say({ holdout: 0.5 }, 3)).toBe('expected at least 2 groups, got 1');
    expect(makePairs(regression(9, groupOf), { ...SHUFFLED, groups: 'm', folds: 3 }, 1)).toHaveLength(3);
    expect(makePairs(regression(6, groupOf), { ...SHUFFLED, groups: 'm', holdout: 0.5 }, 1)).toHaveLength(1);
  });

  it('deals groups of different sizes anew in each repeat', () => {
    const data = regression(28, (row) => `g${Math.floor(Math.sqrt(2 * row + 0.25) - 0.5)}`);
    const pairs = makePairs(data, { ...SHUFFLED, folds: 2, groups: 'm', repeats: 5 }, 1);
    const splits = new Set(pairs.map((pair) => sortRows(pair.validation).join()));
    expect(splits.size).toBeGreaterThan(4);
  });

  it('holds out whole groups until the share is reached', () => {
    for (const { training, validation } of makePairs(
      regression(30, groupOf),
      { ...SHUFFLED, holdout: 0.25, groups: 'm', repeats: 9 },
      1,
    )) {
      expect(validation.length).toBe(9);
      expect(training.length).toBe(21);
      expect(new Set(Array.from(validation, groupOf)).size).toBe(3);
    }
  });

  it('takes no further group when the share is reached exactly', () => {
    const [{ validation }] = makePairs(
      regression(30, groupOf),
      { ...SHUFFLED, holdout: 0.3, groups: 'm' },
      1,
    );
    expect(validation.length).toBe(9);
  });

  it('leaves a group to train on', () => {
    const [{ training }] = makePairs(regression(6, groupOf), { ...SHUFFLED, holdout: 0.9, groups: 'm' }, 1);
    expect(training.length).toBe(3);
  });

  it.each<[string, Partial<SplitSpec>, number, string]>([
    ['more folds than groups', { folds: 4 }, 9, 'split.folds'],
    ['a single group', { holdout: 0.5 }, 3, 'split.groups'],
    ['given order', { holdout: 0.5, order: 'given' }, 9, 'split.groups'],
    ['a column that marks rows', { column: 'm' }, 9, 'split.groups'],
  ])('refuses %s', (_, spec, rows, place) => {
    const run = () => makePairs(regression(rows, groupOf), { ...SHUFFLED, groups: 'm', ...spec }, 1);
    expect(refusalOf(run)).toMatchObject({ code: 'invalid-recipe', place });
  });
});

describe('makePairs of joined rows', () => {
  /** Each row of the first half has its copy in the second. */
  const joined = Int32Array.from({ length: 40 }, (_, row) => row % 20);
  const data = { ...regression(40, (row) => `${row % 2}`), joined };

  it.each([{ folds: 4 }, { holdout: 0.3 }, { folds: 3, fixed: true }])(
    'keeps them on one side: %o',
    (spec) => {
      for (const { training, validation } of makePairs(data, { ...SHUFFLED, repeats: 3, ...spec }, 1)) {
        const trained = new Set(Array.from(training, (row) => joined[row]));
        expect(training.length + validation.length).toBe(40);
        expect(Array.from(validation, (row) => joined[row]).filter((group) => trained.has(group))).toEqual(
          [],
        );
      }
    },
  );

  it('keeps them on one side of the inner folds too', () => {
    const [pair] = makePairs(data, { ...SHUFFLED, folds: 4 }, 1);
    for (const { training, validation } of splitInner(data, pair, 3, {}, 1)) {
      const trained = new Set(Array.from(training, (row) => joined[row]));
      expect(Array.from(validation, (row) => joined[row]).some((group) => trained.has(group))).toBe(false);
    }
  });

  it.each<[string, Partial<SplitSpec>]>([
    ['a given order', { holdout: 0.5, order: 'given' }],
    ['steps of a forward chain', { folds: 3, order: 'given' }],
    ['a column that marks rows', { column: 'm' }],
  ])('refuses %s, which fixes the rows', (_, spec) => {
    const run = () => makePairs(data, { ...SHUFFLED, duplicates: 'together', ...spec }, 1);
    expect(refusalOf(run)).toMatchObject({ code: 'invalid-recipe', place: 'split.duplicates' });
  });
});
