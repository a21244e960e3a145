import { readFileSync } from 'node:fs';

/** The diabetes data: features standardised by the population standard deviation, target raw. */
export function readDiabetes(): { x: number[][]; y: number[] } {
  const text = readFileSync(new URL('../../fixtures/diabetes.csv', import.meta.url), 'utf8');
  const [, ...lines] = text.trim().split('\n');
  const rows = lines.map((line) => line.split(',').map(Number));
  const x = rows.map((row) => row.slice(0, -1));
  return { x: standardize(x, x), y: rows.map((row) => row[row.length - 1]) };
}

/** Standardises rows by mean and population standard deviation of the training rows. */
export function standardize(rows: readonly number[][], training: readonly number[][]): number[][] {
  const n = training.length;
  const means = training[0].map((_, c) => training.reduce((sum, row) => sum + row[c], 0) / n);
  const sds = means.map((mean, c) =>
    Math.sqrt(training.reduce((sum, row) => sum + (row[c] - mean) ** 2, 0) / n),
  );
  return rows.map((row) => row.map((value, c) => (value - means[c]) / sds[c]));
}
