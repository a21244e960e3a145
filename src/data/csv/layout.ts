import { describeValue, errorAt } from '../../errors.ts';
import { looksNumeric, MISSING } from '../number-text.ts';
import { Dissector } from '../reading/anatomy.ts';
import { isKnownMarker } from '../reading/markers.ts';
import { findUsualWidth } from './separator.ts';

/** A column that is not part of the table: what it was, and why it is left out. */
export interface LeftOut {
  /** As the header has it; null where it has none. */
  readonly name: string | null;
  /** Position among the cells of a line, from 0. */
  readonly position: number;
  readonly why: 'counts rows' | 'names rows' | 'is empty';
}

/** Which of the records are the table, and which of their cells. */
export interface Layout {
  readonly columns: readonly string[];
  /** Records above the header line, or above the first row. */
  readonly above: number;
  /** Whether the record after them names the columns. */
  readonly hasHeader: boolean;
  /** At most a hundred. */
  readonly leftOut: readonly LeftOut[];
}

/** Who pads a table with more columns of nothing learns of the first. */
const MOST_LISTED = 100;
/** A title has few lines. */
const MOST_ABOVE = 50;

/**
 * Finds the table in the records of a text, and leaves out what is not part of it: title lines above the header,
 * separators at the ends of lines, names and numbers of rows. Rows are changed in place, since each copy of a million
 * short ones takes a hundred megabytes; those of another width stay as they are, for `checkWidths`.
 *
 * @param hasHeader as the caller says; judged where undefined
 * @param lineOf the line on which a record begins
 * @throws AbsumError `invalid-data` for names that cannot be
 */
export function findLayout(
  records: string[][],
  hasHeader: boolean | undefined,
  lineOf: (record: number) => number,
): Layout {
  const usual = findUsualWidth(records);
  const above = countAbove(records, usual);
  const place = `data.csv line ${lineOf(above)}`;
  const first = records[above];
  if (hasHeader === false) {
    const names = first.map((_, c) => (c === first.length - 1 ? 'y' : `x${c + 1}`));
    return { columns: names, above, hasHeader: false, leftOut: [] };
  }
  if (hasHeader === undefined) refuseData(records, above, place);
  const names = [...first];
  const rows = records.slice(above + 1);
  const empty = rows.length === 0 ? [] : [...dropEnds(names, rows), ...dropNameless(names, rows)];
  const leftOut = [...dropRowNames(names, rows, usual), ...empty].slice(0, MOST_LISTED);
  checkNames(names, place);
  return { columns: names, above, hasHeader: true, leftOut };
}

/** Records before the first that is as wide as the table, or one cell less where its rows have names. */
function countAbove(records: readonly (readonly string[])[], usual: number): number {
  const found = records.findIndex((cells, r) => {
    if (r > MOST_ABOVE) return true;
    if (cells.every((cell) => cell === '')) return false;
    if (cells.length >= usual) return !isPaddedTitle(records, r);
    return usual > 1 && cells.length === usual - 1 && hasNamedRows(records, r);
  });
  return found === -1 || found > MOST_ABOVE ? 0 : found;
}

/** A spreadsheet pads a title to the width of the table, whose names come next. */
function isPaddedTitle(records: readonly (readonly string[])[], record: number): boolean {
  const cells = records[record];
  const filled = cells.indexOf('');
  if (filled < 1 || 2 * filled > cells.length || cells.slice(filled).some((cell) => cell !== ''))
    return false;
  const next = records.findIndex((each, r) => r > record && each.some((cell) => cell !== ''));
  if (next === -1 || records[next].slice(1).includes('')) return false;
  return namesColumns(records, next) || isUnlikeRows(records, next);
}

/** Whether rows begin with their names below a header that is one cell short: no record there names columns. */
function hasNamedRows(records: readonly (readonly string[])[], header: number): boolean {
  const first = header + 1;
  const rows = records.slice(first, first + ROWS_LOOKED_AT);
  // Blank lines keep a title and a table apart.
  if (rows.length === 0 || rows[0].length === 1 || namesColumns(records, first)) return false;
  const isTitle = records[header].length === 1 || records[header].includes('');
  if (isTitle && isUnlikeRows(records, first)) return false;
  // Of a title above two columns of numbers, the first numbers would be the names.
  if (rows.some(({ length }) => length > 2)) return true;
  const names = rows.map(([name]) => name);
  return countsRows(names) || !names.some(looksNumeric);
}

/** Whether no text of a record is in the rows below it, which repeat theirs. */
function isUnlikeRows(records: readonly (readonly string[])[], record: number): boolean {
  const below = records.slice(record + 1, record + 1 + ROWS_LOOKED_AT);
  const shift = shiftOf(records, record);
  const columns = records[record].map((name, c) => ({ name, cells: below.map((row) => row[c + shift]) }));
  return (
    columns.every(({ name, cells }) => name === '' || (!looksNumeric(name) && !cells.includes(name))) &&
    columns.some(({ cells }) => new Set(cells).size < cells.length)
  );
}

/** Whether a record has something else than a number above numbers, in whatever notation. */
function namesColumns(records: readonly (readonly string[])[], record: number): boolean {
  const below = records.slice(record + 1, record + 1 + ROWS_LOOKED_AT);
  const shift = shiftOf(records, record);
  const dissector = new Dissector();
  const isNumber = (cell: string) => looksNumeric(cell) || dissector.dissect(cell) !== null;
  return records[record]?.some((name, c) => {
    const cells = below.map((row) => row[c + shift] ?? '').filter((cell) => !MISSING.test(cell));
    const isName = !isNumber(name) && !MISSING.test(name) && !isKnownMarker(name);
    return isName && cells.length > 0 && cells.every(isNumber);
  });
}

/** The names of a header that is one cell short begin above the second cell of each row. */
function shiftOf(records: readonly (readonly string[])[], header: number): 0 | 1 {
  return records[header + 1]?.length === records[header]?.length + 1 ? 1 : 0;
}

/** Rows below a name that tell whether it is one. */
const ROWS_LOOKED_AT = 20;

/**
 * A number is no name where it stands above numbers, unless it is a year or one of a run: 0, 1, 2 are names that pandas
 * gives. Where there are only numbers, nothing tells.
 */
function refuseData(records: readonly (readonly string[])[], above: number, place: string): void {
  const first = records[above];
  const rows = records.slice(above + 1, above + 1 + ROWS_LOOKED_AT);
  const numbers = first.flatMap((name, c) => (looksNumeric(name) ? [c] : []));
  if (numbers.length === 0) return;
  const isRun = numbers.every((c, i) => i === 0 || Number(first[c]) === Number(first[numbers[i - 1]]) + 1);
  const isName = (c: number) => {
    const below = rows.map((cells) => cells[c] ?? '').filter((cell) => !MISSING.test(cell));
    return /^(?:1[5-9]|20)\d\d$/.test(first[c]) || below.length === 0 || !below.every(looksNumeric);
  };
  if (numbers.length < first.length && (numbers.every(isName) || (isRun && numbers.length > 1))) return;
  const shown = first.slice(0, 3).map(describeValue).join(', ');
  throw errorAt(
    'invalid-data',
    place,
    `expected a header with the names of the columns, got ${shown}${first.length > 3 ? ', ...' : ''}`,
    [{ data: { header: false } }, { data: { header: true } }],
  );
}

/** Separators at the ends of lines make a last column of nothing. */
function dropEnds(names: string[], rows: readonly string[][]): LeftOut[] {
  const dropped: LeftOut[] = [];
  const isRegular = (width: number) => rows.every(({ length }) => length === width);
  // The rows end in separators, and the header line does not.
  if (rows.length > 0 && isRegular(names.length + 1) && rows.every((cells) => cells[names.length] === '')) {
    for (const cells of rows) cells.length = names.length;
    dropped.push({ name: null, position: names.length, why: 'is empty' });
  }
  while (names.length > 1 && names[names.length - 1] === '') {
    const last = names.length - 1;
    const wide = rows.filter(({ length }) => length > last);
    if (wide.some(({ length }) => length !== last + 1) || wide.some((cells) => cells[last] !== '')) break;
    names.length = last;
    for (const cells of wide) cells.length = last;
    dropped.push({ name: null, position: last, why: 'is empty' });
  }
  return dropped;
}

/** Columns without a name that hold nothing, such as those that keep parts of a spreadsheet's table apart. */
function dropNameless(names: string[], rows: readonly string[][]): LeftOut[] {
  const isEmpty = names.map((name, c) => name === '' && rows.every((cells) => cells[c] === ''));
  if (!isEmpty.includes(true) || rows.some(({ length }) => length !== names.length)) return [];
  for (const cells of [names, ...rows]) {
    let kept = 0;
    for (let c = 0; c < isEmpty.length; c++) if (!isEmpty[c]) cells[kept++] = cells[c];
    cells.length = kept;
  }
  return isEmpty.flatMap((empty, position) => (empty ? [{ name: null, position, why: 'is empty' }] : []));
}

/** What pandas calls an index that was written without a name, and read again. */
const UNNAMED = /^(?:Unnamed: \d+)?$/;

/** R writes the names of rows first, with or without a name of their own; pandas writes numbers. */
function dropRowNames(names: string[], rows: readonly string[][], usual: number): LeftOut[] {
  const width = names.length + 1;
  const isLonger = usual === width && rows.every(({ length }) => length === width);
  const isUnnamed =
    names.length > 1 && UNNAMED.test(names[0]) && rows.every(({ length }) => length === names.length);
  if (!isLonger && !isUnnamed) return [];
  const cells = rows.map((row) => row[0]);
  const counts = countsRows(cells);
  if (!counts && new Set(cells).size < cells.length) return [];
  const why = counts ? 'counts rows' : 'names rows';
  for (const row of rows) row.shift();
  return [{ name: isLonger ? null : (names.shift() ?? null), position: 0, why }];
}

/** Whether the cells are 0, 1, 2 ... or 1, 2, 3 .... */
function countsRows(cells: readonly string[]): boolean {
  const first = Number(cells[0]);
  return (first === 0 || first === 1) && cells.every((cell, r) => cell === String(first + r));
}

function checkNames(names: readonly string[], place: string): void {
  const seen = new Map<string, number>();
  names.forEach((name, c) => {
    if (name === '') {
      throw errorAt('invalid-data', place, `expected a name for column ${c + 1} of ${names.length}, got ""`);
    }
    const former = seen.get(name);
    if (former !== undefined) {
      const columns = `columns ${former + 1} and ${c + 1}`;
      throw errorAt(
        'invalid-data',
        place,
        `expected each name once, got ${describeValue(name)} for ${columns}`,
      );
    }
    seen.set(name, c);
  });
}
