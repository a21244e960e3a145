import { openFile } from '../../data/doors/open-file.ts';
import { AbsumError } from '../../errors.ts';
import type { OutputStream } from '../environment.ts';
import { translateFault } from './places.ts';

/** A CSV text, and what it is called in messages. */
export interface NamedTable {
  readonly text: string;
  readonly source: string;
}

/**
 * Opens the bytes of a file or of standard input as a table: CSV, packed or not, Parquet, or a sheet of a spreadsheet.
 * Says which sheet it takes where there are others.
 *
 * @throws AbsumError at the file's name
 */
export async function openTable(
  bytes: Uint8Array,
  source: string,
  { sheet, stderr }: { readonly sheet: string | undefined; readonly stderr: OutputStream },
): Promise<NamedTable> {
  try {
    const { text, part } = await openFile(bytes, sheet);
    if (part === '') return { text, source };
    if (sheet === undefined) stderr.write(`${source}: taking ${part}; --sheet takes another\n`);
    return { text, source: `${source} (${part})` };
  } catch (error) {
    if (!(error instanceof AbsumError)) throw error;
    throw translateFault(error, { source, recipeFile: null, given: new Set() });
  }
}
