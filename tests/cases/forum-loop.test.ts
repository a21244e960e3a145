import { beforeAll, describe, expect, it } from 'vitest';
import recipe from '../../fixtures/forum-loop.json' with { type: 'json' };
import { compare } from '../../src/compare/compare.ts';
import type { Report } from '../../src/report/schema.ts';
import { type Recording, recordEngine, reportOf, valuesOf } from '../compare/samples.ts';
import { engines } from '../host.ts';

/** 442 rows, of which round(0.2 * 442) validate. */
const TRAINING_ROWS = 442 - 88;

describe("the forum user's own loop (PyTorch forum 205470)", () => {
  let report: Report;
  let recording: Recording;

  beforeAll(async () => {
    const recorder = recordEngine(engines[0]);
    recording = recorder.recording;
    report = await compare(recipe, { engines: [recorder.recorder] });
  }, 60_000);

  it('starts a batch at every row', () => {
    const { epochs } = recipe.training;
    expect(report.design.trainingRows).toEqual([TRAINING_ROWS]);
    expect(report.cost.steps).toBe(recipe.penalty.lambdas.length * epochs * TRAINING_ROWS);
    for (const { epochs: seen } of recording.trials) {
      expect(seen).toHaveLength(epochs);
      for (const { order, stride, batchSize } of seen) {
        expect([order.length, stride, batchSize]).toEqual([TRAINING_ROWS, 1, 32]);
        expect(order.every((row, position) => row === position)).toBe(true);
      }
    }
  });

  it('divides the penalty by the weight count, and subtracts it at lambda -0.01', () => {
    const count = 10 * 64 + 64 * 32 + 32;
    for (const { lambda, perWeight, weights, training } of report.lambdas) {
      expect(weights.count).toBe(count);
      expect(perWeight).toBe(lambda / count);
      expect(Math.sign(training.penalty.mean ?? Number.NaN)).toBe(Math.sign(lambda));
    }
  });

  it('shows an inert penalty: lambda of either sign moves the validation RMSE by less than two percent', () => {
    const base = valuesOf(reportOf(report, 0).validation.rmse)[0];
    for (const lambda of [-0.01, 0.01]) {
      const { validation, training } = reportOf(report, lambda);
      expect(Math.abs(valuesOf(validation.rmse)[0] - base) / base).toBeLessThan(0.02);
      // The penalty is a mean of |w| below 1 times 0.01: under a hundredth of the data loss of about 0.4.
      expect(Math.abs((training.penalty.mean ?? 1) / (training.dataLoss.mean ?? 0))).toBeLessThan(0.01);
    }
  });

  it('keeps the penalty out of the validation loss', () => {
    // The target is standardised on the training rows, so the MSE in target units is the loss times their
    // variance, the same for every lambda; a penalty of a thousandth in the loss would show as 2e-3.
    const ratios = report.lambdas.map(
      ({ validation }) => valuesOf(validation.mse)[0] / valuesOf(validation.dataLoss)[0],
    );
    for (const ratio of ratios) expect(Math.abs(ratio / ratios[1] - 1)).toBeLessThan(1e-6);
    for (const { validation, curves } of report.lambdas) {
      expect(curves.validationDataLoss.at(-1)).toBe(valuesOf(validation.dataLoss)[0]);
    }
  });

  it('gives the running mean of batch objectives, in which dropout was on, under its own name', () => {
    for (const { curves } of report.lambdas) {
      curves.batchObjective.forEach((running, i) => {
        expect(running).not.toBe(curves.objective[i]);
      });
    }
  });
});
