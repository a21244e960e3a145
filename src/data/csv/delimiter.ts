/** What separates the cells of a CSV text, as one may say it. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** What is found to separate them: a delimiter, or runs of blanks. */
export type Separator = Delimiter | ' ';

/** Whether a text is a delimiter. */
export function isDelimiter(text: unknown): text is Delimiter {
  return DELIMITERS.some((delimiter) => delimiter === text);
}
