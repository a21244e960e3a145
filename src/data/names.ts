import { type AbsumError, describeValue, errorAt } from '../errors.ts';
import { askNearest, findNearest, fold } from '../words/nearest.ts';

/** Names listed at most where one is not found. */
const NAMES_LISTED = 10;

/** The position of a column by its name; -1 where there is none. */
export type NameIndex = (name: string) => number;

/**
 * Finds columns by their names, or, where no column has exactly that name, by one that looks the same on paper: blanks of
 * any kind are a space, and characters without a picture are nothing. Each search takes the same time, however many
 * columns there are.
 */
export function indexNames(columns: readonly string[]): NameIndex {
  const exact = new Map(columns.map((name, column) => [name, column]));
  let folded: Map<string, number> | null = null;
  return (name) => {
    const found = exact.get(name);
    if (found !== undefined) return found;
    folded ??= indexFolded(columns);
    return folded.get(fold(name)) ?? -1;
  };
}

/** By their folded names; -1 for one that several columns have. */
function indexFolded(columns: readonly string[]): Map<string, number> {
  const index = new Map<string, number>();
  for (const [column, name] of columns.entries()) {
    const key = fold(name);
    index.set(key, index.has(key) ? -1 : column);
  }
  return index;
}

/** The error for a column that there is not: it names the nearest, or lists what there is. */
export function refuseName(columns: readonly string[], name: string, place: string): AbsumError {
  const nearest = findNearest(columns, name);
  if (nearest !== null) {
    const message = `there is no column ${describeValue(name)}${askNearest(nearest)}`;
    return errorAt('invalid-data', place, message);
  }
  // The last one too: often it is the target.
  const more = columns.length - NAMES_LISTED - 1;
  const listed = columns.slice(0, NAMES_LISTED).map(describeValue);
  if (more > 0) listed.push(`${more} more`);
  if (more >= 0) listed.push(describeValue(columns[columns.length - 1]));
  const message = `expected one of the columns ${listed.join(', ')}, got ${describeValue(name)}`;
  return errorAt('invalid-data', place, message);
}
