import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { compare, plan } from '../../../src/compare/compare.ts';
import { searchMaximum } from '../../../src/plan/grid/find-maximum.ts';
import { layGrid, MOST_TRIALS } from '../../../src/plan/grid/lambda-grid.ts';
import type { RecipeInput } from '../../../src/recipe/schema.ts';
import { ReportSchema } from '../../../src/report/schema.ts';
import { recordEngine, smallRecipe } from '../../compare/samples.ts';
import { engines } from '../../host.ts';

const AUTO = smallRecipe({
  training: { epochs: 20, batchSize: 8 },
  penalty: { lambdas: 'auto', method: 'proximal' },
});

describe('layGrid', () => {
  it('has 0 and eight lambdas below the maximum, a constant factor apart down to a thousandth of it', () => {
    const grid = layGrid(2);
    expect(grid).toEqual([0, 0.002, 0.00474, 0.0112, 0.0267, 0.0632, 0.15, 0.356, 0.843]);
    for (const maximum of [1e-9, 0.37, 123456]) {
      const [zero, ...rest] = layGrid(maximum);
      expect(zero).toBe(0);
      expect(rest[0] / maximum).toBeCloseTo(1e-3, 5);
      for (const [i, lambda] of rest.entries()) {
        // Three digits leave half a unit of the third.
        expect(Math.abs((rest[i + 1] ?? maximum) / lambda / 1000 ** (1 / 8) - 1)).toBeLessThan(0.01);
        expect(String(lambda)).toBe(String(Number(lambda.toPrecision(3))));
      }
    }
  });
});

describe('searchMaximum', () => {
  it.each([1e-5, 0.003, 0.1, 0.7, 1, 1.3, 5, 900, 4e6])(
    'finds a turn at %f from 1, within a tenth',
    async (turn) => {
      const tried: number[] = [];
      const { maximum, trials } = await searchMaximum(async (lambda) => {
        tried.push(lambda);
        return lambda >= turn;
      }, 1);
      expect(maximum).toBeGreaterThanOrEqual(turn);
      expect(maximum / turn).toBeLessThan(1.1);
      expect(trials).toBe(tried.length);
      expect(trials).toBeLessThanOrEqual(MOST_TRIALS);
      expect(tried).toContain(maximum);
    },
  );

  it('ends if every lambda zeroes all, and refuses if none does', async () => {
    const everywhere = await searchMaximum(async () => true, 1);
    expect(everywhere.maximum).toBeLessThan(1e-6);
    // None of them are the halvings, which have nothing to halve.
    expect(everywhere.trials).toBe(MOST_TRIALS - 4);
    await expect(searchMaximum(async () => false, 1)).rejects.toMatchObject({
      code: 'invalid-data',
      issues: [{ place: 'penalty.lambdas', message: expect.stringContaining('list the lambdas') }],
    });
  });
});

describe('lambdas "auto"', () => {
  it('takes lambdas below the one that zeroes every weight of the first pair', async () => {
    const report = await compare(AUTO, { engines });
    expect(v.parse(ReportSchema, report)).toEqual(report);
    const { maximum, exact, trials } = report.grid ?? { maximum: Number.NaN, trials: 0 };
    expect(exact).toBe(false);
    expect(trials).toBeGreaterThan(4);
    expect(report.lambdas.map(({ lambda }) => lambda)).toEqual(layGrid(maximum));
    expect(report.recipe.penalty).toMatchObject({ lambdas: 'auto', method: 'proximal' });
    expect(report.test.baseline).toBe(0);
    const around = await compare(
      { ...AUTO, penalty: { lambdas: [maximum / 1.1, maximum], method: 'proximal' } },
      { engines },
    );
    const [below, at] = around.lambdas.map(
      ({ weights }) => weights.count - (weights.zeros.values[0] ?? Number.NaN),
    );
    expect(at).toBe(0);
    expect(below).toBeGreaterThan(0);
  });

  it('gives what its lambdas give when they are listed', async () => {
    const auto = await compare(AUTO, { engines });
    const lambdas = auto.lambdas.map(({ lambda }) => lambda);
    const listed = await compare({ ...AUTO, penalty: { lambdas, method: 'proximal' } }, { engines });
    expect(auto.lambdas).toEqual(listed.lambdas);
    expect(auto.headline).toBe(listed.headline);
    expect(listed.grid).toBeUndefined();
  });

  it('searches with the proximal method for either method, through all epochs, and alike with both engines', async () => {
    // The search trains on the first pair alone.
    const recipe = { ...AUTO, split: { holdout: 0.5, repeats: 1 } };
    const grids = await Promise.all(
      [
        recipe,
        { ...recipe, penalty: { lambdas: 'auto', method: 'subgradient' } },
        { ...recipe, engine: 'tfjs' },
        { ...recipe, training: { epochs: 20, batchSize: 8, patience: 1 } },
      ].map(async (given) => (await compare(given, { engines })).grid),
    );
    expect(grids[0]?.maximum).toBeGreaterThan(0);
    for (const grid of grids) expect(grid).toEqual(grids[0]);
  });

  it('has its trials in the plan: sixteen at most with a hidden layer, none without', async () => {
    // Four pairs of nine lambdas, 20 epochs of three steps.
    const planned = await plan(AUTO, { engines });
    expect(planned.trials).toBe(4 * 9 + MOST_TRIALS);
    expect(planned.steps).toBe((4 * 9 + MOST_TRIALS) * 20 * 3);
    const { recorder, recording } = recordEngine(engines[0]);
    const report = await compare(AUTO, { engines: [recorder] });
    expect(recording.trials).toHaveLength(4 * 9 + (report.grid?.trials ?? 0));
    expect(recording.pairs).toHaveLength(4 + 1);
    expect(report.design.trials).toBe(4 * 9);
    expect(report.cost.steps).toBe((4 * 9 + (report.grid?.trials ?? 0)) * 20 * 3);
    expect((await plan({ ...AUTO, network: { hidden: [] } }, { engines })).trials).toBe(4 * 9);
  });

  it('works with nested, whose inner folds try the same lambdas', async () => {
    const report = await compare({ ...AUTO, compare: { nested: { folds: 2 } } }, { engines });
    const listed = report.lambdas.map(({ lambda }) => lambda);
    for (const { lambda } of report.nested?.choices ?? []) expect(listed).toContain(lambda);
    expect((await plan({ ...AUTO, compare: { nested: { folds: 2 } } }, { engines })).trials).toBe(
      4 * (9 + 2 * 9 + 2) + MOST_TRIALS,
    );
  });

  it.each([
    [
      'invalid-recipe',
      'compare.baseline',
      'expected 0, the only lambda known',
      { compare: { baseline: 0.1 } },
    ],
    [
      'invalid-recipe',
      'penalty.lambdas',
      'an array of numbers or "auto", got "Auto"',
      { penalty: { lambdas: 'Auto' } },
    ],
    [
      'invalid-recipe',
      'penalty.lambdas[1]',
      'expected a number, got "auto"',
      { penalty: { lambdas: [0, 'auto'] } },
    ],
    [
      'invalid-data',
      'penalty.lambdas',
      'no feature says anything',
      { data: { x: [[1], [2], [3], [4]], y: [5, 5, 5, 5] } },
    ],
  ])('is refused with %s at %s: %s', async (code, place, words, change) => {
    await expect(
      compare({ ...AUTO, ...(change as Partial<RecipeInput>) }, { engines }),
    ).rejects.toMatchObject({
      code,
      issues: [{ place, message: expect.stringContaining(words) }],
    });
  });

  it('may leave the comparison without a baseline', async () => {
    const { test } = await compare({ ...AUTO, compare: { baseline: null } }, { engines });
    expect(test).toMatchObject({ baseline: null, name: 'none' });
  });
});
