import { AbsumError, describeValue, errorAt, type Issue, type Way } from '../errors.ts';
import { indexNames, refuseName } from './names.ts';
import type { ColumnFault, ColumnWay } from './reading/reading.ts';
import { placeOfCell, type Table } from './table.ts';

/** What a column is for. */
export type Role =
  | 'target'
  | 'feature'
  /** Named by `split.column` or `split.groups`. */
  | 'marker'
  /** Named by `data.ignore`. */
  | 'ignored'
  /** No feature, by what it holds: dates that nobody asked for, or nothing. */
  | 'left out';

/** What a recipe says of columns, by name. */
export interface RoleChoice {
  readonly target: string;
  readonly markers?: readonly string[] | undefined;
  readonly ignore?: readonly string[] | undefined;
  readonly missingMarkers?: readonly string[] | undefined;
  readonly categories?: readonly string[] | undefined;
}

/** The role of each column of a table, and where those are that matter. */
export interface Roles {
  readonly all: readonly Role[];
  /** -1 where none is named. */
  readonly target: number;
  readonly markers: readonly number[];
  readonly ignored: readonly number[];
  readonly features: readonly number[];
}

/**
 * Gives each column its role: one is the target, some are markers or ignored, some cannot be features, and all others
 * are.
 *
 * @throws AbsumError `invalid-data` for names that are no columns, and for every feature that cannot be used as it is
 */
export function assignRoles(table: Table, choice: RoleChoice): Roles {
  const roles = giveRoles(table, choice);
  const issues = listFaults(table, roles, choice).map(({ issue }) => issue);
  if (issues.length > 0) throw new AbsumError('invalid-data', issues);
  if (roles.features.length === 0) throw refuseNoFeatures(table, roles.all);
  return roles;
}

/** Why features cannot be used as they are: each that has a fault, and its fault. */
export function listFaults(
  table: Table,
  { features }: Pick<Roles, 'features'>,
  choice: Partial<RoleChoice>,
): { readonly column: number; readonly issue: Issue }[] {
  return features.flatMap((column) => {
    const fault = table.faults[column];
    return fault === null ? [] : [{ column, issue: writeIssue(table, column, fault, choice) }];
  });
}

/**
 * The same roles whatever the features hold, and even if no target is named yet.
 *
 * @throws AbsumError `invalid-data` for names that are no columns
 */
export function giveRoles({ columns, readings }: Table, choice: Partial<RoleChoice>): Roles {
  const find = indexNames(columns);
  const require = (name: string, place: string): number => {
    const column = find(name);
    if (column === -1) throw refuseName(columns, name, place);
    return column;
  };
  const target = choice.target === undefined ? -1 : require(choice.target, 'data.target');
  const markers = (choice.markers ?? []).map((name) => {
    const column = require(name, 'split');
    if (column !== target) return column;
    throw errorAt('invalid-data', 'split', `expected a column other than the target ${describeValue(name)}`);
  });
  const ignored = new Set(
    (choice.ignore ?? []).map((name, i) => {
      const place = `data.ignore[${i}]`;
      const column = require(name, place);
      if (column !== target) return column;
      throw errorAt('invalid-data', place, `${describeValue(name)} is the target`);
    }),
  );
  const all = readings.map(({ reading }, column): Role => {
    if (column === target) return 'target';
    if (ignored.has(column)) return 'ignored';
    if (markers.includes(column)) return 'marker';
    return reading === 'date' || reading === 'empty' ? 'left out' : 'feature';
  });
  const features = all.flatMap((role, column) => (role === 'feature' ? [column] : []));
  return { all, target, markers, ignored: [...ignored], features };
}

/** The fault of a column, with its place and what leads on. */
export function writeIssue(
  table: Table,
  column: number,
  fault: ColumnFault,
  choice: Partial<RoleChoice>,
): Issue {
  const [row] = fault.rows;
  const place =
    row === undefined
      ? `data, column ${describeValue(table.columns[column])}`
      : placeOfCell(table, row, column);
  return { place, message: fault.message, ways: fault.ways.map((way) => addTo(choice, way)) };
}

/** Lists of a recipe take the place of those before, so that a way has to repeat what is there. */
function addTo(choice: Partial<RoleChoice>, way: ColumnWay): Way {
  const data = Object.entries(way).map(([key, value]) => {
    const former = choice[key as keyof RoleChoice];
    return [key, Array.isArray(value) && Array.isArray(former) ? [...former, ...value] : value];
  });
  return { data: Object.fromEntries(data) };
}

function refuseNoFeatures({ columns, readings }: Table, roles: readonly Role[]): AbsumError {
  const out = columns.filter((_, column) => roles[column] === 'left out');
  const dates = out.filter((name) => readings[columns.indexOf(name)].reading === 'date');
  const why =
    out.length > 0
      ? `: ${out.slice(0, 5).map(describeValue).join(', ')} cannot be one`
      : ' beside the target';
  const message = `expected at least one feature column, got none${why}`;
  const parts = Object.fromEntries(
    dates.slice(0, 5).map((name) => [name, ['year', 'month', 'weekday', 'days']]),
  );
  return errorAt('invalid-data', 'data', message, dates.length > 0 ? [{ data: { dates: parts } }] : []);
}
