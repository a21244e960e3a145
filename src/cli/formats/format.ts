/** What an answer is printed as: for people, for an issue or a pull request, for a spreadsheet, for programs. */
export const FORMATS = ['text', 'md', 'csv', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/** The options that choose a format. */
export interface FormatFlags {
  readonly format?: Format | undefined;
  /** Short for `--format json`. */
  readonly json?: boolean | undefined;
}

export function chooseFormat({ format = 'text', json }: FormatFlags): Format {
  return json === true ? 'json' : format;
}
