/** What separates the cells of a CSV text. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** Whether a text is one of them. */
export function isDelimiter(text: unknown): text is Delimiter {
  return DELIMITERS.some((delimiter) => delimiter === text);
}
