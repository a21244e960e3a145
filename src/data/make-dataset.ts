import type { Sliced } from '../sliced.ts';
import { buildFeature, type Column } from './columns.ts';
import type { ColumnInUse, Dataset } from './dataset.ts';
import { countUp } from './gather.ts';
import type { KeepRows, KeptRows, MissingRule } from './kept-rows.ts';
import { assignRoles, type RoleChoice, type Roles } from './roles.ts';
import type { RowNaming, Table } from './table.ts';
import { buildTarget, type Task } from './target.ts';

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
 * @param keepRows chooses the rows: `keepingAll`, if the table is whole
 * @throws AbsumError `invalid-data` naming the rows and columns at fault
 */
export function* readingDataset(table: Table, options: DatasetOptions, keepRows: KeepRows): Sliced<Dataset> {
  const roles = assignRoles(table, options);
  const { target, markers, features } = roles;
  const { rows: kept, withoutTarget, dropped } = yield* keepRows(table, options.missing, roles);
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

/** Whether a table has rows enough and a value in every cell, so that `keepingAll` keeps what `keepingRows` would. */
export function isWhole({ rows, readings }: Table): boolean {
  return rows.length > 1 && readings.every(({ missing }) => missing === 0);
}

/** Chooses the rows of a whole table: all of them. */
export function* keepingAll({ rows }: Table): Sliced<KeptRows> {
  yield rows.length;
  return { rows: countUp(rows.length), withoutTarget: 0, dropped: null };
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
