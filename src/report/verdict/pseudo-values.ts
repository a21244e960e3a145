import type { Dataset } from '../../data/dataset.ts';
import { encodeTarget, type TargetScaling } from '../../data/encode.ts';
import type { Loss } from '../../engines/engine.ts';
import { log } from '../../math/elementary.ts';
import { mean, variance } from '../../math/mean.ts';
import type { MetricName } from '../../recipe/metrics.ts';
import { listRowLosses } from '../../training/loss.ts';

/** What a network said about the validation rows of its pair. */
export interface JudgedRows {
  /** Positions in the data set. */
  readonly rows: Int32Array;
  /** [rows, outputs]. */
  readonly outputs: Float32Array;
  readonly scaling: TargetScaling;
}

/** What the outputs are compared with. */
export interface Truth {
  readonly target: Dataset['target'];
  readonly loss: Loss;
}

/**
 * How much each validation row moves a metric of its pair: the metric's empirical influence function, which is 0 in
 * the mean. So the metric plus the influence is the row's pseudo-value.
 *
 * @param value the metric of these rows
 * @returns null for the median absolute error, which moves by leaps
 */
export function measureInfluence(
  metric: MetricName,
  value: number,
  truth: Truth,
  judged: JudgedRows,
): Float64Array | null {
  switch (metric) {
    case 'medianAbsoluteError':
      return null;
    case 'crossEntropy':
    case 'dataLoss':
      return centre(
        listRowLosses(truth.loss, judged.outputs, encodeTarget(truth, judged.scaling, judged.rows)),
        value,
      );
    case 'accuracy':
      return centre(listHits(truth, judged), value);
    default:
      return influenceRegression(metric, value, truth, judged);
  }
}

/**
 * Turns influences, in place, into pseudo-values: the metric plus each, or for its logarithm that of the metric plus
 * each in units of the metric.
 *
 * @param value the metric; above 0 for the logarithm
 */
export function addMetric(influence: Float64Array, value: number, isLog: boolean): Float64Array {
  const middle = isLog ? log(value) : value;
  const unit = isLog ? value : 1;
  for (let i = 0; i < influence.length; i++) influence[i] = middle + influence[i] / unit;
  return influence;
}

function centre(values: Float64Array, middle: number): Float64Array {
  for (let i = 0; i < values.length; i++) values[i] -= middle;
  return values;
}

function listHits({ target }: Truth, { rows, outputs }: JudgedRows): Float64Array {
  const width = outputs.length / rows.length;
  return Float64Array.from(rows, (row, r) => {
    const scores = outputs.subarray(r * width, (r + 1) * width);
    const chosen = scores.indexOf(scores.reduce((a, b) => Math.max(a, b)));
    return target.task === 'classification' && chosen === target.labels[row] ? 1 : 0;
  });
}

type RegressionMetric = 'rmse' | 'mae' | 'mse' | 'r2' | 'pearson';

// Loops, since `map` and `from` with a function were most of what judging cost.
function influenceRegression(
  metric: RegressionMetric,
  value: number,
  { target }: Truth,
  { rows, outputs, scaling: { targetMean, targetScale } }: JudgedRows,
): Float64Array {
  if (target.task === 'classification') throw new Error('classes have no values');
  const actual = new Float64Array(rows.length);
  const predicted = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    actual[i] = target.values[rows[i]];
    predicted[i] = outputs[i] * targetScale + targetMean;
  }
  if (metric === 'pearson') return influencePearson(value, standardise(actual), standardise(predicted));
  const influence = new Float64Array(rows.length);
  // 1 - value is the mean squared error in units of the spread.
  const spread = metric === 'r2' ? variance(actual) : 1;
  const middle = metric === 'r2' ? mean(actual) : 0;
  for (let i = 0; i < rows.length; i++) {
    const error = predicted[i] - actual[i];
    const deviation = actual[i] - middle;
    switch (metric) {
      case 'mse':
        influence[i] = error * error - value;
        break;
      case 'mae':
        influence[i] = Math.abs(error) - value;
        break;
      case 'rmse':
        influence[i] = value === 0 ? 0 : (error * error - value * value) / (2 * value);
        break;
      case 'r2':
        influence[i] = (1 - value) * ((deviation * deviation) / spread) - (error * error) / spread;
        break;
    }
  }
  return influence;
}

/** @param x actual and y predicted, both standardised; the result takes the place of x */
function influencePearson(value: number, x: Float64Array, y: Float64Array): Float64Array {
  for (let i = 0; i < x.length; i++) x[i] = x[i] * y[i] - (value * (x[i] * x[i] + y[i] * y[i])) / 2;
  return x;
}

function standardise(values: Float64Array): Float64Array {
  const middle = mean(values);
  const scale = Math.sqrt(variance(values));
  for (let i = 0; i < values.length; i++) values[i] = (values[i] - middle) / scale;
  return values;
}
