import { describe, expect, it } from 'vitest';
import { priceLambdas } from '../../../src/report/advice/price.ts';
import { assertClose } from '../../assert-close.ts';
import { advisedOf, candidateOf, compared, lambdaOf } from './samples.ts';

/** Errors of six pairs, 2 % apart in the mean. */
const BASE = [1, 1.1, 0.9, 1.05, 0.95, 1];
const OTHER = [1.03, 1.11, 0.93, 1.06, 0.99, 1];

/** The corrected t-test of six pairs whose validation rows are a fifth of the training rows. */
function boundOf(differences: readonly number[], quantile: number) {
  const mean = differences.reduce((sum, each) => sum + each, 0) / 6;
  const variance = differences.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 5;
  return mean + quantile * Math.sqrt(variance * (1 / 6 + 0.2));
}

// Of Student's t with 5 degrees of freedom, as tables give them: P(T <= 2.015048) = 0.95, P(T <= 2.570582) = 0.975.
const [AT_95, AT_975] = [2.0150483733, 2.5705818366];

describe('what a lambda costs at most', () => {
  const tried = [candidateOf(0, BASE), candidateOf(0.1, OTHER)];
  const lambdas = [lambdaOf(0, null), lambdaOf(0.1, compared('undecided', 0.02))];

  it('is the one-sided bound of the ratio, for an error', () => {
    const [{ report, bound }] = priceLambdas(advisedOf({ lambdas, tried }));
    expect(report.lambda).toBe(0.1);
    const logs = OTHER.map((value, i) => Math.log(value / BASE[i]));
    assertClose(bound, Math.exp(boundOf(logs, AT_95)) - 1, 1e-9);
  });

  it('is the bound of what a score loses', () => {
    const r2 = { recipe: { compare: { metric: 'r2' as const } }, lambdas, tried };
    const [{ bound }] = priceLambdas(advisedOf(r2));
    const losses = OTHER.map((value, i) => BASE[i] - value);
    assertClose(bound, boundOf(losses, AT_95), 1e-9);
  });

  it('shares the level among the lambdas tested', () => {
    const both = {
      lambdas: [...lambdas, lambdaOf(0.2, compared('worse', 0.5))],
      tried: [...tried, candidateOf(0.2, OTHER)],
    };
    const logs = OTHER.map((value, i) => Math.log(value / BASE[i]));
    const bounds = priceLambdas(advisedOf(both)).map(({ bound }) => bound);
    for (const bound of bounds) assertClose(bound, Math.exp(boundOf(logs, AT_975)) - 1, 1e-9);
    expect(bounds).toHaveLength(2);
  });

  it('is not known where a trial diverged, nor for a subtracted penalty', () => {
    const gap = { lambda: 0.1, validation: {}, outputs: OTHER.map(() => null) };
    const missing = { mean: null, sd: null, values: [null, ...OTHER.slice(1)] };
    const diverged = { ...gap, validation: { rmse: missing } };
    expect(priceLambdas(advisedOf({ lambdas, tried: [tried[0], diverged] }))).toEqual([]);
    const negative = [lambdaOf(-0.1, compared('undecided', 0.02)), lambdaOf(0, null)];
    expect(
      priceLambdas(advisedOf({ lambdas: negative, tried: [candidateOf(-0.1, OTHER), tried[0]] })),
    ).toEqual([]);
  });
});
