import type { CsvReader } from '../data/csv.ts';
import { type Dataset, isWhole, keepingAll, readingDataset } from '../data/dataset.ts';
import { ARRAY_TARGET, type Table } from '../data/table.ts';
import { describeValue, errorAt } from '../errors.ts';
import { finish, type Sliced } from '../sliced.ts';
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
  const { table, target } = await readTable(data, complete, readCsv);
  const used = dropColumns(table, data.ignore ?? [], target);
  const options = {
    target,
    task: loss === 'cross-entropy' ? 'classification' : 'regression',
    missing: data.missing,
    markers: [split?.column, split?.groups].filter((name) => name !== undefined),
  } as const;
  // What to do about missing values is loaded where there are some.
  const keepRows = isWhole(used) ? keepingAll : (await import('../data/kept-rows.ts')).keepingRows;
  return complete(readingDataset(used, options, keepRows));
}

export interface LoadOptions {
  /** Reads a CSV text, for callers that have read it before. */
  readonly readCsv?: CsvReader | undefined;
  /** Does what takes long, such as `doInTurns`; at once by default. */
  readonly complete?: Complete | undefined;
}

type Complete = <Result>(sliced: Sliced<Result>) => Result | Promise<Result>;

/** What reads them, as large as the rest of the library, is loaded on demand. */
async function readTable(
  data: Recipe['data'],
  complete: Complete,
  readCsv?: CsvReader,
): Promise<{ table: Table; target: string }> {
  if ('csv' in data) {
    const { csv, target, delimiter, decimal } = data;
    const reader = await import('../data/csv.ts');
    const format = { decimal, delimiter };
    const reading = readCsv?.(csv, format) ?? (await complete(reader.readingCsv(csv, format)));
    return { table: reader.requireFinite(reading), target };
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
  if ('rows' in data) return { table: await complete(readingRows(data.rows)), target: data.target };
  return { table: await complete(readingArrays(data.x, data.y, data.names)), target: ARRAY_TARGET };
}

function dropColumns(table: Table, names: readonly string[], target: string): Table {
  const present = new Set(table.columns);
  names.forEach((name, i) => {
    const place = `data.ignore[${i}]`;
    if (name === target) throw errorAt('invalid-data', place, `${describeValue(name)} is the target`);
    if (!present.has(name)) {
      throw errorAt('invalid-data', place, `there is no column ${describeValue(name)}`);
    }
  });
  if (names.length === 0) return table;
  const ignored = new Set(names);
  const kept = table.columns.flatMap((name, c) => (ignored.has(name) ? [] : [c]));
  return {
    ...table,
    columns: kept.map((c) => table.columns[c]),
    rows: table.rows.map((cells) => kept.map((c) => cells[c])),
  };
}
