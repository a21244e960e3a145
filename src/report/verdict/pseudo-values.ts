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
      return influenceRegression(metric, value, readActual(truth, judged), readPredicted(judged));
  }
}

/**
 * The influence on the metric's logarithm: the metric's own, in units of the metric.
 *
 * @param value above 0
 */
export function takeLogarithm(value: number, influence: Float64Array): Float64Array {
  const middle = log(value);
  return influence.map((each) => middle + each / value);
}

function centre(values: Float64Array, middle: number): Float64Array {
  return values.map((value) => value - middle);
}

function listHits({ target }: Truth, { rows, outputs }: JudgedRows): Float64Array {
  const width = outputs.length / rows.length;
  return Float64Array.from(rows, (row, r) => {
    const scores = outputs.subarray(r * width, (r + 1) * width);
    const chosen = scores.indexOf(scores.reduce((a, b) => Math.max(a, b)));
    return target.task === 'classification' && chosen === target.labels[row] ? 1 : 0;
  });
}

function readActual({ target }: Truth, { rows }: JudgedRows): Float64Array {
  if (target.task === 'classification') throw new Error('classes have no values');
  return Float64Array.from(rows, (row) => target.values[row]);
}

function readPredicted({ outputs, scaling: { targetMean, targetScale } }: JudgedRows): Float64Array {
  return Float64Array.from(outputs, (output) => output * targetScale + targetMean);
}

type RegressionMetric = 'rmse' | 'mae' | 'mse' | 'r2' | 'pearson';

function influenceRegression(
  metric: RegressionMetric,
  value: number,
  actual: Float64Array,
  predicted: Float64Array,
): Float64Array {
  const errors = predicted.map((each, i) => each - actual[i]);
  switch (metric) {
    case 'mse':
      return errors.map((error) => error * error - value);
    case 'mae':
      return errors.map((error) => Math.abs(error) - value);
    case 'rmse':
      return errors.map((error) => (value === 0 ? 0 : (error * error - value * value) / (2 * value)));
    case 'r2': {
      const spread = variance(actual);
      const middle = mean(actual);
      // 1 - value is the mean squared error in units of the spread.
      return errors.map((error, i) => {
        const deviation = actual[i] - middle;
        return (1 - value) * ((deviation * deviation) / spread) - (error * error) / spread;
      });
    }
    case 'pearson': {
      const [x, y] = [standardise(actual), standardise(predicted)];
      return x.map((each, i) => each * y[i] - (value * (each * each + y[i] * y[i])) / 2);
    }
  }
}

function standardise(values: Float64Array): Float64Array {
  const middle = mean(values);
  const scale = Math.sqrt(variance(values));
  return values.map((value) => (value - middle) / scale);
}
