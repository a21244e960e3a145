import { errorAt } from '../errors.ts';
import { finish, type Sliced } from '../sliced.ts';
import { buildFeature, type Column } from './columns.ts';
import type { ColumnReading } from './reading/reading.ts';
import { assignRoles, type Role, type RoleChoice, type Roles } from './roles.ts';
import { placeOfCell, placeOfRow, type RowNaming, type Table, type TableFormat } from './table.ts';
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
  readonly reading: DatasetReading;
}

/** A column as it was read, and what it is for. */
export interface ColumnInUse extends Omit<ColumnReading, 'samples'> {
  readonly role: Role;
}

/** How a table was read. */
export interface DatasetReading {
  /** For a CSV text. */
  readonly format?: TableFormat;
  /** In the order of the table; those made from dates stand in their place. */
  readonly columns: readonly ColumnInUse[];
}

export interface DatasetOptions extends RoleChoice {
  readonly task: Task;
  /** `drop-row` leaves out each row in which any column, target and markers included, has no value. */
  readonly missing: MissingRule;
}

/** Fewer rows cannot be split. */
const MIN_ROWS = 2;

/**
 * Makes a data set of the columns of a table, by their roles.
 *
 * With `mean`, missing feature values stay NaN or null, for the encoding of each fold to fill in from
 * its training rows; a missing target or marker is refused all the same.
 *
 * @throws AbsumError `invalid-data` naming the row and column at fault
 */
export function* readingDataset(table: Table, options: DatasetOptions): Sliced<Dataset> {
  const roles = assignRoles(table, options);
  const { target, markers, features } = roles;
  const kept = keepRows(table, options.missing, roles);
  yield table.rows.length * table.columns.length;
  const columns: Column[] = [];
  for (const c of features) {
    columns.push(buildFeature(table, c, kept));
    yield table.rows.length;
  }
  return {
    rows: kept.length,
    features: columns,
    target: buildTarget(table, target, kept, options),
    markers: new Map(markers.map((c) => [table.columns[c], readMarker(table, c, kept)])),
    droppedRows: table.rows.length - kept.length,
    sourceRows: kept,
    naming: copyNaming(table),
    reading: { ...(table.format && { format: table.format }), columns: describeColumns(table, roles) },
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

/** The positions of the rows to use; refuses missing values that the rule does not cover. */
function keepRows(table: Table, rule: MissingRule, { target, features, markers }: Roles): Int32Array {
  const needed = [target, ...markers, ...(rule === 'mean' ? [] : features)].toSorted((a, b) => a - b);
  const kept: number[] = [];
  let first: { row: number; column: number } | null = null;
  let refused = 0;
  table.rows.forEach((cells, row) => {
    const missing = needed.filter((c) => cells[c] === null);
    if (missing.length === 0 || rule !== 'drop-row') kept.push(row);
    if (missing.length === 0) return;
    refused += missing.length;
    first ??= { row, column: missing[0] };
  });
  if (first !== null && rule !== 'drop-row') throw missingError(table, first, refused, features);
  if (kept.length >= MIN_ROWS) return Int32Array.from(kept);
  const dropped = table.rows.length - kept.length;
  const why = dropped > 0 ? ` after ${dropped} with missing values were dropped` : '';
  throw errorAt('invalid-data', 'data', `expected at least ${MIN_ROWS} rows, got ${kept.length}${why}`);
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

function describeColumns({ readings }: Table, { all }: Roles): ColumnInUse[] {
  return readings.map(({ samples: _, ...reading }, column) => ({ ...reading, role: all[column] }));
}

function readMarker(table: Table, column: number, kept: Int32Array): string[] {
  return Array.from(kept, (row) => String(table.rows[row][column]));
}
