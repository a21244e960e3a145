/// <reference types="vite/types/importMeta.d.ts" />
import { AbsumError } from '../../src/errors.ts';
import { loadDataset } from '../../src/recipe/load.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { reportReading } from '../../src/report/report-reading.ts';

// By the bundler, since workerd has no files.
const TEXTS = import.meta.glob<string>('../../fixtures/tables/*.csv', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const TARGETS: Record<string, string> = { 'nbsp-inner.csv': 'unit price' };

/** The CSV files of fixtures/tables that are texts in UTF-8. */
export function listTables() {
  return Object.entries(TEXTS)
    .map(([path, text]) => ({ name: path.slice(path.lastIndexOf('/') + 1), text }))
    .filter(({ text }) => !text.includes('\0'))
    .map(({ name, text }) => ({ name, text, target: TARGETS[name] ?? 'y' }));
}

/** What the library reads a text as, gaps filled in, or refuses it for. */
export async function readAsLibrary(csv: string, target: string) {
  try {
    const data = { csv, target, missing: 'mean' };
    return { reading: reportReading(await loadDataset(parseRecipe({ data }))) };
  } catch (error) {
    if (error instanceof AbsumError) return { issues: error.issues };
    throw error;
  }
}
