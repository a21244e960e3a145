import { mean, RunningMean, sd } from '../math/mean.ts';
import type { CurvePoint } from '../training/curve.ts';
import type { Measure, Measures } from '../training/metrics.ts';
import type { LambdaReport, Summary } from './schema.ts';

/** Summarises one measure over the pairs; there is no mean unless every pair has a value. */
export function summarizeMeasures(measures: readonly Measure[]): Summary {
  const values = measures.map(({ value }) => value);
  const present = values.filter((value) => value !== null);
  const missing = measures.find((measure) => measure.value === null);
  if (missing !== undefined && missing.value === null) {
    const absent = values.length - present.length;
    return { mean: null, sd: null, values, reason: `${absent} of ${values.length} pairs: ${missing.reason}` };
  }
  return { mean: orNull(mean(present)), sd: orNull(sd(present)), values };
}

/** A statistic, or null if it has too few values (0 / 0) or exceeds the largest double. */
function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Summarises each metric over the pairs; the pairs have the same metrics. */
export function summarizeAll(pairs: readonly Measures[]): Record<string, Summary> {
  const names = Object.keys(pairs[0]);
  return Object.fromEntries(names.map((name) => [name, summarizeMeasures(pairs.map((pair) => pair[name]))]));
}

/**
 * Summarises the metrics of the validation rows, each with the standard error of its mean.
 *
 * @param measureError the standard error that the split gives, from one value for each pair; see
 *   `test-design.ts`
 */
export function summarizeValidation(
  pairs: readonly Measures[],
  measureError: (values: readonly number[]) => number | null,
): Record<string, Summary> {
  return Object.fromEntries(
    Object.entries(summarizeAll(pairs)).map(([name, summary]) => {
      const values = summary.values.filter((value) => value !== null);
      const se = values.length < summary.values.length ? null : measureError(values);
      return [name, { ...summary, se: se === null ? null : orNull(se) }];
    }),
  );
}

/** Averages the curves of a lambda's pairs without holding all of them at once. */
interface CurveMeans {
  /**
   * Takes the curve of one pair; the pairs come in their order, since the last bit of a mean depends on it.
   */
  add(curve: readonly CurvePoint[]): void;
  /**
   * The mean of each point over the pairs that reached its epoch; of the training rows, where they were evaluated in all
   * of these.
   */
  average(): LambdaReport['curves'];
}

export function openCurveMeans(): CurveMeans {
  const points: Record<'training' | 'validation' | 'penalty' | 'batch', RunningMean>[] = [];
  return {
    add(curve) {
      for (const [i, point] of curve.entries()) {
        points[i] ??= {
          training: new RunningMean(),
          validation: new RunningMean(),
          penalty: new RunningMean(),
          batch: new RunningMean(),
        };
        const means = points[i];
        if (point.trainingDataLoss !== null) means.training.add(point.trainingDataLoss);
        means.validation.add(point.validationDataLoss ?? Number.NaN);
        means.penalty.add(point.penalty);
        means.batch.add(point.batchObjective);
      }
    },
    average() {
      const averaged = points.map((means, i) => ({ epoch: i + 1, ...means }));
      // A pair that ended here was evaluated by itself, which says nothing of the others.
      const evaluated = averaged.filter(({ training, batch }) => training.count === batch.count);
      return {
        epoch: averaged.map(({ epoch }) => epoch),
        pairs: averaged.map(({ batch }) => batch.count),
        evaluatedEpoch: evaluated.map(({ epoch }) => epoch),
        trainingDataLoss: evaluated.map(({ training }) => training.value),
        validationDataLoss: averaged.map(({ validation }) => validation.value),
        penalty: averaged.map(({ penalty }) => penalty.value),
        objective: evaluated.map(({ training, penalty }) => training.value + penalty.value),
        batchObjective: averaged.map(({ batch }) => batch.value),
      };
    },
  };
}

/** Averages the curves of a lambda's pairs, each point over the pairs that reached its epoch. */
export function averageCurves(curves: readonly (readonly CurvePoint[])[]): LambdaReport['curves'] {
  const means = openCurveMeans();
  for (const curve of curves) means.add(curve);
  return means.average();
}
