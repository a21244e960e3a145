import { describeValue, errorAt } from '../errors.ts';
import { finish, ITEMS_A_SLICE, type Sliced } from '../sliced.ts';

/** One value of a table; null is a missing value. */
export type Cell = number | string | null;

/** A cell as JSON gives it: true and false are read as 1 and 0. */
export type RawCell = Cell | boolean;

/** How the rows of a table are named in messages. */
export interface RowNaming {
  /** The number of the first row as the user counts: 0 for JSON, 2 below a header line. */
  readonly firstRow: number;
  /** Where the rows came from; without it a row is named `data row 3`. */
  readonly source?: 'rows' | 'arrays' | 'csv';
  /** The line on which each row begins, given only where quoted line breaks make rows longer than a line. */
  readonly lines?: readonly number[];
}

/** Named columns and rows of equal length, before anything is known about what each column is for. */
export interface Table extends RowNaming {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** The decimal mark of the numbers in the text that the table was read from. */
  readonly decimal?: '.' | ',';
}

/** The most cells a table may have: if every row adds keys, the cells grow with the square of the text. */
export const MAX_CELLS = 2_000_000;

/** The name of the target column of a table made from arrays. */
export const ARRAY_TARGET = 'y';

/**
 * Reads the rows of a JSON array of objects. Columns keep the order in which their names first appear; a name
 * absent from a row is a missing value there.
 *
 * @throws AbsumError `invalid-data` naming the cell (`data.rows[3].age`); `limit-exceeded` above MAX_CELLS
 */
export function* readingRows(rows: readonly Readonly<Record<string, RawCell>>[]): Sliced<Table> {
  if (rows.length === 0) throw errorAt('invalid-data', 'data.rows', 'expected at least one row, got none');
  const positions = new Map<string, number>();
  let read = 0;
  for (let r = 0; r < rows.length; r++) {
    read += 1 + findColumns(rows[r], r, positions);
    if (read >= ITEMS_A_SLICE) {
      yield read;
      read = 0;
    }
  }
  checkCellCount(rows.length, positions.size, 'data.rows');
  const rowsAtOnce = Math.ceil(ITEMS_A_SLICE / positions.size);
  const found: Cell[][] = [];
  for (let r = 0; r < rows.length; r++) {
    found.push(readObject(rows[r], r, positions));
    if (r % rowsAtOnce === rowsAtOnce - 1) yield rowsAtOnce * positions.size;
  }
  return { columns: [...positions.keys()], rows: found, firstRow: 0, source: 'rows' };
}

/** The same at once. */
export function tableFromRows(rows: readonly Readonly<Record<string, RawCell>>[]): Table {
  return finish(readingRows(rows));
}

/**
 * Reads a matrix and a target of the same length. Columns are named `x1` to `xp` unless `names` gives
 * their names; the target column is named `y`.
 *
 * @throws AbsumError `invalid-data` naming the cell (`data.x[3][0]`, `data.y[3]`) or the field at fault
 */
export function* readingArrays(
  x: readonly ArrayLike<RawCell>[],
  y: ArrayLike<RawCell>,
  names?: readonly string[],
): Sliced<Table> {
  if (x.length === 0) throw errorAt('invalid-data', 'data.x', 'expected at least one row, got none');
  if (y.length !== x.length) {
    throw errorAt('invalid-data', 'data.y', `expected ${x.length} values, one per row of x, got ${y.length}`);
  }
  const width = isList(x[0]) ? x[0].length : 0;
  if (width === 0) throw errorAt('invalid-data', 'data.x[0]', 'expected at least one feature, got none');
  const columns = [...nameFeatures(width, names), ARRAY_TARGET];
  const rows: Cell[][] = [];
  const rowsAtOnce = Math.ceil(ITEMS_A_SLICE / width);
  for (let r = 0; r < x.length; r++) {
    const row = x[r];
    if (!isList(row) || row.length !== width) {
      const got = isList(row) ? `${row.length}` : describeValue(row);
      throw errorAt('invalid-data', `data.x[${r}]`, `expected ${width} values, as in data.x[0], got ${got}`);
    }
    const cells = makeCells(width + 1);
    for (let c = 0; c < width; c++) cells[c] = readCell(row[c], () => `data.x[${r}][${c}]`);
    cells[width] = readCell(y[r], () => `data.y[${r}]`);
    rows.push(cells);
    if (r % rowsAtOnce === rowsAtOnce - 1) yield rowsAtOnce * width;
  }
  return { columns, rows, firstRow: 0, source: 'arrays' };
}

/** The same at once. */
export function tableFromArrays(...given: Parameters<typeof readingArrays>): Table {
  return finish(readingArrays(...given));
}

/** Whether a value is an array, or a typed array such as programs use for numbers. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** Names a row as the user finds it: `data.csv line 17`, `data.rows[3]`. `row` counts from 0. */
export function placeOfRow(naming: RowNaming, row: number): string {
  const number = naming.lines?.[row] ?? naming.firstRow + row;
  if (naming.source === 'csv') return `data.csv line ${number}`;
  if (naming.source === 'rows') return `data.rows[${number}]`;
  return naming.source === 'arrays' ? `data.x[${number}]` : `data row ${number}`;
}

/** Names a cell as the user finds it: `data.csv line 17, column "age"`, `data.rows[3].age`, `data.y[3]`. */
export function placeOfCell(table: Table, row: number, column: number): string {
  const name = table.columns[column];
  const place = placeOfRow(table, row);
  if (table.source === 'rows') return `${place}${placeOfKey(name)}`;
  if (table.source !== 'arrays') return `${place}, column ${describeValue(name)}`;
  return column === table.columns.length - 1 ? `data.y[${table.firstRow + row}]` : `${place}[${column}]`;
}

/** @throws AbsumError `limit-exceeded` when a table of this size would hold more than MAX_CELLS */
export function checkCellCount(rows: number, columns: number, place: string): void {
  if (rows * columns <= MAX_CELLS) return;
  const figure = `${rows} rows x ${columns} columns`;
  throw errorAt('limit-exceeded', place, `expected at most ${MAX_CELLS} cells, got ${figure}`);
}

function placeOfKey(key: string): string {
  return /^[A-Za-z_$][\w$]{0,39}$/.test(key) ? `.${key}` : `[${describeValue(key)}]`;
}

/** Adds the names that a row is the first to have; returns how many fields it has. */
function findColumns(row: unknown, r: number, positions: Map<string, number>): number {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw errorAt('invalid-data', `data.rows[${r}]`, `expected an object, got ${describeValue(row)}`);
  }
  const names = Object.keys(row);
  for (const name of names) {
    if (name === '') throw errorAt('invalid-data', `data.rows[${r}]`, 'expected column names, got ""');
    if (!positions.has(name)) positions.set(name, positions.size);
  }
  return names.length;
}

/** Reads one object into cells by column position. */
function readObject(
  row: Readonly<Record<string, RawCell>>,
  r: number,
  positions: ReadonlyMap<string, number>,
): Cell[] {
  const cells = makeCells(positions.size);
  for (const name of Object.keys(row)) {
    cells[positions.get(name) as number] = readCell(row[name], () => `data.rows[${r}]${placeOfKey(name)}`);
  }
  return cells;
}

/** Made in full: an array that grows by itself takes room for 17 cells, in each of a million rows. */
function makeCells(length: number): Cell[] {
  return new Array<Cell>(length).fill(null);
}

/** Non-finite numbers are refused, and so are their names as text, which JSON writers put in their place. */
export function readCell(value: unknown, place: () => string): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string' && !/^(NaN|[+-]?Infinity)$/.test(value)) return value;
  throw errorAt(
    'invalid-data',
    place(),
    `expected a finite number, a text, or null for a missing value, got ${describeValue(value)}`,
  );
}

function nameFeatures(width: number, names: readonly string[] | undefined): readonly string[] {
  if (names === undefined) return Array.from({ length: width }, (_, c) => `x${c + 1}`);
  if (names.length !== width) {
    throw errorAt(
      'invalid-data',
      'data.names',
      `expected ${width} names, one per column of x, got ${names.length}`,
    );
  }
  const seen = new Set<string>();
  names.forEach((name, c) => {
    const place = `data.names[${c}]`;
    if (name === '') throw errorAt('invalid-data', place, 'expected a name, got ""');
    if (name === ARRAY_TARGET) {
      throw errorAt(
        'invalid-data',
        place,
        `expected a name other than "${ARRAY_TARGET}", which names the target`,
      );
    }
    if (seen.has(name)) {
      throw errorAt('invalid-data', place, `expected a name of its own, got ${describeValue(name)} again`);
    }
    seen.add(name);
  });
  return names;
}
