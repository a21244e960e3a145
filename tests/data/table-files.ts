import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decodeText } from '../../src/data/doors/decode-text.ts';
import { AbsumError } from '../../src/errors.ts';
import { loadDataset } from '../../src/recipe/load.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { reportReading } from '../../src/report/report-reading.ts';

const FOLDER = fileURLToPath(new URL('../../fixtures/tables/', import.meta.url));
const TARGETS: Record<string, string> = { 'nbsp-inner.csv': 'unit price' };

/** The CSV files of fixtures/tables. */
export function listTables() {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.csv'));
  return names.map((name) => ({ name, file: `${FOLDER}${name}`, target: TARGETS[name] ?? 'y' }));
}

/** What the library reads a file as, gaps filled in, or refuses it for. */
export async function readAsLibrary(bytes: Uint8Array, target: string) {
  try {
    const data = { csv: decodeText(bytes), target, missing: 'mean' };
    return { reading: reportReading(await loadDataset(parseRecipe({ data }))) };
  } catch (error) {
    if (error instanceof AbsumError) return { issues: error.issues };
    throw error;
  }
}
