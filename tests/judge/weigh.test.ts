import { describe, expect, it } from 'vitest';
import { computeQuantile } from '../../src/math/student-t.ts';
import { candidateOf, draw, judgeNow } from './samples.ts';

const BASE = draw(20, 0.9, 0.01, 1);
const add = (values: readonly number[], by: readonly number[]) => values.map((value, i) => value + by[i]);
const average = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
const varianceOf = (values: readonly number[]) =>
  values.reduce((sum, each) => sum + (each - average(values)) ** 2, 0) / (values.length - 1);
const ask = (scores: Record<string, readonly (number | null)[]>, given = {}) =>
  judgeNow({ data: { scores }, metric: 'accuracy', direction: 'higher', folds: 5, ...given });

describe('the gates', () => {
  it('hold against harm exactly where the upper one-sided 95 % bound lies within the region', () => {
    const differences = draw(20, -0.002, 0.004, 3);
    const other = add(BASE, differences);
    const own = other.map((value, i) => value - BASE[i]);
    const error = Math.sqrt(varianceOf(own) * (1 / 20 + 1 / 4));
    const harm = -(average(own) - computeQuantile(0.95, 19) * error);
    const gateAt = (equivalence: number) =>
      candidateOf(ask({ a: BASE, b: other }, { equivalence }), 'b').gate;
    expect(gateAt(0.01)?.harm).toBeCloseTo(harm, 12);
    expect(gateAt(harm * 1.0001)?.notWorse).toBe(true);
    expect(gateAt(harm * 0.9999)?.notWorse).toBe(false);
  });

  it('measure harm upwards where lower is better, by the ratio of errors', () => {
    const errors = BASE.map((value) => 3 * value);
    const worse = errors.map((value, i) => value * (1.02 + (i % 2 === 0 ? 0.001 : -0.001)));
    const gate = (equivalence: number) =>
      candidateOf(ask({ a: errors, b: worse }, { metric: 'rmse', direction: 'lower', equivalence }), 'b')
        .gate;
    expect(gate(0.03)).toMatchObject({ better: false, notWorse: true });
    expect(gate(0.02)).toMatchObject({ better: false, notWorse: false });
    expect(gate(0.03)?.harm).toBeGreaterThan(0.02 * 2.6);
  });

  it('hold for one that is better, whose harm is below 0', () => {
    const { gate } = candidateOf(ask({ a: BASE, b: add(BASE, draw(20, 0.05, 0.003, 4)) }), 'b');
    expect(gate).toMatchObject({ better: true, notWorse: true });
    expect(gate?.harm).toBeLessThan(0);
  });

  it('never hold where a pair has no score, or nothing was tested', () => {
    const better: (number | null)[] = add(BASE, draw(20, 0.05, 0.003, 4));
    better[3] = null;
    expect(candidateOf(ask({ a: BASE, b: better }), 'b').gate).toMatchObject({
      better: false,
      notWorse: false,
    });
    expect(candidateOf(ask({ a: [0.5], b: [0.9] }, { folds: undefined }), 'b').gate).toEqual({
      better: false,
      notWorse: false,
      harm: null,
    });
  });

  it('say that two that are the same do no harm at all', () => {
    expect(candidateOf(ask({ a: BASE, b: BASE }), 'b').gate).toEqual({
      better: false,
      notWorse: true,
      harm: 0,
    });
  });
});

describe('how much more it takes', () => {
  const NOISY = add(BASE, draw(20, 0, 0.01, 5));
  const moreOf = (given: object, scores: Record<string, readonly number[]> = { a: BASE, b: NOISY }) =>
    candidateOf(ask(scores, given), 'b').more;

  it('is nothing where the scores are enough', () => {
    const more = moreOf({ difference: 0.5 });
    expect(more).toMatchObject({ difference: 0.5, isNamed: true, pairs: 20, repeats: 4, timesRows: 1 });
    expect(more?.sentence).toBe(
      'These scores are enough to see a true difference of 0.5 in accuracy four times in five.',
    );
  });

  it('is the smallest number of whole repeats whose standard error is small enough', () => {
    const differences = NOISY.map((value, i) => value - BASE[i]);
    const detectAt = (repeats: number) => {
      const [count, df] = [5 * repeats, 5 * repeats - 1];
      const error = Math.sqrt(varianceOf(differences) * (1 / count + 1 / 4));
      return (computeQuantile(0.975, df) + computeQuantile(0.8, df)) * error;
    };
    const [few, many] = [detectAt(8), detectAt(7)];
    expect(few).toBeLessThan(many);
    const more = moreOf({ difference: (few + many) / 2 });
    expect(more).toMatchObject({ repeats: 8, pairs: 40 });
    expect(more?.sentence).toMatch(
      /takes about 8 repeats \(40 pairs in all\), or about 1\.\d times as many rows\.$/,
    );
  });

  it('cannot be repeats where the rows decide, and says how many rows', () => {
    const more = moreOf({ difference: 0.001, trainingRows: 160, validationRows: 40 });
    expect(more).toMatchObject({ pairs: null, repeats: null });
    expect(more?.sentence).toMatch(
      /^By these scores no number of repeats on these rows is enough to see .* the rows \(some \d+\)\.$/,
    );
    const found = candidateOf(ask({ a: BASE, b: NOISY }), 'b').comparison;
    // A standard error falls with the square root of the rows.
    expect(more?.timesRows).toBeCloseTo(Number((((found?.detectable ?? 0) / 0.001) ** 2).toPrecision(2)), 12);
    expect(more?.rows).toBe(200 * (more?.timesRows ?? 0));
  });

  it('is seeds on a fixed split, where endless ones see all', () => {
    const more = moreOf({ difference: 0.001, split: 'fixed', folds: undefined });
    expect(more?.pairs).toBeGreaterThan(100);
    expect(more?.timesRows).toBeNull();
    expect(more?.sentence).not.toContain('rows');
  });

  it('is for the smallest difference that matters where none is named, and for none where none matters', () => {
    expect(moreOf({ equivalence: 0.02 })).toMatchObject({ difference: 0.02, isNamed: false });
    expect(moreOf({ equivalence: 0 })).toBeNull();
    const errors = { a: BASE.map((value) => 3 * value), b: NOISY.map((value) => 3 * value) };
    const more = moreOf({ metric: 'rmse', direction: 'lower', equivalence: 0.02 }, errors);
    expect(more?.difference).toBeCloseTo(0.02 * 2.7, 1);
  });

  it('shares the level among all that are compared', () => {
    const alone = moreOf({ difference: 0.005 });
    const among = moreOf({ difference: 0.005 }, { a: BASE, b: NOISY, c: BASE, d: NOISY });
    expect(among?.timesRows).toBeGreaterThan(alone?.timesRows ?? Infinity);
  });
});
