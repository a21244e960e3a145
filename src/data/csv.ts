import Papa from 'papaparse';
import { AbsumError, describeValue, errorAt, type Issue } from '../errors.ts';
import { finish, ITEMS_A_SLICE, type Sliced } from '../sliced.ts';
import { DELIMITERS, type Delimiter } from './delimiter.ts';
import { type DecimalMark, looksNumeric, namesInfinity, parseNumber } from './number-text.ts';
import { type Cell, checkCellCount, MAX_CELLS, placeOfCell, type Table } from './table.ts';

/** How the cells of a CSV text are separated and read. */
interface CsvFormat {
  /** Found from the header line when not given. */
  readonly delimiter?: Delimiter | undefined;
  /** A point by default. */
  readonly decimal?: DecimalMark | undefined;
}

export interface CsvOptions extends CsvFormat {
  /** Columns whose cells stay texts even if they are numbers. */
  readonly texts?: ReadonlySet<string> | undefined;
}

/** What was read from a text. So far, only a text that is not a table has been refused. */
export interface CsvReading {
  readonly table: Table;
  readonly delimiter: Delimiter;
  /**
   * The first number that is not finite in each numeric column, by the column's position; it stays a text in
   * the table.
   */
  readonly infinities: ReadonlyMap<number, Issue>;
}

/** Reads a CSV text: `readCsv`, or a function that caches its readings. */
export type CsvReader = (text: string, format: CsvFormat) => CsvReading;

const MAX_LINES = MAX_CELLS / 2;
/** Searching a text takes less than reading it. */
const CHARACTERS_AN_ITEM = 8;
const MISSING = /^(?:na|n\/a|nan|null)?$/i;

/**
 * Reads comma-separated values: a header line, then rows with the same number of cells.
 *
 * Quotes, CRLF, CR, a byte order mark and blank lines at the end are understood; line breaks inside quotes
 * become LF. Spaces around a cell are not part of it. An empty cell, `NA`, `N/A`, `NaN` and `null`, in any
 * case, are missing values. A column is numeric if all its other cells are decimal numbers, else text; an
 * infinity or an overflow in a numeric column is refused.
 *
 * @throws AbsumError `invalid-data` naming line and column
 */
export function parseCsv(text: string, options: CsvOptions = {}): Table {
  return requireFinite(readCsv(text, options));
}

/** The table of a reading; refuses an infinite number in it. */
export function requireFinite({ table, infinities }: CsvReading): Table {
  for (const issue of infinities.values()) throw new AbsumError('invalid-data', [issue]);
  return table;
}

/** Reads as `parseCsv` does, but lists infinities and overflows instead of refusing them. */
export function* readingCsv(text: string, options: CsvOptions = {}): Sliced<CsvReading> {
  const clean = text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n');
  if (clean.trim() === '') {
    throw errorAt('invalid-data', 'data.csv', 'expected a header line and rows, got an empty text');
  }
  checkLineCount(clean);
  yield clean.length / CHARACTERS_AN_ITEM;
  const decimal = options.decimal ?? '.';
  const delimiter = options.delimiter ?? findDelimiter(clean, decimal);
  const records = readRecords(clean, delimiter);
  yield clean.length / 4;
  trimAll(records);
  const columns = records[0];
  checkHeader(columns);
  checkCellCount(records.length - 1, columns.length, 'data.csv');
  const lines = numberLines(records);
  checkWidths(records, lines);
  yield clean.length / CHARACTERS_AN_ITEM;
  const rows = records.slice(1);
  if (rows.length === 0)
    throw errorAt('invalid-data', 'data.csv', 'expected rows below the header, got none');
  const spanning = lines[records.length - 1] > lines[1] + rows.length - 1;
  const naming = { firstRow: lines[1], ...(spanning && { lines: lines.slice(1) }), source: 'csv' as const };
  const table = { columns, rows, ...naming, decimal };
  const infinities = yield* readCells(table, decimal, options.texts ?? new Set());
  return { table, delimiter, infinities };
}

/** The same at once. */
export function readCsv(text: string, options: CsvOptions = {}): CsvReading {
  return finish(readingCsv(text, options));
}

/**
 * Measures a CSV text without reading it: the line breaks outside quotes, each before one row, and the columns of the
 * header line.
 */
export function measureCsv(
  text: string,
  { delimiter, decimal = '.' }: CsvFormat,
): { readonly rows: number; readonly columns: number } {
  const lines = text.trimEnd();
  const separator = delimiter ?? findDelimiter(lines, decimal);
  let columns = 1;
  let rows = 0;
  let quoted = false;
  for (let at = 0; at < lines.length; at++) {
    const character = lines[at];
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '\n' || (character === '\r' && lines[at + 1] !== '\n')) rows += 1;
    else if (rows === 0 && character === separator) columns += 1;
  }
  return { rows, columns };
}

/** The separator that occurs most often outside quotes in the header line; a comma if none occurs. */
function findDelimiter(text: string, decimal: DecimalMark): Delimiter {
  const counts = new Map<string, number>(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (character === '\n' && !quoted) break;
    else if (!quoted && counts.has(character)) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  let best: Delimiter = ',';
  // A comma that marks decimals separates cells only if nothing else does.
  let most = decimal === ',' ? 0 : (counts.get(',') ?? 0);
  for (const delimiter of DELIMITERS.slice(1)) {
    const count = counts.get(delimiter) ?? 0;
    if (count > most) {
      best = delimiter;
      most = count;
    }
  }
  return best;
}

/** Splits the text into rows of trimmed cells, header included, blank lines at the end left out. */
function readRecords(text: string, delimiter: Delimiter): string[][] {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter, newline: '\n', quoteChar: '"' });
  if (errors.length > 0) {
    const { code, index } = errors[0];
    const line = text.slice(0, index ?? 0).split('\n').length;
    const fault =
      code === 'MissingQuotes'
        ? 'expected a closing quote, got the end of the text'
        : 'expected a separator after a closing quote, got more text (a quote inside quotes is written twice)';
    throw errorAt('invalid-data', `data.csv line ${line}`, fault);
  }
  let end = data.length;
  while (end > 1 && data[end - 1].length === 1 && data[end - 1][0].trim() === '') end--;
  data.length = end;
  return data;
}

/** In place, as `readCells` works: each copy of a million short rows takes a hundred megabytes. */
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

function checkHeader(columns: readonly string[]): void {
  const place = 'data.csv line 1';
  if (columns.every((name) => looksNumeric(name))) {
    throw errorAt('invalid-data', place, 'expected a header with the names of the columns, got numbers');
  }
  const seen = new Set<string>();
  columns.forEach((name, c) => {
    if (name === '') {
      throw errorAt(
        'invalid-data',
        place,
        `expected a name for column ${c + 1} of ${columns.length}, got ""`,
      );
    }
    if (seen.has(name)) {
      throw errorAt('invalid-data', place, `expected each name once, got ${describeValue(name)} again`);
    }
    seen.add(name);
  });
}

/** The line on which each record begins: one after the record before, plus that one's quoted line breaks. */
function numberLines(records: readonly (readonly string[])[]): number[] {
  let line = 1;
  return records.map((cells) => {
    const start = line;
    line += 1;
    for (const cell of cells) if (cell.includes('\n')) line += cell.split('\n').length - 1;
    return start;
  });
}

function checkWidths(records: readonly (readonly string[])[], lines: readonly number[]): void {
  const width = records[0].length;
  records.forEach((cells, r) => {
    if (cells.length === width) return;
    const blank = cells.length === 1 && cells[0] === '';
    const got = blank ? 'a blank line' : `${cells.length}`;
    throw errorAt(
      'invalid-data',
      `data.csv line ${lines[r]}`,
      `expected ${width} cells, as in the header, got ${got}`,
    );
  });
}

interface TextTable extends Table {
  readonly rows: string[][];
}

/** Replaces texts by the numbers and missing values that they stand for; returns what is not finite. */
function* readCells(
  table: TextTable,
  decimal: DecimalMark,
  texts: ReadonlySet<string>,
): Sliced<Map<number, Issue>> {
  const infinities = new Map<number, Issue>();
  const numeric: boolean[] = [];
  for (const [c, name] of table.columns.entries()) {
    numeric.push(!texts.has(name) && table.rows.every((row) => fitsNumericColumn(row[c], decimal)));
    yield table.rows.length;
  }
  const rowsAtOnce = Math.ceil(ITEMS_A_SLICE / table.columns.length);
  for (const [r, row] of table.rows.entries()) {
    if (r % rowsAtOnce === rowsAtOnce - 1) yield rowsAtOnce * table.columns.length;
    const cells: Cell[] = row;
    for (let c = 0; c < row.length; c++) {
      const cell = row[c];
      if (MISSING.test(cell)) cells[c] = null;
      else if (numeric[c]) {
        const value = parseNumber(cell, decimal);
        if (value !== null && Number.isFinite(value)) cells[c] = value;
        else if (!infinities.has(c)) {
          const message = `expected a finite number, got ${describeValue(cell)}`;
          infinities.set(c, { place: placeOfCell(table, r, c), message });
        }
      }
    }
  }
  return infinities;
}

function fitsNumericColumn(cell: string, decimal: DecimalMark): boolean {
  return MISSING.test(cell) || parseNumber(cell, decimal) !== null || namesInfinity(cell);
}
