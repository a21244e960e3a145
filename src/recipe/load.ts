import type { CsvReader } from '../data/csv.ts';
import { type Dataset, datasetFromTable } from '../data/dataset.ts';
import { ARRAY_TARGET, type Table } from '../data/table.ts';
import { describeValue, errorAt } from '../errors.ts';
import type { Recipe } from './schema.ts';

/** The parts of a recipe that decide its data set. */
type DataChoice = Pick<Recipe, 'data' | 'loss'> & { readonly split?: Recipe['split'] };

/**
 * Reads the data that a recipe names or carries.
 *
 * @param readCsv reads a CSV text, for callers that have read it before
 * @throws AbsumError `invalid-data` or `unknown-dataset`, naming the place
 */
export async function loadDataset({ data, loss, split }: DataChoice, readCsv?: CsvReader): Promise<Dataset> {
  const { table, target } = await readTable(data, readCsv);
  return datasetFromTable(dropColumns(table, data.ignore ?? [], target), {
    target,
    task: loss === 'cross-entropy' ? 'classification' : 'regression',
    missing: data.missing,
    markers: [split?.column, split?.groups].filter((name) => name !== undefined),
  });
}

/** What reads them, as large as the rest of the library, is loaded on demand. */
async function readTable(
  data: Recipe['data'],
  readCsv?: CsvReader,
): Promise<{ table: Table; target: string }> {
  if ('csv' in data) {
    const { csv, target, delimiter, decimal } = data;
    const reader = await import('../data/csv.ts');
    const read = readCsv ?? reader.readCsv;
    return { table: reader.requireFinite(read(csv, { decimal, delimiter })), target };
  }
  if ('dataset' in data) {
    const { dataset, target, rows, features, noise, seed } = data;
    const { loadBuiltIn } = await import('../data/built-in.ts');
    const builtIn = await loadBuiltIn(dataset, {
      ...(rows !== undefined && { rows }),
      ...(features !== undefined && { features }),
      ...(noise !== undefined && { noise }),
      ...(seed !== undefined && { seed }),
    });
    return { table: builtIn.table, target: target ?? builtIn.target };
  }
  const { tableFromArrays, tableFromRows } = await import('../data/json-table.ts');
  if ('rows' in data) return { table: tableFromRows(data.rows), target: data.target };
  return { table: tableFromArrays(data.x, data.y, data.names), target: ARRAY_TARGET };
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
