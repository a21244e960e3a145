// How the names of columns are looked at.

/** Of longer names, only the beginning can be one that is known. */
const MOST_LOOKED_AT = 200;

/** A name without what separates its words, in lower case: `Random State` and `random_state` are one. */
export function plainName(name: string): string {
  return name
    .slice(0, MOST_LOOKED_AT)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** The words of a name, in lower case: `val/F1Score` has three. */
export function listWords(name: string): string[] {
  return name
    .slice(0, MOST_LOOKED_AT)
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** A set of words, written with blanks between them. */
export function wordSet(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}
