import { describeValue } from '../errors.ts';

// The name that somebody probably meant.

/** Longer names are not looked for among those alike. */
const MOST_COMPARED = 60;
/** So many names are looked at, so that a table of a hundred thousand columns costs no seconds. */
const NAMES_COMPARED = 2000;

/** A name as it looks on paper: blanks of any kind are a space, and characters without a picture are nothing. */
export function fold(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * The name that differs least: in capitals, or by a third of the characters of the shorter at most.
 *
 * @param slips how many characters may differ in any case, of five or more
 */
export function findNearest(names: readonly string[], name: string, slips = 0): string | null {
  const wanted = fold(name).toLowerCase();
  if (wanted.length > MOST_COMPARED) return null;
  let [nearest, least]: [string | null, number] = [null, MOST_COMPARED];
  for (const each of names.slice(0, NAMES_COMPARED)) {
    if (Math.abs(each.length - wanted.length) > MOST_COMPARED) continue;
    // Of short ones every character says much: "ym" is not what "ydm" was meant to be.
    const shorter = Math.min(each.length, wanted.length);
    const most = Math.max(Math.floor(shorter / 3), shorter < 5 ? 0 : slips);
    const distance = measureDistance(fold(each).toLowerCase(), wanted);
    if (distance <= most && distance < least) [nearest, least] = [each, distance];
  }
  return nearest;
}

/** The same among words that absum knows, of which two characters may differ. */
export function findNearestWord(words: readonly string[], word: string): string | null {
  return findNearest(words, word, 2);
}

/** The question about it. */
export function askNearestWord(words: readonly string[], word: string): string {
  return askNearest(findNearestWord(words, word));
}

/** The question by which a message ends; nothing where there is no such name. */
export function askNearest(nearest: string | null): string {
  return nearest === null ? '' : `; did you mean ${describeValue(nearest)}?`;
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
