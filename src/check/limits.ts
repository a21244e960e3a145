// In a file of its own, since the page knows it without a schema.

/** Characters that a text may have; most of a notebook are its pictures. */
export const MAX_TEXT = 4_000_000;
/** Characters of code in it, which are parsed: a script of 8,000 lines. */
export const MAX_CODE = 300_000;
