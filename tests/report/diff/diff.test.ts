import { beforeAll, describe, expect, it } from 'vitest';
import type { RecipeInput } from '../../../src/recipe/schema.ts';
import { diffReports } from '../../../src/report/diff/diff.ts';
import type { Report } from '../../../src/report/schema.ts';
import { reportOf, run, valuesOf } from '../../compare/samples.ts';
import { testPairsNaively } from '../../oracles/paired-test.ts';

const split = { folds: 3, repeats: 2 };
const ask = (lambdas: number[], given: Partial<RecipeInput> = {}) =>
  run({ split, penalty: { lambdas }, ...given });

let [none, both, longer]: Report[] = [];
beforeAll(async () => {
  none = await ask([0]);
  both = await ask([0, 0.3]);
  longer = await ask([0, 0.3], { training: { epochs: 12, batchSize: 8 } });
});

/** The report with another choice: nothing of a choice is looked at here but its lambda. */
const choosing = (report: Report, lambda: number | null): Report => ({
  ...report,
  choice: { ...report.choice, lambda },
});

describe('diffReports', () => {
  it('calls two reports the same that differ in nothing but the order of their fields', () => {
    const turned = Object.fromEntries(Object.entries(both).toReversed()) as Report;
    expect(diffReports(both, turned)).toMatchObject({
      same: true,
      sentence: 'The two reports are the same.',
      notes: [],
      made: [],
      recipe: [],
      data: [],
      reasons: [],
      choice: { same: true, comparison: null },
      only: { a: [], b: [] },
    });
  });

  it('gives the figures of the corrected resampled t-test on the log ratios, by an oracle', () => {
    const { choice, reasons, test } = diffReports(choosing(both, 0), choosing(longer, 0.3));
    expect(reasons).toEqual([]);
    expect(test).toMatchObject({ metric: 'rmse', pairs: 6, observations: 6 });
    const [a, b] = [reportOf(both, 0), reportOf(longer, 0.3)].map((each) => valuesOf(each.validation.rmse));
    const oracle = testPairsNaively(
      b.map((value, i) => Math.log(value / a[i])),
      1 / 2, // one fold validates, two train
    );
    const geometric = Math.exp(a.reduce((sum, value) => sum + Math.log(value), 0) / a.length);
    const { comparison } = choice;
    expect(comparison).toMatchObject({ basis: 'pairs', pairs: 6, df: oracle.df, level: 0.95 });
    expect(comparison?.t).toBeCloseTo(oracle.t, 9);
    expect(comparison?.p).toBeCloseTo(oracle.p, 9);
    expect(comparison?.relative).toBeCloseTo(Math.expm1(oracle.mean), 9);
    const ends = [oracle.mean - oracle.reach, oracle.mean + oracle.reach];
    const interval = ends.map((end) => Math.expm1(end) * geometric);
    expect(comparison?.interval?.[0]).toBeCloseTo(interval[0], 8);
    expect(comparison?.interval?.[1]).toBeCloseTo(interval[1], 8);
  });

  it('gives between two reports the numbers that one report gives between its lambdas, by pairs', async () => {
    // The median absolute error has no value of a single row, so that a report judges it by pairs too.
    const by = { compare: { metric: 'medianAbsoluteError' } } as const;
    const [a, b] = [await ask([0], by), await ask([0, 0.3], by)];
    const { choice } = diffReports(choosing(a, 0), choosing(b, 0.3));
    const own = reportOf(b, 0.3).comparison;
    expect(own?.basis).toBe('pairs');
    expect(choice.comparison).toEqual({
      ...own,
      sentence: choice.comparison?.sentence,
      otherMetrics: {},
      atBestEpoch: null,
    });
    expect(choice.comparison?.sentence).toMatch(
      /^(Compared with lambda = 0 of A, )?lambda = 0\.3 of B (lowers|raises) /,
    );
  });

  it('gives the numbers of the verdict itself where both reports hold their losses', async () => {
    const losses = { include: ['losses'] } satisfies Partial<RecipeInput>;
    const [a, b] = [await ask([0], losses), await ask([0, 0.3], losses)];
    const { choice, test } = diffReports(choosing(a, 0), choosing(b, 0.3));
    const own = reportOf(b, 0.3).comparison;
    expect(own?.basis).toBe('rows and trainings');
    expect(choice.comparison?.basis).toBe('rows and trainings');
    for (const name of ['difference', 'relative', 'p', 't', 'detectable', 'detectableAtBest'] as const) {
      expect(choice.comparison?.[name], name).toBeCloseTo(own?.[name] as number, 10);
    }
    expect(choice.comparison).toMatchObject({ df: own?.df, verdict: own?.verdict, pairs: own?.pairs });
    expect(test).toMatchObject({ clusters: b.test.clusters, clusteredBy: 'rows' });
  });

  it('adjusts the lambdas of both for their number, and does not count those that are the same', async () => {
    const [a, b] = [await ask([0, 0.1, 0.3]), await ask([0, 0.1, 0.3], { seed: 1, loss: 'huber' })];
    const { lambdas } = diffReports(a, b);
    expect(lambdas.map(({ lambda }) => lambda)).toEqual([0, 0.1, 0.3]);
    const tests = lambdas.map(({ comparison }) => comparison);
    const ps = tests.map((comparison) => comparison?.p as number);
    const sorted = ps.toSorted((x, y) => x - y);
    let least = 0;
    const holm = sorted.map((p, i) => (least = Math.max(least, Math.min(1, p * (3 - i)))));
    tests.forEach((comparison, i) => {
      expect(comparison?.pHolm).toBeCloseTo(holm[sorted.indexOf(ps[i])], 12);
    });
    const [zero, large] = diffReports(both, await ask([0, 0.3])).lambdas;
    expect([zero.same, zero.comparison, large.same, large.comparison]).toEqual([true, null, true, null]);
    const mixed = diffReports(both, { ...both, lambdas: [both.lambdas[0], { ...longer.lambdas[1] }] });
    expect(mixed.lambdas[0]).toMatchObject({ same: true, comparison: null });
    expect(mixed.lambdas[1].comparison?.pHolm).toBe(mixed.lambdas[1].comparison?.p);
  });

  it('lists what differs in recipe and data, defaults filled in, and the lambdas of one alone', async () => {
    const rows = await ask([0, 0.1], { data: { dataset: 'friedman1', rows: 50, features: 6 } });
    const { recipe, data, only, lambdas } = diffReports(longer, rows);
    expect(recipe).toContainEqual({ path: 'training.epochs', a: 12, b: 3 });
    expect(recipe).toContainEqual({ path: 'penalty.lambdas', a: [0, 0.3], b: [0, 0.1] });
    expect(recipe.map(({ path }) => path)).not.toContain('seed');
    expect(data.map(({ path }) => path)).toEqual(['rows', 'features']);
    expect(only).toEqual({ a: [0.3], b: [0.1] });
    expect(lambdas.map(({ lambda }) => lambda)).toEqual([0]);
    const { mean, se } = reportOf(longer, 0).validation.rmse;
    expect(lambdas[0].a).toEqual({ lambda: 0, mean, se, verdict: null });
  });

  it.each<[string, Partial<RecipeInput>, string]>([
    ['another seed', { seed: 2 }, 'seed: 1 and 2'],
    ['other folds', { split: { folds: 4, repeats: 2 } }, 'split.folds: 3 and 4'],
    ['other repeats', { split: { folds: 3, repeats: 3 } }, 'split.repeats: 2 and 3'],
    ['a holdout', { split: { holdout: 0.3, repeats: 6 } }, 'split.holdout: none and 0.3'],
    ['another metric', { compare: { metric: 'mae' } }, 'metric: RMSE and MAE'],
    ['other rows', { data: { dataset: 'friedman1', rows: 42 } }, 'data.rows: 40 and 42'],
    ['another data set', { data: { dataset: 'diabetes' } }, 'data.dataset: friedman1 and diabetes'],
  ])('tests nothing with %s, and says why', async (_what, given, reason) => {
    const other = await ask([0, 0.3], given);
    const { reasons, sentence, choice, lambdas, test } = diffReports(both, other);
    expect(reasons).toContain(reason);
    expect(sentence).toMatch(/^Not compared pair by pair, since the pairs are not the same: /);
    expect(sentence).toContain(reason);
    expect(test).toBeNull();
    expect([choice.comparison, ...lambdas.map(({ comparison }) => comparison)]).toEqual([null, null, null]);
  });

  it('tells other targets apart that the recipe does not name, by what their mean scores', async () => {
    const table = (shift: number) => ({
      csv: `a,y\n${Array.from({ length: 30 }, (_, i) => `${i},${((i * 7) % 11) + (i === 4 ? shift : 0)}`).join('\n')}\n`,
      target: 'y',
    });
    const [a, b, c] = [
      await ask([0, 0.1], { data: table(0) }),
      await ask([0, 0.1], { data: table(1) }),
      await ask([0, 0.1], { data: table(0), training: { epochs: 9, batchSize: 8 } }),
    ];
    expect(diffReports(a, b).reasons).toEqual([expect.stringContaining('the rows or their targets differ')]);
    expect(diffReports(a, c).reasons).toEqual([]);
  });

  it('compares data losses only on one scale', async () => {
    const by = { compare: { metric: 'dataLoss' } } as const;
    const { reasons } = diffReports(await ask([0], by), await ask([0], { ...by, loss: 'mae' }));
    expect(reasons).toEqual(['loss: mse and mae']);
  });

  it('names a single run a coin flip, and a report that chose nothing', async () => {
    const once = { split: { holdout: 0.3, repeats: 1 } } as const;
    const [a, b] = [await ask([0, 0.3], once), await ask([0, 0.3], { ...once, loss: 'huber' })];
    expect(diffReports(choosing(a, 0), choosing(b, 0.3)).sentence).toMatch(
      /was not tested: a single run is a coin flip\.$/,
    );
    expect(diffReports(choosing(both, null), both).sentence).toBe('Nothing to compare: A chose no lambda.');
  });

  it('names both lambdas in every sentence', async () => {
    const { sentence } = diffReports(choosing(both, 0), choosing(longer, 0.3));
    expect(sentence).toContain('lambda = 0 of A');
    expect(sentence).toContain('lambda = 0.3 of B');
    const { lambdas } = diffReports(await ask([0, 0.1, 0.3]), await ask([0, 0.1, 0.3], { loss: 'huber' }));
    for (const { lambda, comparison } of lambdas) {
      for (const name of ['A', 'B']) expect(comparison?.sentence).toContain(`lambda = ${lambda} of ${name}`);
    }
  });

  it('says where two choices are the same in every pair', () => {
    const { sentence, choice } = diffReports(choosing(none, 0), choosing(both, 0));
    expect(sentence).toBe('Both choose lambda = 0, with the same values in every pair.');
    expect(choice).toMatchObject({ same: true, comparison: null });
  });

  it('says of reports by other versions that their numbers may differ for that', () => {
    const older = { ...both, version: '0.0.1' };
    const { made, notes, recipe } = diffReports(older, both, { a: 'old.json', b: 'new.json' });
    expect(made).toEqual([{ path: 'version', a: '0.0.1', b: both.version }]);
    expect(recipe).toEqual([]);
    expect(notes).toContain(
      `old.json was made by absum 0.0.1 and new.json by ${both.version}, which may compute other numbers.`,
    );
  });

  it('says that choices flatter themselves, that pairs overlook, and whose region counts', () => {
    const wide = { ...longer, recipe: { ...longer.recipe, compare: { metric: 'rmse', equivalence: 0.5 } } };
    const { notes } = diffReports(choosing(both, 0), choosing(wide, 0.3));
    expect(notes).toEqual([
      expect.stringContaining('chosen on these rows'),
      expect.stringContaining('Judged by pairs alone'),
      'Differences up to 1 % do not matter, as A has it.',
    ]);
    const same = { ...both, cost: { ...both.cost, steps: 1 } };
    expect(diffReports(both, same).notes).toEqual([expect.stringContaining('but their figures are not')]);
  });

  it('refuses to compare where a report of another hand lacks values', () => {
    const [zero, large] = both.lambdas;
    const { rmse } = zero.validation;
    const short = {
      ...zero,
      validation: { ...zero.validation, rmse: { ...rmse, values: rmse.values.slice(1) } },
    };
    const { reasons } = diffReports(both, { ...both, lambdas: [short, large] });
    expect(reasons).toEqual(['some lambda has no value for each pair']);
  });
});
