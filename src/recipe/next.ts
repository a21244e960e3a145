import type { FlatTable, Kind } from './flat.ts';
import { PARAMETERS, type ParameterName } from './parameters.ts';
import type { RecipeInput } from './schema.ts';

/**
 * What to run next: the fields of a recipe that change, as a part of the recipe. Objects are merged into the recipe's
 * own, field by field; all else, lists too, takes the place of what was there.
 */
export type Next = Partial<Omit<RecipeInput, 'data'>> & {
  readonly data?: Partial<
    Pick<RecipeInput['data'], 'missing' | 'ignore' | 'missingMarkers' | 'categories' | 'dates'>
  >;
};

/** A recipe with the fields of a `next` merged into it; neither is changed. */
export function applyNext<Target extends object>(recipe: Target, next: object): Target {
  const merged: Record<string, unknown> = Object.fromEntries(Object.entries(recipe));
  for (const [key, value] of Object.entries(next)) {
    const former = merged[key];
    merged[key] = isObject(value) && isObject(former) ? applyNext(former, value) : value;
  }
  return merged as Target;
}

/**
 * The same as flat parameters, in their order: `[["epochs", "200"]]` for `{"training": {"epochs": 200}}`.
 *
 * @returns null where parameters cannot say it: a null, or a name with a comma in a list
 */
export function listNextParameters(next: object): [name: ParameterName, text: string][] | null {
  return listFlat(PARAMETERS, next) as [ParameterName, string][] | null;
}

/** The same with the parameters of a table. */
export function listFlat(table: FlatTable, next: object): [name: string, text: string][] | null {
  const listed: [string, string][] = [];
  for (const [name, [path, kind]] of Object.entries(table)) {
    const value = readPath(next, path);
    if (value === undefined) continue;
    const text = writeValue(value, kind);
    if (text === null) return null;
    listed.push([name, text]);
  }
  return listed.length === countLeaves(next) ? listed : null;
}

function readPath(next: object, path: string): unknown {
  let value: unknown = next;
  for (const key of path.split('.')) value = isObject(value) ? value[key] : undefined;
  return value;
}

function writeValue(value: unknown, kind: Kind): string | null {
  if (kind === 'dates' && isObject(value)) return writeDates(value);
  if (Array.isArray(value)) {
    return kind === 'texts' && value.some((text) => String(text).includes(',')) ? null : value.join(',');
  }
  return value === null || isObject(value) ? null : String(value);
}

/** As `readDates` reads it. */
function writeDates(dates: Record<string, unknown>): string | null {
  const columns = Object.entries(dates);
  if (columns.some(([name, parts]) => /[,:]/.test(name) || !Array.isArray(parts))) return null;
  return columns.map(([name, parts]) => `${name}:${(parts as string[]).join(' ')}`).join(',');
}

/** Fields that are no objects themselves. */
function countLeaves(value: unknown): number {
  if (!isObject(value)) return 1;
  return Object.values(value).reduce<number>((sum, inner) => sum + countLeaves(inner), 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
