/** The metrics of a regression, written as their textbook formulas, in f64. */

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Sum of the products of the deviations from the means. */
function coMoment(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + (value - mean(a)) * (b[i] - mean(b)), 0);
}

export function regressionMetrics(actual: readonly number[], predicted: readonly number[]) {
  const errors = actual.map((value, i) => value - predicted[i]);
  const mse = mean(errors.map((error) => error ** 2));
  const sizes = errors.map(Math.abs).sort((a, b) => a - b);
  const middle = Math.floor(sizes.length / 2);
  return {
    mse,
    rmse: mse ** 0.5,
    mae: mean(sizes),
    medianAbsoluteError: sizes.length % 2 ? sizes[middle] : (sizes[middle - 1] + sizes[middle]) / 2,
    r2: 1 - (mse * actual.length) / coMoment(actual, actual),
    pearson: coMoment(actual, predicted) / (coMoment(actual, actual) * coMoment(predicted, predicted)) ** 0.5,
  };
}
