import { strayTextError } from '../data/columns.ts';
import { type CsvOptions, parseCsv } from '../data/csv.ts';
import type { Column } from '../data/dataset.ts';
import { readCell, tableFromRows } from '../data/json-table.ts';
import { type Cell, checkCellCount, placeOfCell, type RawCell, type Table } from '../data/table.ts';
import { AbsumError, describeValue, errorAt } from '../errors.ts';
import type { Model, ModelFeature } from './model.ts';

/** Rows to predict: objects by feature name, arrays in the order of the features, or a CSV text with a header. */
export type RowsInput =
  | readonly Readonly<Record<string, RawCell>>[]
  | readonly (readonly RawCell[])[]
  | string;

/** For a CSV text: its delimiter and decimal mark, as in a recipe. */
export type ReadOptions = Pick<CsvOptions, 'delimiter' | 'decimal'>;

/** Cells as they arrived, found by the names of their columns. */
interface Cells {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  place(row: number, column: number): string;
  /** For a CSV text, where one text turns a whole column into texts. */
  readonly csv?: Table;
}

type Target = Pick<Model, 'features' | 'target' | 'missing'>;

/**
 * Reads rows into one column for each feature of a model. A column of the model's target is allowed and
 * ignored; any other column that is not a feature is refused, and so is a feature that is absent from all
 * rows.
 *
 * @throws AbsumError `invalid-data` naming the cell (`rows[3].age`, `x[3][0]`, `csv line 5, column "age"`): a
 *   missing value, unless the model fills it in; a text in place of a number; no rows at all
 */
export function readRows(model: Target, input: RowsInput, options: ReadOptions = {}): Column[] {
  const cells = readCells(model, input, options);
  const positions = new Map(cells.columns.map((name, c) => [name, c]));
  const place = typeof input === 'string' ? 'csv line 1' : 'rows';
  refuseStrangers(model, cells.columns, place);
  return model.features.map((feature) => {
    const position = positions.get(feature.name);
    if (position !== undefined) return readFeature(feature, cells, position, model.missing);
    const got = cells.columns.slice(0, 10).map(describeValue).join(', ');
    const message = `expected the feature ${describeValue(feature.name)}, got only ${got || 'rows without a value'}`;
    throw errorAt('invalid-data', place, message);
  });
}

function readCells({ features }: Target, input: RowsInput, options: ReadOptions): Cells {
  if (typeof input === 'string') {
    const texts = features.filter(({ kind }) => kind === 'text').map(({ name }) => name);
    const csv = readTable(() => parseCsv(input, { ...options, texts: new Set(texts) }));
    return { ...nameCells(csv), csv };
  }
  if (!Array.isArray(input)) {
    throw errorAt('invalid-data', 'rows', `expected an array or a CSV text, got ${describeValue(input)}`);
  }
  if (Array.isArray(input[0])) return readArrays(features, input);
  return nameCells(readTable(() => tableFromRows(input as readonly Record<string, RawCell>[])));
}

function nameCells(table: Table): Cells {
  return { ...table, place: (row, column) => shortenPlace(placeOfCell(table, row, column)) };
}

function readTable(read: () => Table): Table {
  try {
    return read();
  } catch (error) {
    throw shortenPlaces(error);
  }
}

/** An error of the data room, with its places stripped of the recipe's field with which they begin. */
function shortenPlaces(error: unknown): unknown {
  if (!(error instanceof AbsumError)) return error;
  const issues = error.issues.map(({ place, message }) => ({ place: shortenPlace(place), message }));
  return new AbsumError(error.code, issues);
}

function shortenPlace(place: string): string {
  return place.replace(/^data\./, '');
}

function readArrays(features: readonly ModelFeature[], input: readonly unknown[]): Cells {
  checkCellCount(input.length, features.length, 'x');
  // By position, so that holes are noticed.
  const rows = Array.from(input, (row, r) => {
    if (!Array.isArray(row) || row.length !== features.length) {
      const got = Array.isArray(row) ? `${row.length}` : describeValue(row);
      const message = `expected ${features.length} values, one for each feature, got ${got}`;
      throw errorAt('invalid-data', `x[${r}]`, message);
    }
    return Array.from(row, (value, c) => readCell(value, () => `x[${r}][${c}]`));
  });
  return { columns: features.map(({ name }) => name), rows, place: (row, column) => `x[${row}][${column}]` };
}

function refuseStrangers({ features, target }: Target, columns: readonly string[], place: string): void {
  const known = new Set([...features.map(({ name }) => name), target]);
  const stranger = columns.find((name) => !known.has(name));
  if (stranger === undefined) return;
  const listed = features.slice(0, 10).map(({ name }) => describeValue(name));
  const more = features.length > 10 ? ` and ${features.length - 10} more` : '';
  const message = `expected the features ${listed.join(', ')}${more}, got ${describeValue(stranger)}`;
  throw errorAt('invalid-data', place, message);
}

function readFeature(
  { name, kind }: ModelFeature,
  { rows, place, csv }: Cells,
  column: number,
  missing: Model['missing'],
): Column {
  const absent = rows.findIndex((cells) => cells[column] === null);
  if (absent !== -1 && missing !== 'mean') {
    const message = `the value is missing: the model was trained with missing "${missing}", and fills in no values`;
    throw errorAt('invalid-data', place(absent, column), message);
  }
  if (kind === 'text') {
    return {
      kind,
      name,
      values: rows.map((cells) => (cells[column] === null ? null : String(cells[column]))),
    };
  }
  const values = Float64Array.from(rows, (cells, row) => {
    const cell = cells[column];
    if (cell === null) return Number.NaN;
    if (typeof cell === 'number' && Number.isFinite(Math.fround(cell))) return cell;
    if (csv && typeof cell === 'string') throw shortenPlaces(strayTextError(csv, column, 'a number'));
    const expected = typeof cell === 'number' ? 'a number within +-3.4e38 (float32)' : 'a number';
    throw errorAt('invalid-data', place(row, column), `expected ${expected}, got ${describeValue(cell)}`);
  });
  return { kind, name, values };
}
