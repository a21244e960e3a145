import { describe, expect, it } from 'vitest';
import { findStep } from '../../src/judge/step.ts';
import { measureRounding } from '../../src/math/paired-test.ts';
import { candidateOf, draw, judgeNow } from './samples.ts';

describe('the step of scores', () => {
  it.each([
    ['decimals', [0.91, 0.9, 0.93], 0.01],
    ['one decimal, though the next two are a step apart', [3.1, 3.4, 2.9], 0.1],
    ['whole numbers', [12, 15, 10], 1],
    ['whole numbers that all are multiples of more', [12, 15, 9], 3],
    ['hits among 30 rows, rounded', [0.9333, 0.9667, 0.9, 1, 0.8667], 0.0333],
    ['hits among 30 rows', [28, 29, 27, 30].map((hits) => hits / 30), 1 / 30],
    ['hits among 8 rows, which have few decimals too', [0.875, 0.75, 1], 0.125],
    ['a single value', [0.9, 0.9], 0.1],
    ['gaps', [null, 0.25, null, 0.5], 0.25],
    ['errors in six digits', [0.123456, 0.2], 1e-6],
  ])('is found of %s', (_, scores, step) => {
    expect(findStep(scores)).toBeCloseTo(step, 10);
  });

  it('is 0 where they have all their digits, and where there are none', () => {
    expect(findStep(draw(20, 0.9, 0.01, 1))).toBe(0);
    expect(findStep(draw(3, 100, 1, 2))).toBe(0);
    expect(findStep([])).toBe(0);
    expect(findStep([null])).toBe(0);
  });
});

describe('scores in few digits', () => {
  const ask = (a: readonly number[], b: readonly number[], metric: string) =>
    candidateOf(
      judgeNow({
        data: { scores: { a, b } },
        metric,
        direction: metric === 'rmse' ? 'lower' : 'higher',
        folds: a.length,
      }),
      'b',
    );

  it('that differ by the same in few pairs are not taken for certain', () => {
    const { comparison } = ask([0.9, 0.91], [0.92, 0.93], 'accuracy');
    const error = Math.sqrt(measureRounding(0.01) * (1 / 2 + 1));
    expect(comparison?.t).toBeCloseTo(0.02 / error, 9);
    expect(comparison?.verdict).toBe('undecided');
  });

  it('that differ by many steps in many pairs are told apart all the same', () => {
    const base = [0.9, 0.91, 0.92, 0.9, 0.91, 0.92, 0.9, 0.91, 0.92, 0.93];
    expect(
      ask(
        base,
        base.map((value) => Math.round(100 * (value - 0.1)) / 100),
        'accuracy',
      ).comparison?.verdict,
    ).toBe('worse');
  });

  it('of an error are rounded on the scale of its logarithm', () => {
    const { comparison } = ask([2, 2, 2], [1.9, 1.9, 1.9], 'rmse');
    const variance = measureRounding(0.1) * ((1 / 2 ** 2 + 1 / 1.9 ** 2) / 2);
    expect(comparison?.t).toBeCloseTo(Math.log(1.9 / 2) / Math.sqrt(variance * (1 / 3 + 1 / 2)), 9);
  });

  it('with all their digits have no such floor', () => {
    const base = draw(3, 2, 0.1, 1);
    const same = ask(
      base,
      base.map((value) => value * 0.75),
      'rmse',
    ).comparison;
    expect(same?.verdict).toBe('better');
  });
});
