import Papa from 'papaparse';

/** A table as papaparse and Number() see it, without our reader: what `npm run wild` compares the reading with. */
export interface Look {
  readonly separator: string;
  /**
   * The names in the header, trimmed; `""` for a column of row names that the header does not name. Null where the first
   * line holds numbers alone: then there is no header, or none that one can tell.
   */
  readonly names: readonly string[] | null;
  /** Trimmed cells, each row as wide as the others; rows of empty cells too. */
  readonly rows: readonly (readonly string[])[];
  /** Lines with another number of cells, below the header; a text with any of them is no plain table. */
  readonly ragged: number;
}

/** One column of a look. */
export interface PlainColumn {
  /** The numbers, NaN where a value is missing. */
  readonly values: Float64Array;
}

const SEPARATORS = [',', ';', '\t', '|'];
/** Tried last, since texts hold blanks too: a run of blanks or tabs between cells, most of which are numbers. */
const BLANKS = ' ';
/** Lines by which a separator is chosen. */
const LINES_LOOKED_AT = 300;
/** A table has this share of its lines of one width, or it is none. */
const MOSTLY = 0.8;
const MISSING = /^(?:na|n\/a|nan|null)?$/i;
/** Number() reads these too, and nobody means them as numbers. */
const NO_DECIMAL = /^[+-]?0[xbo]/i;
const WITH_COMMA = /^[+-]?\d+(?:,\d+)?(?:e[+-]?\d+)?$/i;
/** A decimal comma that is no thousands comma. */
const EVIDENT_COMMA = /^[+-]?(?:\d{4,},\d+|\d+,(?:\d{1,2}|\d{4,})(?:e.*)?)$|e/i;

/**
 * Looks at a text; null where it is no table of two columns or more: no separator cuts most of its lines into equally
 * many cells.
 */
export function lookAt(text: string): Look | null {
  const [, named, below] = /^\uFEFF?(?:"?sep=(.)"?\r?\n)?([\s\S]*)$/.exec(text) ?? ['', undefined, text];
  const separator = named ?? chooseSeparator(below) ?? findBlanks(below);
  if (separator === null) return null;
  const lines = split(below, separator);
  const width = commonWidth(lines);
  const top = lines.findIndex((cells, i) => startsTable(cells, lines[i + 1], width));
  if (width < 2 || top === -1) return null;
  const header = lines[top];
  const hasNames = !header.every(isPlainNumber);
  const body = lines.slice(hasNames ? top + 1 : top);
  const rows = body.filter((cells) => cells.length === width);
  const names = header.length === width ? header : placeShortHeader(header, rows);
  return { separator, names: hasNames ? names : null, rows, ragged: body.length - rows.length };
}

/**
 * The same without a header: its names are the first row.
 *
 * @returns null if the names are surely names, since none of them is a number
 */
export function lookWithoutHeader(look: Look): Look | null {
  const { names, rows } = look;
  if (names === null) return look;
  return names.some(isPlainNumber) ? { ...look, names: null, rows: [names, ...rows] } : null;
}

/** A separator whose columns most lines have; of those that leave the fewest lines over, the one with most columns. */
function chooseSeparator(text: string): string | null {
  let best: { separator: string; strays: number; width: number } | null = null;
  for (const separator of SEPARATORS) {
    const lines = split(text, separator, LINES_LOOKED_AT);
    const width = commonWidth(lines);
    const strays = lines.filter(
      (cells, i) => cells.length !== width && !(i === 0 && cells.length === width - 1),
    ).length;
    if (width < 2 || strays > (1 - MOSTLY) * lines.length) continue;
    if (best === null || strays < best.strays || (strays === best.strays && width > best.width))
      best = { separator, strays, width };
  }
  return best?.separator ?? null;
}

function findBlanks(text: string): string | null {
  const lines = split(text, BLANKS, LINES_LOOKED_AT);
  const width = commonWidth(lines);
  const cells = lines.filter(({ length }) => length === width).flat();
  const isTable = width > 1 && cells.filter(isPlainNumber).length >= MOSTLY * cells.length;
  return isTable ? BLANKS : null;
}

/**
 * The lines that are not blank, as trimmed cells; quotes may be double, or single if the first cell has them. Quotes inside
 * quotes are written twice, or else, as R's write.table does, behind a backslash.
 */
function split(text: string, delimiter: string, preview = 0): string[][] {
  const lines =
    delimiter === BLANKS ? text.replace(/^[ \t]+|[ \t]+$/gm, '').replace(/[ \t]+/g, BLANKS) : text;
  const quoteChar = /^'[^'\n]*'/.test(text) ? "'" : '"';
  const options = { delimiter, quoteChar, preview, skipEmptyLines: true };
  const { data, errors } = Papa.parse<string[]>(lines, options);
  const isEscaped = errors.length > 0 && text.includes('\\"');
  const records = isEscaped ? Papa.parse<string[]>(lines, { ...options, escapeChar: '\\' }).data : data;
  return records
    .map((cells) => cells.map((cell) => cell.trim()))
    .filter((cells) => cells.length > 1 || cells[0] !== '');
}

function commonWidth(lines: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of lines) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), [0, 0])[0];
}

/**
 * R's write.table leaves out the name of the row names. Spreadsheets pad a title to the width of the table, so that most of
 * its cells are empty.
 */
function startsTable(cells: readonly string[], next: readonly string[] | undefined, width: number): boolean {
  const isTitle = cells.filter((cell) => cell === '').length > width / 2;
  return !isTitle && (cells.length === width || (cells.length === width - 1 && next?.length === width));
}

/** A header that is one cell short lacks the name of the row names, or the separator at the end of each line. */
function placeShortHeader(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const endsEmpty = rows.every((cells) => cells.at(-1) === '');
  return endsEmpty ? [...header, ''] : ['', ...header];
}

/**
 * Looks at a column; null unless it is plain: all cells are missing or decimal numbers, and some are numbers.
 *
 * @param markers what stands for a missing value besides `""`, `NA`, `N/A`, `NaN` and `null`
 */
export function readPlain(look: Look, column: number, markers: ReadonlySet<string>): PlainColumn | null {
  const cells = look.rows.map((row) => row[column]);
  const isGap = (cell: string) => isMissing(cell) || markers.has(cell);
  if (cells.every(isGap)) return null;
  const parse = cells.every((cell) => isGap(cell) || isPlainNumber(cell))
    ? Number
    : look.separator !== ',' && cells.some((cell) => EVIDENT_COMMA.test(cell) && cell.includes(','))
      ? (cell: string) => (WITH_COMMA.test(cell) ? Number(cell.replace(',', '.')) : Number.NaN)
      : null;
  if (parse === null) return null;
  const values = Float64Array.from(cells, (cell) => (isGap(cell) ? Number.NaN : parse(cell)));
  return values.some((value, i) => Number.isNaN(value) !== isGap(cells[i])) ? null : { values };
}

/** Whether a cell stands for a missing value, whatever its column holds. */
export function isMissing(cell: string): boolean {
  return MISSING.test(cell);
}

function isPlainNumber(cell: string): boolean {
  return cell !== '' && !NO_DECIMAL.test(cell) && Number.isFinite(Number(cell));
}
