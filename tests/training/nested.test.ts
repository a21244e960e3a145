import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { compare, plan } from '../../src/compare/compare.ts';
import { splitInner } from '../../src/data/split.ts';
import { createPacer } from '../../src/pace.ts';
import { withLambdas } from '../../src/plan/grid/resolve-lambdas.ts';
import { planComparison } from '../../src/plan/plan.ts';
import { openStream } from '../../src/random/random.ts';
import { DEFAULT_LIMITS } from '../../src/recipe/limits.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { type Nested, type Report, ReportSchema } from '../../src/report/schema.ts';
import { preparePair } from '../../src/training/rows.ts';
import { trainLambdas } from '../../src/training/trial.ts';
import { recordEngine, reportOf, smallRecipe, valuesOf } from '../compare/samples.ts';
import { engines } from '../host.ts';

// A step size at which the best epoch is not the last.
const RECIPE = smallRecipe({
  optimizer: { name: 'adam', learningRate: 0.2 },
  training: { epochs: 6, batchSize: 8 },
  compare: { nested: { folds: 3 } },
});
const LAMBDAS = [-0.01, 0, 0.05];

function run(change: Partial<RecipeInput> = {}): Promise<Report> {
  return compare({ ...RECIPE, ...change }, { engines });
}

function nestedOf(report: Report): Nested {
  if (report.nested === undefined) throw new Error('the report has no nested choice');
  return report.nested;
}

/** A table whose rows say themselves whether they train; the target of those that validate is moved by `shift`. */
function makeMarked(shift: number) {
  const random = openStream(5, 'generator');
  const rows = Array.from({ length: 60 }, (_, i) => {
    const [a, b] = [random.nextNormal(), random.nextNormal()];
    const role = i % 3 === 0 ? 'validation' : 'train';
    const y = a - b + random.nextNormal() + (role === 'validation' ? shift * b : 0);
    return { a, b, role, y };
  });
  return { data: { rows, target: 'y' }, split: { column: 'role', repeats: 2 } };
}

describe('nested', () => {
  it('gives a report that its schema knows, and leaves the rest of the report as it is', async () => {
    const report = await run();
    expect(v.parse(ReportSchema, report)).toEqual(report);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    const plain = await run({ compare: {} });
    expect(plain.nested).toBeUndefined();
    expect(report.lambdas).toEqual(plain.lambdas);
    expect(report.choice).toEqual(plain.choice);
  });

  it('trains, for each pair, every lambda >= 0 on inner folds of its training rows alone', async () => {
    const { recorder, recording } = recordEngine(engines[0]);
    await compare(RECIPE, { engines: [recorder] });
    // The first pair is opened for its own trials, then its three inner folds, then again to train as chosen.
    const [own, ...rest] = recording.pairs;
    const inner = rest.slice(0, 3);
    expect(inner.map(({ features, held }) => features.rows + held.validation.rows)).toEqual([20, 20, 20]);
    expect(inner.reduce((sum, { held }) => sum + held.validation.rows, 0)).toBe(own.features.rows);
    const coefficients = (pair: number) =>
      recording.trials
        .filter((trial) => trial.pair === pair)
        .map(({ spec }) => spec.penalty?.coefficient ?? 0);
    expect(coefficients(0)).toEqual(LAMBDAS);
    for (const pair of [1, 2, 3]) expect(coefficients(pair)).toEqual([0, 0.05]);
    // Each inner fold standardises by its own training rows, so each of its columns has mean 0 there.
    for (const { features } of inner) {
      for (let column = 0; column < features.columns; column++) {
        const values = features.values.filter((_, i) => i % features.columns === column);
        expect(Math.abs(values.reduce((sum, value) => sum + value, 0))).toBeLessThan(1e-4);
      }
    }
  });

  it('draws weights, batches and dropout of its own in every inner fold', async () => {
    const { recorder, recording } = recordEngine(engines[0]);
    await compare({ ...RECIPE, split: { holdout: 0.3, repeats: 1 } }, { engines: [recorder] });
    const first = [0, 1, 2, 3].map((pair) => recording.trials.find((trial) => trial.pair === pair));
    expect(new Set(first.map((trial) => trial?.initial.join())).size).toBe(4);
    expect(new Set(first.map((trial) => trial?.epochs[0].dropoutKey)).size).toBe(4);
  });

  it('chooses without looking at the rows that validate', async () => {
    const [plain, moved] = await Promise.all([0, 40].map((shift) => run(makeMarked(shift))));
    expect(nestedOf(moved).choices).toEqual(nestedOf(plain).choices);
    expect(nestedOf(moved).validation.rmse.mean).toBeGreaterThan(
      2 * (nestedOf(plain).validation.rmse.mean ?? 0),
    );
  });

  it('trains the choice on the whole training part for the epochs chosen', async () => {
    const report = await run();
    const { choices, validation, baseline } = nestedOf(report);
    expect(choices.some(({ epochs }) => epochs !== null && epochs < 6)).toBe(true);
    for (const [i, { lambda, epochs }] of choices.entries()) {
      const again = async (chosen: number | null, given: number | null | undefined) => {
        const shorter = {
          penalty: { lambdas: [chosen ?? Number.NaN] },
          training: { epochs: given ?? 0, batchSize: 8 },
        };
        return valuesOf((await run({ ...shorter, compare: {} })).lambdas[0].validation.rmse)[i];
      };
      expect(valuesOf(validation.rmse)[i]).toBe(await again(lambda, epochs));
      expect(baseline?.validation.rmse.values[i]).toBe(await again(0, baseline?.epochs[i]));
    }
  });

  it('chooses, of all lambdas and epochs, what has the lowest mean data loss over the inner folds', async () => {
    const { choices, baseline } = nestedOf(await run({ penalty: { lambdas: [0, 0.01, 0.05] } }));
    const lambdas = [0, 0.01, 0.05];
    const asked = parseRecipe({ ...RECIPE, penalty: { lambdas } });
    const recipe = withLambdas(asked, lambdas);
    const plan = await planComparison(asked, engines, DEFAULT_LIMITS);
    const { dataset, engine, figures } = plan;
    const training = { recipe, dataset, engine, bytes: figures.engineBytes, pacer: createPacer(1) };
    for (const [i, pair] of plan.pairs.entries()) {
      const parts = splitInner(plan.dataset, pair, 3, {}, recipe.seed);
      const columns = await Promise.all(
        parts.map((part) => trainLambdas(training, preparePair(plan.dataset, part, recipe), [0, 0.01, 0.05])),
      );
      const tried = [0, 0.01, 0.05].flatMap((lambda, l) =>
        [0, 1, 2, 3, 4, 5].map((e) => {
          const losses = columns.map((trials) => trials[l].curve[e].validationDataLoss ?? Number.NaN);
          return { lambda, epochs: e + 1, loss: (losses[0] + losses[1] + losses[2]) / 3 };
        }),
      );
      const [{ lambda, epochs }] = tried.toSorted((a, b) => a.loss - b.loss);
      expect(choices[i]).toEqual({ lambda, epochs });
      const [base] = tried.slice(0, 6).toSorted((a, b) => a.loss - b.loss);
      expect(baseline?.epochs[i]).toBe(base.epochs);
    }
  });

  it('never chooses a negative lambda, which may be the baseline', async () => {
    const { choices, baseline, comparison } = nestedOf(
      await run({ penalty: { lambdas: [-0.001, 5] }, compare: { baseline: -0.001, nested: { folds: 2 } } }),
    );
    expect(choices.map(({ lambda }) => lambda)).toEqual([5, 5, 5, 5]);
    expect(baseline?.epochs).toHaveLength(4);
    expect(comparison?.difference).toBeGreaterThan(0);
    expect(comparison?.sentence).toContain('Choosing lambda by 2 inner folds (5 in all 4 pairs) raises');
  });

  it('with patience, takes the trial that patience ended', async () => {
    const report = await run({ training: { epochs: 30, batchSize: 8, patience: 2 } });
    const { choices, validation, baseline } = nestedOf(report);
    choices.forEach(({ lambda, epochs }, i) => {
      expect(epochs).toBeNull();
      const own = reportOf(report, lambda ?? Number.NaN);
      expect(validation.rmse.values[i]).toBe(own.validation.rmse.values[i]);
    });
    expect(baseline?.validation.rmse.values).toEqual(reportOf(report, 0).validation.rmse.values);
  });

  it('has no value, and says why, if every lambda diverges', async () => {
    const report = await run({ optimizer: { name: 'sgd', learningRate: 1e9 } });
    const { choices, validation, comparison } = nestedOf(report);
    expect(choices).toEqual(new Array(4).fill({ lambda: null, epochs: null }));
    expect(validation.rmse).toMatchObject({
      mean: null,
      reason: '4 of 4 pairs: every lambda diverged in the inner folds',
    });
    expect(comparison).toMatchObject({ verdict: 'not tested', p: null });
    expect(report.headline).toContain('not tested');
    expect(v.parse(ReportSchema, report)).toEqual(report);
  });

  it('is compared with nothing if no lambda is the baseline', async () => {
    const report = await run({ penalty: { lambdas: [0.01, 0.05] } });
    expect(nestedOf(report)).toMatchObject({ baseline: null, comparison: null, test: { name: 'none' } });
    expect(nestedOf(report).validation.rmse.mean).not.toBeNull();
    expect(v.parse(ReportSchema, report)).toEqual(report);
  });

  it('gives the headline, since it is the honest figure', async () => {
    const report = await run();
    expect(report.headline).toMatch(/^Choosing lambda by 3 inner folds \(.* pairs\) /);
    expect(report.headline.startsWith(nestedOf(report).comparison?.sentence ?? '?')).toBe(true);
  });

  it('is judged by rows and trainings, as the lambdas are', async () => {
    const { comparison, test } = nestedOf(await run({ split: { folds: 5, repeats: 1 } }));
    expect(test.name).toBe('row and training test');
    expect(comparison?.basis).toBe('rows and trainings');
  });

  it('keeps groups and classes together as the outer folds do', async () => {
    const { data, split } = makeMarked(0);
    const rows = data.rows.map(({ a, b, y }, i) => ({ a, b, y, group: `g${i % 12}` }));
    const { recorder, recording } = recordEngine(engines[0]);
    const grouped = {
      data: { rows, target: 'y' },
      split: { folds: 2, repeats: split.repeats, groups: 'group' },
    };
    await compare({ ...RECIPE, ...grouped, standardize: { features: false } }, { engines: [recorder] });
    const groupOf = new Map(rows.map(({ a, group }) => [Math.fround(a), group]));
    const groupsIn = ({
      rows: n,
      columns,
      values,
    }: {
      rows: number;
      columns: number;
      values: Float32Array;
    }) => new Set(Array.from({ length: n }, (_, row) => groupOf.get(values[row * columns])));
    for (const { features, held } of recording.pairs) {
      const training = groupsIn(features);
      for (const group of groupsIn(held.validation)) expect(training).not.toContain(group);
    }
  });

  it('has its cost in the plan', async () => {
    const once = { ...RECIPE, training: { epochs: 1, batchSize: 8 } };
    const planned = await plan(once, { engines });
    // Four pairs: three lambdas, two of them in three inner folds, and two trials as chosen.
    expect(planned.trials).toBe(4 * (3 + 3 * 2 + 2));
    // After its only epoch a trial is as chosen already, so those two are not run.
    const { cost, design } = await compare(once, { engines });
    expect(planned.steps - cost.steps).toBe(4 * 2 * Math.ceil(20 / 8));
    expect(design.trials).toBe(4 * 3);
    expect((await plan({ ...once, training: { epochs: 1, patience: 1 } }, { engines })).trials).toBe(
      4 * (3 + 3 * 2),
    );
    const limits = { ...DEFAULT_LIMITS, trials: 43 };
    await expect(plan(once, { engines, limits })).rejects.toThrow('44 trials exceed the limit of 43');
    await expect(
      plan(once, { engines, limits: { ...DEFAULT_LIMITS, assignments: 40 * 4 * 4 - 1 } }),
    ).rejects.toThrow('640 rows times pairs exceed');
  });

  it.each([
    ['compare.nested', 'order "given"', { split: { holdout: 0.3, order: 'given' } }],
    ['compare.nested', 'never chosen', { penalty: { lambdas: [-0.1, -0.2] } }],
    ['compare.nested.folds', 'at least 2', { compare: { nested: { folds: 1 } } }],
    ['compare.nested.folds', 'at most one fold per row (20), got 21', { compare: { nested: { folds: 21 } } }],
    ['compare.nested', 'expected an object', { compare: { nested: 4 } }],
    ['compare.nested.toString', 'unknown field', { compare: { nested: { toString: 1 } } }],
  ])('is refused at %s: %s', async (place, words, change) => {
    await expect(run(change as Partial<RecipeInput>)).rejects.toMatchObject({
      issues: [{ place, message: expect.stringContaining(words) }],
    });
  });
});
