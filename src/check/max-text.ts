/** Characters that a text may have: a script of 20,000 lines. In a file of its own, since the page knows it without a schema. */
export const MAX_TEXT = 1_000_000;
