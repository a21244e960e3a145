import { describe, expect, it } from 'vitest';
import { CELL_GROUPS, CELLS, type Cell } from '../../../scripts/calibrate/cells.ts';
import { readOptions } from '../../../scripts/calibrate/options.ts';
import { drawRows } from '../../../scripts/calibrate/populations.ts';
import {
  type Arm,
  compareError,
  findLargest,
  isNull,
  type Judged,
  listArms,
  measureSize,
  rateMisses,
  rateRejections,
  type SetResult,
} from '../../../scripts/calibrate/rates.ts';
import { runSet, writeRecipe } from '../../../scripts/calibrate/run-set.ts';
import { compare } from '../../../src/compare/compare.ts';
import { generateFriedman1 } from '../../../src/data/friedman1.ts';
import { openStream } from '../../../src/random/random.ts';
import { reportOf } from '../../compare/samples.ts';
import { engines, fused } from '../../host.ts';

const open = (seed = 1) => openStream(seed, 'generator');
const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const covary = (a: readonly number[], b: readonly number[]) =>
  average(a.map((value, i) => (value - average(a)) * (b[i] - average(b))));
const column = (rows: ReturnType<typeof drawRows>, name: string) => rows.map((row) => Number(row[name]));

describe('the populations of calibrate', () => {
  it('draw friedman1 as the built-in data set does', () => {
    const { rows } = generateFriedman1({ rows: 20, features: 10, noise: 1.5, seed: 1 });
    expect(drawRows('friedman1', 20, 1.5, open()).map((row) => Object.values(row))).toEqual(rows);
  });

  it('have errors of the size that is asked for, which in groups are shared by five rows', () => {
    const linear = drawRows('linear', 4000, 2, open());
    const rest = linear.map(({ x1, x2, x3, y }) => Number(y) - (1.5 * +x1 - +x2 + 0.5 * +x3));
    // A variance of n normal numbers has the standard error sigma^2 sqrt(2 / n): 0.09, of which four are allowed.
    expect(Math.abs(covary(rest, rest) - 4)).toBeLessThan(0.36);

    const grouped = drawRows('groups', 4000, 2, open());
    const errors = grouped.map(({ x1, x2, x3, y }) => Number(y) - (+x1 + +x2 - +x3));
    const [first, second] = [0, 1].map((at) => errors.filter((_, i) => i % 5 === at));
    expect(grouped[4].group).toBe(grouped[0].group);
    expect(grouped[5].group).not.toBe(grouped[0].group);
    // 800 groups, shared variance 4 of 8: the covariance has the standard error sqrt((64 + 16) / 800) = 0.32.
    expect(Math.abs(covary(first, second) - 4)).toBeLessThan(1.3);
    expect(Math.abs(covary(first, first) - 8)).toBeLessThan(1.7);
  });

  it('have classes that are about equally frequent, and noise without a signal', () => {
    const labels = column(drawRows('classes', 4000, 1, open()), 'y');
    expect(new Set(labels)).toEqual(new Set([0, 1]));
    expect(Math.abs(average(labels) - 0.5)).toBeLessThan(0.04);
    const noise = drawRows('noise', 4000, 1, open());
    expect(Math.abs(covary(column(noise, 'x1'), column(noise, 'y')))).toBeLessThan(0.07);
  });
});

/** Every test has the interval mean +- reach, so their rates are the same. */
const judged = (mean: number, reach: number): Judged => {
  const test = { standardError: reach / 2, interval: [mean - reach, mean + reach] } as const;
  return { mean, tests: { naive: test, corrected: test, 'rows alone': test, ours: test } };
};
const CELL: Cell = { ...CELLS[0], name: 'of the test', lambdas: [0.1], metrics: ['rmse'] };
/** A cell of one lambda whose estimates these are; 0 again gives a tenth of them. */
const arrange = (means: readonly number[], reach: number): Arm[] =>
  listArms(
    CELL,
    new Map(
      means.map((mean, set): [number, SetResult] => [set, [[judged(mean, reach), judged(mean / 10, reach)]]]),
    ),
  );

describe('the rates of calibrate', () => {
  it('take the mean of the estimate for the truth of a lambda, and 0 for that of 0 itself', () => {
    const [arm, again] = arrange([1, 2, 3, 6], 1);
    expect([arm.lambda, arm.truth, again.lambda, again.truth]).toEqual([0.1, 3, null, 0]);
    // Squares 4, 1, 0 and 9 over 3.
    expect(arm.sd).toBeCloseTo(Math.sqrt(14 / 3), 12);
    expect(measureSize(arm)).toBeCloseTo(3 / Math.sqrt(14 / 3), 12);
    expect(compareError([arm], 'ours')).toBeCloseTo(0.5 / Math.sqrt(14 / 3), 12);
  });

  it('count misses of the truth and rejections of 0', () => {
    const [arm, again] = arrange([1, 2, 3, 6], 1.5);
    // 1 and 6 are further than 1.5 from 3; 1 alone is not further than that from 0.
    expect(rateMisses([arm], 'ours')).toEqual({ rate: 0.5, error: 0.25, tests: 4 });
    expect(rateRejections([arm], 'ours').rate).toBe(0.75);
    expect(rateRejections([again], 'ours').rate).toBe(0);
    expect(findLargest([arm, again], 'ours', rateRejections)?.rate).toBe(0.75);
    expect(findLargest([], 'ours', rateRejections)).toBeNull();
  });

  it('call a lambda null whose truth is below a quarter of the standard deviation of its estimate', () => {
    // Standard deviation sqrt(4 / 3) = 1.15, a quarter of it 0.289.
    const around = (middle: number) =>
      arrange(
        [1, -1, 1, -1].map((each) => each + middle),
        1,
      );
    expect(around(0.28).map(isNull)).toEqual([true, false]);
    expect(around(0.3).map(isNull)).toEqual([false, false]);
  });

  it('have the Monte Carlo error of the data sets, not of the arms that share them', () => {
    const [arm] = arrange([1, 2, 3, 6], 1.5);
    const one = rateRejections([arm], 'ours');
    const twice = rateRejections([arm, { ...arm, lambda: 0.2 }], 'ours');
    expect(twice).toEqual({ ...one, tests: 8 });
    const elsewhere = rateRejections([arm, { ...arm, cell: 'other' }], 'ours');
    expect(elsewhere.error).toBeCloseTo(one.error / Math.SQRT2, 12);
  });

  it('leave out the data sets that lack a test', () => {
    const [arm] = arrange([1, 2, 3, 6], 1.5);
    const few = new Map(
      [...arm.judged].map(
        ([
          set,
          {
            mean,
            tests: { 'rows alone': _, ...tests },
          },
        ]) => [set, { mean, tests }],
      ),
    );
    const without = { ...arm, judged: few };
    expect(rateMisses([without], 'rows alone')).toMatchObject({ rate: Number.NaN, tests: 0 });
    expect(findLargest([without], 'rows alone', rateMisses)).toBeNull();
    expect(compareError([without], 'rows alone')).toBeNaN();
    expect(rateMisses([without], 'ours')).toEqual(rateMisses([arm], 'ours'));
    const both = [arm, { ...without, cell: 'other' }];
    expect(rateMisses(both, 'rows alone')).toEqual(rateMisses([arm], 'rows alone'));
    expect(compareError(both, 'rows alone')).toBe(compareError([arm], 'rows alone'));
  });

  it('do not depend on which data set was ready first, and leave out what has no test', () => {
    const sets: [number, SetResult][] = [1, 2, 3].map((mean, set) => [set, [[judged(mean, 1), null]]]);
    const [forward, backward] = [sets, sets.toReversed()].map((each) => listArms(CELL, new Map(each)));
    expect(forward).toHaveLength(1);
    expect([...backward[0].judged]).toEqual([...forward[0].judged]);
  });
});

const SILENT: Required<Judged['tests']> = (() => {
  const span = { standardError: Number.NaN, interval: [Number.NaN, Number.NaN] } as const;
  return { naive: span, corrected: span, 'rows alone': span, ours: span };
})();

describe('a data set of calibrate', () => {
  const cell: Cell = { ...CELLS[0], split: { folds: 5, repeats: 2 }, lambdas: [0.05, -0.05] };

  it('is judged as a comparison of the same recipe judges it', async () => {
    const [[half, minus]] = await runSet(cell, 7, fused);
    const report = await compare({ ...writeRecipe(cell, 7), engine: 'fused' }, { engines });
    for (const [lambda, found] of [[0.05, half] as const, [-0.05, minus] as const]) {
      const { comparison } = reportOf(report, lambda);
      expect(comparison?.basis).toBe('rows and trainings');
      expect(Math.expm1(found?.mean ?? Number.NaN)).toBeCloseTo(comparison?.relative ?? Number.NaN, 12);
      const [low, high] = found?.tests.ours.interval ?? [Number.NaN, Number.NaN];
      // p is below 0.05 exactly where the interval leaves 0 out.
      expect(low > 0 || high < 0).toBe((comparison?.p ?? Number.NaN) < 0.05);
    }
  });

  it('trains 0 a second time with other streams, and shares the estimate between the tests', async () => {
    const [results] = await runSet(cell, 7, fused);
    expect(results).toHaveLength(3);
    const again = results[2];
    expect(again?.mean).not.toBe(0);
    const { naive, corrected, 'rows alone': rows, ours } = { ...SILENT, ...again?.tests };
    for (const { interval } of [naive, corrected, rows, ours])
      expect((interval[0] + interval[1]) / 2).toBeCloseTo(again?.mean ?? Number.NaN, 12);
    // 1 / 10 + 1 / 4 instead of 1 / 10.
    expect(corrected.standardError / naive.standardError).toBeCloseTo(Math.sqrt(3.5), 12);
    expect(ours.standardError).toBeGreaterThanOrEqual(rows.standardError * Math.sqrt(1.25) * (1 - 1e-12));
  });
});

describe('what else calibrate judges', () => {
  const base: Cell = { ...CELLS[0], split: { folds: 4, repeats: 2 }, lambdas: [0.05], epochs: 12 };
  const judgeBoth = async (cell: Cell) => {
    const [[found, again]] = await runSet(cell, 7, fused);
    const report = await compare({ ...writeRecipe(cell, 7), engine: 'fused' }, { engines });
    const { standardError } = { ...SILENT, ...found?.tests }.ours;
    const relative = Math.expm1(found?.mean ?? Number.NaN);
    return { found, again, report, relative, t: (found?.mean ?? Number.NaN) / standardError };
  };

  it('is each lambda at its best epoch, judged as the report judges it there', async () => {
    const { again, report, relative, t } = await judgeBoth({ ...base, judged: 'best epoch' });
    const { comparison } = reportOf(report, 0.05);
    expect(relative).toBeCloseTo(comparison?.atBestEpoch?.relative ?? Number.NaN, 12);
    expect(relative).not.toBeCloseTo(comparison?.relative ?? Number.NaN, 6);
    // 1 + 2 rho, since rows choose the epoch.
    expect(t).toBeCloseTo(comparison?.atBestEpoch?.t ?? Number.NaN, 9);
    expect(again?.mean).not.toBe(0);
  });

  it('is no best epoch where none can be chosen', async () => {
    const cell: Cell = { ...base, split: { holdout: 0.25, repeats: 5 }, judged: 'best epoch' };
    await expect(runSet(cell, 7, fused)).rejects.toThrow('holdout');
  });

  it('is the choice by inner folds, against a baseline whose epochs they choose too', async () => {
    const { again, report, relative, t } = await judgeBoth({ ...base, judged: 'nested' });
    const comparison = report.nested?.comparison;
    expect(relative).toBeCloseTo(comparison?.relative ?? Number.NaN, 12);
    expect(t).toBeCloseTo(comparison?.t ?? Number.NaN, 9);
    expect(again?.mean).not.toBe(0);
  });

  it('is training with patience, which other streams end elsewhere', async () => {
    const { again, report, relative, t } = await judgeBoth({ ...base, epochs: 40, patience: 2 });
    const { comparison, bestEpochs } = reportOf(report, 0.05);
    expect(Math.max(...(bestEpochs ?? []).map(Number))).toBeLessThan(40);
    expect(relative).toBeCloseTo(comparison?.relative ?? Number.NaN, 12);
    expect(t).toBeCloseTo(comparison?.t ?? Number.NaN, 9);
    expect(again?.mean).not.toBe(0);
  });

  it.each([
    ['2 x 1', { folds: 2, repeats: 1 }],
    ['0.25 x 3', { holdout: 0.25, repeats: 3 }],
    ['2 x 2', { folds: 2, repeats: 2 }],
  ])('is a design of %s, to whose few pairs the verdict gives the corrected test', async (_, split) => {
    const { found, report, relative, t } = await judgeBoth({ ...base, split });
    const { comparison } = reportOf(report, 0.05);
    expect(comparison?.basis).toBe('pairs');
    expect(relative).toBeCloseTo(comparison?.relative ?? Number.NaN, 12);
    expect(t).toBeCloseTo(comparison?.t ?? Number.NaN, 9);
    expect(found?.tests.ours).toEqual(found?.tests.corrected);
    expect(found?.tests).not.toHaveProperty('rows alone');
  });
});

describe('the options of calibrate', () => {
  it('choose cells, and fewer of both cells and data sets with --quick', () => {
    const [all, quick] = [readOptions([]), readOptions(['--quick'])];
    expect(all?.cells).toEqual(CELLS);
    expect(quick?.cells.length).toBeLessThan(CELLS.length);
    expect([all?.sets, quick?.sets]).toEqual([300, 100]);
    expect(readOptions(['--cells', 'noise-60,heavy-60'])?.cells.map(({ name }) => name)).toEqual([
      'noise-60',
      'heavy-60',
    ]);
    expect(readOptions(['--cells', 'special,pairs-2,noise-60'])?.cells).toEqual([
      ...(CELL_GROUPS.get('special') ?? []),
      CELLS.find(({ name }) => name === 'noise-60'),
    ]);
    expect(readOptions(['--help'])).toBeNull();
  });

  it.each([
    [['--cells', 'iris'], 'got "iris"'],
    [['--sets', '1'], 'expected a whole number from 2'],
    [['--seed=-1'], 'got "-1"'],
    [['--threads', 'two'], 'got "two"'],
    [['--slow'], '--slow'],
  ])('refuse %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });

  it('have cells with names of their own', () => {
    const names = [...CELL_GROUPS.keys(), ...CELLS.map(({ name }) => name)];
    expect(new Set(names).size).toBe(names.length);
  });
});
