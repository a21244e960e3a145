import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { createInPlaceExecutor, type Executor } from '../../src/compare/executor.ts';
import { train } from '../../src/compare/train.ts';
import { encodeFeatures } from '../../src/data/encoder.ts';
import { planComparison } from '../../src/plan/plan.ts';
import { DEFAULT_LIMITS } from '../../src/recipe/limits.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import type { FirstLayer, Predictions } from '../../src/report/included.ts';
import { type Report, ReportSchema } from '../../src/report/schema.ts';
import type { PairOutcome } from '../../src/training/pair.ts';
import { preparePair } from '../../src/training/rows.ts';
import { recordEngine, reportOf, smallRecipe, valuesOf } from '../compare/samples.ts';
import { engines, fused } from '../host.ts';

const BOTH = ['predictions', 'weights'] as const;
// Sizes at which only the sum of the weights' squares overflows float32.
const DIVERGING = { name: 'sgd', learningRate: 1e9 } as const;

function run(given: Partial<RecipeInput> = {}): Promise<Report> {
  return compare(smallRecipe({ include: [...BOTH], ...given }), { engines });
}

function predictionsOf({ predictions }: Report): Predictions {
  if (predictions === undefined) throw new Error('the report has no predictions');
  return predictions;
}

function weightsOf({ weights }: Report): FirstLayer {
  if (weights === undefined) throw new Error('the report has no weights');
  return weights;
}

/** The pairs of the first repeat, as a plan of the same recipe makes them: rows by their positions as sent. */
async function planPairs(given: Partial<RecipeInput>) {
  const recipe = parseRecipe(smallRecipe(given));
  const plan = await planComparison(recipe, engines, DEFAULT_LIMITS);
  const pairs = plan.pairs.filter(({ repeat }) => repeat === 0);
  return { recipe, dataset: plan.dataset, pairs };
}

/** Recomputes a metric of each pair of the first repeat from the predictions of its rows. */
async function measureAgain(
  report: Report,
  given: Partial<RecipeInput>,
  metric: (rows: { actual: unknown; predicted: unknown; probability: number | null }[]) => number,
) {
  const { rows, actual, lambdas } = predictionsOf(report);
  const { pairs, dataset } = await planPairs(given);
  const places = new Map(rows.map((row, place) => [row, place]));
  return lambdas.map(({ lambda, predicted, probability }) => ({
    lambda,
    values: pairs.map(({ validation }) =>
      metric(
        Array.from(validation, (row) => {
          const place = places.get(dataset.sourceRows[row]) ?? Number.NaN;
          return {
            actual: actual[place],
            predicted: predicted[place],
            probability: probability?.[place] ?? null,
          };
        }),
      ),
    ),
  }));
}

const rmse = (rows: { actual: unknown; predicted: unknown }[]) =>
  Math.sqrt(
    rows.reduce((sum, { actual, predicted }) => sum + (Number(actual) - Number(predicted)) ** 2, 0) /
      rows.length,
  );
const accuracy = (rows: { actual: unknown; predicted: unknown }[]) =>
  rows.filter(({ actual, predicted }) => actual === predicted).length / rows.length;

/** Missing values, a text column, and a target that says which row it is. */
const ROWS = Array.from({ length: 30 }, (_, i) => ({
  a: i % 7 === 3 ? null : (i * 5) % 11,
  color: i % 3 === 0 ? 'red' : 'blue',
  y: 1000 + i,
}));

/** Recipes whose first repeats validate all rows, a few, or those after others. */
const SPLITS: Record<string, Partial<RecipeInput>> = {
  folds: { split: { folds: 3, repeats: 2 } },
  'a holdout': { split: { holdout: 0.3, repeats: 2 } },
  'forward chaining': { split: { folds: 3, order: 'given', repeats: 1 } },
  'rows dropped': { data: { rows: ROWS, target: 'y', missing: 'drop-row' } },
  patience: {
    training: { epochs: 30, batchSize: 8, patience: 2 },
    optimizer: { name: 'adam', learningRate: 0.1 },
  },
  'raw numbers': { standardize: { features: false, target: false }, optimizer: { name: 'adam' } },
  tfjs: { engine: 'tfjs' },
};

describe('include "predictions" and "weights"', () => {
  it('adds both, and leaves the rest of the report as it is', async () => {
    const { predictions, weights, ...report } = await run();
    const plain = await compare(smallRecipe(), { engines });
    expect(plain).not.toHaveProperty('predictions');
    expect(plain).not.toHaveProperty('weights');
    expect({ ...report, recipe: { ...report.recipe, include: [] } }).toEqual(plain);
    expect(predictions).toBeDefined();
    expect(weights).toBeDefined();
    const one = await run({ include: ['weights'] });
    expect(one.weights).toEqual(weights);
    expect(one).not.toHaveProperty('predictions');
  });

  it('gives a report that its schema knows, through JSON and back', async () => {
    for (const given of [{}, { optimizer: DIVERGING }, { include: [...BOTH, 'model' as const] }]) {
      const report = await run(given);
      expect(v.parse(ReportSchema, report)).toEqual(report);
      expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    }
  });

  it('trains nothing more; pairs give what is asked for, and inner folds nothing', async () => {
    const bring = async (include: RecipeInput['include']) => {
      const { recorder, recording } = recordEngine(fused);
      const outcomes: PairOutcome[] = [];
      const executor: Executor = {
        async runPairs(...work) {
          outcomes.push(...(await createInPlaceExecutor(recorder).runPairs(...work)));
          return outcomes;
        },
      };
      const recipe = smallRecipe({ include, compare: { nested: { folds: 2 } } });
      await compare(recipe, { engines: [recorder], executor });
      const brought = outcomes.map(({ trials }) =>
        trials.map(({ included: { predictions, firstLayer } }) => [
          predictions?.values.length,
          firstLayer?.length,
        ]),
      );
      return { brought, trials: recording.trials.length };
    };
    const plain = await bring([]);
    const nothing = Array(3).fill([undefined, undefined]);
    expect(plain.brought).toEqual([nothing, nothing, nothing, nothing]);
    const { brought, trials } = await bring([...BOTH]);
    expect(trials).toBe(plain.trials);
    expect(brought).toEqual([Array(3).fill([20, 5 * 4]), Array(3).fill([20, undefined]), nothing, nothing]);
    const first = Array(3).fill([undefined, 5 * 4]);
    expect((await bring(['weights'])).brought).toEqual([first, nothing, nothing, nothing]);
  });

  it('gives nulls where a trial diverged, and the numbers of the others', async () => {
    const optimizer = { name: 'sgd', learningRate: 0.001 } as const;
    const report = await run({ optimizer, penalty: { lambdas: [0, 1e15] } });
    const [finished, diverged] = predictionsOf(report).lambdas;
    expect(finished.predicted).toEqual(Array(40).fill(expect.any(Number)));
    expect(diverged).toEqual({ lambda: 1e15, predicted: Array(40).fill(null) });
    const [kept, lost] = weightsOf(report).lambdas;
    expect(kept.values).toHaveLength(5);
    expect(lost).toEqual({ lambda: 1e15, values: null });
    const data = {
      rows: ROWS.map(({ a, color }) => ({ a, color })),
      target: 'color',
      missing: 'mean',
    } as const;
    const classes = await run({
      data,
      loss: 'cross-entropy',
      optimizer: { name: 'sgd', learningRate: 1e30 },
    });
    const [{ predicted, probability }] = predictionsOf(classes).lambdas;
    expect([predicted, probability]).toEqual([Array(30).fill(null), Array(30).fill(null)]);
  });
});

describe('predictions', () => {
  it.each(Object.keys(SPLITS))('reach the RMSE of every pair of the first repeat: %s', async (name) => {
    const report = await run(SPLITS[name]);
    for (const { lambda, values } of await measureAgain(report, SPLITS[name], rmse)) {
      const told = valuesOf(reportOf(report, lambda).validation.rmse);
      expect(told.length).toBeGreaterThanOrEqual(values.length);
      // The same f64 numbers, summed in the same order but for how the square is taken.
      values.forEach((value, pair) => {
        expect(Math.abs(value - told[pair])).toBeLessThanOrEqual(1e-12 * told[pair]);
      });
    }
  });

  it('say the class and its probability', async () => {
    const given = {
      data: { dataset: 'cps-wages-1985', target: 'race' },
      loss: 'cross-entropy',
      split: { folds: 3, repeats: 2 },
    } as const;
    const report = await run(given);
    const { actual, lambdas } = predictionsOf(report);
    expect(new Set(actual)).toEqual(new Set(report.data.classes));
    for (const { lambda, values } of await measureAgain(report, given, accuracy)) {
      expect(values).toEqual(valuesOf(reportOf(report, lambda).validation.accuracy).slice(0, 3));
    }
    for (const { predicted, probability = [] } of lambdas) {
      expect(probability).toHaveLength(predicted.length);
      for (const [i, value] of probability.entries()) {
        // Of three classes the most probable has at least a third.
        expect(value).toBeGreaterThanOrEqual(1 / 3);
        expect(value).toBeLessThanOrEqual(1);
        expect(report.data.classes).toContain(predicted[i]);
      }
    }
  });

  it('give the cross-entropy of every pair for two classes', async () => {
    const given = {
      data: { dataset: 'cps-wages-1985', target: 'gender' },
      loss: 'cross-entropy',
      split: { folds: 3, repeats: 1 },
    } as const;
    const report = await run(given);
    const again = await measureAgain(report, given, (rows) => {
      const losses = rows.map(
        ({ actual, predicted, probability }) =>
          -Math.log(actual === predicted ? (probability ?? Number.NaN) : 1 - (probability ?? Number.NaN)),
      );
      return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    });
    for (const { lambda, values } of again) {
      const told = valuesOf(reportOf(report, lambda).validation.crossEntropy);
      // Both in f64, though 1 - p of a p near 1 loses digits.
      values.forEach((value, pair) => {
        expect(Math.abs(value - told[pair])).toBeLessThan(1e-9);
      });
    }
  });

  it('name rows by their places in the data as sent, from the smallest up', async () => {
    const report = await run(SPLITS['rows dropped']);
    const { rows, actual, repeat } = predictionsOf(report);
    expect(repeat).toBe(0);
    expect(rows).toEqual(ROWS.flatMap(({ a }, i) => (a === null ? [] : [i])));
    expect(actual).toEqual(rows.map((row) => ROWS[row].y));
  });

  it('hold only the validated rows', async () => {
    const held = predictionsOf(await run(SPLITS['a holdout']));
    expect(held.rows).toHaveLength(12);
    expect(held.actual).toHaveLength(12);
    const forward = predictionsOf(await run(SPLITS['forward chaining']));
    expect(forward.rows).toEqual(Array.from({ length: 30 }, (_, i) => i + 10));
  });
});

describe('weights', () => {
  it('are those that training on the first pair gives, nine digits of each', async () => {
    const given = {
      network: { hidden: [] },
      optimizer: { name: 'sgd', learningRate: 0.05 } as const,
      penalty: { lambdas: [0, 0.05], method: 'proximal' as const },
    };
    const report = await run(given);
    const { pairs } = await planPairs(given);
    const { repeat, fold, columns, units, lambdas } = weightsOf(report);
    expect({ repeat, fold, units }).toEqual({ repeat: 0, fold: 0, units: 1 });
    expect(columns).toEqual(['x1', 'x2', 'x3', 'x4', 'x5'].map((feature) => ({ feature, category: null })));
    const { split: _, include: __, penalty: ___, ...rest } = smallRecipe(given);
    for (const { lambda, values } of lambdas) {
      const penalty = { lambda, method: 'proximal' };
      const alone = await train({ ...rest, penalty, rows: [...pairs[0].training] }, { engines });
      expect(values?.flat().map(Math.fround)).toEqual([...alone.layers[0].weights]);
      expect(values?.flat()).toEqual([...alone.layers[0].weights].map((w) => Number(w.toPrecision(9))));
    }
    const zeros = lambdas[1].values?.flat().filter((w) => w === 0).length;
    expect(zeros).toBe(reportOf(report, 0.05).weights.zeros.values[0]);
  });

  it('name the category of a text column', async () => {
    const report = await run({ data: { rows: ROWS, target: 'y', missing: 'mean' } });
    expect(weightsOf(report).columns).toEqual([
      { feature: 'a', category: null },
      { feature: 'color', category: 'blue' },
      { feature: 'color', category: 'red' },
    ]);
  });

  it('stand as columns by units: a linear network predicts a plane over the sums of its two units', async () => {
    const given: Partial<RecipeInput> = { network: { hidden: [2], activation: 'linear' } };
    const report = await run(given);
    const { units, lambdas } = weightsOf(report);
    expect(units).toBe(2);
    const { recipe, dataset, pairs } = await planPairs(given);
    const { rows, lambdas: predicted } = predictionsOf(report);
    const { encoding } = preparePair(dataset, pairs[0], recipe);
    const { matrix } = encodeFeatures(dataset, encoding, pairs[0].validation);
    lambdas.forEach(({ values }, i) => {
      const w = values ?? [];
      const points = Array.from(pairs[0].validation, (row, r) => {
        const x = matrix.values.subarray(r * 5, r * 5 + 5);
        const sums = [0, 1].map((unit) => x.reduce((sum, value, c) => sum + value * w[c][unit], 0));
        return { sums, y: Number(predicted[i].predicted[rows.indexOf(row)]) };
      });
      // Five features and two units, so that a plane fits no other sums; float32 rounds at 6e-8.
      expect(fitResidual(points)).toBeLessThan(1e-5);
    });
  });
});

/** The largest residual of y on 1 and two sums, by least squares, as a share of the range of y. */
function fitResidual(points: readonly { sums: readonly number[]; y: number }[]): number {
  const design = points.map(({ sums }) => [1, ...sums]);
  const normal = [0, 1, 2].map((i) => [
    ...[0, 1, 2].map((j) => design.reduce((sum, row) => sum + row[i] * row[j], 0)),
    design.reduce((sum, row, r) => sum + row[i] * points[r].y, 0),
  ]);
  for (let i = 0; i < 3; i++) {
    for (let k = 0; k < 3; k++) {
      if (k === i) continue;
      const factor = normal[k][i] / normal[i][i];
      normal[k] = normal[k].map((value, c) => value - factor * normal[i][c]);
    }
  }
  const solution = normal.map((row, i) => row[3] / row[i]);
  const residuals = points.map(({ y }, r) =>
    Math.abs(y - design[r].reduce((sum, value, c) => sum + value * solution[c], 0)),
  );
  const ys = points.map(({ y }) => y);
  return Math.max(...residuals) / (Math.max(...ys) - Math.min(...ys));
}
