import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { openStream } from '../../src/random/random.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { type Report, ReportSchema } from '../../src/report/schema.ts';
import { assertClose } from '../assert-close.ts';
import { reportOf, run, valuesOf } from '../compare/samples.ts';
import { engines, fused } from '../host.ts';

/** A network that soon learns its rows by heart, on data of which a fifth matters. */
const OVERTRAINED: RecipeInput = {
  data: { dataset: 'friedman1', rows: 80, features: 25 },
  split: { folds: 4, repeats: 2 },
  network: { hidden: [16] },
  optimizer: { name: 'adam', learningRate: 0.02 },
  training: { epochs: 60 },
  penalty: { lambdas: [0, 0.03], method: 'subgradient' },
};

const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** What training for each number of epochs gives: to stop is the same as never to have gone on. */
async function trainEach(recipe: RecipeInput, epochs: readonly number[]): Promise<Report[]> {
  const reports: Report[] = [];
  for (const each of epochs) {
    const shorter = { ...recipe, training: { ...recipe.training, epochs: each } };
    reports.push(await compare(shorter, { engines }));
  }
  return reports;
}

/** The best epoch of each pair by the other folds of its repeat, and the metric there. */
function stopAt(reports: readonly Report[], lambda: number, metric: string) {
  const losses = reports.map((report) => valuesOf(reportOf(report, lambda).validation.dataLoss));
  const values = reports.map((report) => valuesOf(reportOf(report, lambda).validation[metric]));
  const order = reports[0].design.order;
  return order.map(([repeat], pair) => {
    const others = [...order.keys()].filter((other) => order[other][0] === repeat && other !== pair);
    const means = losses.map((each) => average(others.map((other) => each[other])));
    const best = means.indexOf(Math.min(...means));
    return { best, value: values[best][pair] };
  });
}

describe('each lambda at its own best epoch', () => {
  it('is what stopping there would have given, the epoch chosen by the other folds', async () => {
    const report = await compare(OVERTRAINED, { engines });
    const { stopping, test } = report;
    const reports = await trainEach(OVERTRAINED, stopping.candidates);
    const [base, other] = [0, 0.03].map((lambda) => stopAt(reports, lambda, 'rmse'));
    const epochsOf = (stopped: typeof base) => stopped.map(({ best }) => stopping.candidates[best]);
    expect(reportOf(report, 0).bestEpochs).toEqual(epochsOf(base));
    expect(reportOf(report, 0.03).bestEpochs).toEqual(epochsOf(other));
    expect(new Set(epochsOf(base)).size).toBeGreaterThan(1);
    const found = reportOf(report, 0.03).comparison?.atBestEpoch;
    const theta = average(other.map(({ value }, i) => Math.log(value / base[i].value)));
    const geometric = Math.exp(average(base.map(({ value }) => Math.log(value))));
    assertClose(found?.relative ?? 0, Math.exp(theta) - 1, 1e-12);
    assertClose(found?.difference ?? 0, (Math.exp(theta) - 1) * geometric, 1e-12);
    expect(found).toMatchObject({ basis: 'rows and trainings', pairs: 8 });
    const median = (epochs: number[]) => {
      const sorted = epochs.toSorted((a, b) => a - b);
      return Math.ceil((sorted[3] + sorted[4]) / 2);
    };
    expect(found).toMatchObject({ epoch: median(epochsOf(other)), baselineEpoch: median(epochsOf(base)) });
    // The baseline against its own end.
    const end = valuesOf(reportOf(report, 0).validation.rmse);
    const gain = average(base.map(({ value }, i) => Math.log(value / end[i])));
    assertClose(stopping.baseline?.comparison.relative ?? 0, Math.exp(gain) - 1, 1e-12);
    assertClose(stopping.baseline?.mean ?? 0, geometric, 1e-11);
    expect(stopping.baseline?.epoch).toBe(found?.baselineEpoch);
    assertClose(test.baselineMean ?? 0, Math.exp(average(end.map(Math.log))), 1e-11);
  });

  it('holds for classes too', async () => {
    const recipe: RecipeInput = {
      ...OVERTRAINED,
      data: { dataset: 'cps-wages-1985', target: 'sector' },
      loss: 'cross-entropy',
      training: { epochs: 12 },
      penalty: { lambdas: [0, 0.01] },
      compare: { metric: 'accuracy' },
    };
    const report = await compare(recipe, { engines });
    const reports = await trainEach(recipe, report.stopping.candidates);
    const [base, other] = [0, 0.01].map((lambda) => stopAt(reports, lambda, 'accuracy'));
    const found = reportOf(report, 0.01).comparison?.atBestEpoch;
    assertClose(found?.difference ?? 0, average(other.map(({ value }, i) => value - base[i].value)), 1e-12);
  });

  it('tells apart what the penalty gains and what training on costs', async () => {
    const random = openStream(1, 'generator', 99);
    const x = Array.from({ length: 120 }, () => Array.from({ length: 10 }, () => random.nextNormal()));
    const data = { x, y: x.map(() => random.nextNormal()) };
    const { headline, findings, stopping } = await compare({ ...OVERTRAINED, data }, { engines });
    expect(headline).toMatch(/better than no penalty\. But the network is worse than predicting the mean/);
    expect(findings.map(({ code }) => code)).toContain('overtrained-baseline');
    expect(stopping.baseline?.comparison.verdict).toBe('better');
    expect(stopping.baseline?.comparison.sentence).toMatch(
      /^With no penalty, stopping at the best epoch \(about \d+\) lowers .*: better than training to the end\.$/,
    );
  });

  it('leaves out the pairs that diverged', async () => {
    const breaking = {
      ...fused,
      async openPair(...[rows, bytes]: Parameters<typeof fused.openPair>) {
        const pair = await fused.openPair(rows, bytes);
        return {
          startTrial(...[spec, initial]: Parameters<typeof pair.startTrial>) {
            const live = pair.startTrial(spec, initial);
            // One pair of five, and only with a penalty.
            if (spec.penalty !== null && Math.abs(initial[0] - first) < 1e-9)
              live.runSteps = () => Float64Array.of(Infinity);
            return live;
          },
          close: () => pair.close(),
        };
      },
    };
    let first = Number.NaN;
    await compare(
      { ...OVERTRAINED, training: { epochs: 1 } },
      {
        engines: [
          {
            ...fused,
            async openPair(rows, bytes) {
              const pair = await fused.openPair(rows, bytes);
              return {
                startTrial(spec, initial) {
                  if (Number.isNaN(first)) first = initial[0];
                  return pair.startTrial(spec, initial);
                },
                close: () => pair.close(),
              };
            },
          },
        ],
      },
    );
    const report = await compare(OVERTRAINED, { engines: [breaking] });
    const { bestEpochs, comparison, diverged } = reportOf(report, 0.03);
    expect(diverged).toHaveLength(1);
    expect(bestEpochs?.filter((epoch) => epoch === null)).toHaveLength(1);
    expect(comparison?.atBestEpoch).toMatchObject({ pairs: 7 });
    expect(comparison?.atBestEpoch?.verdict).not.toBe('better');
    expect(v.parse(ReportSchema, report)).toEqual(report);
  });

  it('is null with its reason where no other folds can choose, and without a baseline', async () => {
    const holdout = await run({ split: { holdout: 0.3, repeats: 6 } });
    expect(holdout.stopping).toEqual({
      candidates: [],
      reason: expect.stringContaining('holdout'),
      baseline: null,
    });
    expect(reportOf(holdout, 0.05).comparison?.atBestEpoch).toBeNull();
    expect(reportOf(holdout, 0.05)).not.toHaveProperty('bestEpochs');
    const none = await run({ penalty: { lambdas: [0.05, 0.1] } });
    expect(none.stopping).toEqual({ candidates: [1, 2, 3], baseline: null });
    expect(reportOf(none, 0.05).bestEpochs).toHaveLength(4);
    for (const report of [holdout, none]) expect(v.parse(ReportSchema, report)).toEqual(report);
  });
});
