import type { Column } from './columns.ts';
import type { DroppedRows } from './kept-rows.ts';
import type { ColumnReading } from './reading/reading.ts';
import type { Role } from './roles.ts';
import { placeOfRow, type RowNaming, type TableFormat } from './table.ts';
import type { Target } from './target.ts';

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

/** Names a row of a data set as the user finds it: `data.csv line 17`, `data.rows[3]`. */
export function placeOfDatasetRow(dataset: Dataset, row: number): string {
  return placeOfRow(dataset.naming, dataset.sourceRows[row]);
}
