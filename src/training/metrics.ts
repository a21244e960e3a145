import { mean, median, variance } from '../math/mean.ts';

/** A measured number, or why there is no number. */
export type Measure = { readonly value: number } | { readonly value: null; readonly reason: string };

/** Metrics by name, in the target's own units. */
export type Measures = Readonly<Record<string, Measure>>;

/** Wraps a number; one that is not finite becomes undefined, never NaN in a report. */
export function measure(value: number): Measure {
  return Number.isFinite(value) ? { value } : { value: null, reason: 'the number is too large to represent' };
}

/**
 * Compares predictions with the actual values, one of each per row, with at least one row.
 *
 * - r2 = 1 - (sum of squared errors) / (sum of squared deviations from the mean of `actual`)
 * - pearson: the correlation of actual and predicted
 */
export function measureRegression(actual: Float64Array, predicted: Float64Array): Measures {
  const errors = actual.map((value, i) => predicted[i] - value);
  const mse = mean(errors.map((error) => error * error));
  const sizes = errors.map(Math.abs);
  return {
    rmse: measure(Math.sqrt(mse)),
    mae: measure(mean(sizes)),
    mse: measure(mse),
    medianAbsoluteError: measure(median(sizes)),
    r2: measureR2(actual, mse),
    pearson: measurePearson(actual, predicted),
  };
}

/** The share of rows whose class has the highest score; among equal scores the first counts. */
export function measureAccuracy(labels: Int32Array, scores: Float32Array): Measure {
  const classes = scores.length / labels.length;
  let hits = 0;
  labels.forEach((label, row) => {
    const rowScores = scores.subarray(row * classes, (row + 1) * classes);
    if (rowScores.indexOf(rowScores.reduce((a, b) => Math.max(a, b))) === label) hits++;
  });
  return measure(hits / labels.length);
}

/** The population variances of the columns of values [rows, columns], added up. */
export function sumVariances(values: Float32Array | Float64Array, rows: number, columns: number): number {
  let total = 0;
  for (let c = 0; c < columns; c++) {
    total += variance(Float64Array.from({ length: rows }, (_, row) => values[row * columns + c]));
  }
  return total;
}

function measureR2(actual: Float64Array, mse: number): Measure {
  const spread = variance(actual);
  if (spread === 0) return { value: null, reason: 'the target is constant on these rows' };
  return measure(1 - mse / spread);
}

function measurePearson(actual: Float64Array, predicted: Float64Array): Measure {
  const spreadA = Math.sqrt(variance(actual));
  const spreadP = Math.sqrt(variance(predicted));
  if (spreadA === 0) return { value: null, reason: 'the target is constant on these rows' };
  if (spreadP === 0) return { value: null, reason: 'all predictions are equal on these rows' };
  const [meanA, meanP] = [mean(actual), mean(predicted)];
  const r = mean(actual.map((value, i) => ((value - meanA) / spreadA) * ((predicted[i] - meanP) / spreadP)));
  return measure(Math.min(1, Math.max(-1, r)));
}
