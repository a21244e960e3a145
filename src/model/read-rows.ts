import { type CsvOptions, readingCsv } from '../data/csv/csv.ts';
import type { Column } from '../data/dataset.ts';
import { readCell, readingRows as readingObjects } from '../data/json-table.ts';
import { type Cell, checkCellCount, placeOfCell, type RawCell, type Table } from '../data/table.ts';
import { AbsumError, describeValue, errorAt } from '../errors.ts';
import { ITEMS_A_SLICE, type Sliced } from '../sliced.ts';
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
  readonly rows: number;
  at(row: number, column: number): Cell;
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
export function* readingRows(model: Target, input: RowsInput, options: ReadOptions = {}): Sliced<Column[]> {
  const cells = yield* readingCells(model, input, options);
  const positions = new Map(cells.columns.map((name, c) => [name, c]));
  const place = typeof input === 'string' ? 'csv line 1' : 'rows';
  refuseStrangers(model, cells.columns, place);
  const columns: Column[] = [];
  for (const feature of model.features) {
    const position = positions.get(feature.name);
    if (position === undefined) throw refuseLack(feature.name, cells.columns, place);
    columns.push(readFeature(feature, cells, position, model.missing));
    yield cells.rows;
  }
  return columns;
}

/** The error for a feature that is absent from all rows. */
function refuseLack(feature: string, columns: readonly string[], place: string): AbsumError {
  const got = columns.slice(0, 10).map(describeValue).join(', ');
  const message = `expected the feature ${describeValue(feature)}, got only ${got || 'rows without a value'}`;
  return errorAt('invalid-data', place, message);
}

function* readingCells({ features }: Target, input: RowsInput, options: ReadOptions): Sliced<Cells> {
  if (typeof input === 'string') {
    const known = new Map(features.map(({ name, kind }) => [name, { isCategory: kind === 'text' }]));
    const csv = yield* readingTable(readingCsv(input, { ...options, known }));
    return { ...nameCells(csv), csv };
  }
  if (!Array.isArray(input)) {
    throw errorAt('invalid-data', 'rows', `expected an array or a CSV text, got ${describeValue(input)}`);
  }
  if (Array.isArray(input[0])) return yield* readingArrays(features, input);
  return nameCells(yield* readingTable(readingObjects(input as readonly Record<string, RawCell>[])));
}

function nameCells(table: Table): Cells {
  return {
    columns: table.columns,
    rows: table.rows.length,
    at: (row, column) => table.rows[row][column],
    place: (row, column) => shortenPlace(placeOfCell(table, row, column)),
  };
}

function* readingTable(reading: Sliced<Table>): Sliced<Table> {
  try {
    return yield* reading;
  } catch (error) {
    throw shortenPlaces(error);
  }
}

/** An error of the data room, with its places stripped of the recipe's field with which they begin. */
function shortenPlaces(error: unknown): unknown {
  if (!(error instanceof AbsumError)) return error;
  const issues = error.issues.map((issue) => ({ ...issue, place: shortenPlace(issue.place) }));
  return new AbsumError(error.code, issues);
}

function shortenPlace(place: string): string {
  return place.replace(/^data\./, '');
}

/** The arrays are checked first and read where they are: a copy of a million short rows takes 100 MB. */
function* readingArrays(features: readonly ModelFeature[], input: readonly unknown[]): Sliced<Cells> {
  checkCellCount(input.length, features.length, 'x');
  const place = (row: number, column: number) => `x[${row}][${column}]`;
  const rowsAtOnce = Math.ceil(ITEMS_A_SLICE / features.length);
  // By position, here and below, so that holes are noticed.
  for (let r = 0; r < input.length; r++) {
    const row = input[r];
    if (!Array.isArray(row) || row.length !== features.length) {
      const got = Array.isArray(row) ? `${row.length}` : describeValue(row);
      const message = `expected ${features.length} values, one for each feature, got ${got}`;
      throw errorAt('invalid-data', `x[${r}]`, message);
    }
    for (let c = 0; c < row.length; c++) readCell(row[c], () => place(r, c));
    if (r % rowsAtOnce === rowsAtOnce - 1) yield rowsAtOnce * features.length;
  }
  const rows = input as readonly (readonly RawCell[])[];
  return {
    columns: features.map(({ name }) => name),
    rows: rows.length,
    at: (row, column) => readCell(rows[row][column], () => place(row, column)),
    place,
  };
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
  { rows, at, place }: Cells,
  column: number,
  missing: Model['missing'],
): Column {
  if (missing !== 'mean') {
    for (let row = 0; row < rows; row++)
      if (at(row, column) === null) throw refuseMissing(place(row, column), missing);
  }
  if (kind === 'text') {
    const values = Array.from({ length: rows }, (_, row) => {
      const cell = at(row, column);
      return cell === null ? null : String(cell);
    });
    return { kind, name, values };
  }
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const cell = at(row, column);
    if (cell === null) values[row] = Number.NaN;
    else if (typeof cell === 'number' && Number.isFinite(Math.fround(cell))) values[row] = cell;
    else {
      const expected = typeof cell === 'number' ? 'a number within +-3.4e38 (float32)' : 'a number';
      throw errorAt('invalid-data', place(row, column), `expected ${expected}, got ${describeValue(cell)}`);
    }
  }
  return { kind, name, values };
}

function refuseMissing(place: string, missing: Model['missing']): AbsumError {
  const message = `the value is missing: the model was trained with missing "${missing}", and fills in no values`;
  return errorAt('invalid-data', place, message);
}
