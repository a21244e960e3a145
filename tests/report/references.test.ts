import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { openStream } from '../../src/random/random.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { type Report, ReportSchema } from '../../src/report/schema.ts';
import { assertClose } from '../assert-close.ts';
import { reportOf, run, valuesOf } from '../compare/samples.ts';
import { engines } from '../host.ts';

/** A network that is trained long enough to learn its rows by heart. */
const OVERTRAINED: Omit<RecipeInput, 'data'> = {
  split: { folds: 5, repeats: 2 },
  network: { hidden: [32] },
  optimizer: { name: 'adam', learningRate: 0.02 },
  training: { epochs: 60 },
  penalty: { lambdas: [0, 0.01, 0.1] },
};

/** Normal columns, and a target made of a row and one more normal number. */
function draw(rows: number, columns: number, seed: number, target: (row: number[], noise: number) => number) {
  const random = openStream(seed, 'generator');
  const x = Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.nextNormal()));
  return { x, y: x.map((row) => target(row, random.nextNormal())) };
}
const makeNoise = (seed: number) => draw(60, 10, seed, (_, noise) => noise);
const FEW_LINEAR = draw(60, 5, 1, (row, noise) => 2 * row[0] - row[1] + noise);

const compareOn = (data: RecipeInput['data'], change: Partial<RecipeInput> = {}) =>
  compare({ ...OVERTRAINED, data, ...change }, { engines });

function find(report: Report, name: 'mean' | 'linear') {
  const found = report.references.find((reference) => reference.name === name);
  if (found === undefined) throw new Error(`no reference ${name}`);
  return found;
}

const codesOf = ({ findings }: Report) => findings.map(({ code }) => code);
const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('references', () => {
  it('are compared with the chosen network by the ratio of their errors, each by itself', async () => {
    const report = await compareOn({ dataset: 'friedman1', rows: 60 });
    expect(v.parse(ReportSchema, report)).toEqual(report);
    expect(report.references.map(({ name }) => name)).toEqual(['mean', 'linear']);
    const own = valuesOf(reportOf(report, report.choice.lambda ?? Number.NaN).validation.rmse);
    const geometric = Math.exp(average(own.map(Math.log)));
    for (const { validation, comparison } of report.references) {
      const ratios = valuesOf(validation.rmse).map((error, pair) => Math.log(error / own[pair]));
      const relative = Math.exp(average(ratios)) - 1;
      assertClose(comparison?.relative ?? Number.NaN, relative, 1e-12);
      assertClose(comparison?.difference ?? Number.NaN, relative * geometric, 1e-11);
      expect(comparison).toMatchObject({
        level: 0.95,
        basis: 'rows and trainings',
        pairs: 10,
      });
      expect(comparison?.pHolm).toBe(comparison?.p);
      expect(comparison?.otherMetrics).toEqual({});
    }
  });

  it('say in their sentence that the choice flatters the network where that is better', async () => {
    const { references } = await compareOn({ dataset: 'friedman1', rows: 300 });
    for (const { name, comparison } of references) {
      expect(comparison?.verdict).toBe('worse');
      expect(comparison?.sentence).toMatch(
        name === 'mean'
          ? /^Predicting the mean of the target raises validation RMSE by .*: worse than the network with lambda = 0\.01\. But/
          : /^A linear model raises validation RMSE by .*: worse than the network with lambda = 0\.01\. But/,
      );
      expect(comparison?.sentence).toMatch(
        / But lambda was chosen on these rows, which flatters the network\.$/,
      );
    }
  });

  it('do not say so where there was nothing to choose from, nor where the network is not better', async () => {
    const alone = await compareOn({ dataset: 'friedman1', rows: 300 }, { penalty: { lambdas: [0] } });
    expect(find(alone, 'mean').comparison?.sentence).toMatch(/: worse than the network without a penalty\.$/);
    expect(find(await compareOn(FEW_LINEAR), 'linear').comparison?.sentence).not.toContain('flatters');
  });

  it('with nested face what inner folds chose where that is better, else the baseline', async () => {
    const chosen = await compareOn(
      { dataset: 'friedman1', rows: 200, features: 30 },
      { compare: { nested: { folds: 3 } }, training: { epochs: 30 } },
    );
    expect(chosen.nested?.comparison?.verdict).toBe('better');
    const base = await compareOn(
      { dataset: 'friedman1', rows: 200 },
      {
        compare: { nested: { folds: 3 } },
        penalty: { lambdas: [0, 1e-6] },
      },
    );
    expect(base.nested?.comparison?.verdict).not.toBe('better');
    for (const [report, judged, name] of [
      [chosen, chosen.nested?.validation, 'the network that inner folds choose'],
      [base, base.nested?.baseline?.validation, 'the network without a penalty'],
    ] as const) {
      const errors = valuesOf(judged?.rmse ?? { mean: null, sd: null, values: [null] });
      const { validation, comparison } = find(report, 'mean');
      const ratios = valuesOf(validation.rmse).map((error, pair) => Math.log(error / errors[pair]));
      assertClose(comparison?.relative ?? Number.NaN, Math.exp(average(ratios)) - 1, 1e-12);
      expect(comparison?.sentence).toContain(`worse than ${name}.`);
      expect(comparison?.sentence).not.toContain('flatters');
    }
  });

  it('say why they are compared with nothing', async () => {
    const single = await run({ split: { holdout: 0.25, repeats: 1 } });
    const wild = await run({ optimizer: { name: 'sgd', learningRate: 1e9 } });
    const reasons = [single, wild].flatMap(({ references }) => {
      expect(references.map(({ comparison }) => comparison)).toEqual([null, null]);
      for (const { validation } of references) expect(validation.rmse.mean).not.toBeNull();
      return references.map(({ reason }) => reason);
    });
    const [coin, none] = ['a single run is a coin flip', 'no lambda is chosen'];
    expect(reasons).toEqual([coin, coin, none, none]);
    expect(single.headline).not.toMatch(/predicting the mean|linear model/);
    const constant = await run({ compare: { metric: 'pearson' } });
    expect(find(constant, 'mean').reason).toBe('4 of 4 pairs: all predictions are equal on these rows');
  });
});

describe('the headline', () => {
  it.each([1, 2, 3, 4, 5])('never praises noise without the mean beside it: seed %i', async (seed) => {
    const report = await compareOn(makeNoise(seed));
    expect(report.headline).toMatch(/ (no better|worse) than predicting the mean of the target\.$/);
    expect(codesOf(report).some((code) => /than-mean$/.test(code))).toBe(true);
    expect(codesOf(report)).not.toContain('best-at-edge');
  });

  it('begins what contradicts praise with But, and nothing else', async () => {
    const praised = await compareOn(makeNoise(1));
    expect(praised.headline).toMatch(
      /: better than no penalty\. But the network is judged no better than predicting the mean of the target\.$/,
    );
    const plain = await compareOn(makeNoise(2));
    expect(plain.headline).toMatch(
      / The network is judged no better than predicting the mean of the target\.$/,
    );
  });

  it('calls a network that learnt noise by heart worse than the mean', async () => {
    const report = await compareOn(makeNoise(1), { penalty: { lambdas: [0] }, training: { epochs: 200 } });
    expect(report.headline).toMatch(/ The network is worse than predicting the mean of the target\.$/);
    expect(codesOf(report)).toContain('worse-than-mean');
  });

  it('speaks of class shares where there are classes', async () => {
    const { x, y } = makeNoise(3);
    const rows = x.map(([a, b, c], i) => ({ a, b, c, kind: y[i] > 0 ? 'up' : 'down' }));
    const report = await compareOn({ rows, target: 'kind' }, { loss: 'cross-entropy' });
    expect(report.headline).toMatch(/ (no better|worse) than predicting the class shares\./);
    expect(find(report, 'mean').validation.crossEntropy.mean).toBeCloseTo(Math.LN2, 1);
  });

  it('names a linear model where it may do as well, and is silent where it does not', async () => {
    const few = await compareOn(FEW_LINEAR);
    expect(few.headline).toMatch(/ A linear model (may do as well|does as well|is better)\.$/);
    expect(codesOf(few)).toContain('no-better-than-linear');
    const curved = await compareOn({ dataset: 'friedman1', rows: 300 });
    expect(curved.headline).not.toContain('linear model');
    expect(codesOf(curved)).not.toContain('no-better-than-linear');
  });
});
