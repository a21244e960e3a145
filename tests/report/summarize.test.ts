import { describe, expect, it } from 'vitest';
import { averageCurves, summarizeMeasures } from '../../src/report/summarize.ts';
import type { CurvePoint } from '../../src/training/curve.ts';

const none = { value: null, reason: 'no such luck' };

describe('summarizeMeasures', () => {
  it('gives mean and sample standard deviation', () => {
    const measures = [{ value: 1 }, { value: 2 }, { value: 6 }];
    expect(summarizeMeasures(measures)).toEqual({ mean: 3, sd: Math.sqrt(14 / 2), values: [1, 2, 6] });
  });

  it('has no standard deviation of one value', () => {
    expect(summarizeMeasures([{ value: 4 }])).toEqual({ mean: 4, sd: null, values: [4] });
  });

  it('has no mean when a value is missing, and says how many are', () => {
    expect(summarizeMeasures([{ value: 1 }, none, none])).toEqual({
      mean: null,
      sd: null,
      values: [1, null, null],
      reason: '2 of 3 pairs: no such luck',
    });
  });
});

describe('averageCurves', () => {
  it('averages each epoch over the pairs that reached it', () => {
    const point = (epoch: number, loss: number): CurvePoint => ({
      epoch,
      trainingDataLoss: loss,
      validationDataLoss: 2 * loss,
      penalty: 1,
      objective: loss + 1,
      batchObjective: 3 * loss,
    });
    expect(averageCurves([[point(1, 4), point(2, 3)], [point(1, 8)], []])).toEqual({
      epoch: [1, 2],
      pairs: [2, 1],
      evaluatedEpoch: [1, 2],
      trainingDataLoss: [6, 3],
      validationDataLoss: [12, 6],
      penalty: [1, 1],
      objective: [7, 4],
      batchObjective: [18, 9],
    });
  });

  it('gives the training loss where it was measured in all pairs that reached the epoch', () => {
    const point = (epoch: number, loss: number | null): CurvePoint => ({
      epoch,
      trainingDataLoss: loss,
      validationDataLoss: 1,
      penalty: 2,
      objective: loss === null ? null : loss + 2,
      batchObjective: 1,
    });
    // Both are evaluated at 1 and 4; one ends at 2, the other at 5.
    const ended = [point(1, 8), point(2, 6)];
    const longer = [point(1, 6), point(2, null), point(3, null), point(4, 3), point(5, 1)];
    expect(averageCurves([ended, longer])).toMatchObject({
      pairs: [2, 2, 1, 1, 1],
      evaluatedEpoch: [1, 4, 5],
      trainingDataLoss: [7, 3, 1],
      objective: [9, 5, 3],
      penalty: [2, 2, 2, 2, 2],
    });
  });
});
