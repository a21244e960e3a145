import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { ReportSchema } from '../../src/report/schema.ts';
import { assertClose } from '../assert-close.ts';
import { smallRecipe, valuesOf } from '../compare/samples.ts';
import { drawGrid } from '../engines/samples.ts';
import { engines } from '../host.ts';

describe('the report', () => {
  it('shows data loss and penalty apart, and their exact sum (keras#6518, #464, #2575)', async () => {
    const { lambdas } = await compare(smallRecipe({ standardize: { target: false } }), { engines });
    for (const { lambda, training, validation } of lambdas) {
      // On the target's own scale and without the penalty, the data loss is the MSE shown beside it: the
      // targets were rounded to f32 (2^-24 relative) before the one, and not before the other.
      for (const measures of [training, validation]) {
        const mse = valuesOf(measures.mse);
        valuesOf(measures.dataLoss).forEach((loss, i) => {
          assertClose(loss, mse[i], 1e-6 * mse[i]);
        });
      }
      valuesOf(training.objective).forEach((objective, i) => {
        expect(objective).toBe(valuesOf(training.dataLoss)[i] + valuesOf(training.penalty)[i]);
        expect(Math.sign(objective - valuesOf(training.dataLoss)[i])).toBe(Math.sign(lambda));
      });
      expect(validation).not.toHaveProperty('penalty');
      expect(validation).not.toHaveProperty('objective');
    }
  });

  it('gives epoch and step of a divergence, no NaN, and goes on with the next lambda (Cross Validated 284189)', async () => {
    const x = drawGrid(60, 3, 1).map(([a, b, c]) => [1e6 * a, b, c]);
    const report = await compare(
      {
        data: { x, y: x.map(([a, b]) => a / 1e6 + b) },
        split: { holdout: 0.25, repeats: 1 },
        standardize: { features: false, target: false },
        network: { hidden: [] },
        optimizer: { name: 'sgd', learningRate: 0.001 },
        training: { epochs: 5, batchSize: 16 },
        penalty: { lambdas: [0, 0.1] },
      },
      { engines },
    );
    // Each step multiplies the weight by about 2 * 0.001 * (1e6)^2 / 3 = 7e8, and f32 ends at 3e38, which a
    // squared error passes when the output passes 1.8e19: 1e6 * (7e8)^s > 1.8e19 at s = 2, the third step.
    const spot = { repeat: 0, fold: 0, epoch: 1, step: 3 };
    expect(report.lambdas.map(({ diverged }) => diverged)).toEqual([[spot], [spot]]);
    for (const { validation, training, curves, weights } of report.lambdas) {
      const reason = '1 of 1 pairs: diverged at epoch 1, step 3';
      for (const summary of [...Object.values(validation), ...Object.values(training), weights.zeros]) {
        expect(summary).toMatchObject({ mean: null, sd: null, values: [null], reason });
      }
      expect(curves.epoch).toEqual([]);
    }
    expect(v.parse(ReportSchema, JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  it.each(['subgradient', 'proximal'] as const)(
    'of a huge lambda shows equal predictions and an RMSE of the target sd: %s (autokeras#726)',
    async (method) => {
      const report = await compare(
        {
          data: { dataset: 'diabetes' },
          split: { folds: 3, repeats: 1 },
          network: { hidden: [8] },
          optimizer: { name: 'sgd', learningRate: 0.001 },
          training: { epochs: 20, batchSize: 64 },
          penalty: { lambdas: [50], method },
        },
        { engines },
      );
      const { validation, weights } = report.lambdas[0];
      // A mean of 147 validation rows about the training mean: the target's sd of 77 within a few percent.
      assertClose(validation.rmse.mean ?? Number.NaN, 77, 4);
      assertClose(validation.r2.mean ?? Number.NaN, 0, 0.05);
      if (method === 'subgradient') return;
      expect(weights.zeros.mean).toBe(weights.count);
      expect(validation.pearson.reason).toContain('all predictions are equal on these rows');
    },
  );

  it('has no R2 of a constant target, and says why (scikit-learn#16857)', async () => {
    const data = { x: [[1], [2], [3], [4]], y: [5, 5, 5, 5] };
    const report = await compare(
      {
        data,
        split: { folds: 2, repeats: 1 },
        training: { epochs: 2 },
        penalty: { lambdas: [0, 0.1] },
      },
      { engines },
    );
    const { validation, diverged } = v.parse(ReportSchema, report).lambdas[0];
    expect(diverged).toEqual([]);
    const reason = '2 of 2 pairs: the target is constant on these rows';
    expect(validation.r2).toEqual({ mean: null, sd: null, se: null, values: [null, null], reason });
    expect(validation.pearson.reason).toBe(reason);
    expect(validation.rmse.mean).not.toBeNull();
  });

  it('is the same bytes for the same request (scikit-learn#25604)', async () => {
    const recipe = smallRecipe({
      network: { hidden: [5, 3], activation: 'elu', dropout: 0.2 },
      training: { epochs: 4, batchSize: 8, patience: 2 },
      seed: 25604,
    });
    const [one, two] = [await compare(recipe, { engines }), await compare(recipe, { engines })];
    expect(JSON.stringify(two)).toBe(JSON.stringify(one));
  });
});
