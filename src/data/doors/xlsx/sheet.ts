import { errorAt } from '../../../errors.ts';
import { checkCellCount } from '../../table.ts';
import { CsvWriter, quote } from '../write-csv.ts';
import { type Shown, writeSerial } from './date-format.ts';
import { readXml } from './read-xml.ts';
import { collectText } from './shared.ts';

/** What the cells of all sheets of a workbook refer to. */
export interface Shared {
  readonly strings: readonly string[];
  readonly styles: readonly Shown[];
  readonly from1904: boolean;
}

/** A cell as its element says it. */
interface RawCell {
  readonly type: string;
  readonly style: number;
  readonly hasFormula: boolean;
  readonly value: string;
}

const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;

/**
 * Writes the cells of a sheet as CSV (ECMA-376, part 1, 18.3). Columns and rows beyond the last cell that holds anything
 * are not there, nor are columns before the first; blank rows before the last are blank lines. Numbers are as stored,
 * whatever their format shows; dates are ISO 8601, errors their names.
 *
 * @throws AbsumError `invalid-data` naming the cell; `limit-exceeded`
 */
export function writeSheet(bytes: Uint8Array, shared: Shared): string {
  const rows: string[][] = [];
  let [first, end] = [MOST_COLUMNS, 0];
  let [row, column] = [0, 0];
  let cell = { type: '', style: 0, hasFormula: false, value: '' };
  let isValue = false;
  const inline = collectText();
  readXml(bytes, {
    open(name, attribute) {
      if (name === 'row') {
        row = readIndex(attribute('r'), row + 1, MOST_ROWS);
        column = 0;
      } else if (name === 'c') {
        column = readColumn(attribute('r'), column + 1);
        cell = {
          type: attribute('t') ?? 'n',
          style: Number(attribute('s') ?? 0),
          hasFormula: false,
          value: '',
        };
        inline.clear();
      } else if (name === 'v') isValue = true;
      else if (name === 'f') cell.hasFormula = true;
      inline.open(name);
    },
    close(name) {
      inline.close(name);
      if (name === 'v') isValue = false;
      if (name !== 'c') return;
      const raw = cell.type === 'inlineStr' ? { ...cell, value: inline.take() } : cell;
      const text = writeCell(raw, shared, () => `${nameColumn(column)}${row}`);
      if (text === '') return;
      while (rows.length < row) rows.push([]);
      rows[row - 1][column - 1] = text;
      [first, end] = [Math.min(first, column - 1), Math.max(end, column)];
      checkCellCount(rows.length, end - first, 'data.csv');
    },
    text(text) {
      if (isValue) cell.value += text;
      inline.add(text);
    },
  });
  return writeRows(rows, first, end);
}

function writeRows(rows: readonly (readonly string[])[], first: number, end: number): string {
  const csv = new CsvWriter();
  for (const cells of rows) {
    const line: string[] = [];
    if (cells.length > 0) for (let c = first; c < end; c++) line.push(quote(cells[c] ?? ''));
    csv.addRow(line);
  }
  return csv.finish();
}

/** @param name gives the cell's name, such as `B3` */
function writeCell({ type, style, hasFormula, value }: RawCell, shared: Shared, name: () => string): string {
  switch (type) {
    case 's': {
      const text = shared.strings[Number(value)];
      if (text === undefined) throw refuse(`cell ${name()} refers to a text that is not there`);
      return text;
    }
    case 'b':
      return value === '1' ? 'true' : 'false';
    case 'n': {
      if (value === '' && hasFormula) throw refuse(`cell ${name()} ${UNCALCULATED}`);
      const number = Number(value);
      if (value.trim() === '' || Number.isNaN(number)) return value;
      return writeSerial(number, shared.styles[style] ?? 'number', shared.from1904) ?? String(number);
    }
    default:
      return value;
  }
}

const UNCALCULATED =
  'holds a formula without its result; open the file in a spreadsheet program, which calculates it, and save it';

function refuse(message: string) {
  return errorAt('invalid-data', 'data.csv', message);
}

function readIndex(text: string | undefined, next: number, most: number): number {
  const index = text === undefined ? next : Number(text);
  if (Number.isInteger(index) && index >= 1 && index <= most) return index;
  throw refuse('expected a spreadsheet, got one with a row or column out of bounds');
}

/** The column of a cell's name, counted from 1: 28 for `AB17`. */
function readColumn(name: string | undefined, next: number): number {
  const letters = name === undefined ? undefined : (/^[A-Z]{1,3}/.exec(name)?.[0] ?? '');
  if (letters === undefined) return readIndex(undefined, next, MOST_COLUMNS);
  let column = 0;
  for (const letter of letters) column = 26 * column + letter.charCodeAt(0) - 64;
  return readIndex(String(column), next, MOST_COLUMNS);
}

function nameColumn(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  return (rest === 0 ? '' : nameColumn(rest)) + String.fromCharCode(65 + ((column - 1) % 26));
}
