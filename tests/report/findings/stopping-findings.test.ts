import { expect, it } from 'vitest';
import type { Observed } from '../../../src/report/findings/observed.ts';
import { findStillImproving } from '../../../src/report/findings/stopping-findings.ts';
import type { LambdaReport } from '../../../src/report/schema.ts';

/** One lambda with this mean validation loss by epoch. */
function observe(losses: readonly number[]): Observed {
  const report = {
    lambda: 0,
    curves: { validationDataLoss: losses },
    diverged: [],
  } as Partial<Record<keyof LambdaReport, unknown>> as LambdaReport;
  const recipe = {
    training: { epochs: losses.length, patience: null },
    thresholds: { improvingShare: 0.01 },
  };
  return { lambdas: [{ report, trials: [] }], recipe } as Partial<
    Record<keyof Observed, unknown>
  > as Observed;
}
const steady = (until: readonly number[]) => [
  ...Array.from({ length: 20 - until.length }, () => 2),
  ...until,
];

it('still-improving goes by the line through the last tenth and the epoch before it', () => {
  // 1.2 at epoch 18, then 1.1 and 1: the line falls by 0.2 of 1.2.
  expect(findStillImproving(observe(steady([1.2, 1.1, 1])))?.evidence).toMatchObject({
    fall: [expect.closeTo(1 / 6, 12)],
  });
  // Ends that differ by luck lie on a line that hardly falls.
  expect(findStillImproving(observe(steady([1.002, 1.008, 1])))).toBeNull();
});

it('still-improving never speaks of a curve that was lower before', () => {
  expect(findStillImproving(observe([0.99, ...steady([1.2, 1.1, 1]).slice(1)]))).toBeNull();
  expect(findStillImproving(observe([1, ...steady([1.2, 1.1, 1]).slice(1)]))).not.toBeNull();
});
