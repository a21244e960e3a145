import type { Dataset } from '../../src/data/dataset.ts';
import { tableFromRows } from '../../src/data/json-table.ts';
import { datasetFromTable } from './dataset-from-table.ts';

export const SHUFFLED = { repeats: 1, order: 'shuffled', fixed: false } as const;
export const GIVEN = { repeats: 1, order: 'given', fixed: false } as const;

/** A regression sorted by target: row i has y = i. `mark` gives the column `m`. */
export function regression(rows: number, mark: (row: number) => string = () => 'all'): Dataset {
  const table = tableFromRows(Array.from({ length: rows }, (_, i) => ({ x: 1, y: i, m: mark(i) })));
  return datasetFromTable(table, { target: 'y', task: 'regression', missing: 'refuse', markers: ['m'] });
}

export function classification(labels: readonly string[]): Dataset {
  const table = tableFromRows(labels.map((y, x) => ({ x, y })));
  return datasetFromTable(table, { target: 'y', task: 'classification', missing: 'refuse' });
}

export function sortRows(rows: Int32Array): number[] {
  return [...rows].sort((a, b) => a - b);
}

export function countUp(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
