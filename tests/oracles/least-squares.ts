/** Least squares by the normal equations, in f64. */

/** The coefficients b that minimise |rows b - targets|^2; the columns are linearly independent. */
export function fitLeastSquares(rows: readonly (readonly number[])[], targets: readonly number[]): number[] {
  const width = rows[0].length;
  const gram = Array.from({ length: width }, () => new Array<number>(width).fill(0));
  const moments = new Array<number>(width).fill(0);
  rows.forEach((row, r) => {
    for (let i = 0; i < width; i++) {
      const x = row[i];
      const products = gram[i];
      moments[i] += x * targets[r];
      for (let j = 0; j <= i; j++) products[j] += x * row[j];
    }
  });
  return solveByCholesky(gram, moments);
}

/** Solves matrix x = b for a positive definite matrix, of which the lower triangle is read. */
function solveByCholesky(matrix: readonly (readonly number[])[], b: readonly number[]): number[] {
  const n = b.length;
  const lower = matrix.map((row) => [...row]);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = lower[i][j];
      for (let k = 0; k < j; k++) rest -= lower[i][k] * lower[j][k];
      lower[i][j] = i === j ? Math.sqrt(rest) : rest / lower[j][j];
    }
  }
  const x = [...b];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= lower[i][k] * x[k];
    x[i] /= lower[i][i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= lower[k][i] * x[k];
    x[i] /= lower[i][i];
  }
  return x;
}
