import { describeValue, errorAt } from '../errors.ts';
import { finish, ITEMS_A_SLICE, type Sliced } from '../sliced.ts';
import { type ColumnChoice, typingColumns } from './reading/type-columns.ts';
import {
  ARRAY_TARGET,
  type Cell,
  checkCellCount,
  checkColumnCount,
  isList,
  placeOfKey,
  type RawCell,
  type RowNaming,
  type Table,
} from './table.ts';

/**
 * Reads the rows of a JSON array of objects. Columns keep the order in which their names first appear; a name
 * absent from a row is a missing value there.
 *
 * @throws AbsumError `invalid-data` naming the cell (`data.rows[3].age`); `limit-exceeded` above MAX_CELLS
 */
export function* readingRows(
  rows: readonly Readonly<Record<string, RawCell>>[],
  choice: ColumnChoice = {},
): Sliced<Table> {
  return yield* typingColumns(yield* gatheringRows(rows, readCell), choice);
}

/** Rows of objects as a table, before anything is said of its columns. */
export interface GatheredRows<Each> extends RowNaming {
  readonly columns: readonly string[];
  readonly rows: (Each | null)[][];
}

/**
 * Gathers the cells of such rows.
 *
 * @param read gives what is kept of a cell, or throws
 */
export function* gatheringRows<Each>(
  rows: readonly Readonly<Record<string, RawCell>>[],
  read: (value: unknown, place: () => string) => Each,
): Sliced<GatheredRows<Each>> {
  if (rows.length === 0) throw errorAt('invalid-data', 'data.rows', 'expected at least one row, got none');
  const positions = new Map<string, number>();
  let looked = 0;
  for (let r = 0; r < rows.length; r++) {
    looked += 1 + findColumns(rows[r], r, positions);
    if (looked >= ITEMS_A_SLICE) {
      yield looked;
      looked = 0;
    }
  }
  checkCellCount(rows.length, positions.size, 'data.rows');
  const rowsAtOnce = Math.ceil(ITEMS_A_SLICE / positions.size);
  const found: (Each | null)[][] = [];
  for (let r = 0; r < rows.length; r++) {
    found.push(readObject(rows[r], r, positions, read));
    if (r % rowsAtOnce === rowsAtOnce - 1) yield rowsAtOnce * positions.size;
  }
  return { columns: [...positions.keys()], rows: found, firstRow: 0, source: 'rows' };
}

/** The same at once. */
export function tableFromRows(...given: Parameters<typeof readingRows>): Table {
  return finish(readingRows(...given));
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
  choice: ColumnChoice = {},
): Sliced<Table> {
  if (x.length === 0) throw errorAt('invalid-data', 'data.x', 'expected at least one row, got none');
  if (y.length !== x.length) {
    throw errorAt('invalid-data', 'data.y', `expected ${x.length} values, one per row of x, got ${y.length}`);
  }
  const width = isList(x[0]) ? x[0].length : 0;
  if (width === 0) throw errorAt('invalid-data', 'data.x[0]', 'expected at least one feature, got none');
  checkColumnCount(width + 1, 'data.x[0]');
  const columns = [...nameFeatures(width, names), ARRAY_TARGET];
  const rows: Cell[][] = [];
  const rowsAtOnce = Math.ceil(ITEMS_A_SLICE / width);
  for (let r = 0; r < x.length; r++) {
    const row = x[r];
    if (!isList(row) || row.length !== width) {
      const got = isList(row) ? `${row.length}` : describeValue(row);
      throw errorAt('invalid-data', `data.x[${r}]`, `expected ${width} values, as in data.x[0], got ${got}`);
    }
    const cells = makeCells<Cell>(width + 1);
    for (let c = 0; c < width; c++) cells[c] = readCell(row[c], () => `data.x[${r}][${c}]`);
    cells[width] = readCell(y[r], () => `data.y[${r}]`);
    rows.push(cells);
    if (r % rowsAtOnce === rowsAtOnce - 1) yield rowsAtOnce * width;
  }
  return yield* typingColumns({ columns, rows, firstRow: 0, source: 'arrays' }, choice);
}

/** The same at once. */
export function tableFromArrays(...given: Parameters<typeof readingArrays>): Table {
  return finish(readingArrays(...given));
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
function readObject<Each>(
  row: Readonly<Record<string, RawCell>>,
  r: number,
  positions: ReadonlyMap<string, number>,
  read: (value: unknown, place: () => string) => Each,
): (Each | null)[] {
  const cells = makeCells<Each>(positions.size);
  for (const name of Object.keys(row)) {
    cells[positions.get(name) as number] = read(row[name], () => `data.rows[${r}]${placeOfKey(name)}`);
  }
  return cells;
}

/** Made in full: an array that grows by itself takes room for 17 cells, in each of a million rows. */
function makeCells<Each>(length: number): (Each | null)[] {
  return new Array<Each | null>(length).fill(null);
}

/** Reads a cell of JSON: true and false are 1 and 0. */
export function readCell(value: unknown, place: () => string): Cell {
  const cell = checkCell(value, place);
  return typeof cell === 'boolean' ? Number(cell) : cell;
}

/** Non-finite numbers are refused, and so are their names as text, which JSON writers put in their place. */
export function checkCell(value: unknown, place: () => string): RawCell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
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
