import { beforeAll, describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { openStream } from '../../src/random/random.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import type { FindingCode } from '../../src/report/findings/finding.ts';
import type { Report } from '../../src/report/schema.ts';
import { reportOf, valuesOf } from '../compare/samples.ts';
import { drawGrid } from '../engines/samples.ts';
import { engines } from '../host.ts';

/** The network in which the directions of the reports were first measured. */
const DIABETES: RecipeInput = {
  data: { dataset: 'diabetes' },
  network: { hidden: [32] },
  optimizer: { name: 'adam', learningRate: 0.005 },
  training: { epochs: 200 },
};
const run = (change: Partial<RecipeInput>) => compare({ ...DIABETES, ...change }, { engines });

function find({ findings }: Report, code: FindingCode) {
  const found = findings.find((finding) => finding.code === code);
  if (found === undefined) throw new Error(`no finding ${code} among ${findings.map((f) => f.code)}`);
  return found;
}
const codesOf = ({ findings }: Report) => findings.map(({ code }) => code);

describe("the forum user's penalty: divided by the weight count, then subtracted (PyTorch forum 205470)", () => {
  let report: Report;
  beforeAll(async () => {
    report = await run({ penalty: { lambdas: [-0.01, -0.001, 0, 0.001, 0.01], scale: 'mean' } });
  }, 60_000);

  it('is called undecided or equivalent at every lambda, and better at none', () => {
    const verdicts = report.lambdas.flatMap(({ comparison }) => comparison?.verdict ?? []);
    expect(verdicts).toHaveLength(4);
    for (const verdict of verdicts) expect(['undecided', 'equivalent']).toContain(verdict);
    expect(report.headline).not.toContain('better than no penalty.');
  });

  it('is found to be subtracted, and too small to matter', () => {
    expect(find(report, 'negative-lambda').lambdas).toEqual([-0.01, -0.001]);
    const inert = find(report, 'inert-penalty');
    expect(inert.lambdas).toEqual(expect.arrayContaining([-0.001, 0.001]));
    expect(inert.message).toContain('scale "mean"');
  });
});

describe('a penalty that a library subtracts', () => {
  it('is worse, by weights that grow, in numbers (andersbll/deeppy#17)', async () => {
    const report = await run({ penalty: { lambdas: [-0.01, 0] } });
    expect(reportOf(report, -0.01).comparison?.verdict).toBe('worse');
    const { evidence, message } = find(report, 'negative-lambda');
    const { weights } = reportOf(report, -0.01);
    expect(evidence).toMatchObject({ l1Initial: [weights.l1Initial.mean], l1: [weights.l1.mean] });
    expect(weights.l1.mean).toBeGreaterThan(5 * (weights.l1Initial.mean ?? Number.NaN));
    expect(message).toMatch(/mean sum of \|w\| at -0.01: from 130 to 1\d00/);
  });

  it('explodes where it is large, and says where (andersbll/deeppy#17)', async () => {
    const report = await run({
      optimizer: { name: 'sgd', learningRate: 0.05 },
      split: { folds: 3, repeats: 1 },
      penalty: { lambdas: [-0.5, 0] },
    });
    expect(find(report, 'diverged')).toMatchObject({
      lambdas: [-0.5],
      evidence: { trials: [3], ofPairs: 3 },
    });
    expect(reportOf(report, -0.5).comparison?.verdict).toBe('not tested');
  });

  it('has no lower bound with two layers, and is told why (Cross Validated 277113)', async () => {
    const report = await run({
      network: { hidden: [8] },
      training: { epochs: 5 },
      penalty: { lambdas: [-0.01, 0] },
    });
    const { evidence, message } = find(report, 'negative-lambda');
    expect(evidence).toMatchObject({ bounded: false });
    expect(message).toContain(
      'no lower bound: scaling one layer up and the next down leaves the output unchanged, while the sum of |w| grows without bound',
    );
  });
});

describe('weights that shrink but never reach zero', () => {
  it('are found with the subgradient, and not with the proximal method (PyTorch forum 67822)', async () => {
    const change = { split: { folds: 5, repeats: 1 } };
    const subgradient = await run({ ...change, penalty: { lambdas: [0, 0.01] } });
    expect(valuesOf(reportOf(subgradient, 0.01).weights.zeros)).toEqual([0, 0, 0, 0, 0]);
    expect(find(subgradient, 'no-exact-zeros')).toMatchObject({ lambdas: [0.01], evidence: { zeros: [0] } });
    const proximal = await run({ ...change, penalty: { lambdas: [0, 0.01], method: 'proximal' } });
    for (const zeros of valuesOf(reportOf(proximal, 0.01).weights.zeros)) expect(zeros).toBeGreaterThan(0);
    expect(codesOf(proximal)).not.toContain('no-exact-zeros');
  });
});

describe('data as they come', () => {
  it('of a size of 1e6, not standardised, diverge and are found unscaled (Cross Validated 284189)', async () => {
    const x = drawGrid(60, 3, 1).map(([a, b, c]) => [1e6 * a, b, c]);
    const report = await compare(
      {
        data: { x, y: x.map(([a, b]) => a / 1e6 + b) },
        split: { folds: 3, repeats: 1 },
        standardize: { features: false, target: false },
        network: { hidden: [4] },
        optimizer: { name: 'sgd', learningRate: 0.001 },
        training: { epochs: 5, batchSize: 16 },
        penalty: { lambdas: [0, 0.1] },
      },
      { engines },
    );
    expect(find(report, 'diverged').evidence).toMatchObject({
      trials: [3, 3],
      first: [{ epoch: 1 }, { epoch: 1 }],
    });
    const { evidence, message } = find(report, 'unscaled-data');
    expect(evidence).toMatchObject({ largestFeature: { name: 'x1' }, largeFeatures: 1, target: null });
    expect(message).toContain('set standardize.features to true');
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});

describe('predictions that are all equal', () => {
  it('are found collapsed to the mean, at an RMSE of the target sd (autokeras#726)', async () => {
    const report = await run({
      split: { folds: 5, repeats: 1 },
      training: { epochs: 20 },
      penalty: { lambdas: [0, 100], method: 'proximal' },
    });
    expect(find(report, 'collapsed-to-mean')).toMatchObject({ lambdas: [100], evidence: { spread: [0] } });
    expect(reportOf(report, 100).validation.rmse.mean).toBeCloseTo(77, -1);
  });

  it('are pointed out on pure noise, where they look better than no penalty', async () => {
    const random = openStream(1, 'generator', 99);
    const x = Array.from({ length: 200 }, () => Array.from({ length: 10 }, () => random.nextNormal()));
    const report = await run({
      data: { x, y: x.map(() => random.nextNormal()) },
      split: { folds: 5, repeats: 2 },
      penalty: { lambdas: [0, 0.1] },
    });
    expect(report.headline).toMatch(
      /better than no penalty. But the network is judged no better than predicting the mean of the target.$/,
    );
    expect(find(report, 'collapsed-to-mean').lambdas).toEqual([0.1]);
  });
});

describe('the largest lambda within one standard error', () => {
  it('takes the error over the folds, not over the lambdas (Stack Overflow on lambda.1se)', async () => {
    const report = await run({
      split: { folds: 10, repeats: 1 },
      network: { hidden: [] },
      optimizer: { name: 'sgd', learningRate: 0.1 },
      training: { epochs: 200, batchSize: 442 },
      penalty: { lambdas: [0, 0.01, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.5], method: 'proximal' },
    });
    const means = report.lambdas.map(({ validation }) => validation.rmse.mean ?? Number.NaN);
    const errors = report.lambdas.map(({ validation }) => {
      const values = valuesOf(validation.rmse);
      const mean = values.reduce((sum, value) => sum + value, 0) / 10;
      const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
      return Math.sqrt(squares / 9) / Math.sqrt(10);
    });
    report.lambdas.forEach(({ validation }, i) => {
      expect(validation.rmse.se).toBeCloseTo(errors[i], 12);
    });
    const best = means.indexOf(Math.min(...means));
    const within = report.lambdas.filter((_, i) => means[i] <= means[best] + errors[best]);
    const expected = Math.max(...within.map(({ lambda }) => lambda));
    expect(report.choice).toMatchObject({ minimum: report.lambdas[best].lambda, oneStandardError: expected });
    // The error over the lambdas' means would have chosen another.
    const overall = means.reduce((sum, mean) => sum + mean, 0) / 9;
    const spread = Math.sqrt(
      means.reduce((sum, mean) => sum + (mean - overall) * (mean - overall), 0) / 8 / 9,
    );
    const wrongly = report.lambdas.filter((_, i) => means[i] <= means[best] + spread);
    expect(Math.max(...wrongly.map(({ lambda }) => lambda))).not.toBe(expected);
  });
});

describe('the best of eight lambdas', () => {
  const penalty = { lambdas: [0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1] };
  const change = {
    network: { hidden: [16] },
    split: { folds: 5, repeats: 2 },
    training: { epochs: 100 },
    penalty,
  };

  it('on the rows that chose it is called optimistic, and nested is offered (yaringal/DropoutUncertaintyExps)', async () => {
    const report = await run(change);
    const { lambdas, evidence, message } = find(report, 'optimistic-best');
    expect(lambdas).toEqual([report.choice.minimum]);
    expect(evidence).toMatchObject({
      candidates: 8,
      mean: reportOf(report, lambdas[0]).validation.rmse.mean,
    });
    expect(evidence.bias).toBeGreaterThan(0);
    expect(message).toContain('compare.nested');
  });

  it('chosen by inner folds is judged on rows that chose nothing (yaringal/DropoutUncertaintyExps)', async () => {
    const report = await run({ ...change, compare: { nested: { folds: 4 } } });
    expect(codesOf(report)).not.toContain('optimistic-best');
    const best = reportOf(report, report.choice.minimum ?? Number.NaN).validation.rmse.mean ?? Number.NaN;
    const honest = report.nested?.validation.rmse.mean ?? Number.NaN;
    expect(honest).toBeGreaterThan(best);
    // Near all the same: the choice among these lambdas is worth a few percent at most.
    expect(honest / best).toBeLessThan(1.05);
    expect(report.headline).toBe(`${report.nested?.comparison?.sentence} But a linear model may do as well.`);
  });
});
