import type { CsvReader } from '../data/csv/csv.ts';
import type { Dataset } from '../data/dataset.ts';
import { ARRAY_TARGET, type Table } from '../data/table.ts';
import { finish, type Sliced } from '../sliced.ts';
import type { DataToLookAt } from './look.ts';
import type { Recipe } from './schema.ts';

/** The parts of a recipe that decide its data set. */
type DataChoice = Pick<Recipe, 'data' | 'loss'> & { readonly split?: Recipe['split'] };

/**
 * Reads the data that a recipe names or carries.
 *
 * @throws AbsumError `invalid-data` or `unknown-dataset`, naming the place
 */
export async function loadDataset(
  { data, loss, split }: DataChoice,
  { readCsv, complete = finish }: LoadOptions = {},
): Promise<Dataset> {
  const { table, target } = await loadTable(data, { readCsv, complete });
  const { isWhole, keepingAll, readingDataset } = await import('../data/make-dataset.ts');
  const { ignore, missingMarkers, categories, missing } = data;
  const options = {
    target,
    task: loss === 'cross-entropy' ? 'classification' : 'regression',
    missing,
    markers: [split?.column, split?.groups].filter((name) => name !== undefined),
    ignore,
    missingMarkers,
    categories,
  } as const;
  // What to do about missing values is loaded where there are some.
  const keepRows = isWhole(table) ? keepingAll : (await import('../data/kept-rows.ts')).keepingRows;
  return complete(readingDataset(table, options, keepRows));
}

/**
 * The same before anything is said of what each column is for, with numbers in the place of dates.
 *
 * @throws AbsumError `invalid-data` or `unknown-dataset`, naming the place
 */
export async function loadTable(data: Recipe['data'], options?: LoadOptions): Promise<TargetedTable>;
export async function loadTable(data: DataToLookAt, options?: LoadOptions): Promise<LoadedTable>;
export async function loadTable(
  data: DataToLookAt,
  { readCsv, complete = finish }: LoadOptions = {},
): Promise<LoadedTable> {
  const { table, target } = await readTable(data, complete, readCsv);
  const { dates } = data;
  return { table: dates === undefined ? table : await takeDates(table, dates, complete), target };
}

interface LoadedTable {
  readonly table: Table;
  /** Undefined where nobody has said what it is. */
  readonly target: string | undefined;
}

interface TargetedTable extends LoadedTable {
  readonly target: string;
}

export interface LoadOptions {
  /** Reads a CSV text, for callers that have read it before. */
  readonly readCsv?: CsvReader | undefined;
  /** Does what takes long, such as `doInTurns`; at once by default. */
  readonly complete?: Complete | undefined;
}

type Complete = <Result>(sliced: Sliced<Result>) => Result | Promise<Result>;

/** What reads them, as large as the rest of the library, is loaded on demand. */
async function readTable(data: DataToLookAt, complete: Complete, readCsv?: CsvReader): Promise<LoadedTable> {
  const { missingMarkers, categories } = data;
  if ('csv' in data) {
    const { csv, target, delimiter, decimal, header } = data;
    const { readingCsv } = await import('../data/csv/csv.ts');
    const options = { decimal, delimiter, header, missingMarkers, categories };
    const table = readCsv?.(csv, options) ?? (await complete(readingCsv(csv, options)));
    return { table, target };
  }
  if ('dataset' in data) {
    const { dataset, target, rows, features, noise, seed } = data;
    const { loadBuiltIn } = await import('../data/built-in.ts');
    const generator = {
      ...(rows !== undefined && { rows }),
      ...(features !== undefined && { features }),
      ...(noise !== undefined && { noise }),
      ...(seed !== undefined && { seed }),
    };
    const builtIn = await loadBuiltIn(dataset, generator, complete);
    return { table: builtIn.table, target: target ?? builtIn.target };
  }
  const { readingArrays, readingRows } = await import('../data/json-table.ts');
  const choice = { missingMarkers, categories };
  if ('rows' in data) return { table: await complete(readingRows(data.rows, choice)), target: data.target };
  return { table: await complete(readingArrays(data.x, data.y, data.names, choice)), target: ARRAY_TARGET };
}

/** Puts numbers in the place of dates; what reads them is loaded by who asks for them. */
async function takeDates(
  table: Table,
  dates: NonNullable<Recipe['data']['dates']>,
  complete: Complete,
): Promise<Table> {
  const { takingDates } = await import('../data/reading/take-dates.ts');
  return complete(takingDates(table, dates));
}
