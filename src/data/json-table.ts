import { describeValue, errorAt } from '../errors.ts';
import {
  ARRAY_TARGET,
  type Cell,
  checkCellCount,
  isList,
  placeOfKey,
  type RawCell,
  type Table,
} from './table.ts';

/**
 * Reads the rows of a JSON array of objects. Columns keep the order in which their names first appear; a name
 * absent from a row is a missing value there.
 *
 * @throws AbsumError `invalid-data` naming the cell (`data.rows[3].age`); `limit-exceeded` above MAX_CELLS
 */
export function tableFromRows(rows: readonly Readonly<Record<string, RawCell>>[]): Table {
  if (rows.length === 0) throw errorAt('invalid-data', 'data.rows', 'expected at least one row, got none');
  const positions = new Map<string, number>();
  const found = rows.map((row, r) => readObject(row, r, positions));
  checkCellCount(rows.length, positions.size, 'data.rows');
  const columns = [...positions.keys()];
  return {
    columns,
    rows: found.map((cells) => columns.map((_, c) => cells[c] ?? null)),
    firstRow: 0,
    source: 'rows',
  };
}

/**
 * Reads a matrix and a target of the same length. Columns are named `x1` to `xp` unless `names` gives
 * their names; the target column is named `y`.
 *
 * @throws AbsumError `invalid-data` naming the cell (`data.x[3][0]`, `data.y[3]`) or the field at fault
 */
export function tableFromArrays(
  x: readonly ArrayLike<RawCell>[],
  y: ArrayLike<RawCell>,
  names?: readonly string[],
): Table {
  if (x.length === 0) throw errorAt('invalid-data', 'data.x', 'expected at least one row, got none');
  if (y.length !== x.length) {
    throw errorAt('invalid-data', 'data.y', `expected ${x.length} values, one per row of x, got ${y.length}`);
  }
  const width = isList(x[0]) ? x[0].length : 0;
  if (width === 0) throw errorAt('invalid-data', 'data.x[0]', 'expected at least one feature, got none');
  const columns = [...nameFeatures(width, names), ARRAY_TARGET];
  const rows = x.map((row, r) => {
    if (!isList(row) || row.length !== width) {
      const got = isList(row) ? `${row.length}` : describeValue(row);
      throw errorAt('invalid-data', `data.x[${r}]`, `expected ${width} values, as in data.x[0], got ${got}`);
    }
    const cells = Array.from(row, (value, c) => readCell(value, () => `data.x[${r}][${c}]`));
    cells.push(readCell(y[r], () => `data.y[${r}]`));
    return cells;
  });
  return { columns, rows, firstRow: 0, source: 'arrays' };
}

/** Reads one object into cells by column position, adding the names seen for the first time. */
function readObject(
  row: Readonly<Record<string, RawCell>>,
  r: number,
  positions: Map<string, number>,
): Cell[] {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw errorAt('invalid-data', `data.rows[${r}]`, `expected an object, got ${describeValue(row)}`);
  }
  const cells: Cell[] = [];
  for (const [name, value] of Object.entries(row)) {
    if (name === '') throw errorAt('invalid-data', `data.rows[${r}]`, 'expected column names, got ""');
    let position = positions.get(name);
    if (position === undefined) {
      position = positions.size;
      positions.set(name, position);
    }
    cells[position] = readCell(value, () => `data.rows[${r}]${placeOfKey(name)}`);
  }
  return cells;
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
