import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { compare, plan } from '../../src/compare/compare.ts';
import type { Engine } from '../../src/engines/engine.ts';
import type { Model } from '../../src/model/model.ts';
import { openStream } from '../../src/random/random.ts';
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
      lambda: plain.choice.lambda,
      epochs: 3,
      diverged: null,
      sentence:
        'lambda = 0, the baseline, since nothing is judged better, was trained on all 40 rows for 3 epochs.',
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
    const { bestEpochs = [] } = reportOf(report, report.choice.lambda ?? Number.NaN);
    const sorted = bestEpochs.map(Number).sort((a, b) => a - b);
    // An odd sum of the middle two, so that the rounding shows.
    expect((sorted[2] + sorted[3]) % 2).toBe(1);
    expect(report.refit?.epochs).toBe((sorted[2] + sorted[3] + 1) / 2);
    expect(report.refit?.sentence).toMatch(/epochs, the median of its pairs' best epochs\.$/);
    expect(recording.trials.at(-1)?.epochs).toHaveLength(report.refit?.epochs ?? 0);
    expect(recording.pairs.at(-1)?.features.rows).toBe(40);
    expect(recording.pairs.at(-1)?.held).toEqual({});
  });

  it('with nested trains what it judged, and with auto a lambda of the grid', async () => {
    const { nested, refit, choice } = await run({ compare: { nested: { folds: 2 } } });
    const stops = nested?.baseline?.epochs.map(Number).sort((a, b) => a - b) ?? [];
    expect(nested?.comparison?.verdict).toBe('undecided');
    expect(refit).toMatchObject({
      lambda: 0,
      epochs: Math.ceil((stops[1] + stops[2]) / 2),
      sentence: expect.stringMatching(/epochs?, the median of what the inner folds chose\.$/),
    });
    expect(choice.lambda).toBe(0);
    const auto = await run({ penalty: { lambdas: 'auto', method: 'proximal' }, network: { hidden: [] } });
    expect(auto.lambdas.map(({ lambda }) => lambda)).toContain(modelOf(auto).lambda);
  });

  it('with nested that is judged better, trains the lambda chosen most often, for the epochs chosen with it', async () => {
    const random = openStream(1, 'generator');
    const x = Array.from({ length: 60 }, () => Array.from({ length: 30 }, () => random.nextNormal()));
    const { nested, refit, choice } = await run({
      data: { x, y: x.map((row) => 3 * row[0] - 2 * row[1] + random.nextNormal()) },
      network: { hidden: [] },
      optimizer: { name: 'adam', learningRate: 0.05 },
      training: { epochs: 40 },
      split: { folds: 5, repeats: 2 },
      penalty: { lambdas: [0, 0.2], method: 'proximal' },
      compare: { nested: { folds: 2 } },
    });
    if (!nested) throw new Error('no nested');
    expect(nested.comparison?.verdict).toBe('better');
    const stops = nested.choices.flatMap(({ lambda, epochs }) => (lambda === 0.2 ? [Number(epochs)] : []));
    expect(stops.length).toBeGreaterThan(5);
    const sorted = stops.sort((a, b) => a - b);
    const [low, high] = [sorted[Math.floor((stops.length - 1) / 2)], sorted[Math.floor(stops.length / 2)]];
    expect(choice.lambda).toBe(0.2);
    expect(refit).toMatchObject({ lambda: 0.2, epochs: Math.ceil((low + high) / 2) });
    expect(refit?.sentence).toContain('which the inner folds chose most often');
  });

  it('gives null, and the reason, if training diverges or nothing can be chosen', async () => {
    const none = await run({ penalty: { lambdas: [-0.01] } });
    const allDiverged = await run({ optimizer: DIVERGING });
    for (const report of [none, allDiverged]) {
      expect(report.model).toBeNull();
      expect(report.refit).toEqual({
        lambda: null,
        epochs: null,
        diverged: null,
        sentence: 'No lambda >= 0 has a mean validation RMSE, so nothing was trained on all rows.',
      });
    }
    // Only the refit sees all rows.
    const breaking: Engine = {
      ...fused,
      async openPair(rows, bytes) {
        const pair = await fused.openPair(rows, bytes);
        return {
          startTrial(spec, initial) {
            const live = pair.startTrial(spec, initial);
            if (rows.features.rows === 40) live.runSteps = () => Float64Array.of(Infinity);
            return live;
          },
          close: () => pair.close(),
        };
      },
    };
    const broken = await compare(smallRecipe({ include: ['model'] }), { engines: [breaking] });
    expect(broken.model).toBeNull();
    expect(broken.refit).toMatchObject({ lambda: 0, epochs: 3, diverged: { epoch: 1 } });
    expect(broken.refit?.sentence).toMatch(/; it diverged at epoch 1, step 1, so there is no model\.$/);
    for (const report of [broken, none]) expect(v.parse(ReportSchema, report)).toEqual(report);
  });

  it('is one trial on all rows in the plan, and in the steps of the report', async () => {
    const costOf = (given: Partial<RecipeInput>) => plan(smallRecipe(given), { engines });
    const [without, asked] = await Promise.all([costOf({}), costOf({ include: ['model'] })]);
    // 3 epochs of 40 rows by 8; 24 weights a row: 6 operations each, but 4 in the first layer; 2 to evaluate, which the
    // first epoch and the last do.
    expect(asked.trials - without.trials).toBe(1);
    expect(asked.steps - without.steps).toBe(15);
    expect(asked.flops - without.flops).toBe(3 * 40 * (6 * 24 - 2 * 20) + 2 * 40 * 2 * 24);
    expect(asked.bytes).toBeGreaterThan(without.bytes);
    expect((await run()).cost).toEqual({ steps: asked.steps, flops: asked.flops, bytes: asked.bytes });
  });
});
