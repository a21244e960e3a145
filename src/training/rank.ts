import type { Matrix } from '../data/encode.ts';
import { mean } from '../math/mean.ts';
import type { Recipe } from '../recipe/schema.ts';
import { FLOPS_AN_ITEM, finish, type Sliced } from '../sliced.ts';

/** Whether a finding needs the rank: one about a subtracted penalty, squared error and no hidden layer. */
export function dependsOnRank({
  penalty,
  network,
  loss,
}: Pick<Recipe, 'network' | 'loss'> & { readonly penalty: Pick<Recipe['penalty'], 'lambdas'> }): boolean {
  return network.hidden.length === 0 && loss === 'mse' && penalty.lambdas.some((lambda) => lambda < 0);
}

/** With more columns than this the check would cost more than it is worth. */
export const MAX_COLUMNS = 200;

/**
 * A pivot below this, in the Gram matrix of columns of length 1, counts as 0: exactly dependent float32
 * features leave about (6e-8)^2, and sums of 1e6 products in f64 no more than 1e-10.
 */
const TINY_PIVOT = 1e-9;

/**
 * Whether the columns, minus their means, are linearly independent: Cholesky's decomposition of their Gram
 * matrix with the largest pivot first.
 *
 * @param matrix [rows, columns]
 * @returns null beyond 200 columns
 */
export function* checkingRank(matrix: Matrix): Sliced<boolean | null> {
  const { columns } = matrix;
  if (columns > MAX_COLUMNS) return null;
  const centred = Array.from({ length: columns }, (_, c) => normalise(takeColumn(matrix, c)));
  // Row i of the Gram matrix of the remaining columns, with those before it projected out.
  const gram: Float64Array[] = [];
  for (const a of centred) {
    gram.push(Float64Array.from(centred, (b) => dot(a, b)));
    yield (columns * matrix.rows) / FLOPS_AN_ITEM;
  }
  const left = new Set(gram.keys());
  while (left.size > 0) {
    const pivot = [...left].reduce((best, i) => (gram[i][i] > gram[best][best] ? i : best));
    if (gram[pivot][pivot] < TINY_PIVOT) return false;
    left.delete(pivot);
    for (const i of left) {
      const factor = gram[i][pivot] / gram[pivot][pivot];
      for (const j of left) gram[i][j] -= factor * gram[pivot][j];
    }
    yield (left.size * left.size) / FLOPS_AN_ITEM;
  }
  return true;
}

/** The same at once. */
export function hasFullRank(matrix: Matrix): boolean | null {
  return finish(checkingRank(matrix));
}

function takeColumn({ rows, columns, values }: Matrix, column: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => values[row * columns + column]);
}

/** Deviations from the mean, divided by their norm; all 0 if the column is constant. */
function normalise(column: Float64Array): Float64Array {
  if (column.every((value) => value === column[0])) return new Float64Array(column.length);
  const largest = column.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scaled = column.map((value) => value / largest);
  const middle = mean(scaled);
  const deviations = scaled.map((value) => value - middle);
  const norm = Math.sqrt(dot(deviations, deviations));
  return norm === 0 ? deviations : deviations.map((deviation) => deviation / norm);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
