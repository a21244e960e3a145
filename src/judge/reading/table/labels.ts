import { errorAt } from '../../../errors.ts';
import { ITEMS_A_SLICE, type Sliced } from '../../../sliced.ts';
import type { Labels } from '../found.ts';
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
export function* codingCells(cells: readonly ScoreCell[]): Sliced<Coded> {
  const code = new Int32Array(cells.length);
  const byLabel = new Map<string, number>();
  // A text is looked up by its label at once; of other cells the label is made once.
  const others = new Map<ScoreCell, number>();
  const find = (label: string) => {
    const number = byLabel.get(label) ?? byLabel.size;
    if (number === byLabel.size) byLabel.set(label, number);
    return number;
  };
  for (let line = 0; line < cells.length; line++) {
    if (line % ITEMS_A_SLICE === ITEMS_A_SLICE - 1) yield ITEMS_A_SLICE;
    const cell = cells[line];
    if (typeof cell === 'string') {
      code[line] = find(cell.trim());
      continue;
    }
    let number = others.get(cell);
    if (number === undefined) {
      number = find(labelOf(cell));
      others.set(cell, number);
    }
    code[line] = number;
  }
  return { code, labels: [...byLabel.keys()] };
}

/** Numbers the combinations of two numberings, in order of first appearance. */
export function* combining(
  a: Int32Array,
  b: Int32Array,
): Sliced<{ readonly code: Int32Array; readonly count: number }> {
  let most = 0;
  for (let line = 0; line < b.length; line++) most = Math.max(most, b[line]);
  const numbers = new Map<number, number>();
  const code = new Int32Array(a.length);
  for (let line = 0; line < a.length; line++) {
    if (line % ITEMS_A_SLICE === ITEMS_A_SLICE - 1) yield ITEMS_A_SLICE;
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
export function* combiningAll(codes: readonly Int32Array[], lines: number): Sliced<Int32Array> {
  const [first, ...others] = codes;
  let code: Int32Array = new Int32Array(lines);
  // From 0 in order of first appearance, as codes are.
  if (first !== undefined) code = first;
  for (const next of others) ({ code } = yield* combining(code, next));
  return code;
}

/** Numbers the combinations of the cells of columns. */
export function* codingTogether(
  columns: readonly (readonly ScoreCell[])[],
  lines: number,
): Sliced<Int32Array> {
  const codes: Int32Array[] = [];
  for (const cells of columns) codes.push((yield* codingCells(cells)).code);
  return yield* combiningAll(codes, lines);
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

/** The numbers of the labels of some lines, each of which must have one; 1 and 1.0 are one label. */
export function* codingLines(labels: Labels, line: Int32Array, what: string): Sliced<Coded> {
  const all = yield* codingCells(labels.cells);
  const missing = all.labels.indexOf('');
  if (missing !== -1) {
    const at = line.findIndex((each) => all.code[each] === missing);
    const message = `expected what names the ${what}, got nothing`;
    if (at !== -1) throw errorAt('invalid-data', labels.placeOf(line[at]), message);
  }
  const merged = mergeNumbers(all.labels);
  const numbers = new Int32Array(all.labels.length).fill(-1);
  const used: string[] = [];
  const code = new Int32Array(line.length);
  for (let i = 0; i < line.length; i++) {
    if (i % ITEMS_A_SLICE === ITEMS_A_SLICE - 1) yield ITEMS_A_SLICE / 8;
    const label = merged[all.code[line[i]]];
    if (numbers[label] === -1) numbers[label] = used.push(all.labels[label]) - 1;
    code[i] = numbers[label];
  }
  return { code, labels: used };
}

/** For each label the first that is the same number. */
function mergeNumbers(labels: readonly string[]): Int32Array {
  const first = new Map<number, number>();
  return Int32Array.from(labels, (label, i) => {
    const value = /^[+-]?[\d.]/.test(label) ? Number(label) : Number.NaN;
    if (Number.isNaN(value)) return i;
    const known = first.get(value);
    if (known === undefined) first.set(value, i);
    return known ?? i;
  });
}

/** The labels of a column. */
export function labelsOf(table: ScoreTable, column: number): Labels {
  const { name, cells } = table.columns[column];
  return { name, cells, placeOf: (line) => table.placeOfCell(line, column) };
}
