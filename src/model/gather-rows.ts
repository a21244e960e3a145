import { type CsvOptions, splittingCsv } from '../data/csv/csv.ts';
import { checkCell, gatheringRows } from '../data/json-table.ts';
import { checkCellCount, placeOfCell, type RawCell, type RowNaming } from '../data/table.ts';
import { AbsumError, describeValue, errorAt, type Issue } from '../errors.ts';
import { ITEMS_A_SLICE, type Sliced } from '../sliced.ts';
import { listSources, type ModelColumns } from './match-columns.ts';

/** Rows to predict: objects by column name, arrays in the order of the columns, or a CSV text. */
export type RowsInput =
  | readonly Readonly<Record<string, RawCell>>[]
  | readonly (readonly RawCell[])[]
  | string;

/** For a CSV text: how it is read, as in a recipe. */
export type CsvChoice = Pick<CsvOptions, 'delimiter' | 'decimal' | 'header'>;

/** Cells as they arrived, in named columns. */
export interface GivenRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly RawCell[])[];
  /** Where the names of the columns stand: `csv line 1`, `rows`. */
  readonly place: string;
  placeOf(row: number, column: number): string;
}

/**
 * Gathers rows in the form in which they came; nothing is said yet of what their cells hold.
 *
 * @throws AbsumError `invalid-data` for what are no rows, naming the place (`rows[3]`, `x[3][0]`, `csv line 5`)
 */
export function* gatheringGiven(model: ModelColumns, input: RowsInput, choice: CsvChoice): Sliced<GivenRows> {
  if (typeof input === 'string') return yield* gatheringCsv(model, input, choice);
  if (!Array.isArray(input)) {
    throw errorAt('invalid-data', 'rows', `expected an array or a CSV text, got ${describeValue(input)}`);
  }
  if (Array.isArray(input[0])) return yield* checkingArrays(listSources(model), input);
  const objects = input as readonly Record<string, RawCell>[];
  return nameRows(yield* shorteningPlaces(gatheringRows(objects, checkCell)), 'rows');
}

function* gatheringCsv(model: ModelColumns, text: string, choice: CsvChoice): Sliced<GivenRows> {
  const { format, ...given } = yield* shorteningPlaces(splittingCsv(text, choice));
  const columns = format.hasHeader ? given.columns : nameLast(given.columns, listSources(model));
  return nameRows({ ...given, columns }, `csv line ${format.skippedLines + 1}`);
}

/** Without a line of names the last column is taken for the target, y; rows to predict may have none. */
function nameLast(columns: readonly string[], sources: readonly string[]): readonly string[] {
  const name = `x${columns.length}`;
  return sources.includes(name) ? [...columns.slice(0, -1), name] : columns;
}

function nameRows(
  table: RowNaming & { readonly columns: readonly string[]; readonly rows: GivenRows['rows'] },
  place: string,
): GivenRows {
  const { columns, rows } = table;
  return { columns, rows, place, placeOf: (row, column) => shorten(placeOfCell(table, row, column)) };
}

/** The arrays are checked first and read where they are: a copy of a million short rows takes 100 MB. */
function* checkingArrays(columns: readonly string[], input: readonly unknown[]): Sliced<GivenRows> {
  checkCellCount(input.length, columns.length, 'x');
  const placeOf = (row: number, column: number) => `x[${row}][${column}]`;
  const rowsAtOnce = Math.ceil(ITEMS_A_SLICE / columns.length);
  // By position, here and below, so that holes are noticed.
  for (let r = 0; r < input.length; r++) {
    const row = input[r];
    if (!Array.isArray(row) || row.length !== columns.length) {
      const got = Array.isArray(row) ? `${row.length}` : describeValue(row);
      const message = `expected ${columns.length} values, one for each feature, got ${got}`;
      throw errorAt('invalid-data', `x[${r}]`, message);
    }
    for (let c = 0; c < row.length; c++) checkCell(row[c], () => placeOf(r, c));
    if (r % rowsAtOnce === rowsAtOnce - 1) yield rowsAtOnce * columns.length;
  }
  return { columns, rows: input as GivenRows['rows'], place: 'x', placeOf };
}

/** Errors of the data room without the recipe's field with which their places and ways out begin. */
function* shorteningPlaces<Result>(reading: Sliced<Result>): Sliced<Result> {
  try {
    return yield* reading;
  } catch (error) {
    throw error instanceof AbsumError ? new AbsumError(error.code, error.issues.map(shortenIssue)) : error;
  }
}

function shortenIssue({ place, message, ways = [] }: Issue): Issue {
  const short = ways.map(({ data, ...way }) => ({ ...(data as object | undefined), ...way }));
  return { place: shorten(place), message, ...(short.length > 0 && { ways: short }) };
}

function shorten(place: string): string {
  return place.replace(/^data\./, '');
}
