import { AbsumError, describeValue, errorAt } from '../errors.ts';

/** Names listed at most where one is not found. */
const NAMES_LISTED = 10;
/** Longer names are not looked for among those alike. */
const MOST_COMPARED = 60;

/**
 * The position of a column: by its name, or, where no column has exactly that name, by one that looks the same on paper:
 * blanks of any kind are a space, and characters without a picture are nothing.
 *
 * @returns -1 where there is none
 */
export function findName(columns: readonly string[], name: string): number {
  const exact = columns.indexOf(name);
  if (exact !== -1) return exact;
  const folded = fold(name);
  const alike = columns.flatMap((column, c) => (fold(column) === folded ? [c] : []));
  return alike.length === 1 ? alike[0] : -1;
}

function fold(name: string): string {
  return name.normalize('NFKC').replace(/\p{Cf}/gu, '').replace(/\s+/g, ' ').trim();
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

/** The name that differs least: in capitals, or by a third of its characters at most. */
export function findNearest(names: readonly string[], name: string): string | null {
  const wanted = fold(name).toLowerCase();
  if (wanted.length > MOST_COMPARED) return null;
  let [nearest, least]: [string | null, number] = [null, Math.floor(wanted.length / 3) + 1];
  for (const each of names) {
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
