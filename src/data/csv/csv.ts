import { type AbsumError, errorAt } from '../../errors.ts';
import { finish, type Sliced } from '../../sliced.ts';
import type { DecimalMark } from '../number-text.ts';
import { type ColumnChoice, typingColumns } from '../reading/type-columns.ts';
import { checkCellCount, MAX_CELLS, type RowNaming, type Table, type TableFormat } from '../table.ts';
import { lookAbove } from './above.ts';
import type { Delimiter } from './delimiter.ts';
import { findLayout } from './layout.ts';
import { dropEmptyRows, evenOut, readingRecords } from './records.ts';
import { findPunctuation, findQuoteOf, type Punctuation } from './separator.ts';

/** How the cells of a CSV text are separated and read. */
export interface CsvOptions extends ColumnChoice {
  /** Found from the first lines when not given. */
  readonly delimiter?: Delimiter | undefined;
  /** Judged column by column when not given. */
  readonly decimal?: DecimalMark | undefined;
  /** Whether a line names the columns; without one they are x1 to xp, and the last is y. */
  readonly header?: boolean | undefined;
}

/** Reads a CSV text: `readCsv`, or a function that caches its readings. */
export type CsvReader = (text: string, options: CsvOptions) => Table;

const MAX_LINES = MAX_CELLS / 2;
/** Searching a text takes less than reading it. */
const CHARACTERS_AN_ITEM = 8;

/**
 * Reads comma-separated values: a header line, then rows with the same number of cells.
 *
 * Quotes, CRLF, CR, a byte order mark and blank lines at the end are understood; line breaks inside quotes become LF.
 * Spaces around a cell are not part of it. A first line such as `sep=;` is obeyed; comments, titles and blank lines
 * above the header are skipped; names and numbers of rows, and separators at the ends of lines, are left out. What a
 * column holds is judged by `judgingColumn`: the table says what was found, and what keeps a column from being used.
 *
 * @throws AbsumError `invalid-data` naming the line, for a text that is not a table
 */
export function* readingCsv(text: string, options: CsvOptions = {}): Sliced<Table> {
  const { format, ...raw } = yield* splittingCsv(text, options);
  return yield* typingColumns(raw, { ...options, separator: format.delimiter }, format);
}

/** The cells of a CSV text as they are written, spaces around them left out, before anything is said of its columns. */
export interface CsvCells extends RowNaming {
  readonly columns: readonly string[];
  readonly rows: string[][];
  readonly format: TableFormat;
}

/** Takes a CSV text apart, as `readingCsv` does before it judges what the columns hold. */
export function* splittingCsv(
  text: string,
  options: Pick<CsvOptions, 'delimiter' | 'decimal' | 'header'> = {},
): Sliced<CsvCells> {
  const clean = cleanUp(text);
  if (clean.trim() === '') throw refuseEmpty();
  checkLineCount(clean);
  yield clean.length / CHARACTERS_AN_ITEM;
  const found = lookAbove(clean);
  const body = clean.slice(found.start);
  if (body.trim() === '') throw refuseEmpty();
  const punctuation = choosePunctuation(body, options.delimiter ?? found.delimiter, options.decimal);
  const even = evenOut(body, punctuation);
  yield body.length / CHARACTERS_AN_ITEM;
  const records = yield* readingRecords(even, punctuation, found.lines);
  trimAll(records);
  const lines = numberLines(records, found.lines + 1);
  const emptyLines = dropEmptyRows(records, lines);
  const layout = findLayout(records, options.header, (record) => lines[record]);
  const { columns, above, hasHeader, leftOut } = layout;
  const rows = records.slice(above + (hasHeader ? 1 : 0));
  const firstRow = records.length - rows.length;
  checkCellCount(rows.length, columns.length, 'data.csv');
  checkWidths(rows, columns.length, (row) => lines[firstRow + row]);
  yield body.length / CHARACTERS_AN_ITEM;
  if (rows.length === 0)
    throw errorAt('invalid-data', 'data.csv', 'expected rows below the header, got none');
  const spanning = lines[records.length - 1] > lines[firstRow] + rows.length - 1;
  const naming = {
    firstRow: lines[firstRow],
    ...(spanning && { lines: lines.slice(firstRow) }),
    source: 'csv' as const,
  };
  const emptyRows = emptyLines.filter((line) => line > lines[above]).length;
  const format = {
    delimiter: punctuation.delimiter,
    skippedLines: lines[above] - 1,
    ...(emptyRows > 0 && { emptyRows }),
    hasHeader,
    leftOut,
  };
  return { columns, rows, ...naming, format };
}

/** The same at once. */
export function readCsv(text: string, options: CsvOptions = {}): Table {
  return finish(readingCsv(text, options));
}

/**
 * Measures a CSV text without reading it: the line breaks outside quotes, each before one row, and the most columns of
 * its first lines.
 */
export function measureCsv(
  text: string,
  { delimiter, decimal }: Pick<CsvOptions, 'delimiter' | 'decimal'>,
): { readonly rows: number; readonly columns: number } {
  const { start, delimiter: named } = lookAbove(text);
  const lines = text.slice(start).trimEnd();
  const separator = choosePunctuation(lines, delimiter ?? named, decimal).delimiter;
  let [rows, columns, cells] = [0, 1, 1];
  let quoted = false;
  for (let at = 0; at < lines.length; at++) {
    const character = lines[at];
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '\n' || (character === '\r' && lines[at + 1] !== '\n')) {
      rows += 1;
      cells = 1;
    } else if (rows < FIRST_LINES && character === separator) {
      cells += 1;
      if (cells > columns) columns = cells;
    }
  }
  return { rows, columns };
}

/** Enough to have the header among them, below a title. */
const FIRST_LINES = 20;

/** Unix line breaks and no byte order mark; what old systems write at the end of a text is left out. */
function cleanUp(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '\0' || text[end - 1] === '\x1A')) end -= 1;
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const clean = text.slice(start, end).replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  const nul = clean.indexOf('\0');
  if (nul === -1) return clean;
  const line = clean.slice(0, nul).split('\n').length;
  const message = 'expected a text, got a NUL character: save the file as CSV UTF-8';
  throw errorAt('invalid-data', `data.csv line ${line}`, message);
}

function refuseEmpty(): AbsumError {
  return errorAt('invalid-data', 'data.csv', 'expected a header line and rows, got an empty text');
}

function choosePunctuation(
  text: string,
  delimiter: Delimiter | null,
  decimal: DecimalMark | undefined,
): Punctuation {
  if (delimiter === null) return findPunctuation(text, decimal === ',');
  return { delimiter, quote: findQuoteOf(text, delimiter) };
}

/** In place, since each copy of a million short rows takes a hundred megabytes. */
function trimAll(records: string[][]): void {
  for (const cells of records) for (let c = 0; c < cells.length; c++) cells[c] = cells[c].trim();
}

/** A table has at least two columns, so with more lines than this the rows would cost memory for nothing. */
function checkLineCount(text: string): void {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  if (lines <= MAX_LINES) return;
  throw errorAt('limit-exceeded', 'data.csv', `expected at most ${MAX_LINES} lines, got ${lines}`);
}

/** The line on which each record begins: one after the record before, plus that one's quoted line breaks. */
function numberLines(records: readonly (readonly string[])[], first: number): number[] {
  let line = first;
  return records.map((cells) => {
    const start = line;
    line += 1;
    for (const cell of cells) if (cell.includes('\n')) line += cell.split('\n').length - 1;
    return start;
  });
}

function checkWidths(
  rows: readonly (readonly string[])[],
  width: number,
  lineOf: (row: number) => number,
): void {
  rows.forEach((cells, r) => {
    if (cells.length === width) return;
    const blank = cells.length === 1 && cells[0] === '';
    const got = blank ? 'a blank line' : `${cells.length}`;
    throw errorAt(
      'invalid-data',
      `data.csv line ${lineOf(r)}`,
      `expected ${width} cells, as in the header, got ${got}`,
    );
  });
}
