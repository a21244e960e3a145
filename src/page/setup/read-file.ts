import type { OpenedFile } from '../../data/doors/opened-file.ts';
import type { OpenedReport } from '../runs/open-report.ts';

/** More than any comparison takes; a larger file would only fill the memory. */
const MOST_BYTES = 64 * 2 ** 20;

/** The table of a file. */
export interface ReadFile {
  /** CSV. */
  readonly text: string;
  /** What a CSV file of it is called, as requests name it. */
  readonly name: string;
  /** Of a spreadsheet with more than one sheet: all of them, and the one that was taken. */
  readonly sheets?: OpenedFile['sheets'];
}

/**
 * Reads the table of a file: CSV, packed or not, Parquet, or a sheet of a spreadsheet.
 *
 * @param sheet its name; by default the first
 * @throws Error saying what to do where it is too large, a folder, or no table
 */
export async function readFile(file: File, sheet?: string): Promise<ReadFile> {
  if (file.size > MOST_BYTES) {
    const megabytes = Math.ceil(file.size / 2 ** 20);
    throw new Error(`${file.name}: expected at most 64 MB, got ${megabytes} MB; keep fewer rows or columns`);
  }
  const bytes = await file.arrayBuffer().catch(() => {
    throw new Error(`${file.name}: expected a file that can be read; is it a folder?`);
  });
  // Loaded with the first file.
  const { openFile } = await import('../../data/doors/open-file.ts');
  const { text, sheets } = await openFile(new Uint8Array(bytes), sheet).catch((error: Error) => {
    throw new Error(error.message.replace('data.csv', file.name));
  });
  const base = file.name.replace(/\.(?:gz|parquet|xlsx)$/i, '');
  return {
    text,
    name: base === file.name || /\.(?:csv|tsv|txt)$/i.test(base) ? base : `${base}.csv`,
    ...(sheets && { sheets }),
  };
}

/** Where an object of JSON shows itself, behind blanks. */
const START = 64;

/**
 * The report that a file holds, where one was saved; null for every other file. What reads it is loaded with the first
 * JSON.
 *
 * @throws Error that names the place where it is no whole report
 */
export async function readReport(file: File): Promise<OpenedReport | null> {
  if (file.size > MOST_BYTES) return null;
  // What cannot be read at all is for `readFile` to say.
  const start = await file
    .slice(0, START)
    .text()
    .catch(() => '');
  if (!/^\s*\{/.test(start)) return null;
  const { openReport } = await import('../runs/open-report.ts');
  return openReport(await file.text(), file.name);
}
