import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/compare/compare.ts';
import type { Target } from '../../../src/data/dataset.ts';
import type { Pair } from '../../../src/data/split.ts';
import { computeQuantile } from '../../../src/math/student-t.ts';
import { ReportSchema } from '../../../src/report/schema.ts';
import { chooseLambda } from '../../../src/report/verdict/choose.ts';
import type { Setting } from '../../../src/report/verdict/contrast.ts';
import { type Candidate, judge } from '../../../src/report/verdict/judge.ts';
import { writeHeadline } from '../../../src/report/verdict/sentences.ts';
import { designTest, ON_THESE_ROWS, type TestDesign } from '../../../src/report/verdict/test-design.ts';
import { assertClose } from '../../assert-close.ts';
import { reportOf, run } from '../../compare/samples.ts';
import { engines } from '../../host.ts';

/** Rows from `from` on. */
const rows = (length: number, from = 0) => Int32Array.from({ length }, (_, i) => from + i);
const makeGrid = (repeats: number, folds: number, validated = 20): Pair[] =>
  Array.from({ length: repeats * folds }, (_, i) => ({
    repeat: Math.floor(i / folds),
    fold: i % folds,
    path: [Math.floor(i / folds), i % folds],
    training: rows(80),
    validation: rows(validated, (i % folds) * validated),
  }));
const SPLIT = { repeats: 4, order: 'shuffled', fixed: false } as const;
const DATA = { markers: new Map() };
const RULE = { metric: 'rmse', baseline: 0, equivalence: 0.01 } as const;

/** What 100 rows are judged by: their targets are 0, so an output is its row's error. */
const makeSetting = (pairs: Pair[], design: TestDesign): Setting => ({
  target: { task: 'regression', name: 'y', values: new Float64Array(100) } as Target,
  loss: { name: 'mse' },
  pairs,
  scalings: pairs.map(() => ({ targetMean: 0, targetScale: 1 })),
  design,
});
const GRID = makeGrid(4, 5);
const SETTING = makeSetting(GRID, designTest({ ...SPLIT, folds: 5 }, GRID, DATA));

const BASE = Array.from({ length: 20 }, (_, i) => 10 + (i % 5) / 10);
const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
/** A lambda of which only the metrics are known. */
function candidate(lambda: number, values: readonly (number | null)[], reason?: string): Candidate {
  const present = values.filter((value) => value !== null);
  const mean = present.length < values.length ? null : average(present);
  const summary = { mean, sd: 0, se: 0.1, values: [...values], ...(reason && { reason }) };
  return { lambda, validation: { rmse: summary, r2: summary }, outputs: values.map(() => null) };
}
/** The baseline moved by `shift`, and by `noise` up and down alternately from pair to pair. */
const moved = (shift: number, noise: number) =>
  BASE.map((value, i) => value + shift + (i % 2 === 0 ? noise : -noise));

function verdictsOf(...others: Candidate[]) {
  return judge([candidate(0, BASE), ...others], RULE, SETTING).comparisons.slice(1);
}

describe('the verdict', () => {
  it('is better or worse where the difference is significant and beyond the region', () => {
    const [better, worse] = verdictsOf(candidate(0.1, moved(-1, 0.2)), candidate(-0.1, moved(1, 0.2)));
    expect([better?.verdict, worse?.verdict]).toEqual(['better', 'worse']);
    expect(better?.probability?.better).toBeGreaterThan(0.99);
    // The mean log ratio of (v - 1 +- 0.2) / v over v = 10 to 10.4 is -0.1031.
    expect(better?.relative).toBeCloseTo(Math.exp(-0.1031) - 1, 3);
    expect(better?.sentence).toContain('lowers validation RMSE by 9.8 %');
    expect(better?.sentence).toContain('20 pairs): better than no penalty.');
    expect(worse?.sentence).toContain('worse than no penalty');
  });

  it('does not take two pairs for certain in which as many more rows are hit', () => {
    const pairs = GRID.slice(0, 2);
    const hits = (lambda: number, values: readonly number[]): Candidate => {
      const { validation, ...rest } = candidate(lambda, values);
      return { ...rest, validation: { accuracy: validation.r2 } };
    };
    const both = [hits(0, [0.6, 0.7]), hits(0.1, [0.7, 0.8])];
    const design = designTest({ ...SPLIT, repeats: 2, holdout: 0.1 }, pairs, DATA);
    const ask = (rounding: Setting['rounding']) =>
      judge(
        both,
        { ...RULE, metric: 'accuracy' },
        { ...makeSetting(pairs, design), ...(rounding && { rounding }) },
      ).comparisons[1];
    expect(ask({ accuracy: 0.1 ** 2 / 6 })?.verdict).toBe('undecided');
    // Of a metric that moves in no steps, equal differences are all that there is.
    expect(ask({ rmse: 1 })?.verdict).toBe('better');
  });

  it('is reversed for metrics of which more is better', () => {
    const { test, comparisons } = judge(
      [candidate(0, BASE), candidate(0.1, moved(-1, 0.2))],
      { ...RULE, metric: 'r2' },
      SETTING,
    );
    expect(comparisons[1]).toMatchObject({ verdict: 'worse', relative: null });
    expect(test.region).toBe(0.01);
  });

  it('is equivalent inside the region, undecided where noise hides the difference', () => {
    const [equal, unclear] = verdictsOf(candidate(0.1, moved(0.001, 0.01)), candidate(0.2, moved(-0.2, 1)));
    expect([equal?.verdict, unclear?.verdict]).toEqual(['equivalent', 'undecided']);
    expect(unclear?.sentence).toMatch(/: this cannot be told from chance\.$/);
  });

  it('is undecided for a real difference at the edge of the region, which is never called chance', () => {
    // 0.98 % of the baseline, twenty standard errors from nothing and one from the edge of 1 %.
    const shift = -0.0098 * average(BASE);
    const [comparison] = verdictsOf(candidate(0.1, moved(shift, 0.008)));
    expect(comparison?.pHolm).toBeLessThan(0.05);
    expect(comparison?.verdict).toBe('undecided');
    expect(comparison?.sentence).toContain('real, but perhaps too small to matter');
  });

  it('is decided by the mean if there is no variance; t and p are null', () => {
    const base = BASE.map(() => 10);
    const { comparisons } = judge(
      [
        candidate(0, base),
        candidate(1, base),
        candidate(
          2,
          base.map(() => 9),
        ),
      ],
      RULE,
      SETTING,
    );
    expect(comparisons[1]).toMatchObject({ verdict: 'equivalent', t: null, p: null, pHolm: null });
    expect(comparisons[1]?.sentence).toBe(
      'lambda = 1 makes no practical difference compared with no penalty: it does not change the mean validation RMSE.',
    );
    expect(comparisons[2]).toMatchObject({ verdict: 'better', t: null, p: null, pHolm: null });
    assertClose(comparisons[2]?.interval ?? [], [-1, -1], 1e-14);
  });

  it('is that of the pairs in which both have a value, and never better', () => {
    const reason = '1 of 20 pairs: diverged at epoch 1, step 3';
    const [missing, worse, whole] = verdictsOf(
      candidate(5, [null, ...moved(-1, 0.2).slice(1)], reason),
      candidate(6, [null, ...moved(1, 0.2).slice(1)], reason),
      candidate(0.1, moved(-1, 0.2)),
    );
    expect(missing).toMatchObject({ verdict: 'undecided', pairs: 19 });
    expect(missing?.pHolm).toBeLessThan(0.05);
    expect(missing?.sentence).toMatch(/, and 1 of 20 pairs diverged\.$/);
    expect(worse?.verdict).toBe('worse');
    expect(whole).toMatchObject({ verdict: 'better', pairs: 20 });
  });

  it('is not tested with fewer than five pairs that finished, whose reason is given', () => {
    const reason = '16 of 20 pairs: diverged at epoch 1, step 3';
    const values = [...new Array<null>(16).fill(null), ...BASE.slice(16)];
    const [missing, whole] = verdictsOf(candidate(5, values, reason), candidate(0.1, moved(-1, 0.2)));
    expect(missing).toMatchObject({ verdict: 'not tested', difference: null, p: null });
    expect(missing?.sentence).toContain(reason);
    expect(whole?.pHolm).toBe(whole?.p);
  });

  it('adjusts for every lambda that is compared', () => {
    const [one] = verdictsOf(candidate(0.1, moved(-0.3, 0.5)));
    const [again] = verdictsOf(candidate(0.1, moved(-0.3, 0.5)), candidate(0.2, moved(0, 0.5)));
    expect(again?.pHolm).toBeCloseTo(2 * (one?.pHolm ?? Number.NaN), 12);
    // One without any difference counts too, as the last.
    const [beside, same] = verdictsOf(candidate(0.1, moved(-0.3, 0.5)), candidate(0.2, BASE));
    expect(same).toMatchObject({ difference: 0, pHolm: null });
    expect(beside?.pHolm).toBeCloseTo(2 * (one?.pHolm ?? Number.NaN), 12);
  });

  it('has an interval as wide as the adjustment makes it: it leaves 0 out exactly where the adjusted p is small', () => {
    // t = 2.3, p = 0.03; four more make it 0.16.
    const one = candidate(0.1, moved(-0.35, 0.27));
    const others = [1, 2, 3, 4].map((lambda) => candidate(lambda, moved(0, 0.27)));
    const [alone] = verdictsOf(one);
    const [among] = verdictsOf(one, ...others);
    expect(alone).toMatchObject({ verdict: 'better', level: 0.95 });
    expect(among).toMatchObject({ verdict: 'undecided', level: 0.99 });
    expect(among?.p).toBe(alone?.p);
    expect(alone?.interval?.[1]).toBeLessThan(0);
    expect(among?.interval?.[1]).toBeGreaterThan(0);
    expect(among?.sentence).toContain('(99 % interval ');
    expect(among?.detectable).toBeGreaterThan(alone?.detectable ?? Infinity);
  });

  it('takes raw differences where an error is 0, and logarithms nowhere else', () => {
    const zero = [0, ...BASE.slice(1)];
    const { comparisons } = judge([candidate(0, zero), candidate(1, moved(-1, 0.2))], RULE, SETTING);
    const mean = average(moved(-1, 0.2)) - average(zero);
    expect(comparisons[1]?.difference).toBeCloseTo(mean, 12);
    expect(comparisons[1]?.relative).toBeCloseTo(mean / average(zero), 12);
  });
});

/** A lambda whose rows have such errors in every repeat, and whose RMSE they make. */
function withRows(lambda: number, errorOf: (row: number, pair: number) => number, pairs = GRID): Candidate {
  const outputs = pairs.map(({ validation }, pair) =>
    Float32Array.from(validation, (row) => errorOf(row, pair)),
  );
  const rmse = outputs.map((errors) =>
    Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length),
  );
  return { ...candidate(lambda, rmse), outputs };
}
/** A number about 0 that looks random, the same for the same place. */
const wobble = (place: number) => ((Math.sin(place * 12.9898) * 43758.5453) % 1) * 2;

describe('the test by rows and trainings', () => {
  const base = withRows(0, (row) => 1 + 0.3 * wobble(row));

  it.each([
    ['at the end', 1.25, {}],
    // Rows that also chose the epoch share more.
    ['at the best epochs', 1.5, { choosesEpoch: true }],
  ])('is that of logarithms, by its formula, %s', (_, factor, change) => {
    const setting = { ...SETTING, design: { ...SETTING.design, ...change } };
    const other = withRows(0.1, (row, pair) => 0.9 + 0.3 * wobble(row) + 0.05 * wobble(7 * pair + row));
    const [, found] = judge([base, other], RULE, setting).comparisons;
    expect(found).toMatchObject({ basis: 'rows and trainings', pairs: 20, level: 0.95 });
    const values = ({ validation }: Candidate) => validation.rmse.values as number[];
    const logs = values(other).map((value, i) => Math.log(value / values(base)[i]));
    const theta = average(logs);
    expect(found?.relative).toBeCloseTo(Math.exp(theta) - 1, 12);
    const geometric = Math.exp(average(values(base).map(Math.log)));
    expect(found?.difference).toBeCloseTo((Math.exp(theta) - 1) * geometric, 12);
    // d of a row and pair, by the RMSE's own derivative.
    const pseudo = (one: Candidate, pair: number, i: number) => {
      const [m, e] = [values(one)[pair], one.outputs[pair]?.[i] ?? Number.NaN];
      return Math.log(m) + (e * e - m * m) / (2 * m * m);
    };
    const cells = GRID.map(({ validation }, pair) =>
      [...validation].map((row, i) => ({
        row,
        u: (pseudo(other, pair, i) - pseudo(base, pair, i) - theta) / 400,
      })),
    );
    const sums = new Float64Array(100);
    for (const { row, u } of cells.flat()) sums[row] += u;
    const vRow = (100 / 99) * sums.reduce((sum, u) => sum + u * u, 0);
    const vPair = logs.reduce((sum, value) => sum + (value - theta) ** 2, 0) / (20 * 19);
    const vTrain = Math.max(0, vPair - cells.flat().reduce((sum, { u }) => sum + u * u, 0));
    const se = Math.sqrt(factor * vRow + (1 + 20 * 0.25) * vTrain);
    assertClose((found?.t ?? 0) / (theta / se), 1, 1e-9);
    const df = se ** 4 / ((factor * vRow) ** 2 / 99 + (6 * vTrain) ** 2 / 19);
    expect(found?.df).toBe(Math.max(19, Math.floor(df)));
    // Endless repeats of these rows leave what trainings on the same rows share.
    const least = Math.sqrt(factor * vRow + 20 * 0.25 * vTrain);
    const reach = computeQuantile(0.975, Math.floor(df)) + computeQuantile(0.8, Math.floor(df));
    const detect = (error: number) => (Math.exp(reach * error) - 1) * geometric;
    assertClose([found?.detectable ?? 0, found?.detectableAtBest ?? 0], [detect(se), detect(least)], 1e-9);
  });

  it('finds what the test by pairs, which treats luck as shared by all, does not', () => {
    const lucky = (row: number, pair: number) => 0.93 + 0.3 * wobble(row) + 0.05 * wobble(1000 + pair);
    const other = withRows(0.1, lucky);
    const blind = { ...other, outputs: other.outputs.map(() => null) };
    const [, byRows] = judge([base, other], RULE, SETTING).comparisons;
    const [, byPairs] = judge([base, blind], RULE, SETTING).comparisons;
    expect([byRows?.basis, byPairs?.basis]).toEqual(['rows and trainings', 'pairs']);
    expect(byRows?.difference).toBe(byPairs?.difference);
    expect(byRows?.p).toBeLessThan(byPairs?.p ?? 0);
  });

  it('leaves rows without a finite spread to the test by pairs', () => {
    // The target is 0 in every row, so its variance is 0 as well.
    const other = withRows(0.1, (row) => 0.9 + 0.3 * wobble(row + 50));
    const [, found] = judge([base, other], { ...RULE, metric: 'r2' }, SETTING).comparisons;
    expect(found?.basis).toBe('pairs');
    expect(found?.interval?.every(Number.isFinite)).toBe(true);
  });

  it('adds rows up over their groups', () => {
    const markers = new Map([['g', Array.from(rows(100), (row) => `${row % 12}`)]]);
    const design = designTest({ ...SPLIT, folds: 5, groups: 'g' }, GRID, { markers });
    expect(design.clusters).toMatchObject({ count: 12, kind: 'groups' });
    const { test, comparisons } = judge(
      [base, withRows(0.1, (row) => 0.9 + 0.3 * wobble(row + 50))],
      RULE,
      makeSetting(GRID, design),
    );
    expect(test).toMatchObject({ clusters: 12, clusteredBy: 'groups' });
    expect(comparisons[1]?.sentence).toContain('12 groups, 20 trainings');
  });

  it('adds rows up that are joined, whatever groups they are of', () => {
    const joined = Int32Array.from(rows(100), (row) => row % 25);
    const { clusters } = designTest({ ...SPLIT, folds: 5 }, GRID, { ...DATA, joined });
    expect(clusters).toMatchObject({ count: 25, kind: 'groups' });
    const seen = new Map<number, Set<number>>();
    GRID.forEach(({ validation }, pair) => {
      validation.forEach((row, i) => {
        const numbers = seen.get(row % 25) ?? new Set();
        seen.set(row % 25, numbers.add(clusters.ofPair[pair][i]));
      });
    });
    expect([...seen.values()].every(({ size }) => size === 1)).toBe(true);
    expect(new Set([...seen.values()].flatMap((numbers) => [...numbers])).size).toBe(25);
  });

  it.each([
    ['four pairs', makeGrid(1, 4), 4],
    ['nineteen rows', makeGrid(5, 1, 19), 1],
  ])('leaves %s to the test by pairs', (_, grid, folds) => {
    const split = folds === 1 ? { ...SPLIT, holdout: 0.2 } : { ...SPLIT, folds };
    const setting = makeSetting(grid, designTest(split, grid, DATA));
    const two = [
      withRows(0, (row) => 1 + wobble(row), grid),
      withRows(1, (row) => 1 + wobble(row + 3), grid),
    ];
    expect(judge(two, RULE, setting).comparisons[1]?.basis).toBe('pairs');
  });

  it('is not tested for a single pair, but shows what its rows say of these two networks', () => {
    const grid = makeGrid(1, 1, 30);
    const setting = makeSetting(grid, designTest({ ...SPLIT, holdout: 0.2, repeats: 1 }, grid, DATA));
    const two = [
      withRows(0, (row) => 1 + wobble(row), grid),
      withRows(1, (row) => 1 + wobble(row + 3), grid),
    ];
    const [, found] = judge(two, RULE, setting).comparisons;
    expect(found).toMatchObject({ verdict: 'not tested', basis: 'rows', p: null, pHolm: null, level: 0.95 });
    expect(found?.sentence).toContain(
      '30 rows, these two networks alone), but was not tested: a single run is a coin flip.',
    );
  });

  it('is for networks trained on these rows where the split is given, with the plain variance over repeats', () => {
    const grid = makeGrid(6, 1, 40);
    const design = designTest({ ...SPLIT, holdout: 0.2, repeats: 6, fixed: true }, grid, DATA);
    const one = withRows(0, (row) => 1 + 0.3 * wobble(row), grid);
    const other = withRows(1, (row, pair) => 0.9 + 0.3 * wobble(row) + 0.05 * wobble(99 + pair), grid);
    const [, found] = judge([one, other], RULE, makeSetting(grid, design)).comparisons;
    expect(found?.basis).toBe('rows and trainings');
    expect(found?.sentence).toContain(', for networks trained on these rows.');
  });

  it('joins the steps of a forward chain into four blocks', () => {
    const grid = makeGrid(1, 6, 10);
    const design = designTest({ ...SPLIT, folds: 6, order: 'given' }, grid, DATA);
    const values = [9, 9.1, 9, 9.2, 9.1, 9];
    const { test, comparisons } = judge(
      [
        candidate(
          0,
          values.map(() => 10),
        ),
        candidate(1, values),
      ],
      RULE,
      makeSetting(grid, design),
    );
    expect(test).toMatchObject({ name: 'test of forward blocks', observations: 4 });
    expect(comparisons[1]).toMatchObject({ basis: 'blocks', df: 3, verdict: 'better' });
    // One step, two, one, two, by their middles.
    expect(design.observe([1, 3, 5, 7, 9, 11])).toEqual([1, 4, 7, 10]);
  });
});

describe('the design of the test', () => {
  it('takes the means over each repeat of a fixed split, and no correction', () => {
    const design = designTest({ ...SPLIT, folds: 5, fixed: true }, GRID, DATA);
    expect(design).toMatchObject({ name: ON_THESE_ROWS, testOverTrain: 0 });
    expect(design.observe(Array.from({ length: 20 }, (_, i) => i))).toEqual([2, 7, 12, 17]);
  });

  it('corrects holdouts by their rows, and tests neither a single run nor a short forward chain', () => {
    expect(designTest({ ...SPLIT, holdout: 0.2 }, makeGrid(4, 1), DATA).testOverTrain).toBe(0.25);
    const single = designTest({ ...SPLIT, holdout: 0.2, repeats: 1 }, makeGrid(1, 1), DATA);
    expect(single.reason).toContain('coin flip');
    const chained = designTest({ ...SPLIT, folds: 3, order: 'given' }, makeGrid(4, 3), DATA);
    expect(chained).toMatchObject({ name: 'none', reason: expect.stringContaining('from 4 steps on') });
  });

  it.each([
    [4, [0, 1, 2, 3]],
    [5, [0, 1, 2, 2, 3]],
    [8, [0, 0, 1, 1, 2, 2, 3, 3]],
  ])('cuts %i equal steps into blocks without an empty one', (steps, blocks) => {
    const design = designTest({ ...SPLIT, folds: steps, order: 'given' }, makeGrid(1, steps, 5), DATA);
    const sizes = [0, 1, 2, 3].map((block) => blocks.filter((each) => each === block).length);
    // Of ones, one after the other: a block's mean is its share of the ones.
    blocks.forEach((block, step) => {
      const ones = blocks.map((_, i) => (i === step ? 1 : 0));
      const means = design.observe(ones);
      expect(means[block]).toBe(1 / sizes[block]);
    });
  });
});

describe('the choice', () => {
  it('is the best mean and the largest lambda within one standard error, never a negative one', () => {
    const constant = (lambda: number, value: number) =>
      candidate(
        lambda,
        BASE.map(() => value),
      );
    const candidates = [
      constant(-1, 8),
      constant(0, 10),
      constant(0.1, 9),
      constant(1, 9.05),
      constant(2, 9.2),
    ];
    const choose = (metric: 'rmse' | 'r2') => {
      const rule = { ...RULE, metric };
      return chooseLambda(candidates, judge(candidates, rule, SETTING).comparisons, rule, SETTING, null);
    };
    expect(choose('rmse')).toMatchObject({
      lambda: 0.1,
      minimum: 0.1,
      oneStandardError: 1,
      negative: -1,
    });
    expect(choose('r2')).toMatchObject({ lambda: 0, minimum: 0, oneStandardError: 0 });
  });
});

describe('the headline', () => {
  const headline = (...others: Candidate[]) => {
    const all = [candidate(0, BASE), ...others];
    const { test, comparisons } = judge(all, RULE, SETTING);
    const verdicts = all.map(({ lambda }, i) => ({
      lambda,
      comparison: comparisons[i],
      collapsed: lambda === 7,
    }));
    return writeHeadline(verdicts, chooseLambda(all, comparisons, RULE, SETTING, null), test);
  };

  it('names the best of the better lambdas', () => {
    const good = candidate(0.1, moved(-1, 0.2));
    expect(headline(good, candidate(0.2, moved(-0.5, 0.2)))).toMatch(
      /^lambda = 0.1 lowers .*: better than no penalty.$/,
    );
  });

  it('says that nothing can be told apart from the baseline, that nothing is better, or that nothing was compared', () => {
    expect(headline(candidate(0.1, moved(-0.2, 1)))).toMatch(
      /^Nothing here can be told apart from no penalty: with 100 rows a true difference of \S+ in validation RMSE \(\S+ %\) would be seen four times in five/,
    );
    expect(headline(candidate(0.1, moved(1, 0.1)), candidate(1, moved(0.001, 0.01)))).toBe(
      'No lambda is better than no penalty (worse: 0.1; practically equal: 1).',
    );
    expect(headline(candidate(0.1, moved(-0.0098 * average(BASE), 0.008)))).toBe(
      'No lambda is better than no penalty (real, but perhaps too small to matter: 0.1).',
    );
    expect(headline()).toMatch(/^Nothing was compared/);
  });

  it('names a few of many lambdas', () => {
    const many = Array.from({ length: 10 }, (_, i) => candidate(i + 1, moved(1, 0.1)));
    expect(headline(...many)).toBe(
      'No lambda is better than no penalty (worse: 1, 2, 3, 4, 5, 6, 7, 8 and 2 more).',
    );
  });

  it('distinguishes a negative lambda that is worse from the others, which are undecided', () => {
    expect(headline(candidate(-1, moved(1, 0.1)), candidate(0.1, moved(-0.2, 1)))).toMatch(
      /^No lambda >= 0 can be told apart from no penalty/,
    );
  });

  it('never recommends a negative lambda', () => {
    expect(headline(candidate(-1, moved(-1, 0.1)))).toBe(
      'Only a subtracted penalty (lambda = -1) was compared with no penalty, and it is better: add lambdas > 0, which penalise.',
    );
  });
});

describe('a report', () => {
  it('says in its headline what is wrong with the data, or that trials diverged', async () => {
    const x = Array.from({ length: 40 }, (_, i) => [i % 7, i % 5]);
    const y = x.map((_, i) => (i < 20 ? 1 : i));
    const split = { folds: 2, repeats: 1, order: 'given' } as const;
    const constant = await run({ data: { x, y }, split });
    expect(constant.headline).toMatch(
      / But the target has a single value in the training rows of 1 of 2 pairs, /,
    );
    const diverged = await run({ optimizer: { name: 'sgd', learningRate: 1e9 } });
    expect(diverged.headline).toMatch(/ But all 12 trials diverged \(/);
    expect((await run()).headline).not.toContain(' But ');
  });

  it('names a long lambda in four digits, in every sentence', async () => {
    const lambda = 0.012345678901234567;
    const report = await run({ penalty: { lambdas: [0, lambda] }, include: ['model'] });
    expect(reportOf(report, lambda).comparison?.sentence).toMatch(/^lambda = 0\.01235 /);
    expect(JSON.stringify([report.headline, report.refit?.sentence, report.findings])).not.toMatch(
      /lambda = 0\.\d{6}/,
    );
  });

  it('calls a single run a coin flip', async () => {
    const report = v.parse(ReportSchema, await run({ split: { holdout: 0.25, repeats: 1 } }));
    expect(report.headline).toContain('a single run is a coin flip');
    expect(reportOf(report, 0).comparison).toBeNull();
    expect(reportOf(report, 0.05).comparison).toMatchObject({ verdict: 'not tested', p: null });
    expect(reportOf(report, 0.05).comparison?.difference).not.toBeNull();
  });

  it('without its baseline says so, and one named by the recipe takes its place', async () => {
    const alone = await run({ penalty: { lambdas: [400] } });
    expect(alone.headline).toContain('no lambda is the baseline');
    const named = await run({ penalty: { lambdas: [0.1, 0.2] }, compare: { baseline: 0.2 } });
    expect(named.test.baseline).toBe(0.2);
    expect(reportOf(named, 0.1).comparison).not.toBeNull();
    await expect(run({ compare: { baseline: 3 } })).rejects.toMatchObject({
      issues: [{ place: 'compare.baseline' }],
    });
    await expect(run({ compare: { metric: 'accuracy' } })).rejects.toMatchObject({
      issues: [{ place: 'compare.metric' }],
    });
  });

  it('counts the pairs in which each feature is kept', async () => {
    const report = await compare(
      {
        data: { dataset: 'diabetes' },
        split: { folds: 5, repeats: 1 },
        network: { hidden: [] },
        optimizer: { name: 'sgd', learningRate: 0.1 },
        training: { epochs: 200, batchSize: 442 },
        penalty: { lambdas: [0, 0.1, 10], method: 'proximal' },
      },
      { engines },
    );
    const keptAt = (lambda: number) =>
      new Map(reportOf(report, lambda).features.map(({ name, kept }) => [name, kept]));
    expect(new Set(keptAt(0).values())).toEqual(new Set([1]));
    expect(keptAt(0.1).get('bmi')).toBe(1);
    expect(keptAt(0.1).get('age')).toBeLessThan(1);
    expect(new Set(keptAt(10).values())).toEqual(new Set([0]));
  });
});
