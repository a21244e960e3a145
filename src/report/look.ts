import type { ColumnInUse, NumberColumn, TextColumn } from '../data/dataset.ts';
import { countUp } from '../data/gather.ts';
import { giveRoles, listFaults, type Role, type RoleChoice, type Roles } from '../data/roles.ts';
import type { SampledReading, Table, TableFormat } from '../data/table.ts';
import { buildTarget, type Task } from '../data/target.ts';
import { AbsumError, describeValue, type Issue } from '../errors.ts';
import { loadTable } from '../recipe/load.ts';
import type { DataToLookAt } from '../recipe/look.ts';
import type { Next } from '../recipe/next.ts';
import { formatCount } from '../words/amounts.ts';
import { joinWords } from '../words/lists.ts';
import { findCountingColumns } from './findings/column-findings.ts';
import { findDateColumns, findLeadingZeros, findMixedColumns } from './findings/reading-findings.ts';

/** A column as it was read; without a target nothing is known of what it is for. */
export interface ColumnLook extends SampledReading {
  readonly role?: Role;
}

/** Something to decide or to know about data that can be used as they are. */
export interface LookNote {
  /** That of the finding which a comparison would have, or `missing-values`, which it would refuse. */
  readonly code: string;
  readonly message: string;
  readonly next: Next | null;
}

/** What a look at the data shows: all of it, whether a comparison would take them or not. */
export interface DataLook {
  readonly rows: number;
  /** Rows that a comparison leaves out, since nothing can be learnt from them. */
  readonly rowsWithoutTarget: number;
  readonly format?: TableFormat;
  readonly columns: readonly ColumnLook[];
  /** Why they cannot be used as they are, with the column concerned. */
  readonly faults: readonly { readonly column: string; readonly issue: Issue }[];
  readonly notes: readonly LookNote[];
}

interface LookOptions {
  readonly task: Task;
  /** Columns that `split` names. */
  readonly markers: readonly string[];
}

/**
 * Looks at the data of a recipe.
 *
 * @throws AbsumError `invalid-data` or `unknown-dataset` for what is no table, and for names that are no columns
 */
export async function lookAtData(data: DataToLookAt, { task, markers }: LookOptions): Promise<DataLook> {
  const { table, target } = await loadTable(data);
  const { ignore, missingMarkers, categories } = data;
  const choice = { markers, ignore, missingMarkers, categories };
  const roles = giveRoles(table, { ...choice, ...(target !== undefined && { target }) });
  const faults = listFaults(table, roles, choice).map(({ column, issue }) => ({
    column: table.columns[column],
    issue,
  }));
  if (target !== undefined) {
    const issues = findTargetFaults(table, roles.target, { ...choice, target, task });
    faults.unshift(...issues.map((issue) => ({ column: table.columns[roles.target], issue })));
  }
  const columns = table.readings.map((reading, column): ColumnLook => {
    return target === undefined ? reading : { ...reading, role: roles.all[column] };
  });
  return {
    rows: table.rows.length,
    rowsWithoutTarget: target === undefined ? 0 : table.readings[roles.target].missing,
    ...(table.format && { format: table.format }),
    columns,
    faults,
    notes: noteWhatToDecide(data, table, roles),
  };
}

function findTargetFaults(
  table: Table,
  target: number,
  options: RoleChoice & { readonly task: Task },
): readonly Issue[] {
  const kept = countUp(table.rows.length).filter((row) => table.rows[row][target] !== null);
  if (kept.length === 0) {
    const place = `data, column ${describeValue(table.columns[target])}`;
    return [{ place, message: 'expected values in the target, got none' }];
  }
  try {
    buildTarget(table, target, kept, options);
    return [];
  } catch (error) {
    if (error instanceof AbsumError) return error.issues;
    throw error;
  }
}

/** Notes on the columns that could be used, in the words of the findings of a comparison. */
function noteWhatToDecide(data: DataToLookAt, table: Table, { all, features }: Roles): LookNote[] {
  const sound = table.readings
    .map((reading, column): ColumnInUse => ({ ...reading, role: all[column] }))
    .filter((_, column) => table.faults[column] === null);
  const dataset = { reading: { columns: sound } };
  const counted = {
    features: features.map((column) => readFeature(table, column)),
    rows: table.rows.length,
    sourceRows: countUp(table.rows.length),
  };
  const found = [
    findDateColumns({ recipe: { data }, dataset }),
    findMixedColumns({ recipe: { data }, dataset }),
    findLeadingZeros({ recipe: { data }, dataset }),
    findCountingColumns({ recipe: { data }, dataset: counted }),
  ];
  const notes = found.flatMap((finding) =>
    finding === null ? [] : [{ code: finding.code, message: finding.message, next: finding.next }],
  );
  return [...noteMissing(data, table, features), ...notes];
}

/** A column of nothing but numbers, or a column that is no such. */
function readFeature({ columns, rows, faults }: Table, column: number): NumberColumn | TextColumn {
  const name = columns[column];
  const isNumber = faults[column] === null && rows.every((cells) => typeof cells[column] === 'number');
  return isNumber
    ? { kind: 'number', name, values: Float64Array.from(rows, (cells) => cells[column] as number) }
    : { kind: 'text', name, values: [] };
}

function noteMissing({ missing }: DataToLookAt, table: Table, features: readonly number[]): LookNote[] {
  if (missing !== 'refuse') return [];
  const gaps = features
    .map((column) => table.readings[column])
    .filter((reading) => reading.missing > 0 && reading.reading !== 'empty');
  if (gaps.length === 0) return [];
  const shown = gaps.map((reading) => `${reading.name} (${reading.missing})`);
  const message =
    `Features have missing values in some of ${formatCount(table.rows.length, 'row')}: ${joinWords(shown)}. A comparison has to be ` +
    'told what to do: data.missing "mean" fills in the mean of the training rows, "drop-row" leaves the rows out.';
  return [{ code: 'missing-values', message, next: { data: { missing: 'mean' } } }];
}
