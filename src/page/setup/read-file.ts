/** More than any comparison takes; a larger file would only fill the memory. */
const MOST_BYTES = 64 * 2 ** 20;

/** The table of a file. */
interface ReadFile {
  /** CSV. */
  readonly text: string;
  /** What a CSV file of it is called, as requests name it. */
  readonly name: string;
  /** What was taken of a file that has more, to be said; else empty. */
  readonly note: string;
}

/**
 * Reads the table of a file: CSV, packed or not, Parquet, or the first sheet of a spreadsheet.
 *
 * @throws Error saying what to do where it is too large, a folder, or no table
 */
export async function readFile(file: File): Promise<ReadFile> {
  if (file.size > MOST_BYTES) {
    const megabytes = Math.ceil(file.size / 2 ** 20);
    throw new Error(`${file.name}: expected at most 64 MB, got ${megabytes} MB; keep fewer rows or columns`);
  }
  const bytes = await file.arrayBuffer().catch(() => {
    throw new Error(`${file.name}: expected a file that can be read; is it a folder?`);
  });
  // Loaded with the first file.
  const { openFile } = await import('../../data/doors/open-file.ts');
  const { text, part } = await openFile(new Uint8Array(bytes)).catch((error: Error) => {
    throw new Error(error.message.replace('data.csv', file.name));
  });
  const base = file.name.replace(/\.(?:gz|parquet|xlsx)$/i, '');
  return {
    text,
    name: base === file.name || /\.(?:csv|tsv|txt)$/i.test(base) ? base : `${base}.csv`,
    note: part === '' ? '' : `${file.name}: taking ${part}; to take another, put it first.`,
  };
}
