import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { JudgeAnswerSchema } from '../../src/judge/answer.ts';
import { judge, judgingRead } from '../../src/judge/judge.ts';
import type { Scores } from '../../src/judge/scores.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import type { Comparison } from '../../src/report/comparison.ts';
import type { Report } from '../../src/report/schema.ts';
import { finish } from '../../src/sliced.ts';
import { run } from '../compare/samples.ts';
import { candidateOf, draw, judgeNow } from './samples.ts';

const BASE = draw(20, 0.9, 0.01, 1);
const shift = (values: readonly number[], by: number, noise: number, seed: number) => {
  const drawn = draw(values.length, by, noise, seed);
  return values.map((value, i) => value + drawn[i]);
};
const ACCURACY = { metric: 'accuracy', direction: 'higher', folds: 5 } as const;

describe('judging', () => {
  it('finds one better, one worse, one equivalent and one undecided, and says so', () => {
    const answer = judgeNow({
      ...ACCURACY,
      data: {
        scores: {
          base: BASE,
          up: shift(BASE, 0.05, 0.005, 2),
          down: shift(BASE, -0.05, 0.005, 3),
          same: shift(BASE, 0, 0.0005, 4),
          noisy: shift(BASE, 0.005, 0.03, 5),
        },
      },
    });
    expect(v.parse(JudgeAnswerSchema, answer)).toEqual(answer);
    const verdicts = answer.candidates.map(({ comparison }) => comparison?.verdict ?? null);
    expect(verdicts).toEqual([null, 'better', 'worse', 'equivalent', 'undecided']);
    expect(answer.choice).toBe('up');
    expect(answer.headline).toMatch(/^up raises accuracy by 0\.05 .*: better than base\.$/);
    expect(answer.advice[0]).toBe('Take up.');
    expect(answer.test).toMatchObject({
      metric: 'accuracy',
      scale: 'metric',
      baseline: 'base',
      testOverTrain: 0.25,
    });
    expect(candidateOf(answer, 'noisy').comparison?.sentence).toMatch(/^Compared with base, noisy raises/);
  });

  it('compares errors by their ratios, lower being better', () => {
    const errors = draw(20, 3, 0.1, 6);
    const answer = judgeNow({
      data: { scores: { old: errors, new: errors.map((value) => 0.9 * value) } },
      metric: 'rmse',
      direction: 'lower',
      folds: 5,
    });
    expect(answer.test.scale).toBe('logarithm');
    const { comparison } = candidateOf(answer, 'new');
    expect(comparison).toMatchObject({ verdict: 'better' });
    expect(comparison?.relative).toBeCloseTo(-0.1, 12);
  });

  it('adjusts for all that are compared, and for those alone', () => {
    const scores = { base: BASE, up: shift(BASE, 0.05, 0.03, 2), two: BASE, three: shift(BASE, 0, 0.01, 7) };
    const all = candidateOf(judgeNow({ ...ACCURACY, data: { scores } }), 'up').comparison;
    const alone = candidateOf(
      judgeNow({ ...ACCURACY, data: { scores: { base: scores.base, up: scores.up } } }),
      'up',
    ).comparison;
    expect(all?.pHolm).toBeCloseTo(3 * (all?.p ?? 0), 12);
    expect(alone).toMatchObject({ p: all?.p, pHolm: all?.p, level: 0.95 });
  });

  it('assumes that a fifth validates where nobody says, and says so', () => {
    const answer = judgeNow({ ...ACCURACY, folds: undefined, data: { scores: { a: BASE, b: BASE } } });
    expect(answer.test.testOverTrain).toBe(0.25);
    expect(answer.design.isAssumed).toBe(true);
    const [few] = [judgeNow({ direction: 'higher', data: { scores: { a: [1, 2, 3], b: [2, 3, 4] } } })];
    expect(few.test.testOverTrain).toBe(0.5);
  });

  it('takes seeds of one fixed split for these rows alone', () => {
    const answer = judgeNow({
      direction: 'higher',
      split: 'fixed',
      data: { scores: { a: BASE, b: shift(BASE, 0.02, 0.01, 8) } },
    });
    expect(answer.test).toMatchObject({
      name: 'row and training test, these training rows only',
      testOverTrain: 0,
    });
    expect(answer.design.isAssumed).toBe(false);
    expect(answer.headline).toContain('for networks trained and validated on these rows');
  });

  it('tests nothing where each has one score', () => {
    const answer = judgeNow({ direction: 'higher', data: { scores: { a: [0.9], b: [0.95] } } });
    expect(candidateOf(answer, 'b')).toMatchObject({
      comparison: { verdict: 'not tested' },
      gate: { better: false, notWorse: false, harm: null },
      more: null,
    });
    expect(answer.advice).toEqual(['Nothing can be concluded yet: keep a until it can.']);
  });

  it('is stopped by its signal', async () => {
    const scores = { a: BASE, b: BASE };
    await expect(
      judge({ direction: 'higher', data: { scores } }, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'aborted' });
    expect((await judge({ direction: 'higher', data: { scores } })).choice).toBe('a');
  });
});

/** What the verdict of a report says, without what only lambdas have. */
function strip({ otherMetrics: _others, atBestEpoch: _best, sentence: _said, ...rest }: Comparison) {
  return rest;
}

describe('a report judged again', () => {
  const splits: Record<string, Partial<RecipeInput>> = {
    folds: { split: { folds: 5, repeats: 2 } },
    holdouts: { split: { holdout: 0.25, repeats: 6 } },
    'a fixed split': { split: { folds: 5, repeats: 3, fixed: true } },
    'a forward chain': { split: { folds: 6, order: 'given' } },
    scores: { split: { folds: 5, repeats: 2 }, compare: { metric: 'r2' } },
    'a metric without rows': { split: { folds: 5, repeats: 2 }, compare: { metric: 'medianAbsoluteError' } },
    'another baseline': { split: { folds: 5, repeats: 2 }, compare: { baseline: 0.1 } },
    'a region of its own': { split: { folds: 5, repeats: 2 }, compare: { equivalence: 0.2 } },
    'hits in few pairs': {
      data: {
        rows: Array.from({ length: 48 }, (_, i) => ({ x: Math.sin(i), y: Math.sin(i) > 0.2 ? 'yes' : 'no' })),
        target: 'y',
      },
      loss: 'cross-entropy',
      compare: { metric: 'accuracy' },
      split: { holdout: 0.25, repeats: 3 },
    },
    groups: {
      split: { folds: 5, repeats: 2, groups: 'g' },
      data: {
        rows: Array.from({ length: 80 }, (_, i) => ({ x: Math.sin(i), y: Math.sin(i) + i / 40, g: i % 16 })),
        target: 'y',
      },
    },
  };
  const penalty = { lambdas: [-0.01, 0, 0.01, 0.1] };
  const judged = async (given: Partial<RecipeInput>, include: readonly 'losses'[]) => {
    const report = await run({ penalty, ...given, include: [...include] });
    // As it comes from a file.
    const answer = judgeNow({ data: { report: JSON.parse(JSON.stringify(report)) as Report } });
    return { report, answer };
  };
  const expectSame = ({ report, answer }: Awaited<ReturnType<typeof judged>>) => {
    const own = report.lambdas.map(({ comparison }) => comparison && strip(comparison));
    const again = answer.candidates.map(({ comparison }) => {
      if (comparison === null) return null;
      const { sentence: _said, ...rest } = comparison;
      return rest;
    });
    expect(again).toEqual(own);
  };

  it.each(Object.entries(splits))('with losses has its verdict to the last digit: %s', async (_, given) => {
    const both = await judged(given, ['losses']);
    expectSame(both);
    const { metric: _metric, baseline: _baseline, ...test } = both.report.test;
    expect(both.answer.test).toMatchObject({ ...test, clusters: both.answer.test.clusters });
    const basis = both.report.lambdas.map(({ comparison }) => comparison?.basis ?? null);
    if (['folds', 'holdouts', 'groups'].includes(_)) expect(basis).toContain('rows and trainings');
  });

  it('by its values alone is judged by the corrected resampled t-test, to the last digit', async () => {
    const { report, answer } = await judged({ split: { folds: 5, repeats: 2 } }, []);
    const values = (i: number) => report.lambdas[i].validation.rmse.values as number[];
    const base = values(1);
    for (const [i, { comparison }] of answer.candidates.entries()) {
      if (comparison === null) continue;
      const logs = values(i).map((value, p) => Math.log(value) - Math.log(base[p]));
      const mean = logs.reduce((sum, each) => sum + each, 0) / logs.length;
      const variance = logs.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (logs.length - 1);
      expect(comparison.basis).toBe('pairs');
      expect(comparison.df).toBe(9);
      expect(comparison.t).toBeCloseTo(mean / Math.sqrt(variance * (1 / 10 + 1 / 4)), 9);
    }
    // The same from bare scores, to the last digit.
    const scores = Object.fromEntries(answer.candidates.map(({ name }, i) => [name, values(i)]));
    const bare = judgeNow({
      data: { scores },
      metric: 'rmse',
      direction: 'lower',
      folds: 5,
      baseline: 'no penalty',
    });
    const without = (each: typeof answer) =>
      each.candidates.map(({ comparison }) => comparison && { ...comparison, sentence: '' });
    expect(without(bare)).toEqual(without(answer));
  });

  it('says of what lambda it speaks, as the report does', async () => {
    const { report, answer } = await judged({ split: { folds: 5, repeats: 2 } }, ['losses']);
    const own = report.lambdas[3].comparison?.sentence ?? '';
    const again = candidateOf(answer, 'lambda = 0.1').comparison?.sentence ?? '';
    expect([again, again.replace('Compared with no penalty, ', '')]).toContain(own);
  });

  it('refuses what is no report, and a candidate that it does not hold', async () => {
    expect(() => judgeNow({ data: { report: { headline: 'x' } } })).toThrowError(
      'data.report.lambdas: is required',
    );
    const report = await run({ penalty, split: { folds: 5, repeats: 2 } });
    expect(() => judgeNow({ data: { report }, candidates: ['lambda = 0.2'] })).toThrowError(
      'expected a candidate of the report, got "lambda = 0.2"',
    );
    const some = judgeNow({ data: { report }, candidates: ['lambda = 0.1'] });
    expect(some.candidates.map(({ name }) => name)).toEqual(['no penalty', 'lambda = 0.1']);
  });
});

describe("scikit-learn's example", () => {
  // Ten folds, ten times: 100 differences of mean 0.01 and variance 0.0014666..., of which its documentation prints t
  // and p in three digits.
  const spread = Math.sqrt(((22 / 15_000) * 99) / 100);
  const differences = Array.from({ length: 100 }, (_, i) => 0.01 + (i % 2 === 0 ? spread : -spread));
  const base = Array.from({ length: 100 }, (_, i) => 0.9 + (i % 7) / 100);
  const scores = { base, other: base.map((value, i) => value + differences[i]) };

  it.each([{ folds: 10 }, { trainingRows: 90, validationRows: 10 }])(
    'has its t and p to 1e-6 (%o)',
    (given) => {
      const { comparison } = candidateOf(
        judgeNow({ data: { scores }, metric: 'roc_auc', direction: 'higher', ...given }),
        'other',
      );
      expect(Math.abs((comparison?.t ?? 0) - 0.750313)).toBeLessThan(1e-6);
      expect(Math.abs((comparison?.p ?? 0) - 0.454846)).toBeLessThan(1e-6);
      expect(comparison).toMatchObject({ basis: 'pairs', df: 99, pairs: 100 });
    },
  );

  it('has the probabilities of the Bayesian test', () => {
    const { comparison } = candidateOf(
      judgeNow({ data: { scores }, metric: 'roc_auc', direction: 'higher', folds: 10 }),
      'other',
    );
    expect(comparison?.probability?.worse).toBeCloseTo(0.068318, 5);
    expect(comparison?.probability?.equivalent).toBeCloseTo(0.431682, 5);
    expect(comparison?.probability?.better).toBeCloseTo(0.5, 5);
  });
});

describe('losses of rows', () => {
  const pairs = Array.from({ length: 10 }, (_, i) => ({
    name: `pair ${i}`,
    repeat: Math.floor(i / 5),
    fold: i % 5,
  }));
  const ofPair = pairs.map(({ fold }) => Int32Array.from({ length: 20 }, (_, r) => fold * 20 + r));
  const lossesOf = (factor: number, seed: number) =>
    pairs.map((_, p) => Float64Array.from(draw(20, 2, 0.3, seed + p), (loss) => factor * Math.abs(loss)));
  const average = (losses: Float64Array) => losses.reduce((sum, each) => sum + each, 0) / losses.length;
  const make = (all: Readonly<Record<string, Float64Array[]>>): Scores => ({
    metric: { name: 'loss', label: 'loss', higherIsBetter: false, isError: true },
    candidates: Object.entries(all).map(([name, losses]) => ({ name, losses, values: losses.map(average) })),
    baseline: 0,
    pairs,
    split: {
      folds: 5,
      repeats: 2,
      unit: 'pair',
      kind: 'resampled',
      trainingRows: null,
      validationRows: null,
      testOverTrain: 0.25,
    },
    rows: { ofPair, count: 100, kind: 'rows' },
    facts: { repeated: 0, mostRepeated: 1, failed: 0, dropped: 0, isCountedOff: false },
    reading: { form: 'losses', columns: {}, notes: [] },
  });

  it('are judged by rows and trainings', () => {
    const answer = finish(judgingRead(make({ a: lossesOf(1, 1), b: lossesOf(0.8, 100) }), {}));
    expect(candidateOf(answer, 'b').comparison).toMatchObject({
      basis: 'rows and trainings',
      verdict: 'better',
    });
    expect(answer.test).toMatchObject({ clusters: 100, clusteredBy: 'rows' });
    expect(answer.headline).toContain('(95 % interval');
    expect(answer.headline).toContain('100 rows, 10 trainings)');
  });

  it('keep the scale of each comparison: a loss of 0 makes one of differences', () => {
    const zero = lossesOf(1, 1).map((losses, p) => (p === 0 ? new Float64Array(20) : losses));
    const answer = finish(judgingRead(make({ a: lossesOf(1, 1), b: lossesOf(0.8, 100), c: zero }), {}));
    expect(candidateOf(answer, 'b').comparison?.basis).toBe('rows and trainings');
    expect(candidateOf(answer, 'c').comparison?.basis).toBe('pairs');
    expect(answer.test.scale).toBe('metric');
  });
});
