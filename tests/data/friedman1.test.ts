import { describe, expect, it } from 'vitest';
import { generateFriedman1 } from '../../src/data/friedman1.ts';
import { FRIEDMAN1_DEFAULTS } from '../../src/data/friedman1-options.ts';
import { placeOfCell } from '../../src/data/table.ts';
import { refusalOf } from './refusal.ts';

function signalOf(x: readonly unknown[]): number {
  const [x1, x2, x3, x4, x5] = x.map(Number);
  return 10 * Math.sin(Math.PI * x1 * x2) + 20 * (x3 - 0.5) ** 2 + 10 * x4 + 5 * x5;
}

describe('generateFriedman1', () => {
  it('follows the formula exactly when there is no noise', () => {
    const table = generateFriedman1({ ...FRIEDMAN1_DEFAULTS, noise: 0 });
    expect(table.columns).toEqual(['x1', 'x2', 'x3', 'x4', 'x5', 'x6', 'x7', 'x8', 'x9', 'x10', 'y']);
    // Terms of up to 10 in f64: a few ULP of 25.
    for (const row of table.rows) expect(Math.abs(Number(row[10]) - signalOf(row))).toBeLessThan(2e-14);
  });

  it('adds normal noise of the standard deviation asked for', () => {
    const table = generateFriedman1({ rows: 4000, features: 5, noise: 3, seed: 9 });
    const errors = table.rows.map((row) => Number(row[5]) - signalOf(row));
    const mean = errors.reduce((sum, e) => sum + e, 0) / errors.length;
    const sd = Math.sqrt(errors.reduce((sum, e) => sum + (e - mean) ** 2, 0) / errors.length);
    // Standard errors 3 / sqrt(4000) = 0.047 and 3 / sqrt(8000) = 0.034; five of each.
    expect(Math.abs(mean)).toBeLessThan(0.24);
    expect(Math.abs(sd - 3)).toBeLessThan(0.17);
  });

  it('draws features uniformly from [0, 1)', () => {
    const values = generateFriedman1({ rows: 1000, features: 8, noise: 1, seed: 2 }).rows.flatMap((row) =>
      row.slice(0, 8).map(Number),
    );
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    // Standard error sqrt(1 / 12 / 8000) = 0.0032.
    expect(Math.abs(values.reduce((sum, v) => sum + v, 0) / values.length - 0.5)).toBeLessThan(0.016);
  });

  it('gives the same table for the same seed and another for another', () => {
    const rowsOf = (seed: number) => generateFriedman1({ ...FRIEDMAN1_DEFAULTS, seed }).rows;
    expect(rowsOf(1)).toEqual(rowsOf(1));
    expect(rowsOf(1)).not.toEqual(rowsOf(2));
  });

  it('has by default 200 rows of ten features with noise of standard deviation 1', () => {
    expect(FRIEDMAN1_DEFAULTS).toEqual({ rows: 200, features: 10, noise: 1, seed: 1 });
  });

  it('counts its rows from 0', () => {
    expect(placeOfCell(generateFriedman1(FRIEDMAN1_DEFAULTS), 3, 10)).toBe('data row 3, column "y"');
  });

  it.each([
    ['rows', 2],
    ['features', 5],
    ['noise', 0],
    ['noise', 1e6],
    ['seed', 0],
  ])('takes %s = %d', (field, value) => {
    expect(generateFriedman1({ ...FRIEDMAN1_DEFAULTS, [field]: value }).columns).toContain('x5');
  });

  it.each([
    ['noise', 1e6 + 1],
    ['rows', 1],
    ['rows', 2.5],
    ['features', 4],
    ['noise', -1],
    ['noise', Number.NaN],
    ['seed', -1],
  ])('refuses %s = %d', (field, value) => {
    const run = () => generateFriedman1({ ...FRIEDMAN1_DEFAULTS, [field]: value });
    expect(refusalOf(run)).toMatchObject({ code: 'invalid-recipe', place: `data.${field}` });
  });

  it('refuses more cells than fit', () => {
    const run = () => generateFriedman1({ ...FRIEDMAN1_DEFAULTS, rows: 1e9 });
    expect(refusalOf(run).code).toBe('limit-exceeded');
  });
});
