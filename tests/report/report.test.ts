import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { Thresholds } from '../../src/recipe/thresholds.ts';
import { ReportSchema } from '../../src/report/schema.ts';
import { recordEngine, reportOf, run, smallRecipe, valuesOf } from '../compare/samples.ts';
import { engines } from '../host.ts';

describe('the report of a comparison', () => {
  it('has the shape that its schema states, through JSON and back', async () => {
    const report = await run();
    expect(v.parse(ReportSchema, report)).toEqual(report);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('is the same bytes on every run', async () => {
    const given = { network: { hidden: [4], dropout: 0.3 } };
    expect(JSON.stringify(await run(given))).toBe(JSON.stringify(await run(given)));
  });

  it('changes with the seed, of which all 53 bits count', async () => {
    const seeds = [1, 2, 2 ** 32 + 1, 2 ** 52 + 1, Number.MAX_SAFE_INTEGER];
    const reports = await Promise.all(seeds.map((seed) => run({ seed, training: { epochs: 1 } })));
    expect(new Set(reports.map(({ lambdas }) => lambdas[1].validation.rmse.mean)).size).toBe(seeds.length);
  });

  it('repeats the recipe with every default filled in, and leaves out the data sent along', async () => {
    const x = Array.from({ length: 12 }, (_, r) => [r % 5, (r * r) % 7]);
    const y = x.map(([a, b]) => a - b);
    const { recipe } = await compare(
      { data: { x, y }, network: { hidden: [2] }, training: { epochs: 1 }, penalty: { lambdas: [0] } },
      { engines },
    );
    expect(recipe).toEqual({
      data: { missing: 'refuse' },
      split: { folds: 5, repeats: 4, order: 'shuffled', fixed: false, duplicates: 'anywhere' },
      standardize: { features: true, target: true },
      network: { hidden: [2], activation: 'relu', dropout: 0, initialization: 'he' },
      loss: 'mse',
      optimizer: { name: 'adam', learningRate: 0.02, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      training: { epochs: 1, batchSize: 32, batches: 'shuffled', evaluate: 32, patience: null },
      penalty: { lambdas: [0], method: 'subgradient', scale: 'sum', include: 'weights', groups: null },
      compare: { metric: 'rmse', baseline: 0, equivalence: 0.01, tolerance: 0.05, nested: null },
      thresholds: v.getDefaults(Thresholds),
      include: [],
      engine: 'auto',
      arithmetic: 'strict',
      seed: 1,
    });
    // The recipe in the report is itself a recipe for the same comparison.
    const again = { ...recipe, data: { x, y, missing: 'refuse' } };
    expect((await compare(again, { engines })).recipe).toEqual(recipe);
  });

  it.each([
    ['subgradient', { lambdas: [0] }, 'lambdas are listed, and most training loops work so'],
    ['proximal', { lambdas: 'auto' }, 'the lambdas of "auto" are made for it, which gives exact zeros'],
    [
      'proximal',
      { lambdas: [0], groups: 'features' },
      'groups need it, which alone makes a whole group zero',
    ],
    ['proximal', { lambdas: [0], method: 'proximal' }, 'the recipe asks for it'],
    ['subgradient', { lambdas: 'auto', method: 'subgradient' }, 'the recipe asks for it'],
  ] as const)('names its method, %s with %o, and why', async (name, penalty, reason) => {
    const report = await run({ penalty: penalty as RecipeInput['penalty'] });
    expect(report.method).toEqual({ name, reason });
    expect(report.lambdas.map(({ method }) => method)).toEqual(report.lambdas.map(() => name));
    // To name the method that was assumed changes nothing, to the byte.
    const again = await run({ penalty: report.recipe.penalty as RecipeInput['penalty'] });
    expect(JSON.stringify(again)).toBe(JSON.stringify(report));
  });

  it('describes data and design', async () => {
    const { data, design, cost } = await run();
    expect(data).toEqual({
      rows: 40,
      features: ['x1', 'x2', 'x3', 'x4', 'x5'],
      target: 'y',
      task: 'regression',
      rowsWithoutTarget: 0,
      droppedRows: 0,
      unseenCategories: 0,
      reading: {
        columns: [
          ...['x1', 'x2', 'x3', 'x4', 'x5'].map((name) => ({ name, role: 'feature' })),
          { name: 'y', role: 'target' },
        ].map((column) => ({ ...column, reading: 'number', numbers: 40, distinct: 40 })),
      },
    });
    expect(design).toEqual({
      pairs: 4,
      trials: 12,
      repeats: 2,
      folds: 2,
      order: [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ],
      trainingRows: [20, 20, 20, 20],
      validationRows: [20, 20, 20, 20],
    });
    expect(cost.steps).toBe(12 * 3 * Math.ceil(20 / 8));
  });

  it.each(['mse', 'mae', 'huber'] as const)(
    'adds data loss and penalty up to the objective: %s',
    async (loss) => {
      const { lambdas } = await run({ loss });
      for (const { training, curves } of lambdas) {
        const sums = valuesOf(training.dataLoss).map((value, i) => value + valuesOf(training.penalty)[i]);
        expect(valuesOf(training.objective)).toEqual(sums);
        expect(curves.objective).toEqual(
          curves.trainingDataLoss.map((value, i) => value + curves.penalty[i]),
        );
      }
    },
  );

  it('gives the penalty as lambda times the sum, or the mean, of |w|', async () => {
    for (const scale of ['sum', 'mean'] as const) {
      const { lambdas } = await run({ penalty: { lambdas: [-0.01, 0, 0.05], scale } });
      for (const { lambda, perWeight, weights, training } of lambdas) {
        expect(weights.count).toBe(5 * 4 + 4);
        expect(perWeight).toBe(scale === 'sum' ? lambda : lambda / weights.count);
        expect(valuesOf(training.penalty)).toEqual(valuesOf(weights.l1).map((l1) => perWeight * l1));
      }
    }
  });

  it('counts the biases among the weights when they are penalised', async () => {
    const { lambdas } = await run({ penalty: { lambdas: [0.1], include: 'all' } });
    expect(lambdas[0].weights.count).toBe(5 * 4 + 4 + 4 + 1);
  });

  it('keeps the last point of a curve in step with the trained network', async () => {
    const { lambdas } = await run({ split: { holdout: 0.25 } });
    for (const { training, validation, curves } of lambdas) {
      expect(training.dataLoss.mean).toBe(curves.trainingDataLoss.at(-1));
      expect(validation.dataLoss.mean).toBe(curves.validationDataLoss.at(-1));
    }
  });

  it('averages the curves over the pairs', async () => {
    const { curves, training } = reportOf(await run(), 0.05);
    const values = valuesOf(training.dataLoss);
    expect(curves.epoch).toEqual([1, 2, 3]);
    expect(curves.pairs).toEqual([4, 4, 4]);
    // A plain sum may be off by a bit; the summary of the same values may not.
    expect(curves.trainingDataLoss[2]).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / 4, 14);
    expect(curves.trainingDataLoss[2]).toBe(training.dataLoss.mean);
  });
});

describe('the lambdas of a pair', () => {
  it('share rows, first weights, batch order and dropout masks, and differ in lambda alone', async () => {
    const { recorder, recording } = recordEngine(engines[0]);
    await compare(smallRecipe({ network: { hidden: [4], dropout: 0.3 } }), { engines: [recorder] });
    expect(recording.pairs).toHaveLength(4);
    expect(recording.trials).toHaveLength(12);
    for (let pair = 0; pair < 4; pair++) {
      const [first, ...others] = recording.trials.filter((trial) => trial.pair === pair);
      for (const other of others) {
        expect(other.initial).toEqual(first.initial);
        expect(other.epochs).toEqual(first.epochs);
        expect({ ...other.spec, penalty: null }).toEqual({ ...first.spec, penalty: null });
      }
    }
  });

  it('start from the sum of |w| that the report gives', async () => {
    const { lambdas } = await run();
    for (const { weights } of lambdas) expect(weights.l1Initial).toEqual(lambdas[0].weights.l1Initial);
  });

  it('take new rows, weights, batches and masks in every pair and epoch', async () => {
    const { recorder, recording } = recordEngine(engines[0]);
    await compare(smallRecipe({ penalty: { lambdas: [0] } }), { engines: [recorder] });
    const { pairs, trials } = recording;
    const distinct = (values: unknown[]) => new Set(values.map((value) => String(value))).size;
    expect(distinct(pairs.map(({ features }) => features.values))).toBe(4);
    expect(distinct(trials.map(({ initial }) => initial))).toBe(4);
    expect(distinct(trials.flatMap(({ epochs }) => epochs.map(({ order }) => order)))).toBe(12);
    expect(distinct(trials.flatMap(({ epochs }) => epochs.map((epoch) => epoch.dropoutKey)))).toBe(12);
  });

  it('keep their rows in every repeat of a fixed split, and take new weights and batches', async () => {
    const { recorder, recording } = recordEngine(engines[0]);
    const split = { holdout: 0.25, repeats: 2, fixed: true };
    await compare(smallRecipe({ split, penalty: { lambdas: [0] } }), { engines: [recorder] });
    const [one, two] = recording.trials;
    expect(recording.pairs[1]).toEqual(recording.pairs[0]);
    expect(two.initial).not.toEqual(one.initial);
    expect(two.epochs).not.toEqual(one.epochs);
  });

  it.each([
    ['shuffled', 8, false],
    ['sequential', 8, true],
    ['overlapping', 1, true],
  ] as const)('visit %s batches every %i rows', async (batches, stride, isInOrder) => {
    const { recorder, recording } = recordEngine(engines[0]);
    const training = { epochs: 1, batchSize: 8, batches };
    await compare(smallRecipe({ training, penalty: { lambdas: [0] } }), { engines: [recorder] });
    const [epoch] = recording.trials[0].epochs;
    const sorted = epoch.order.toSorted();
    expect(epoch).toMatchObject({ batchSize: 8, stride });
    expect([...sorted]).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(epoch.order.every((row, i) => row === i)).toBe(isInOrder);
  });
});

describe('lambda 0', () => {
  it('gives the same alone as beside others, bit for bit', async () => {
    const alone = await run({ penalty: { lambdas: [0] } });
    expect(reportOf(await run(), 0)).toEqual(alone.lambdas[0]);
  });

  it('gives the same with every method, scale and choice of parameters', async () => {
    const reports = [];
    for (const penalty of [{}, { method: 'proximal' }, { scale: 'mean' }, { include: 'all' }] as const) {
      const { lambdas } = await run({ penalty: { lambdas: [0], ...penalty } });
      const { method: _, weights: __, ...rest } = lambdas[0];
      reports.push(JSON.stringify(rest));
    }
    expect(new Set(reports).size).toBe(1);
  });

  it('starts its trial without a penalty', async () => {
    const { recorder, recording } = recordEngine(engines[0]);
    await compare(smallRecipe({ penalty: { lambdas: [-0, 1e-3] } }), { engines: [recorder] });
    expect(recording.trials.map(({ spec }) => spec.penalty?.coefficient ?? null).slice(0, 2)).toEqual([
      null,
      1e-3,
    ]);
  });
});

describe('the smallest epsilon', () => {
  it.each(engines)('still divides the nothing of an untouched weight: $name', async (engine) => {
    // The layers of 5 units leave columns of the fused engine's panels empty, where gradients are 0.
    const optimizer = { name: 'adam', learningRate: 0.01, epsilon: 1e-30 } as const;
    const { lambdas } = await compare(smallRecipe({ optimizer, network: { hidden: [5, 3] } }), {
      engines: [engine],
    });
    for (const { diverged } of lambdas) expect(diverged).toEqual([]);
  });
});
