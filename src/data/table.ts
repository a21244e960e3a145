import { describeValue, errorAt } from '../errors.ts';
import type { Cell } from './cell.ts';
import type { Separator } from './csv/delimiter.ts';
import type { LeftOut } from './csv/layout.ts';
import type { ColumnFault, ColumnReading } from './reading/reading.ts';

export type { Cell } from './cell.ts';

/** A cell as JSON gives it: true and false are read as 1 and 0. */
export type RawCell = Cell | boolean;

/** How the rows of a table are named in messages. */
export interface RowNaming {
  /** The number of the first row as the user counts: 0 for JSON, 2 below a header line. */
  readonly firstRow: number;
  /** Where the rows came from; without it a row is named `data row 3`. */
  readonly source?: 'rows' | 'arrays' | 'csv';
  /** The line on which each row begins, given only where quoted line breaks make rows longer than a line. */
  readonly lines?: readonly number[];
}

/** How a CSV text was taken apart. */
export interface TableFormat {
  readonly delimiter: Separator;
  /** Lines above the header line, or above the first row. */
  readonly skippedLines: number;
  /** Rows of nothing but separators, which are left out; given only where there are any. */
  readonly emptyRows?: number | undefined;
  readonly hasHeader: boolean;
  /** Columns of the text that are not part of the table. */
  readonly leftOut: readonly LeftOut[];
}

/** What a column was read as, with up to three values as they are written, for whoever looks at the table. */
export interface SampledReading extends ColumnReading {
  readonly samples: readonly string[];
}

/** Named columns and rows of equal length, before anything is known about what each column is for. */
export interface Table extends RowNaming {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** What each column was read as. */
  readonly readings: readonly SampledReading[];
  /** What keeps each column from being used as it is; null where nothing does. */
  readonly faults: readonly (ColumnFault | null)[];
  readonly format?: TableFormat;
}

/** The most cells a table may have: if every row adds keys, the cells grow with the square of the text. */
export const MAX_CELLS = 2_000_000;

/**
 * The most columns a table may have, the target among them: what is known of a column takes some 500 bytes and 10 us, so
 * that a body of 4 MB with two rows of a million would take half a gigabyte.
 */
export const MAX_COLUMNS = 100_000;

/** The name of the target column of a table made from arrays. */
export const ARRAY_TARGET = 'y';

/** Whether a value is an array, or a typed array such as programs use for numbers. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** Names a row as the user finds it: `data.csv line 17`, `data.rows[3]`. `row` counts from 0. */
export function placeOfRow(naming: RowNaming, row: number): string {
  const number = naming.lines?.[row] ?? naming.firstRow + row;
  if (naming.source === 'csv') return `data.csv line ${number}`;
  if (naming.source === 'rows') return `data.rows[${number}]`;
  return naming.source === 'arrays' ? `data.x[${number}]` : `data row ${number}`;
}

/** Names a cell as the user finds it: `data.csv line 17, column "age"`, `data.rows[3].age`, `data.y[3]`. */
export function placeOfCell(table: RowNaming & Pick<Table, 'columns'>, row: number, column: number): string {
  const name = table.columns[column];
  const place = placeOfRow(table, row);
  if (table.source === 'rows') return `${place}${placeOfKey(name)}`;
  if (table.source !== 'arrays') return `${place}, column ${describeValue(name)}`;
  return column === table.columns.length - 1 ? `data.y[${table.firstRow + row}]` : `${place}[${column}]`;
}

/** @throws AbsumError `limit-exceeded` when a table of this size would have more than MAX_CELLS or MAX_COLUMNS */
export function checkCellCount(rows: number, columns: number, place: string): void {
  checkColumnCount(columns, place);
  if (rows * columns <= MAX_CELLS) return;
  const figure = `${rows} rows x ${columns} columns`;
  throw errorAt('limit-exceeded', place, `expected at most ${MAX_CELLS} cells, got ${figure}`);
}

/** @throws AbsumError `limit-exceeded` when a table would have more than MAX_COLUMNS */
export function checkColumnCount(columns: number, place: string): void {
  if (columns <= MAX_COLUMNS) return;
  throw errorAt('limit-exceeded', place, `expected at most ${MAX_COLUMNS} columns, got ${columns}`);
}

/** A key as it follows a place: `.age`, `["my age"]`. */
export function placeOfKey(key: string): string {
  return /^[A-Za-z_$][\w$]{0,39}$/.test(key) ? `.${key}` : `[${describeValue(key)}]`;
}
