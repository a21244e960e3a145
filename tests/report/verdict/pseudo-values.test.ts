import { describe, expect, it } from 'vitest';
import type { Target } from '../../../src/data/dataset.ts';
import { encodeTarget } from '../../../src/data/encode.ts';
import type { MetricName } from '../../../src/recipe/metrics.ts';
import { addMetric, measureInfluence } from '../../../src/report/verdict/pseudo-values.ts';
import { listRowLosses } from '../../../src/training/loss.ts';
import { assertClose } from '../../assert-close.ts';

const ACTUAL = [3, 1, 4, 1.5, 9, 2.6, 5];
const PREDICTED = [2.5, 1.75, 3, 2, 7, 3.5, 5.5];
const SCALING = { targetMean: 4, targetScale: 2 };
const ROWS = Int32Array.from(ACTUAL, (_, i) => i);

/** A metric of weighted rows. */
function measureWeighted(metric: MetricName, weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (of: (i: number) => number) =>
    weights.reduce((sum, weight, i) => sum + weight * of(i), 0) / total;
  const [y, p] = [mean((i) => ACTUAL[i]), mean((i) => PREDICTED[i])];
  const mse = mean((i) => (PREDICTED[i] - ACTUAL[i]) ** 2);
  const spread = mean((i) => (ACTUAL[i] - y) ** 2);
  switch (metric) {
    case 'rmse':
      return Math.sqrt(mse);
    case 'mse':
      return mse;
    case 'mae':
      return mean((i) => Math.abs(PREDICTED[i] - ACTUAL[i]));
    case 'r2':
      return 1 - mse / spread;
    case 'pearson':
      return (
        mean((i) => (ACTUAL[i] - y) * (PREDICTED[i] - p)) /
        Math.sqrt(spread * mean((i) => (PREDICTED[i] - p) ** 2))
      );
    default:
      return mse / SCALING.targetScale ** 2;
  }
}

const TRUTH = {
  target: { task: 'regression', name: 'y', values: Float64Array.from(ACTUAL) } as Target,
  loss: { name: 'mse' },
} as const;
const JUDGED = {
  rows: ROWS,
  outputs: Float32Array.from(PREDICTED, (value) => (value - SCALING.targetMean) / SCALING.targetScale),
  scaling: SCALING,
};

describe('the influence of a row', () => {
  it.each(['rmse', 'mse', 'mae', 'r2', 'pearson', 'dataLoss'] as const)(
    'on %s is how the metric moves with the weight of the row, 0 in the mean',
    (metric) => {
      const equal = ACTUAL.map(() => 1);
      const value = measureWeighted(metric, equal);
      const influence = measureInfluence(metric, value, TRUTH, JUDGED) ?? new Float64Array();
      const step = 1e-4;
      const slopes = ACTUAL.map((_, row) => {
        const at = (change: number) =>
          measureWeighted(
            metric,
            equal.map((weight, i) => (i === row ? weight + change : weight)),
          );
        return (ACTUAL.length * (at(step) - at(-step))) / (2 * step);
      });
      assertClose(influence, slopes, 1e-6);
      assertClose(
        influence.reduce((sum, each) => sum + each, 0),
        0,
        1e-6,
      );
    },
  );

  it('on accuracy is a hit or a miss, on cross-entropy the loss of the row', () => {
    const target = {
      task: 'classification',
      name: 'y',
      classes: ['a', 'b'],
      labels: Int32Array.of(0, 1, 1),
    } as Target;
    const truth = { target, loss: { name: 'cross-entropy' } } as const;
    const judged = {
      rows: Int32Array.of(0, 1, 2),
      outputs: Float32Array.of(1, 0, 0, 2, 3, 0),
      scaling: { targetMean: 0, targetScale: 1 },
    };
    assertClose(measureInfluence('accuracy', 2 / 3, truth, judged) ?? [], [1 / 3, 1 / 3, -2 / 3], 1e-15);
    const losses = [1, 2, -3].map((lead) => Math.log(1 + Math.exp(-lead)));
    const mean = losses.reduce((sum, loss) => sum + loss / 3, 0);
    for (const metric of ['crossEntropy', 'dataLoss'] as const) {
      const influence = measureInfluence(metric, mean, truth, judged) ?? [];
      assertClose(
        influence,
        losses.map((loss) => loss - mean),
        1e-14,
      );
    }
  });

  it.each([{ name: 'mae' }, { name: 'huber', delta: 0.4 }] as const)(
    'on the data loss follows the loss: %o',
    (loss) => {
      const targets = encodeTarget(TRUTH, SCALING, ROWS);
      const expected = [...JUDGED.outputs].map((output, i) => {
        const size = Math.abs(output - targets.values[i]);
        if (loss.name === 'mae') return size;
        return size <= 0.4 ? size ** 2 / 2 : 0.4 * (size - 0.2);
      });
      assertClose(listRowLosses(loss, JUDGED.outputs, targets), expected, 1e-15);
      const influence = measureInfluence('dataLoss', 0.25, { ...TRUTH, loss }, JUDGED) ?? [];
      assertClose(
        influence,
        expected.map((each) => each - 0.25),
        1e-15,
      );
    },
  );

  it('does not exist for the median, which leaps', () => {
    expect(measureInfluence('medianAbsoluteError', 1, TRUTH, JUDGED)).toBeNull();
  });

  it('on a logarithm is its own, in units of the metric', () => {
    assertClose(addMetric(Float64Array.of(-1, 1), 4, true), [Math.log(4) - 0.25, Math.log(4) + 0.25], 1e-15);
    expect(addMetric(Float64Array.of(-1, 1), 4, false)).toEqual(Float64Array.of(3, 5));
  });
});
