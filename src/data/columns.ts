import { type AbsumError, describeValue, errorAt } from '../errors.ts';
import { looksNumeric, parseNumber } from './number-text.ts';
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

/** A text column with more rows than this, and a different text in each, identifies rows. */
const MAX_IDENTIFIERS = 100;
/** Among at least this many values, of which at least this share are numbers, a text is a mistake. */
const MIN_VALUES_TO_JUDGE = 10;
const MOSTLY_NUMERIC = 0.9;

/**
 * Types one feature column: number if it holds no text in the rows kept, else text.
 *
 * @throws AbsumError `invalid-data` for stray text among numbers, an identifier, too many categories,
 *   no value at all, or a number beyond the range of float32
 */
export function buildFeature(table: Table, column: number, kept: Int32Array): Column {
  const name = table.columns[column];
  refuseStrayText(table, column);
  const cells = readColumn(table, kept, column);
  if (cells.every((cell) => cell === null)) {
    throw errorAt('invalid-data', `data, column ${describeValue(name)}`, 'expected values, got none at all');
  }
  if (!cells.some((cell) => typeof cell === 'string')) {
    return { kind: 'number', name, values: readNumbers(table, kept, column) };
  }
  const values = cells.map((cell) => (cell === null ? null : String(cell)));
  refuseIdentifiers(name, values);
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

/**
 * The error for text where a number is needed; `expected` says why. Names the first text that is not a
 * number.
 */
export function strayTextError(table: Table, column: number, expected: string): AbsumError {
  const decimal = table.decimal ?? '.';
  const isStray = (cell: Cell) => typeof cell === 'string' && parseNumber(cell, decimal) === null;
  let row = table.rows.findIndex((cells) => isStray(cells[column]));
  if (row === -1) row = table.rows.findIndex((cells) => typeof cells[column] === 'string');
  const cell = String(table.rows[row][column]);
  const message = `expected ${expected}, got ${describeValue(cell)}${adviseOn(cell, table)}`;
  return errorAt('invalid-data', placeOfCell(table, row, column), message);
}

function adviseOn(cell: string, table: Table): string {
  const decimal = table.decimal ?? '.';
  if (table.source !== 'csv' || !looksNumeric(cell) || parseNumber(cell, decimal) !== null) return '';
  const other = decimal === '.' ? ',' : '.';
  return ` (decimal mark "${decimal}"; set decimal to "${other}", or leave out thousands separators)`;
}

/** One "n.a." would turn a column of numbers into hundreds of categories, so it is refused instead. */
function refuseStrayText(table: Table, column: number): void {
  let values = 0;
  let texts = 0;
  let numbers = 0;
  let readable = 0;
  for (const cells of table.rows) {
    const cell = cells[column];
    if (cell === null) continue;
    values++;
    if (typeof cell === 'number') {
      numbers++;
      readable++;
    } else {
      texts++;
      if (looksNumeric(cell)) numbers++;
      if (parseNumber(cell, table.decimal ?? '.') !== null) readable++;
    }
  }
  // JSON distinguishes numbers from text: a column of nothing but numbers written as text is meant as text.
  if (texts === 0 || (texts === values && readable === values)) return;
  const mostly = values >= MIN_VALUES_TO_JUDGE && numbers >= MOSTLY_NUMERIC * values;
  if (!mostly && numbers < values) return;
  throw strayTextError(table, column, 'a number, as elsewhere in this column');
}

function refuseIdentifiers(name: string, values: readonly (string | null)[]): void {
  const count = new Set(values).size;
  const place = `data, column ${describeValue(name)}`;
  if (count > MAX_CATEGORIES) {
    const message = `expected at most ${MAX_CATEGORIES} different texts, got ${count}: leave the column out`;
    throw errorAt('invalid-data', place, message);
  }
  if (count > MAX_IDENTIFIERS && count === values.length) {
    const message = `expected texts that repeat, got a different one in each of ${count} rows: leave the column out`;
    throw errorAt('invalid-data', place, message);
  }
}
