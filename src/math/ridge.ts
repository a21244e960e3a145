import { FLOPS_AN_ITEM, finish, type Sliced } from '../sliced.ts';
import { decomposing, solve } from './cholesky.ts';
import { fittingStandard, type Rows, type StandardRows, standardise } from './columns.ts';
import type { LinearModel } from './linear-model.ts';
import { mean } from './mean.ts';

/**
 * Ridge regression (Hoerl and Kennard 1970): the weights w and intercept a that minimise
 *
 *     |y - X w - a|^2 + penalty * rows * |w|^2
 *
 * where X are the columns standardised, so that a is the mean of y. By Cholesky's decomposition of the Gram matrix of
 * the columns, or, where there are fewer rows than columns, of that of the rows, whose solution is the same.
 *
 * @param targets y [rows], finite
 * @param penalty above 0, which also makes collinear columns solvable: they share their weight
 */
export function* fittingRidge(
  features: Rows,
  targets: ArrayLike<number>,
  penalty: number,
): Sliced<LinearModel> {
  const standard = yield* fittingStandard(features);
  const x = standardise(features, standard);
  const intercept = mean(targets);
  const deviations = Float64Array.from(targets, (target) => target - intercept);
  const solveFor = x.rows < x.columns ? solveByRows : solveByColumns;
  yield x.rows * x.columns;
  const weights = yield* solveFor(x, deviations, penalty * x.rows);
  return { standard, weights, intercepts: Float64Array.of(intercept) };
}

/** The same at once. */
export function fitRidge(...given: Parameters<typeof fittingRidge>): LinearModel {
  return finish(fittingRidge(...given));
}

/** w = (X'X + ridge I)^-1 X'y. */
function* solveByColumns(x: StandardRows, y: Float64Array, ridge: number): Sliced<Float64Array> {
  const { rows, columns, values } = x;
  const gram = new Float64Array(columns * columns);
  for (let row = 0; row < rows; row++) {
    const from = row * columns;
    for (let i = 0; i < columns; i++) {
      const value = values[from + i];
      for (let j = 0; j <= i; j++) gram[i * columns + j] += value * values[from + j];
    }
    yield (columns * columns) / FLOPS_AN_ITEM;
  }
  const weights = multiplyTransposed(x, y);
  yield* solveRidge(gram, columns, ridge, weights);
  return weights;
}

/** w = X'(XX' + ridge I)^-1 y. */
function* solveByRows(x: StandardRows, y: Float64Array, ridge: number): Sliced<Float64Array> {
  const { rows, columns, values } = x;
  const gram = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let c = 0; c < columns; c++) sum += values[i * columns + c] * values[j * columns + c];
      gram[i * rows + j] = sum;
    }
    yield (i * columns) / FLOPS_AN_ITEM;
  }
  const shares = y.slice();
  yield* solveRidge(gram, rows, ridge, shares);
  return multiplyTransposed(x, shares);
}

function* solveRidge(gram: Float64Array, n: number, ridge: number, b: Float64Array): Sliced<void> {
  for (let i = 0; i < n; i++) gram[i * n + i] += ridge;
  yield* decomposing(gram, n);
  solve(gram, n, b);
}

/** X'y. */
function multiplyTransposed({ rows, columns, values }: StandardRows, y: Float64Array): Float64Array {
  const products = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) products[c] += values[row * columns + c] * y[row];
  }
  return products;
}
