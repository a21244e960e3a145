import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { compare, plan } from '../../src/compare/compare.ts';
import type { Model } from '../../src/model/model.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { type Report, ReportSchema } from '../../src/report/schema.ts';
import { engines, fused } from '../host.ts';
import { recordEngine, reportOf, smallRecipe } from './samples.ts';

function run(given: Partial<RecipeInput> = {}): Promise<Report> {
  return compare(smallRecipe({ include: ['model'], ...given }), { engines });
}

function modelOf({ model, refit }: Report): Model {
  if (!model) throw new Error(`the report has no model: ${refit?.sentence}`);
  return model;
}

// Sizes at which only the sum of the weights' squares overflows float32.
const DIVERGING = { name: 'sgd', learningRate: 1e9 } as const;

describe('include "model"', () => {
  it('adds the model and how it was trained, and leaves the rest of the report as it is', async () => {
    const { model, refit, ...report } = await run();
    const plain = await compare(smallRecipe(), { engines });
    expect(plain).not.toHaveProperty('model');
    expect(plain).not.toHaveProperty('refit');
    expect({ ...report, recipe: { ...report.recipe, include: [] }, cost: plain.cost }).toEqual(plain);
    expect(refit).toEqual({
      lambda: plain.choice.minimum,
      epochs: 3,
      diverged: null,
      sentence: `lambda = ${plain.choice.minimum}, with the best mean validation RMSE, was trained on all 40 rows for 3 epochs.`,
    });
    expect(model).toMatchObject({
      format: 'absum-model',
      version: 1,
      lambda: refit?.lambda,
      epochs: 3,
      target: 'y',
    });
  });

  it('gives a report that its schema knows, through JSON and back, its weights float32', async () => {
    const report = await run({ data: { dataset: 'cps-wages-1985' }, network: { hidden: [3], dropout: 0.3 } });
    expect(v.parse(ReportSchema, report)).toEqual(report);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    for (const { weights, biases } of modelOf(report).layers) {
      // Nine digits, of which the float32 that was trained reads back.
      for (const value of [...weights, ...biases]) {
        expect(Number(Math.fround(value).toPrecision(9))).toBe(value);
        expect(JSON.stringify(value).length).toBeLessThan(16);
      }
    }
  });

  it('trains on all rows, with the dropout of the recipe and streams of its own', async () => {
    const { recorder, recording } = recordEngine(fused);
    const network = { hidden: [4], dropout: 0.3 };
    await compare(smallRecipe({ include: ['model'], network }), { engines: [recorder] });
    const refit = recording.trials.at(-1);
    const others = recording.trials.slice(0, -1);
    expect(others).toHaveLength(12);
    expect(recording.pairs.at(-1)?.features.rows).toBe(40);
    expect(refit?.spec.network.dropout).toBe(0.3);
    expect(refit?.epochs).toHaveLength(3);
    const keys = others.flatMap(({ epochs }) => epochs.map(({ dropoutKey }) => dropoutKey));
    for (const { dropoutKey } of refit?.epochs ?? []) expect(keys).not.toContain(dropoutKey);
    for (const { initial } of others) expect(initial).not.toEqual(refit?.initial);
  });

  it('describes how every feature is encoded, from all rows', async () => {
    const rows = Array.from({ length: 24 }, (_, i) => ({ a: i % 6, b: i % 2 === 0 ? 'p' : 'q', y: i % 5 }));
    const model = modelOf(await run({ data: { rows, target: 'y', missing: 'mean' } }));
    const variance = [0, 1, 2, 3, 4, 5].reduce((sum, a) => sum + (a - 2.5) ** 2 / 6, 0);
    expect(model.features).toEqual([
      {
        name: 'a',
        kind: 'number',
        fill: 2.5,
        columns: [{ category: null, mean: 2.5, scale: expect.closeTo(Math.sqrt(variance), 14) }],
      },
      {
        name: 'b',
        kind: 'text',
        fill: 0,
        columns: [
          { category: 'p', mean: 0.5, scale: 0.5 },
          { category: 'q', mean: 0.5, scale: 0.5 },
        ],
      },
    ]);
    expect(model).toMatchObject({
      missing: 'mean',
      task: 'regression',
      network: { hidden: [4], activation: 'relu' },
    });
    expect(model).not.toHaveProperty('classes');
    expect(model.layers.map(({ inputs, outputs }) => [inputs, outputs])).toEqual([
      [3, 4],
      [4, 1],
    ]);
  });

  it('with patience, trains for the median best epoch, on all rows and to the end', async () => {
    const { recorder, recording } = recordEngine(fused);
    const given = {
      split: { folds: 2, repeats: 3 },
      training: { epochs: 30, batchSize: 8, patience: 2 },
      optimizer: { name: 'adam', learningRate: 0.05 },
      include: ['model'],
    } as const;
    const report = await compare(smallRecipe({ ...given, include: ['model'] }), { engines: [recorder] });
    const { bestEpochs = [] } = reportOf(report, report.choice.minimum ?? Number.NaN);
    const sorted = bestEpochs.map(Number).sort((a, b) => a - b);
    // An odd sum of the middle two, so that the rounding shows.
    expect((sorted[2] + sorted[3]) % 2).toBe(1);
    expect(report.refit?.epochs).toBe((sorted[2] + sorted[3] + 1) / 2);
    expect(report.refit?.sentence).toMatch(/epochs, the median of its pairs' best epochs\.$/);
    expect(recording.trials.at(-1)?.epochs).toHaveLength(report.refit?.epochs ?? 0);
    expect(recording.pairs.at(-1)?.features.rows).toBe(40);
    expect(recording.pairs.at(-1)?.held).toEqual({});
  });

  it("with nested takes the recipe's epochs, and with auto a lambda of the grid", async () => {
    const nested = await run({ compare: { nested: { folds: 2 } } });
    expect(nested.refit).toMatchObject({ lambda: nested.choice.minimum, epochs: 3 });
    const auto = await run({ penalty: { lambdas: 'auto', method: 'proximal' }, network: { hidden: [] } });
    expect(auto.lambdas.map(({ lambda }) => lambda)).toContain(modelOf(auto).lambda);
  });

  it('takes the baseline if no lambda >= 0 has a mean, and says so', async () => {
    const penalty = { lambdas: [-0.01, 1e30] };
    const optimizer = { name: 'sgd', learningRate: 0.001 } as const;
    const report = await run({ penalty, optimizer, compare: { baseline: -0.01 } });
    expect(report.choice.minimum).toBeNull();
    expect(modelOf(report).lambda).toBe(-0.01);
    expect(report.refit?.sentence).toBe(
      'No lambda >= 0 has a mean validation RMSE, so the baseline, lambda = -0.01, was trained on all 40 rows for 3 epochs.',
    );
  });

  it('gives null, and the reason, if training diverges or nothing can be chosen', async () => {
    const diverged = await run({ optimizer: DIVERGING });
    expect(diverged.model).toBeNull();
    expect(diverged.refit).toMatchObject({ lambda: 0, epochs: 3, diverged: { epoch: 1 } });
    expect(diverged.refit?.sentence).toMatch(/; it diverged at epoch 1, step \d, so there is no model\.$/);
    const none = await run({ penalty: { lambdas: [-0.01] } });
    expect(none.model).toBeNull();
    expect(none.refit).toEqual({
      lambda: null,
      epochs: null,
      diverged: null,
      sentence:
        'No lambda >= 0 has a mean validation RMSE, and there is no baseline, so nothing was trained on all rows.',
    });
    for (const report of [diverged, none]) expect(v.parse(ReportSchema, report)).toEqual(report);
  });

  it('is one trial on all rows in the plan, and in the steps of the report', async () => {
    const costOf = (given: Partial<RecipeInput>) => plan(smallRecipe(given), { engines });
    const [without, asked] = await Promise.all([costOf({}), costOf({ include: ['model'] })]);
    // 3 epochs of 40 rows by 8; 24 weights a row: 6 operations each, but 4 in the first layer; 2 to evaluate.
    expect(asked.trials - without.trials).toBe(1);
    expect(asked.steps - without.steps).toBe(15);
    expect(asked.flops - without.flops).toBe(3 * 40 * (6 * 24 - 2 * 20 + 2 * 24));
    expect(asked.bytes).toBeGreaterThan(without.bytes);
    expect((await run()).cost).toEqual({ steps: asked.steps, flops: asked.flops, bytes: asked.bytes });
  });
});
