import { type AbsumError, describeValue, errorAt } from '../errors.ts';

/** Names listed at most where one is not found. */
const NAMES_LISTED = 10;
/** Longer names are not looked for among those alike. */
const MOST_COMPARED = 60;

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

function fold(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The error for a column that there is not: it names the nearest, or lists what there is. */
export function refuseName(columns: readonly string[], name: string, place: string): AbsumError {
  const nearest = findNearest(columns, name);
  if (nearest !== null) {
    const message = `there is no column ${describeValue(name)}; did you mean ${describeValue(nearest)}?`;
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

/** So many names are looked at, so that a table of a hundred thousand columns costs no seconds. */
const NAMES_COMPARED = 2000;

/** The name that differs least: in capitals, or by a third of its characters at most. */
export function findNearest(names: readonly string[], name: string): string | null {
  const wanted = fold(name).toLowerCase();
  if (wanted.length > MOST_COMPARED) return null;
  let [nearest, least]: [string | null, number] = [null, Math.floor(wanted.length / 3) + 1];
  for (const each of names.slice(0, NAMES_COMPARED)) {
    if (Math.abs(each.length - wanted.length) > MOST_COMPARED) continue;
    const distance = measureDistance(fold(each).toLowerCase(), wanted);
    if (distance < least) [nearest, least] = [each, distance];
  }
  return nearest;
}

/** How many characters must be inserted, deleted or replaced (Levenshtein 1966). */
function measureDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}
