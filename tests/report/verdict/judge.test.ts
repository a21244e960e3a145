import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/compare/compare.ts';
import { ReportSchema } from '../../../src/report/schema.ts';
import { chooseLambda } from '../../../src/report/verdict/choose.ts';
import { type Candidate, judge } from '../../../src/report/verdict/judge.ts';
import { writeHeadline } from '../../../src/report/verdict/sentences.ts';
import { designTest } from '../../../src/report/verdict/test-design.ts';
import { reportOf, run } from '../../compare/samples.ts';
import { engines } from '../../host.ts';

const rows = (length: number) => new Int32Array(length);
const makeGrid = (repeats: number, folds: number) =>
  Array.from({ length: repeats * folds }, (_, i) => ({
    repeat: Math.floor(i / folds),
    fold: i % folds,
    path: [Math.floor(i / folds), i % folds],
    training: rows(80),
    validation: rows(20),
  }));
const SPLIT = { repeats: 4, order: 'shuffled', fixed: false } as const;
const DESIGN = designTest({ ...SPLIT, folds: 5 }, makeGrid(4, 5));
const RULE = { metric: 'rmse', baseline: 0, equivalence: 0.01 } as const;

const BASE = Array.from({ length: 20 }, (_, i) => 10 + (i % 5) / 10);
const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
function candidate(lambda: number, values: readonly (number | null)[], reason?: string): Candidate {
  const present = values.filter((value) => value !== null);
  const mean = present.length < values.length ? null : average(present);
  const summary = { mean, sd: 0, se: 0.1, values: [...values], ...(reason && { reason }) };
  return { lambda, validation: { rmse: summary, r2: summary } };
}
/** The baseline moved by `shift`, and by `noise` up and down alternately from pair to pair. */
const moved = (shift: number, noise: number) =>
  BASE.map((value, i) => value + shift + (i % 2 === 0 ? noise : -noise));

function verdictsOf(...others: Candidate[]) {
  return judge([candidate(0, BASE), ...others], RULE, DESIGN).comparisons.slice(1);
}

describe('the verdict', () => {
  it('is better or worse where the difference is significant and beyond the region', () => {
    const [better, worse] = verdictsOf(candidate(0.1, moved(-1, 0.2)), candidate(-0.1, moved(1, 0.2)));
    expect([better?.verdict, worse?.verdict]).toEqual(['better', 'worse']);
    expect(better?.probability?.better).toBeGreaterThan(0.99);
    expect(better?.sentence).toContain('lowers validation RMSE by 9.8 %');
    expect(better?.sentence).toContain('20 pairs): better than no penalty.');
    expect(worse?.sentence).toContain('worse than no penalty');
  });

  it('is reversed for metrics of which more is better', () => {
    const { test, comparisons } = judge(
      [candidate(0, BASE), candidate(0.1, moved(-1, 0.2))],
      { ...RULE, metric: 'r2' },
      DESIGN,
    );
    expect(comparisons[1]).toMatchObject({ verdict: 'worse', relative: null });
    expect(test.region).toBe(0.01);
  });

  it('is equivalent inside the region, undecided where noise hides the difference', () => {
    const [equal, unclear] = verdictsOf(candidate(0.1, moved(0.001, 0.01)), candidate(0.2, moved(-0.2, 1)));
    expect([equal?.verdict, unclear?.verdict]).toEqual(['equivalent', 'undecided']);
    expect(unclear?.sentence).toMatch(/: this cannot be distinguished from chance\.$/);
  });

  it('is undecided for a real difference at the edge of the region, which is never called chance', () => {
    // 0.98 % of the baseline, twenty standard errors from nothing and one from the edge of 1 %.
    const shift = -0.0098 * average(BASE);
    const [comparison] = verdictsOf(candidate(0.1, moved(shift, 0.008)));
    expect(comparison?.pHolm).toBeLessThan(0.05);
    expect(comparison?.verdict).toBe('undecided');
    expect(comparison?.sentence).toContain('real, but perhaps negligible');
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
      DESIGN,
    );
    expect(comparisons[1]).toMatchObject({ verdict: 'equivalent', t: null, p: null, pHolm: null });
    expect(comparisons[1]?.sentence).toBe(
      'lambda = 1 makes no practical difference compared with no penalty: it does not change the mean validation RMSE.',
    );
    expect(comparisons[2]).toMatchObject({ verdict: 'better', t: null, p: null, interval95: [-1, -1] });
  });

  it('is not tested with a value missing, whose reason is given, and the others still are', () => {
    const reason = '1 of 20 pairs: diverged at epoch 1, step 3';
    const [missing, whole] = verdictsOf(
      candidate(5, [null, ...BASE.slice(1)], reason),
      candidate(0.1, moved(-1, 0.2)),
    );
    expect(missing).toMatchObject({ verdict: 'not tested', difference: null, p: null });
    expect(missing?.sentence).toContain(reason);
    expect(whole?.verdict).toBe('better');
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

  it('says where the adjustment alone makes a difference undecided', () => {
    // sd = 0.277, SE = 0.277 sqrt(1 / 20 + 1 / 4) = 0.152, t = 2.3, p = 0.03; four more make it 0.16.
    const one = candidate(0.1, moved(-0.35, 0.27));
    const others = [1, 2, 3, 4].map((lambda) => candidate(lambda, moved(0, 0.27)));
    const [alone] = verdictsOf(one);
    const [among] = verdictsOf(one, ...others);
    expect(alone?.verdict).toBe('better');
    expect(among?.verdict).toBe('undecided');
    expect(among?.sentence).toContain('with p adjusted for the number of lambdas');
  });
});

describe('the design of the test', () => {
  it('takes the means over each repeat of a fixed split, and no correction', () => {
    const design = designTest({ ...SPLIT, folds: 5, fixed: true }, makeGrid(4, 5));
    expect(design).toMatchObject({ name: 'paired t-test, this split only', testOverTrain: 0 });
    expect(design.observe(Array.from({ length: 20 }, (_, i) => i))).toEqual([2, 7, 12, 17]);
  });

  it('corrects holdouts by their rows, and tests neither a single run nor forward chaining', () => {
    expect(designTest({ ...SPLIT, holdout: 0.2 }, makeGrid(4, 1)).testOverTrain).toBe(0.25);
    expect(designTest({ ...SPLIT, holdout: 0.2, repeats: 1 }, makeGrid(1, 1)).reason).toContain('coin flip');
    const chained = designTest({ ...SPLIT, folds: 5, order: 'given' }, makeGrid(4, 5));
    expect(chained).toMatchObject({ name: 'none', reason: expect.stringContaining('not tested') });
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
    expect(chooseLambda(candidates, 'rmse')).toMatchObject({
      minimum: 0.1,
      oneStandardError: 1,
      negative: -1,
    });
    expect(chooseLambda(candidates, 'r2')).toMatchObject({ minimum: 0, oneStandardError: 0 });
  });
});

describe('the headline', () => {
  const headline = (...others: Candidate[]) => {
    const all = [candidate(0, BASE), ...others];
    const { test, comparisons } = judge(all, RULE, DESIGN);
    const verdicts = all.map(({ lambda }, i) => ({
      lambda,
      comparison: comparisons[i],
      collapsed: lambda === 7,
    }));
    return writeHeadline(verdicts, chooseLambda(all, 'rmse'), test);
  };

  it('names the best of the better lambdas, and says if it predicts little more than the mean', () => {
    const good = candidate(0.1, moved(-1, 0.2));
    expect(headline(good, candidate(0.2, moved(-0.5, 0.2)))).toMatch(
      /^lambda = 0.1 lowers .*: better than no penalty.$/,
    );
    expect(headline(candidate(7, moved(-2, 0.2)))).toContain('almost constant');
  });

  it('says that nothing can be told apart from the baseline, that nothing is better, or that nothing was compared', () => {
    expect(headline(candidate(0.1, moved(-0.2, 1)))).toMatch(
      /^Nothing here can be told apart from no penalty/,
    );
    expect(headline(candidate(0.1, moved(1, 0.1)), candidate(1, moved(0.001, 0.01)))).toBe(
      'No lambda is better than no penalty (worse: 0.1; practically equal: 1).',
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
    expect(headline(candidate(-1, moved(-1, 0.1)))).not.toContain('lowers');
  });
});

describe('a report', () => {
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
