import { type CsvCells, splittingCsv } from '../../../data/csv/csv.ts';
import type { Separator } from '../../../data/csv/delimiter.ts';
import { gatheringRows } from '../../../data/json-table.ts';
import { type DecimalMark, looksNumeric } from '../../../data/number-text.ts';
import {
  checkCellCount,
  isList,
  placeOfCell,
  placeOfKey,
  placeOfRow,
  type RawCell,
  type RowNaming,
} from '../../../data/table.ts';
import { describeValue, errorAt } from '../../../errors.ts';
import { ITEMS_A_SLICE, type Sliced } from '../../../sliced.ts';
import type { JudgeRequest } from '../../request.ts';

// Arrays, a CSV text and rows of objects as one table of columns, before anything is known of what they hold.

/** A cell as it came; an object stands where exports put the settings of a run into one cell. */
export type ScoreCell = RawCell | object;

/** One column: its name, and a cell for each line. */
export interface ScoreColumn {
  readonly name: string;
  readonly cells: readonly ScoreCell[];
}

/** Columns of equal length. */
export interface ScoreTable {
  readonly columns: readonly ScoreColumn[];
  /** How many cells each column has. */
  readonly lines: number;
  /** Whether it was given as arrays by name, of which each is a candidate if nothing else is said. */
  readonly isArrays: boolean;
  readonly decimal: DecimalMark | undefined;
  readonly separator: Separator | undefined;
  /** Where the table stands in the request. */
  readonly place: string;
  placeOfLine(line: number): string;
  placeOfCell(line: number, column: number): string;
}

/**
 * Reads the scores of a request into a table.
 *
 * @throws AbsumError `invalid-data` for what is no table; `limit-exceeded` for one that is too large
 */
export function* readingTable(data: Exclude<JudgeRequest['data'], { report: unknown }>): Sliced<ScoreTable> {
  if ('scores' in data) return yield* readingArrays(data.scores);
  if ('rows' in data) return yield* readingObjects(data.rows);
  // A column may be named by a number, such as a lambda, so that the header is not to be judged by that.
  const cells = yield* splittingCsv(data.csv, { ...data, header: true });
  refuseHeaderless(cells);
  const columns = yield* turning(cells.columns, cells.rows);
  return nameCells(columns, cells, cells.rows.length, data.decimal);
}

/** Holds no cell of the rows, which would take as much memory as the columns. */
function nameCells(
  columns: readonly ScoreColumn[],
  { firstRow, lines: numbers, source, format }: CsvCells,
  lines: number,
  decimal: DecimalMark | undefined,
): ScoreTable {
  const naming: RowNaming = {
    firstRow,
    ...(numbers !== undefined && { lines: numbers }),
    ...(source !== undefined && { source }),
  };
  return {
    columns,
    lines,
    isArrays: false,
    decimal,
    separator: format.delimiter,
    place: 'data.csv',
    placeOfLine: (line) => placeOfRow(naming, line),
    placeOfCell: (line, column) =>
      placeOfCell({ ...naming, columns: columns.map(({ name }) => name) }, line, column),
  };
}

/** Names that are numbers, all of them, are the first line of a table without names. */
function refuseHeaderless({ columns, firstRow }: CsvCells): void {
  if (!columns.every(looksNumeric)) return;
  const shown = columns.slice(0, 3).map(describeValue).join(', ');
  const message = `expected a header with the names of the columns, got ${shown}${columns.length > 3 ? ', ...' : ''}: name the candidates in the first line`;
  throw errorAt('invalid-data', `data.csv line ${firstRow - 1}`, message);
}

function* readingArrays(scores: Readonly<Record<string, ArrayLike<unknown>>>): Sliced<ScoreTable> {
  const names = Object.keys(scores);
  if (names.length === 0)
    throw errorAt('invalid-data', 'data.scores', 'expected arrays, got an empty object');
  const placeOf = (name: string) => `data.scores${placeOfKey(name)}`;
  const [first] = names;
  for (const name of names) {
    if (!isList(scores[name])) {
      throw errorAt('invalid-data', placeOf(name), `expected an array, got ${describeValue(scores[name])}`);
    }
    const { length } = scores[name];
    if (length !== scores[first].length) {
      const message = `expected ${scores[first].length} scores, as in ${placeOf(first)}, got ${length}`;
      throw errorAt('invalid-data', placeOf(name), message);
    }
  }
  const lines = scores[first].length;
  if (lines === 0) throw errorAt('invalid-data', placeOf(first), 'expected scores, got an empty array');
  checkCellCount(lines, names.length, 'data.scores');
  const columns: ScoreColumn[] = [];
  for (const name of names) {
    const cells: ScoreCell[] = [];
    for (let line = 0; line < lines; line++) {
      cells.push(readCell(scores[name][line], () => `${placeOf(name)}[${line}]`));
    }
    columns.push({ name, cells });
    yield lines;
  }
  return {
    columns,
    lines,
    isArrays: true,
    decimal: undefined,
    separator: undefined,
    place: 'data.scores',
    placeOfLine: (line) => `${placeOf(columns[0].name)}[${line}]`,
    placeOfCell: (line, column) => `${placeOf(columns[column].name)}[${line}]`,
  };
}

function* readingObjects(rows: readonly Readonly<Record<string, RawCell>>[]): Sliced<ScoreTable> {
  const gathered = yield* gatheringRows<ScoreCell>(rows, readCell);
  if (gathered.columns.length === 0) {
    throw errorAt('invalid-data', 'data.rows[0]', 'expected columns, got an empty object');
  }
  const columns = yield* turning(gathered.columns, gathered.rows);
  const naming = { firstRow: gathered.firstRow, source: 'rows' as const };
  return {
    columns,
    lines: gathered.rows.length,
    isArrays: false,
    decimal: undefined,
    separator: undefined,
    place: 'data.rows',
    placeOfLine: (line) => placeOfRow(naming, line),
    placeOfCell: (line, column) =>
      placeOfCell({ ...naming, columns: columns.map(({ name }) => name) }, line, column),
  };
}

/** A cell of JSON, or of a program; what is no score is found out where scores are read. */
function readCell(value: unknown, place: () => string): ScoreCell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'object') return value;
  throw errorAt('invalid-data', place(), `expected a number, a text or null, got ${describeValue(value)}`);
}

/** Rows of cells as columns. */
function* turning(names: readonly string[], rows: readonly (readonly ScoreCell[])[]): Sliced<ScoreColumn[]> {
  const columns: ScoreColumn[] = [];
  let items = 0;
  for (const [c, name] of names.entries()) {
    const cells = new Array<ScoreCell>(rows.length);
    for (let r = 0; r < rows.length; r++) cells[r] = rows[r][c];
    columns.push({ name, cells });
    items += rows.length;
    if (items < ITEMS_A_SLICE) continue;
    yield items;
    items = 0;
  }
  return columns;
}
