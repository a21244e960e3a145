import type { Roles } from './roles.ts';
import type { ScoreTable } from './table/table.ts';

// What each column was taken for, as the answer says it.

/** The columns that were used. */
export interface RoleColumns {
  readonly candidate: readonly number[];
  readonly roles: Roles;
  readonly row: number | null;
  readonly value?: number | undefined;
  readonly state?: number | null;
  /** The column whose texts name the pairs. */
  readonly text?: number | null;
}

/** Names of columns that are left out are listed up to so many. */
const MOST_LISTED = 100;

/** The names of the columns by role; roles without a column are absent. */
export function listRoles(
  table: ScoreTable,
  { candidate, roles, row, value, state, text }: RoleColumns,
  leftOut: readonly number[],
): ReadonlyMap<string, readonly string[]> {
  const one = (column: number | null | undefined) =>
    column === null || column === undefined ? [] : [column];
  const columns: [role: string, columns: readonly number[]][] = [
    ['candidate', candidate],
    ['repeat', one(roles.repeat)],
    ['fold', one(roles.fold)],
    ['seed', roles.seeds],
    ['pair', one(text)],
    ['row', one(row)],
    ['group', row === null ? [] : one(roles.group)],
    ['value', one(value)],
    ['state', one(state)],
    ['leftOut', leftOut.filter((column) => column !== text).slice(0, MOST_LISTED)],
  ];
  return new Map(
    columns
      .filter(([, list]) => list.length > 0)
      .map(([role, list]) => [role, list.map((column) => table.columns[column].name)]),
  );
}
