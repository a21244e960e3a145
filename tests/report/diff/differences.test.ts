import { describe, expect, it } from 'vitest';
import { isEqual, listDifferences, sayValue } from '../../../src/report/diff/differences.ts';

describe('listDifferences', () => {
  it('names the fields that differ by their paths, those of one alone too, and lists as a whole', () => {
    const a = {
      seed: 1,
      training: { epochs: 40, patience: null },
      penalty: { lambdas: [0, 1] },
      x: { y: 1 },
    };
    const b = { seed: 1, training: { epochs: 50 }, penalty: { lambdas: [0, 2] }, split: { folds: 5 } };
    expect(listDifferences(a, b)).toEqual([
      { path: 'training.epochs', a: 40, b: 50 },
      { path: 'penalty.lambdas', a: [0, 1], b: [0, 2] },
      { path: 'x.y', a: 1, b: null },
      { path: 'split.folds', a: null, b: 5 },
    ]);
    expect(listDifferences(a, structuredClone(a))).toEqual([]);
  });
});

describe('isEqual', () => {
  it.each<[unknown, unknown, boolean]>([
    [{ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }, true],
    [{ a: 1 }, { a: 1, b: undefined }, false],
    [{ toString: 1 }, {}, false],
    [[1, 2], [1, 2, 3], false],
    [[1], { 0: 1 }, false],
    [null, {}, false],
    ['1', 1, false],
  ])('of %j and %j', (a, b, expected) => {
    expect(isEqual(a, b)).toBe(expected);
    expect(isEqual(b, a)).toBe(expected);
  });
});

describe('sayValue', () => {
  it.each<[unknown, string]>([
    [0.001, '0.001'],
    ['relu', 'relu'],
    [null, 'none'],
    [undefined, 'none'],
    [[], 'empty'],
    [[0, [1, null]], '0, 1, none'],
    [{ a: 1 }, 'an object'],
    [true, 'true'],
  ])('says %j as %s', (value, said) => expect(sayValue(value)).toBe(said));

  it('cuts what is long', () => {
    expect(sayValue(Array.from({ length: 90 }, (_, i) => i))).toMatch(/^0, 1, .*\.\.\.$/);
    expect(sayValue('x'.repeat(100))).toHaveLength(60);
  });
});
