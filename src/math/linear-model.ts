import { type Rows, type Standard, type StandardRows, standardise } from './columns.ts';

/** Outputs that are linear in standardised columns. */
export interface LinearModel {
  readonly standard: Standard;
  /** [outputs, columns], row-major; 0 for a constant column. */
  readonly weights: Float64Array;
  /** [outputs]. */
  readonly intercepts: Float64Array;
}

/** The outputs [rows, outputs] of a linear model, in f64. */
export function predictLinear({ standard, weights, intercepts }: LinearModel, features: Rows): Float64Array {
  return multiplyRows(standardise(features, standard), weights, intercepts);
}

/** x [rows, columns] times weights [outputs, columns], plus intercepts [outputs], summed in the order of the columns. */
export function multiplyRows(
  { rows, columns, values }: StandardRows,
  weights: Float64Array,
  intercepts: Float64Array,
): Float64Array {
  const outputs = intercepts.length;
  const products = new Float64Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    const from = row * columns;
    for (let k = 0; k < outputs; k++) {
      const start = k * columns;
      let sum = intercepts[k];
      for (let c = 0; c < columns; c++) sum += values[from + c] * weights[start + c];
      products[row * outputs + k] = sum;
    }
  }
  return products;
}
