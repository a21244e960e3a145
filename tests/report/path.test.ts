import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { tracePath } from '../../src/report/path.ts';
import { reportOf } from '../compare/samples.ts';
import { engines } from '../host.ts';

const LASSO = {
  data: { dataset: 'diabetes' },
  split: { folds: 5, repeats: 2 },
  network: { hidden: [] },
  optimizer: { name: 'sgd', learningRate: 0.1 },
  training: { epochs: 300, batchSize: 442 },
};
const run = (penalty: object, change: object = {}) => compare({ ...LASSO, ...change, penalty }, { engines });

describe('the path along the lambdas', () => {
  it('drops the features of diabetes as the Lasso does, and keeps bmi and s5 longest', async () => {
    const report = await run({ lambdas: [1, 0.5, 0, 0.1], method: 'proximal' });
    const { path } = report;
    expect(path.lambda).toEqual([0, 0.1, 0.5, 1]);
    expect(path.zeros[0]).toBe(0);
    for (const [i, lambda] of path.lambda.entries()) {
      const { weights, features } = reportOf(report, lambda);
      expect(path.zeros[i]).toBe((weights.zeros.mean ?? Number.NaN) / 10);
      // With no hidden layer a feature has one weight, so what is kept and what is zero make up all ten.
      expect(path.features[i]).toBeCloseTo(10 - (weights.zeros.mean ?? Number.NaN), 12);
      for (const { name, kept } of features) {
        const from = path.dropped.find((feature) => feature.name === name)?.from ?? Infinity;
        expect((kept ?? Number.NaN) < 0.5).toBe(lambda >= from);
      }
    }
    expect(path.dropped.filter(({ from }) => from === null).map(({ name }) => name)).toEqual(['bmi', 's5']);
    expect(path.dropped.find(({ name }) => name === 'age')?.from).toBe(0.1);
  });

  it('drops nothing for a subtracted penalty, whatever the lambdas above it do', () => {
    const make = (lambda: number, kept: number | null) => ({
      lambda,
      weights: { count: 4, zeros: { mean: kept === null ? null : 1, sd: 0, values: [] } } as never,
      features: [{ name: 'a', kept }],
    });
    const dropOf = (...lambdas: ReturnType<typeof make>[]) => tracePath(lambdas).dropped[0].from;
    expect(dropOf(make(-1, 0), make(0, 1))).toBeNull();
    expect(dropOf(make(-1, 0), make(0, 1), make(1, 0.4), make(2, 0.2))).toBe(1);
    // Kept again further on, or not known there: not dropped before that.
    expect(dropOf(make(0, 1), make(1, 0.4), make(2, 0.6), make(3, 0.2))).toBe(3);
    expect(dropOf(make(0, 1), make(1, 0.4), make(2, null))).toBeNull();
    expect(dropOf(make(0, 1), make(1, 0.5))).toBeNull();
  });

  it('has gaps where every trial of a lambda diverged', async () => {
    const { path } = await run({ lambdas: [0, 0.1] }, { optimizer: { name: 'sgd', learningRate: 1e9 } });
    expect(path).toMatchObject({ zeros: [null, null], features: [null, null] });
    expect(path.dropped.every(({ from }) => from === null)).toBe(true);
  });
});
