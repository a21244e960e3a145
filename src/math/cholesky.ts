import { FLOPS_AN_ITEM, type Sliced } from '../sliced.ts';

/**
 * Cholesky's decomposition of a symmetric positive definite matrix, L times its transpose (Golub and Van Loan 2013,
 * algorithm 4.2.1), in place.
 *
 * @param matrix [n, n], row-major, of which the lower triangle is read and becomes L; the rest stays as it is
 */
export function* decomposing(matrix: Float64Array, n: number): Sliced<void> {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * n + j];
      for (let k = 0; k < j; k++) rest -= matrix[i * n + k] * matrix[j * n + k];
      matrix[i * n + j] = i === j ? Math.sqrt(rest) : rest / matrix[j * n + j];
    }
    yield (i * i) / FLOPS_AN_ITEM;
  }
}

/**
 * Solves matrix x = b, in place of b.
 *
 * @param lower what `decomposing` made of the matrix
 * @param b [n]
 */
export function solve(lower: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) b[i] -= lower[i * n + k] * b[k];
    b[i] /= lower[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) b[i] -= lower[k * n + i] * b[k];
    b[i] /= lower[i * n + i];
  }
}
