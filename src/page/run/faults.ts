import { AbsumError, type Issue, type Way } from '../../errors.ts';
import { PARAMETER_NAMES, type ParameterName, renamePlaces } from '../../recipe/parameters.ts';
import { hasField } from '../setup/fields.ts';

/** A fault as the page says it, with the parts of a recipe that lead on. */
export interface Told {
  readonly message: string;
  readonly ways: readonly Way[];
}

/** What went wrong, sorted by where the page says it. */
export interface Faults {
  /** At a field of the form. */
  readonly fields: Readonly<Partial<Record<ParameterName, readonly string[]>>>;
  /** At a column of the data. */
  readonly columns: ReadonlyMap<string, readonly Told[]>;
  /** Faults of the data as a whole. */
  readonly data: readonly Told[];
  readonly others: readonly Told[];
}

export const NO_FAULTS: Faults = { fields: {}, columns: new Map(), data: [], others: [] };

/** Sorts what was thrown by its places; the rest is shown as it is. */
export function sortFaults(error: unknown): Faults {
  const fields: Partial<Record<ParameterName, string[]>> = {};
  const columns = new Map<string, Told[]>();
  const data: Told[] = [];
  const others: Told[] = [];
  for (const { place, message, ways = [] } of listIssues(error)) {
    const name = findField(place);
    const column = findColumn(place);
    if (name !== null) {
      fields[name] = [
        ...(fields[name] ?? []),
        place === name ? message : `${nameRest(place.slice(name.length))}: ${message}`,
      ];
    } else if (column !== null) {
      const at = place.replace(/,? ?column ".*$/, '').replace(/^data\.?(csv )?/, '');
      columns.set(column, [...(columns.get(column) ?? []), { message: tellAt(at, message), ways }]);
    } else if (/^(data|target|ignore|categories|dates|dataset|file)\b/.test(place)) {
      const at = place.replace(/^data(\.csv)?( |$)|^data\.(?=dates)/, '');
      data.push({ message: tellAt(at, message), ways: [...ways, ...forgetColumns(at)] });
    } else others.push({ message: tellAt(place, message), ways });
  }
  return { fields, columns, data, others };
}

/** A link, or another way of reading, may leave names of columns that there are not: there is no other place to take them out. */
function forgetColumns(place: string): Way[] {
  const [list] = /^(ignore|categories|dates)/.exec(place) ?? [];
  return list === undefined ? [] : [{ data: { [list]: list === 'dates' ? {} : [] } }];
}

function tellAt(place: string, message: string): string {
  return place === '' ? message : `${place}: ${message}`;
}

/** "entry 3" for `[2]`: people count from 1. */
function nameRest(rest: string): string {
  const [, index] = /^\[(\d+)\]$/.exec(rest) ?? [];
  return index === undefined ? rest : `entry ${Number(index) + 1}`;
}

export function hasFaults({ fields, columns, data, others }: Faults): boolean {
  return Object.keys(fields).length + columns.size + data.length + others.length > 0;
}

function listIssues(error: unknown): readonly Issue[] {
  if (typeof error === 'object' && error !== null && 'issues' in error && Array.isArray(error.issues)) {
    // An error of the service or of the page's own engine: both name places of the recipe.
    const issues = error.issues as readonly Issue[];
    if (issues.length > 0) return renamePlaces(new AbsumError('invalid-recipe', issues)).issues;
  }
  return [{ place: '', message: error instanceof Error ? error.message : String(error) }];
}

/** The field that a place belongs to: `lambdas[2]` to lambdas. */
function findField(place: string): ParameterName | null {
  const name = PARAMETER_NAMES.find((candidate) => place === candidate || place.startsWith(`${candidate}[`));
  return name !== undefined && (hasField(name) || name === 'target') ? name : null;
}

/** The column that a place names as `column "age"`, or a row of objects as `data.rows[3].age`. */
function findColumn(place: string): string | null {
  const [, quoted] = /column ("(?:[^"\\]|\\.)*")$/.exec(place) ?? [];
  return quoted === undefined ? null : (JSON.parse(quoted) as string);
}
