import type { Matrix } from '../../data/encode.ts';
import type { Loss } from '../../engines/engine.ts';
import { mean, median } from '../../math/mean.ts';

/** The part of a training set that the gradient needs. */
interface TrainingRows {
  /** [rows, inputs] */
  readonly features: Matrix;
  /** [rows, outputs] */
  readonly targets: Matrix;
}

/**
 * The smallest coefficient of the penalty at which a network with no hidden layer has all its penalised
 * parameters at zero: the largest |gradient of the data loss| at that point (the condition of Karush, Kuhn
 * and Tucker at 0; glmnet's lambda_max). Unpenalised biases are at their optimum there, so every output is
 * the best constant.
 *
 * For mae with several rows at the median the gradient is a set; the member taken shares the balance equally,
 * and gives a coefficient that zeroes all, though not always the smallest.
 *
 * @param penalisesBiases whether the biases are zeroed too
 * @param groups inputs of each group of the penalty (see `engine.ts`), or null: at zero, the norm of a
 *   group's gradient is at most the coefficient times sqrt(size), so its root mean square counts
 */
export function computeLinearMaximum(
  { features, targets }: TrainingRows,
  loss: Loss,
  penalisesBiases: boolean,
  groups: readonly number[] | null,
): number {
  const { rows, columns: outputs } = targets;
  const slopes = Array.from({ length: outputs }, (_, output) => {
    const values = Float64Array.from({ length: rows }, (_, row) => targets.values[row * outputs + output]);
    return computeSlopes(values, loss, penalisesBiases, outputs);
  });
  const gradient = Array.from({ length: features.columns }, (_, input) =>
    slopes.map((slope) => {
      let sum = 0;
      for (let row = 0; row < rows; row++)
        sum += features.values[row * features.columns + input] * slope[row];
      return Math.abs(sum / rows);
    }),
  );
  const weights = groups === null ? gradient.flat() : averageGroups(gradient, groups);
  const biases = penalisesBiases ? slopes.map((slope) => Math.abs(sum(slope) / rows)) : [];
  return [...weights, ...biases].reduce((largest, slope) => Math.max(largest, slope), 0);
}

/** For each group, the root mean square of the gradient with respect to its weights. */
function averageGroups(gradient: readonly (readonly number[])[], groups: readonly number[]): number[] {
  let end = 0;
  return groups.map((inputs) => {
    const start = end;
    end += inputs;
    const slopes = Float64Array.from(gradient.slice(start, end).flat());
    return Math.sqrt(mean(slopes.map((slope) => slope * slope)));
  });
}

/** rows times the derivative of the data loss by each row's output, at the best constant output or at 0. */
function computeSlopes(values: Float64Array, loss: Loss, atZero: boolean, outputs: number): Float64Array {
  switch (loss.name) {
    case 'cross-entropy': {
      // For one class: its probability, minus 1 in its own rows; the best constant is its share of the rows.
      const share = atZero ? 1 / outputs : mean(values);
      return values.map((value) => share - value);
    }
    case 'mse': {
      const constant = atZero ? 0 : mean(values);
      return values.map((value) => 2 * (constant - value));
    }
    case 'huber': {
      const { delta } = loss;
      const clip = (difference: number) => Math.max(-delta, Math.min(delta, difference));
      const constant = atZero ? 0 : findRoot(values, (c) => sum(values.map((value) => clip(c - value))));
      return values.map((value) => clip(constant - value));
    }
    case 'mae': {
      const constant = atZero ? 0 : median(values);
      const signs = values.map((value) => Math.sign(constant - value));
      const level = signs.filter((sign) => sign === 0).length;
      const share = atZero || level === 0 ? 0 : -sum(signs) / level;
      return signs.map((sign) => (sign === 0 ? share : sign));
    }
  }
}

/** Where a nondecreasing function crosses 0, between the smallest and the largest value, by bisection. */
function findRoot(values: Float64Array, compute: (constant: number) => number): number {
  let low = values.reduce((a, b) => Math.min(a, b));
  let high = values.reduce((a, b) => Math.max(a, b));
  for (let i = 0; i < 100; i++) {
    const middle = low + (high - low) / 2;
    if (compute(middle) < 0) low = middle;
    else high = middle;
  }
  return high;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
