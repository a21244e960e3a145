import { AbsumError, describeValue, errorAt, type Issue, MAX_ISSUES, type Way } from '../errors.ts';
import type { Sliced } from '../sliced.ts';
import { formatCount } from '../words/amounts.ts';
import { joinWords } from '../words/lists.ts';
import { placeOfCell, type Table } from './table.ts';

/** What to do about missing values: refuse the data, fill in the training mean, or leave out the row. */
export type MissingRule = 'refuse' | 'mean' | 'drop-row';

/** The positions of a table's columns, by what each is for; every column has one role. */
export interface Roles {
  readonly target: number;
  readonly features: readonly number[];
  readonly markers: readonly number[];
  /** Those that the recipe leaves out. */
  readonly ignored?: readonly number[];
}

/** The rows of a table that are used. */
export interface KeptRows {
  /** Their positions in the table, ascending; at least 2. */
  readonly rows: Int32Array;
  /** Rows left out because their target is missing; nothing can be learnt from them, whatever the rule. */
  readonly withoutTarget: number;
  /** With `drop-row`, what other missing values cost; null where they cost nothing. */
  readonly dropped: DroppedRows | null;
}

/** Chooses the rows of a table to use. */
export type KeepRows = (table: Table, rule: MissingRule, roles: Roles) => Sliced<KeptRows>;

/** The rows that `drop-row` leaves out, by the columns to which they owe it. Rows without a target are not among them. */
export interface DroppedRows {
  /** Each column that has no value in some row, the costliest first. */
  readonly columns: readonly DroppedBy[];
  /** Features to leave out, so that more of the table is used; null where it is best used as it is. */
  readonly instead: { readonly ignore: readonly string[]; readonly rows: number } | null;
}

interface DroppedBy {
  readonly column: string;
  /** Rows in which it has no value. */
  readonly rows: number;
  /** Of these, the rows in which it alone has none. */
  readonly alone: number;
}

/** Fewer rows cannot be split. */
const MIN_ROWS = 2;

/** The missing values of one column, in the rows that have a target. */
interface Gap {
  readonly column: number;
  readonly first: number;
  rows: number;
  alone: number;
}

/** The missing values that the rule does not allow, in the rows that have a target. */
interface Gaps {
  /** In the order of the columns. */
  readonly columns: readonly Gap[];
  /** For each row of the table, how many of its values are missing; NO_TARGET for a row without one. */
  readonly counts: Int32Array;
  readonly rows: { readonly withTarget: number; readonly whole: number };
}

const NO_TARGET = -1;

/**
 * Chooses the rows to use: those that have a target, and with `drop-row` a value in every other column too.
 *
 * @throws AbsumError `invalid-data` naming every column whose missing values the rule does not cover; or saying what
 *   the missing values of each column cost, where fewer than 2 rows are left
 */
export function* keepingRows(table: Table, rule: MissingRule, roles: Roles): Sliced<KeptRows> {
  const gaps = findGaps(table, rule, roles);
  yield table.rows.length * table.columns.length;
  const isDropping = rule === 'drop-row';
  if (gaps.columns.length > 0 && !isDropping) throw describeGaps(table, gaps, roles);
  const rows = new Int32Array(gaps.rows.whole);
  let next = 0;
  gaps.counts.forEach((count, row) => {
    if (count === 0) rows[next++] = row;
  });
  const dropped = gaps.columns.length > 0 ? describeDropped(table, gaps, roles) : null;
  yield gaps.columns.length * table.rows.length;
  const withoutTarget = table.rows.length - gaps.rows.withTarget;
  if (rows.length < MIN_ROWS) throw describeFewRows(table, { rows, withoutTarget, dropped }, roles);
  return { rows, withoutTarget, dropped };
}

function findGaps(table: Table, rule: MissingRule, { target, features, markers }: Roles): Gaps {
  const needed = rule === 'mean' ? markers : [...features, ...markers].sort((a, b) => a - b);
  const found: (Gap | undefined)[] = [];
  const counts = new Int32Array(table.rows.length);
  const rows = { withTarget: 0, whole: 0 };
  table.rows.forEach((cells, row) => {
    if (cells[target] === null) {
      counts[row] = NO_TARGET;
      return;
    }
    rows.withTarget++;
    let last: Gap | undefined;
    for (const column of needed) {
      if (cells[column] !== null) continue;
      last = found[column] ?? { column, first: row, rows: 0, alone: 0 };
      found[column] = last;
      last.rows++;
      counts[row]++;
    }
    if (last === undefined) rows.whole++;
    else if (counts[row] === 1) last.alone++;
  });
  return { columns: found.filter((gap) => gap !== undefined), counts, rows };
}

const TAKE_MEAN: Way = { data: { missing: 'mean' } };
const DROP_ROWS: Way = { data: { missing: 'drop-row' } };

/** Leaves columns out besides those that are left out already, as lists of a recipe take the place of those before. */
function leaveOut({ columns }: Table, { ignored = [] }: Roles, names: readonly string[]): Way {
  return { data: { ignore: [...ignored.map((column) => columns[column]), ...names] } };
}

/** The error that names all columns at once, so that nobody mends them one by one. */
function describeGaps(table: Table, { columns, rows }: Gaps, roles: Roles): AbsumError {
  const isFeature = new Set(roles.features);
  const issues = columns.map(({ column, first, rows: missing }): Issue => {
    const place = placeOfCell(table, first, column);
    if (isFeature.has(column) && missing === rows.withTarget && missing > 1) {
      const message = 'every value of this column is missing, where there is a target';
      return { place, message, ways: [leaveOut(table, roles, [table.columns[column]])] };
    }
    const which = missing === 1 ? 'the only one in this column' : `the first of ${missing} in this column`;
    return isFeature.has(column)
      ? { place, message: `the value is missing (${which})`, ways: [TAKE_MEAN, DROP_ROWS] }
      : { place, message: `the value is missing (${which}), and this column needs one`, ways: [DROP_ROWS] };
  });
  if (issues.length <= MAX_ISSUES) return new AbsumError('invalid-data', issues);
  const told = issues.slice(0, MAX_ISSUES - 1);
  const message = `${issues.length - told.length} more columns have missing values`;
  return new AbsumError('invalid-data', [...told, { place: 'data', message }]);
}

function describeDropped(table: Table, gaps: Gaps, roles: Roles): DroppedRows {
  const costliest = gaps.columns.toSorted((a, b) => b.rows - a.rows);
  return {
    columns: costliest.map(({ column, rows, alone }) => ({ column: table.columns[column], rows, alone })),
    instead: findInstead(table, gaps, costliest, roles),
  };
}

/**
 * Finds the features to leave out, so that most cells are used: rows kept times features left. The features go one by
 * one, each time the one with most missing values among the rows still dropped, which is the one with most at all: a
 * row that misses a value is dropped until that column goes.
 */
function findInstead(
  table: Table,
  { counts, rows }: Gaps,
  costliest: readonly Gap[],
  { features }: Roles,
): DroppedRows['instead'] {
  const isFeature = new Set(features);
  const order = costliest.filter(({ column }) => isFeature.has(column)).slice(0, features.length - 1);
  const left = counts.slice();
  let kept = rows.whole;
  let best = { out: 0, rows: kept, cells: kept * features.length };
  order.forEach(({ column }, i) => {
    for (let row = 0; row < left.length; row++) {
      if (left[row] <= 0 || table.rows[row][column] !== null) continue;
      left[row]--;
      if (left[row] === 0) kept++;
    }
    const cells = kept * (features.length - i - 1);
    if (cells > best.cells) best = { out: i + 1, rows: kept, cells };
  });
  if (best.out === 0) return null;
  return { ignore: order.slice(0, best.out).map(({ column }) => table.columns[column]), rows: best.rows };
}

function describeFewRows(table: Table, { rows, withoutTarget, dropped }: KeptRows, roles: Roles): AbsumError {
  const { target, features } = roles;
  const all = table.rows.length;
  if (withoutTarget === all && all > 0) {
    const place = `data, column ${describeValue(table.columns[target])}`;
    const message = `expected values in the target, got none in ${formatCount(all, 'row')}`;
    return errorAt('invalid-data', place, message);
  }
  const lost = all - rows.length - withoutTarget;
  const left = [
    ...(withoutTarget > 0 ? [`${withoutTarget} without a target`] : []),
    ...(lost > 0 ? [`${lost} with missing values`] : []),
  ];
  const after = left.length === 0 ? '' : ` after ${joinWords(left)} were dropped`;
  const costs = dropped === null ? '' : `: ${describeCosts(dropped)}`;
  const isFeature = new Set(features.map((column) => table.columns[column]));
  const ways = [
    ...(dropped?.columns.some(({ column }) => isFeature.has(column)) ? [TAKE_MEAN] : []),
    ...(keepsEnough(dropped?.instead) ? [leaveOut(table, roles, dropped.instead.ignore)] : []),
  ];
  const message = `expected at least ${MIN_ROWS} rows, got ${rows.length}${after}${costs}`;
  return errorAt('invalid-data', 'data', message, ways);
}

/** "missing in "a" (20 rows) and "b" (5 rows); without "a" 30 rows are left". */
function describeCosts({ columns, instead }: DroppedRows): string {
  const named = columns.map(({ column, rows }) => `${describeValue(column)} (${formatCount(rows, 'row')})`);
  const left = keepsEnough(instead)
    ? `; without ${joinWords(instead.ignore.map(describeValue))} ${formatCount(instead.rows, 'row')} are left`
    : '';
  return `missing in ${joinWords(named)}${left}`;
}

function keepsEnough(
  instead: DroppedRows['instead'] | undefined,
): instead is NonNullable<DroppedRows['instead']> {
  return instead !== null && instead !== undefined && instead.rows >= MIN_ROWS;
}
