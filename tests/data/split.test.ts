import { describe, expect, it } from 'vitest';
import { countPairs, makePairs, type SplitSpec } from '../../src/data/split.ts';
import { refusalOf } from './refusal.ts';
import { classification, countUp, GIVEN, regression, SHUFFLED, sortRows } from './split-samples.ts';

describe('makePairs, shuffled', () => {
  it('validates each row exactly once per repeat, in folds that differ by one row at most', () => {
    const pairs = makePairs(regression(23), { ...SHUFFLED, folds: 5, repeats: 3 }, 1);
    expect(pairs.map(({ repeat, fold }) => `${repeat}.${fold}`)).toHaveLength(15);
    for (const repeat of [0, 1, 2]) {
      const own = pairs.filter((pair) => pair.repeat === repeat);
      expect(own.map((pair) => pair.fold)).toEqual([0, 1, 2, 3, 4]);
      expect(sortRows(Int32Array.from(own.flatMap((pair) => [...pair.validation])))).toEqual(countUp(0, 23));
      expect(own.map((pair) => pair.validation.length).sort()).toEqual([4, 4, 5, 5, 5]);
      for (const { training, validation } of own) {
        expect(sortRows(Int32Array.from([...training, ...validation]))).toEqual(countUp(0, 23));
      }
    }
  });

  it('mixes a file that is sorted by target', () => {
    for (const { training, validation } of makePairs(regression(200), { ...SHUFFLED, folds: 4 }, 1)) {
      // The mean of 50 of the rows 0 to 199 has a standard error of about 7; sorted folds would be 37 off.
      const mean = validation.reduce((sum, row) => sum + row, 0) / validation.length;
      expect(Math.abs(mean - 99.5)).toBeLessThan(28);
      expect([...training]).not.toEqual(sortRows(training));
    }
  });

  it('gives the same split for the same seed, another for another seed or repeat', () => {
    const split = (seed: number, spec: Partial<SplitSpec> = {}) =>
      makePairs(regression(40), { ...SHUFFLED, folds: 2, repeats: 2, ...spec }, seed).map((pair) => [
        ...pair.validation,
      ]);
    expect(split(7)).toEqual(split(7));
    expect(split(7)).not.toEqual(split(8));
    expect(split(7)[0]).not.toEqual(split(7)[2]);
  });

  it('gives every repeat the first split when fixed', () => {
    const pairs = makePairs(regression(40), { ...SHUFFLED, folds: 2, repeats: 2, fixed: true }, 7);
    const free = makePairs(regression(40), { ...SHUFFLED, folds: 2, repeats: 2 }, 7);
    expect(pairs[2].validation).toEqual(pairs[0].validation);
    expect(pairs[3].training).toEqual(pairs[1].training);
    expect(pairs[0].validation).toEqual(free[0].validation);
  });

  it.each([
    [10, 0.2, 2],
    [10, 0.25, 3],
    [10, 0.01, 1],
    [10, 0.99, 9],
    [2, 0.5, 1],
    [442, 0.2, 88],
  ])('holds out of %i rows a share of %f: %i rows', (rows, holdout, expected) => {
    const [{ training, validation }] = makePairs(regression(rows), { ...SHUFFLED, holdout }, 3);
    expect(validation.length).toBe(expected);
    expect(sortRows(Int32Array.from([...training, ...validation]))).toEqual(countUp(0, rows));
  });

  it('holds out every row about as often as its share', () => {
    const counts = new Array<number>(10).fill(0);
    for (const { validation } of makePairs(regression(10), { ...SHUFFLED, holdout: 0.3, repeats: 1000 }, 5)) {
      for (const row of validation) counts[row]++;
    }
    // Binomial(1000, 0.3) has a standard deviation of 14.5; five of them.
    for (const count of counts) expect(Math.abs(count - 300)).toBeLessThan(73);
  });
});

describe('makePairs with classes', () => {
  const labels = [...new Array(60).fill('a'), ...new Array(25).fill('b'), ...new Array(10).fill('c'), 'd'];
  const data = classification(labels);
  const countOf = (rows: Int32Array, label: string) => rows.filter((row) => labels[row] === label).length;

  it('gives each fold its share of each class to within one row', () => {
    for (const { validation } of makePairs(data, { ...SHUFFLED, folds: 5, repeats: 4 }, 1)) {
      expect(countOf(validation, 'a')).toBe(12);
      expect(countOf(validation, 'b')).toBe(5);
      expect(countOf(validation, 'c')).toBe(2);
    }
  });

  it('gives a holdout its share of each class to within one row', () => {
    let single = 0;
    for (const { validation } of makePairs(data, { ...SHUFFLED, holdout: 0.25, repeats: 200 }, 1)) {
      expect(validation.length).toBe(24);
      expect(Math.abs(countOf(validation, 'a') - 15)).toBeLessThanOrEqual(1);
      expect(Math.abs(countOf(validation, 'b') - 6.25)).toBeLessThanOrEqual(1);
      expect(Math.abs(countOf(validation, 'c') - 2.5)).toBeLessThanOrEqual(1);
      single += countOf(validation, 'd');
    }
    // The class of one row validates in a quarter of the repeats: Binomial(200, 0.25), five sd = 31.
    expect(Math.abs(single - 50)).toBeLessThan(31);
  });

  it('does not put the rows in order of class', () => {
    const [{ training }] = makePairs(data, { ...SHUFFLED, folds: 5 }, 1);
    const classes = Array.from(training, (row) => labels[row]);
    expect(classes).not.toEqual([...classes].sort());
  });
});

describe('makePairs, given order', () => {
  it('validates on the last rows for a holdout, the same ones in every repeat', () => {
    const pairs = makePairs(regression(10), { ...GIVEN, holdout: 0.3, repeats: 2 }, 1);
    expect(pairs).toHaveLength(2);
    for (const { training, validation } of pairs) {
      expect([...training]).toEqual(countUp(0, 7));
      expect([...validation]).toEqual([7, 8, 9]);
    }
  });

  it('chains folds forward: trains on earlier blocks alone', () => {
    const pairs = makePairs(regression(11), { ...GIVEN, folds: 3 }, 1);
    expect(pairs.map(({ training, validation }) => [training.length, [...validation]])).toEqual([
      [2, [2, 3, 4]],
      [5, [5, 6, 7]],
      [8, [8, 9, 10]],
    ]);
    for (const { training } of pairs) expect([...training]).toEqual(countUp(0, training.length));
  });

  it('needs a row for each block', () => {
    expect(makePairs(regression(4), { ...GIVEN, folds: 3 }, 1)).toHaveLength(3);
    expect(refusalOf(() => makePairs(regression(4), { ...GIVEN, folds: 4 }, 1))).toMatchObject({
      code: 'invalid-recipe',
      place: 'split.folds',
    });
  });
});

describe('makePairs refuses', () => {
  it.each<[string, Partial<SplitSpec>, string]>([
    ['more folds than rows', { folds: 7 }, 'split.folds'],
    ['one fold', { folds: 1 }, 'split.folds'],
    ['a fraction of folds', { folds: 2.5 }, 'split.folds'],
    ['a holdout of nothing', { holdout: 0 }, 'split.holdout'],
    ['a holdout of everything', { holdout: 1 }, 'split.holdout'],
    ['neither folds nor holdout nor column', {}, 'split'],
    ['folds and a holdout', { folds: 2, holdout: 0.5 }, 'split'],
    ['folds and a column', { folds: 2, column: 'm' }, 'split'],
    ['a column that was not kept aside', { column: 'x' }, 'split.column'],
    ['groups that were not kept aside', { folds: 2, groups: 'x' }, 'split.groups'],
  ])('%s', (_, spec, place) => {
    const run = () => makePairs(regression(6), { ...SHUFFLED, ...spec }, 1);
    expect(refusalOf(run)).toMatchObject({ code: 'invalid-recipe', place });
  });

  it('nothing when there are as many folds as rows', () => {
    expect(makePairs(regression(6), { ...SHUFFLED, folds: 6 }, 1)).toHaveLength(6);
  });
});

describe('countPairs', () => {
  it.each<[Partial<SplitSpec>, number]>([
    [{ folds: 5, repeats: 4 }, 20],
    [{ holdout: 0.2, repeats: 4 }, 4],
    [{ column: 'm', repeats: 3 }, 3],
    [{ folds: 5, order: 'given', repeats: 2 }, 10],
  ])('counts the pairs of %j', (given, expected) => {
    const spec: SplitSpec = { ...SHUFFLED, ...given };
    expect(countPairs(spec)).toBe(expected);
    expect(
      makePairs(
        regression(12, (row) => (row < 6 ? 'train' : 'test')),
        spec,
        1,
      ),
    ).toHaveLength(expected);
  });
});
