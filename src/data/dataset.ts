import { describeValue, errorAt } from '../errors.ts';
import { finish, type Sliced } from '../sliced.ts';
import { buildFeature, type Column } from './columns.ts';
import { placeOfCell, placeOfRow, type RowNaming, type Table } from './table.ts';
import { buildTarget, type Target, type Task } from './target.ts';

export type { Column, NumberColumn, TextColumn } from './columns.ts';
export type { Target, Task } from './target.ts';

/** What to do about missing values: refuse the data, fill in the training mean, or leave out the row. */
type MissingRule = 'refuse' | 'mean' | 'drop-row';

/** A table whose columns have been checked and typed, and have their roles. Each has `rows` entries. */
export interface Dataset {
  readonly rows: number;
  readonly features: readonly Column[];
  readonly target: Target;
  /** Columns kept aside for `split.column` and `split.groups`, as text, one entry per row. */
  readonly markers: ReadonlyMap<string, readonly string[]>;
  readonly droppedRows: number;
  /** For each row, which row of the table it was, counted from 0. */
  readonly sourceRows: Int32Array;
  /** How the table's rows are named in messages. */
  readonly naming: RowNaming;
}

export interface DatasetOptions {
  readonly target: string;
  readonly task: Task;
  /** `drop-row` leaves out each row in which any column, target and markers included, has no value. */
  readonly missing: MissingRule;
  /** Names of the columns that are neither feature nor target. */
  readonly markers?: readonly string[] | undefined;
}

/** Fewer rows cannot be split. */
const MIN_ROWS = 2;
const COLUMNS_LISTED = 10;

/**
 * Gives each column of a table its role: one is the target, some are markers, and all others are features.
 *
 * With `mean`, missing feature values stay NaN or null, for the encoding of each fold to fill in from
 * its training rows; a missing target or marker is refused all the same.
 *
 * @throws AbsumError `invalid-data` naming the row and column at fault
 */
export function* readingDataset(table: Table, options: DatasetOptions): Sliced<Dataset> {
  const target = findColumn(table, options.target, 'data.target');
  const markers = findMarkers(table, options.markers ?? [], target);
  const features: number[] = [];
  for (let c = 0; c < table.columns.length; c++) {
    if (c !== target && !markers.includes(c)) features.push(c);
  }
  if (features.length === 0) {
    throw errorAt('invalid-data', 'data', 'expected at least one feature column, got none beside the target');
  }
  const kept = keepRows(table, options.missing, features);
  yield table.rows.length * table.columns.length;
  const columns: Column[] = [];
  for (const c of features) {
    columns.push(buildFeature(table, c, kept));
    yield table.rows.length;
  }
  return {
    rows: kept.length,
    features: columns,
    target: buildTarget(table, target, kept, options.task),
    markers: new Map(markers.map((c) => [table.columns[c], readMarker(table, c, kept)])),
    droppedRows: table.rows.length - kept.length,
    sourceRows: kept,
    naming: copyNaming(table),
  };
}

/** The same at once. */
export function datasetFromTable(table: Table, options: DatasetOptions): Dataset {
  return finish(readingDataset(table, options));
}

/** Names a row of a data set as the user finds it: `data.csv line 17`, `data.rows[3]`. */
export function placeOfDatasetRow(dataset: Dataset, row: number): string {
  return placeOfRow(dataset.naming, dataset.sourceRows[row]);
}

/** Copied, so that the data set does not keep the table alive. */
function copyNaming({ firstRow, source, lines }: RowNaming): RowNaming {
  return { firstRow, ...(source && { source }), ...(lines && { lines }) };
}

function findColumn(table: Table, name: string, place: string): number {
  const position = table.columns.indexOf(name);
  if (position !== -1) return position;
  // The last one too: often it is the target.
  const more = table.columns.length - COLUMNS_LISTED - 1;
  const listed = table.columns.slice(0, COLUMNS_LISTED).map(describeValue);
  if (more > 0) listed.push(`${more} more`);
  if (more >= 0) listed.push(describeValue(table.columns[table.columns.length - 1]));
  const message = `expected one of the columns ${listed.join(', ')}, got ${describeValue(name)}`;
  throw errorAt('invalid-data', place, message);
}

function findMarkers(table: Table, names: readonly string[], target: number): number[] {
  return names.map((name) => {
    const position = findColumn(table, name, 'split');
    if (position !== target) return position;
    throw errorAt('invalid-data', 'split', `expected a column other than the target ${describeValue(name)}`);
  });
}

/** The positions of the rows to use; refuses missing values that the rule does not cover. */
function keepRows(table: Table, rule: MissingRule, features: readonly number[]): Int32Array {
  const mayMiss = new Set(rule === 'mean' ? features : []);
  const kept: number[] = [];
  let first: { row: number; column: number } | null = null;
  let refused = 0;
  table.rows.forEach((cells, row) => {
    const missing = countMissing(cells, mayMiss);
    if (missing === 0 || rule !== 'drop-row') kept.push(row);
    if (missing === 0) return;
    refused += missing;
    first ??= { row, column: cells.findIndex((cell, c) => cell === null && !mayMiss.has(c)) };
  });
  if (first !== null && rule !== 'drop-row') throw missingError(table, first, refused, features);
  if (kept.length >= MIN_ROWS) return Int32Array.from(kept);
  const dropped = table.rows.length - kept.length;
  const why = dropped > 0 ? ` after ${dropped} with missing values were dropped` : '';
  throw errorAt('invalid-data', 'data', `expected at least ${MIN_ROWS} rows, got ${kept.length}${why}`);
}

function countMissing(cells: readonly unknown[], mayMiss: ReadonlySet<number>): number {
  let count = 0;
  for (let c = 0; c < cells.length; c++) if (cells[c] === null && !mayMiss.has(c)) count++;
  return count;
}

function missingError(
  table: Table,
  { row, column }: { row: number; column: number },
  total: number,
  features: readonly number[],
) {
  const inAll = total === 1 ? 'the only one' : `one of ${total}`;
  const message = features.includes(column)
    ? `the value is missing (${inAll}): fill it in, or set missing to "mean" or "drop-row"`
    : `the value is missing (${inAll}), and this column needs one: fill it in, or set missing to "drop-row"`;
  return errorAt('invalid-data', placeOfCell(table, row, column), message);
}

function readMarker(table: Table, column: number, kept: Int32Array): string[] {
  return Array.from(kept, (row) => String(table.rows[row][column]));
}
