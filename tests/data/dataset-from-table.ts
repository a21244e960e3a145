import type { Dataset } from '../../src/data/dataset.ts';
import { keepingRows } from '../../src/data/kept-rows.ts';
import { type DatasetOptions, readingDataset } from '../../src/data/make-dataset.ts';
import type { Table } from '../../src/data/table.ts';
import { finish } from '../../src/sliced.ts';

/** Makes a data set at once. */
export function datasetFromTable(table: Table, options: DatasetOptions): Dataset {
  return finish(readingDataset(table, options, keepingRows));
}
