import type { Labels } from './found.ts';
import type { ScoreCell, ScoreTable } from './table.ts';

// Cells as labels: equal ones get the same number, so that nothing else compares texts.

/** The number of the label of each line, and the labels by number, in order of first appearance. */
export interface Coded {
  readonly code: Int32Array;
  readonly labels: readonly string[];
}

/** A cell as the label that it is; "" where there is none. */
export function labelOf(cell: ScoreCell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell.trim();
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

/** Numbers the labels of cells. */
export function codeCells(cells: readonly ScoreCell[]): Coded {
  const code = new Int32Array(cells.length);
  const numbers = new Map<ScoreCell, number>();
  const byLabel = new Map<string, number>();
  for (let line = 0; line < cells.length; line++) {
    const cell = cells[line];
    let number = numbers.get(cell);
    if (number === undefined) {
      const label = labelOf(cell);
      number = byLabel.get(label) ?? byLabel.size;
      byLabel.set(label, number);
      numbers.set(cell, number);
    }
    code[line] = number;
  }
  return { code, labels: [...byLabel.keys()] };
}

/** Numbers the combinations of two numberings, in order of first appearance. */
export function combine(a: Int32Array, b: Int32Array): { readonly code: Int32Array; readonly count: number } {
  let most = 0;
  for (let line = 0; line < b.length; line++) most = Math.max(most, b[line]);
  const numbers = new Map<number, number>();
  const code = new Int32Array(a.length);
  for (let line = 0; line < a.length; line++) {
    const key = a[line] * (most + 1) + b[line];
    let number = numbers.get(key);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(key, number);
    }
    code[line] = number;
  }
  return { code, count: numbers.size };
}

/** Numbers the combinations of any number of numberings. */
export function combineAll(codes: readonly Int32Array[], lines: number): Int32Array {
  return codes.reduce((code, next) => combine(code, next).code, new Int32Array(lines));
}

/**
 * The places of labels in their order: numbers by their size, also such as fold_10 after fold_2; other texts as they first
 * appear. A shuffled table then has the same order.
 */
export function rankLabels(labels: readonly string[]): Int32Array {
  const order = labels.map((_, i) => i);
  const numbers = readNumbers(labels);
  if (numbers !== null) order.sort((a, b) => numbers[a] - numbers[b]);
  const rank = new Int32Array(labels.length);
  for (const [place, i] of order.entries()) rank[i] = place;
  return rank;
}

const NUMBERED = /^(\D*)(\d{1,15})$/;

function readNumbers(labels: readonly string[]): number[] | null {
  const plain = labels.map((label) => (/^[+-]?[\d.]/.test(label) ? Number(label) : Number.NaN));
  if (plain.every(Number.isFinite)) return plain;
  const parts = labels.map((label) => NUMBERED.exec(label));
  const prefix = parts[0]?.[1];
  if (parts.some((part) => part === null || part[1] !== prefix)) return null;
  return parts.map((part) => Number(part?.[2]));
}

/** The labels of a column. */
export function labelsOf(table: ScoreTable, column: number): Labels {
  const { name, cells } = table.columns[column];
  return { name, cells, placeOf: (line) => table.placeOfCell(line, column) };
}
