/** The table of a file. */
export interface OpenedFile {
  /** CSV. */
  readonly text: string;
  /** What of the file it is, where the file has more: `sheet "Data" of 3`; else empty. */
  readonly part: string;
  /** Of a spreadsheet with more than one sheet: all of them, and the one that it is. */
  readonly sheets?: { readonly names: readonly string[]; readonly taken: string };
}
