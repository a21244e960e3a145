import { type AbsumError, describeValue, errorAt } from '../../../errors.ts';
import type { OpenedFile } from '../opened-file.ts';
import { readSharedStrings, readStyles } from './shared.ts';
import { writeSheet } from './sheet.ts';
import { readWorkbook, type Workbook } from './workbook.ts';
import { openArchive } from './zip.ts';

/**
 * Reads a sheet of an .xlsx spreadsheet (Office Open XML) as CSV.
 *
 * @param sheet its name or its number, counted from 1; by default the first that is not hidden
 * @throws AbsumError `invalid-data` for other zip archives, by their name, for damaged ones and for sheets that are not
 *   there; `limit-exceeded`
 */
export async function readXlsx(bytes: Uint8Array, sheet?: string): Promise<OpenedFile> {
  const archive = openArchive(bytes);
  const workbook = await readWorkbook(archive);
  if (workbook === null) throw refuse(nameArchive(archive.names));
  const { name, entry } = chooseSheet(workbook, sheet);
  const { sharedStrings, styles, from1904 } = workbook;
  const shared = {
    strings: sharedStrings === undefined ? [] : readSharedStrings(await archive.read(sharedStrings)),
    styles: styles === undefined ? [] : readStyles(await archive.read(styles)),
    from1904,
  };
  const text = writeSheet(await archive.read(entry), shared);
  const names = workbook.sheets.map((each) => each.name);
  if (names.length === 1) return { text, part: '' };
  return { text, part: `sheet ${describeValue(name)} of ${names.length}`, sheets: { names, taken: name } };
}

function refuse(message: string): AbsumError {
  return errorAt('invalid-data', 'data.csv', message);
}

function chooseSheet({ sheets }: Workbook, wanted: string | undefined): Workbook['sheets'][number] {
  const found =
    wanted === undefined
      ? (sheets.find(({ isHidden }) => !isHidden) ?? sheets[0])
      : (sheets.find(({ name }) => name === wanted) ?? sheets[Number(wanted) - 1]);
  if (found !== undefined) return found;
  if (sheets.length === 0) throw refuse('expected a sheet with a table, got a spreadsheet without');
  const names = sheets.slice(0, 10).map(({ name }) => describeValue(name));
  throw refuse(`expected one of the sheets ${names.join(', ')}, or its number, got ${describeValue(wanted)}`);
}

const SAVE = 'save the table as "CSV UTF-8"';

/** What an archive is by the names of its entries, and what to do; the first that fits. */
const ARCHIVES: readonly (readonly [name: RegExp, what: string])[] = [
  [/^xl\/workbook\.bin$/, `an .xlsb spreadsheet; save it as .xlsx, or ${SAVE}`],
  [/^word\/|^ppt\//, `a document; copy its table into a spreadsheet and ${SAVE}`],
  [/^Index\/|^Index\.zip$/, `a spreadsheet of Numbers; export it as .xlsx or CSV`],
  [/^content\.xml$/, `an .ods spreadsheet or a document of its kind; save it as .xlsx, or ${SAVE}`],
  [/\.npy$/, 'an archive of NumPy; write the table as CSV or Parquet'],
];

function nameArchive(names: readonly string[]): string {
  const found = ARCHIVES.find(([pattern]) => names.some((name) => pattern.test(name)));
  const what = found?.[1] ?? 'a .zip archive; unpack it, and give the file that is in it';
  return `expected a CSV text, got ${what}`;
}
