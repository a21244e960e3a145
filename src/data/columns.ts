import { describeValue, errorAt } from '../errors.ts';
import { type Cell, placeOfCell, type Table } from './table.ts';

export interface NumberColumn {
  readonly kind: 'number';
  readonly name: string;
  /** NaN is a missing value. */
  readonly values: Float64Array;
}

export interface TextColumn {
  readonly kind: 'text';
  readonly name: string;
  /** null is a missing value. */
  readonly values: readonly (string | null)[];
}

export type Column = NumberColumn | TextColumn;

/** How many different texts a column may hold at most: each becomes an input of the network. */
export const MAX_CATEGORIES = 1000;

/**
 * Types one feature column, which has no fault: number if it holds no text in the rows kept, else text.
 *
 * @throws AbsumError `invalid-data` for no value in these rows, or a number beyond the range of float32
 */
export function buildFeature(table: Table, column: number, kept: Int32Array): Column {
  const name = table.columns[column];
  const cells = readColumn(table, kept, column);
  if (cells.every((cell) => cell === null)) {
    throw errorAt('invalid-data', `data, column ${describeValue(name)}`, 'expected values, got none at all');
  }
  if (!cells.some((cell) => typeof cell === 'string')) {
    return { kind: 'number', name, values: readNumbers(table, kept, column) };
  }
  const values = cells.map((cell) => (cell === null ? null : String(cell)));
  return { kind: 'text', name, values };
}

/** The cells of a column in some rows. */
export function readColumn(table: Table, kept: Int32Array, column: number): Cell[] {
  const cells: Cell[] = [];
  for (let i = 0; i < kept.length; i++) cells.push(table.rows[kept[i]][column]);
  return cells;
}

/** The numbers in those cells, NaN where one is missing; they must hold no text. */
export function readNumbers(table: Table, kept: Int32Array, column: number): Float64Array {
  const values = new Float64Array(kept.length);
  for (let i = 0; i < kept.length; i++) values[i] = readNumber(table, kept[i], column);
  return values;
}

function readNumber(table: Table, row: number, column: number): number {
  const cell = table.rows[row][column];
  if (cell === null) return Number.NaN;
  if (typeof cell === 'number' && Number.isFinite(Math.fround(cell))) return cell;
  const message = `expected a number within +-3.4e38 (float32), got ${String(cell)}`;
  throw errorAt('invalid-data', placeOfCell(table, row, column), message);
}
