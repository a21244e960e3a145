import { describe, expect, it } from 'vitest';
import { makePairs, splitInner } from '../../src/data/split.ts';
import { refusalOf } from './refusal.ts';
import { classification, regression, SHUFFLED, sortRows } from './split-samples.ts';

const sorted = (...parts: Int32Array[]) => sortRows(Int32Array.from(parts.flatMap((part) => [...part])));

describe('splitInner', () => {
  it("cuts a pair's training rows into folds, each of which validates once", () => {
    const dataset = regression(50);
    for (const pair of makePairs(dataset, { ...SHUFFLED, folds: 3, repeats: 2 }, 1)) {
      const inner = splitInner(dataset, pair, 4, {}, 1);
      expect(inner.map(({ path }) => path)).toEqual(
        [0, 1, 2, 3].map((fold) => [pair.repeat, pair.fold, fold]),
      );
      expect(sorted(...inner.map(({ validation }) => validation))).toEqual(sortRows(pair.training));
      for (const { training, validation } of inner) {
        expect(sorted(training, validation)).toEqual(sortRows(pair.training));
      }
    }
  });

  it('is the same for the same seed, and another for another seed or pair', () => {
    const dataset = regression(60);
    const [first, , second] = makePairs(dataset, { ...SHUFFLED, folds: 2, repeats: 2, fixed: true }, 1);
    const split = (pair: typeof first, seed: number) =>
      splitInner(dataset, pair, 3, {}, seed).map(({ validation }) => sortRows(validation));
    expect(split(first, 1)).toEqual(split(first, 1));
    expect(split(first, 1)).not.toEqual(split(first, 2));
    expect(second.training).toEqual(first.training);
    expect(split(first, 1)).not.toEqual(split(second, 1));
  });

  it('gives every fold its share of each class', () => {
    const labels = Array.from({ length: 60 }, (_, i) => (i % 5 === 0 ? 'rare' : 'common'));
    const dataset = classification(labels);
    const [pair] = makePairs(dataset, { ...SHUFFLED, folds: 2 }, 1);
    for (const { validation } of splitInner(dataset, pair, 3, {}, 1)) {
      expect(validation.filter((row) => labels[row] === 'rare')).toHaveLength(2);
      expect(validation).toHaveLength(10);
    }
  });

  it('keeps the rows of a group in one fold', () => {
    const dataset = regression(48, (row) => `g${row % 12}`);
    const [pair] = makePairs(dataset, { ...SHUFFLED, folds: 2, groups: 'm' }, 1);
    const inner = splitInner(dataset, pair, 3, { groups: 'm' }, 1);
    expect(sorted(...inner.map(({ validation }) => validation))).toEqual(sortRows(pair.training));
    for (const { training, validation } of inner) {
      expect(validation.length).toBe(8);
      const held = new Set([...validation].map((row) => row % 12));
      expect([...training].some((row) => held.has(row % 12))).toBe(false);
    }
  });

  it('deals groups alike in whatever order the training rows stand', () => {
    const dataset = regression(48, (row) => `g${(row * 5) % 12}`);
    const [pair] = makePairs(dataset, { ...SHUFFLED, folds: 2, groups: 'm' }, 1);
    const split = (training: Int32Array) =>
      splitInner(dataset, { ...pair, training }, 3, { groups: 'm' }, 1).map(({ validation }) =>
        sortRows(validation),
      );
    expect(split(pair.training.toReversed())).toEqual(split(pair.training));
    expect(split(pair.training.toSorted())).toEqual(split(pair.training));
  });

  it('names its own place where there are more folds than rows or groups', () => {
    const dataset = regression(12, (row) => `g${row % 6}`);
    const [pair] = makePairs(dataset, { ...SHUFFLED, folds: 2, groups: 'm' }, 1);
    for (const [folds, groups] of [
      [7, undefined],
      [4, 'm'],
    ] as const) {
      expect(refusalOf(() => splitInner(dataset, pair, folds, { groups }, 1))).toMatchObject({
        code: 'invalid-recipe',
        place: 'compare.nested.folds',
      });
    }
  });
});
