import { errorAt } from '../../errors.ts';
import type { OpenedFile } from './opened-file.ts';
import { readText } from './read-text.ts';
import { recognise } from './recognise.ts';
import { unpack } from './unpack.ts';

/**
 * Opens a file: CSV in any encoding that `decodeText` reads, the same packed with gzip, Parquet, and a sheet of an .xlsx
 * spreadsheet. What the last two need is loaded with the first such file.
 *
 * @param sheet the name of a sheet or its number, counted from 1; by default the first
 * @throws AbsumError `invalid-data` for other files, with what to do, and for damaged ones; `limit-exceeded`
 */
export async function openFile(bytes: Uint8Array, sheet?: string): Promise<OpenedFile> {
  const packed = recognise(bytes);
  if (packed?.kind === 'zip') {
    const { readXlsx } = await import('./xlsx/read-xlsx.ts');
    return readXlsx(bytes, sheet);
  }
  if (sheet !== undefined) throw errorAt('invalid-data', 'data.csv', NO_SHEETS);
  if (packed?.kind === 'parquet') {
    const { readParquet } = await import('./parquet/read-parquet.ts');
    return { text: await readParquet(bytes), part: '' };
  }
  return { text: readText(packed?.kind === 'gzip' ? await unpack(bytes, 'gzip') : bytes), part: '' };
}

const NO_SHEETS = 'expected an .xlsx spreadsheet, of which a sheet can be taken, got another file';
