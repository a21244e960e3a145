import { finish, type Sliced } from '../sliced.ts';
import { buildFeature, type Column } from './columns.ts';
import { type DroppedRows, keepingRows, type MissingRule } from './kept-rows.ts';
import type { ColumnReading } from './reading/reading.ts';
import { assignRoles, type Role, type RoleChoice, type Roles } from './roles.ts';
import { placeOfRow, type RowNaming, type Table, type TableFormat } from './table.ts';
import { buildTarget, type Target, type Task } from './target.ts';

export type { Column, NumberColumn, TextColumn } from './columns.ts';
export type { Target, Task } from './target.ts';

/** A table whose columns have been checked and typed, and have their roles. Each has `rows` entries. */
export interface Dataset {
  readonly rows: number;
  readonly features: readonly Column[];
  readonly target: Target;
  /** Columns kept aside for `split.column` and `split.groups`, as text, one entry per row. */
  readonly markers: ReadonlyMap<string, readonly string[]>;
  /** Rows left out because their target is missing. */
  readonly rowsWithoutTarget: number;
  /** Rows that have a target and are left out for other missing values. */
  readonly droppedRows: number;
  /** What these owe it to; null if there are none. */
  readonly dropped: DroppedRows | null;
  /** For each row, which row of the table it was, counted from 0. */
  readonly sourceRows: Int32Array;
  /** With `split.duplicates` "together", the group of each row, from 0: rows that no split takes apart. */
  readonly joined?: Int32Array | null;
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
  /** `drop-row` leaves out each row in which a feature or a marker has no value. */
  readonly missing: MissingRule;
}

/**
 * Makes a data set of the columns of a table, by their roles.
 *
 * Rows without a target are left out. With `mean`, missing feature values stay NaN or null, for the encoding of each
 * fold to fill in from its training rows; a missing marker is refused all the same.
 *
 * @throws AbsumError `invalid-data` naming the rows and columns at fault
 */
export function* readingDataset(table: Table, options: DatasetOptions): Sliced<Dataset> {
  const roles = assignRoles(table, options);
  const { target, markers, features } = roles;
  const { rows: kept, withoutTarget, dropped } = yield* keepingRows(table, options.missing, roles);
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
    rowsWithoutTarget: withoutTarget,
    droppedRows: table.rows.length - withoutTarget - kept.length,
    dropped,
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

function describeColumns({ readings }: Table, { all }: Roles): ColumnInUse[] {
  return readings.map(({ samples: _, ...reading }, column) => ({ ...reading, role: all[column] }));
}

function readMarker(table: Table, column: number, kept: Int32Array): string[] {
  return Array.from(kept, (row) => String(table.rows[row][column]));
}
