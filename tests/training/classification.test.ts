import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { ReportSchema } from '../../src/report/schema.ts';
import { valuesOf } from '../compare/samples.ts';
import { engines } from '../host.ts';

describe('a comparison of classifiers', () => {
  it('learns above chance, from text columns to classes', async () => {
    const report = await compare(
      {
        data: { dataset: 'cps-wages-1985', target: 'gender' },
        loss: 'cross-entropy',
        split: { folds: 3 },
        network: { hidden: [16] },
        optimizer: { name: 'adam', learningRate: 0.01 },
        training: { epochs: 10 },
        penalty: { lambdas: [0.001] },
      },
      { engines },
    );
    const { data, lambdas } = v.parse(ReportSchema, report);
    const { validation, training } = lambdas[0];
    expect(data).toMatchObject({ task: 'classification', classes: ['female', 'male'], target: 'gender' });
    expect(Object.keys(validation)).toEqual(['accuracy', 'crossEntropy', 'dataLoss']);
    expect(validation.crossEntropy).toEqual(validation.dataLoss);
    // 289 of 534 are men. A guess of the larger class scores 0.54, with a standard error of 0.022: 4 of them.
    expect(validation.accuracy.mean).toBeGreaterThan(289 / 534 + 4 * 0.022);
    expect(validation.crossEntropy.mean).toBeLessThan(Math.LN2);
    valuesOf(training.accuracy).forEach((value, i) => {
      const hits = value * report.design.trainingRows[i];
      expect(Math.abs(hits - Math.round(hits))).toBeLessThan(1e-9);
    });
  });

  it('refuses a target with a single class', async () => {
    const rows = [1, 2, 3, 4].map((a) => ({ a, y: 'same' }));
    const recipe = { data: { rows, target: 'y' }, loss: 'cross-entropy', split: { folds: 2 } };
    await expect(compare(recipe, { engines })).rejects.toMatchObject({ code: 'invalid-data' });
  });
});
