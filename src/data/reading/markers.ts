// How people write that a value is missing.

/** Read as missing always. */
const MISSING = /^(?:na|n\/a|nan|null)?$/i;

/** Read as missing where someone says so; in lower case. NULL, NaN and the like are among the above already. */
const KNOWN = new Set(
  (
    '? ?? - -- --- \u2013 \u2014 . .. ... * ** *** _ none nil nul <null> -nan nan(ind) -nan(ind) 1.#ind -1.#ind 1.#qnan -1.#qnan ' +
    '#n/a #na #div/0! #value! #ref! #num! #name? #null! #n/a! <na> <nan> nat unknown unk n.a. n.a n/a. na. n.d. nd n/d ' +
    'missing (missing) blank (blank) empty (empty) [null] {null} undefined \\n not_available tba tbd'
  )
    .split(' ')
    .concat('not available', 'no data', '#n/a n/a'),
);

/** Whether a trimmed cell is a missing value on every table: empty, NA, N/A, NaN or null, in any case. */
export function isMissing(text: string): boolean {
  return text.length < 5 && MISSING.test(text);
}

/** Whether a text among numbers says, by custom, that a value is missing: `?`, `-`, `#N/A`. */
export function isKnownMarker(text: string): boolean {
  return text.length <= 16 && KNOWN.has(text.toLowerCase());
}
