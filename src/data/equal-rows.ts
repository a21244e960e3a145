import { finish, ITEMS_A_SLICE, type Sliced } from '../sliced.ts';
import type { Dataset } from './dataset.ts';
import { countUp } from './gather.ts';

/** What makes rows equal: what a network reads and what it predicts. Columns of the split say nothing of a row itself. */
export type Values = Pick<Dataset, 'rows' | 'features' | 'target'>;

/** The values of a column as numbers that are equal where the values are; NaN is a missing one. */
type Numbers = Float64Array | Int32Array;

/** Cells of two rows that are compared in about the time of an item. */
const CELLS_AN_ITEM = 8;

/**
 * Finds the rows that are equal in every feature and in the target: missing values equal each other, and -0 equals 0.
 * The rows are sorted and neighbours compared, since no data, however it was chosen, make that slow as they can a table
 * of hashes: n rows take n log n comparisons.
 *
 * @returns for each row, the first row that is equal to it: itself, unless it is a copy
 */
export function* findingCopies(dataset: Values): Sliced<Int32Array> {
  const columns: Numbers[] = [];
  for (const numbers of numberingColumns(dataset)) {
    columns.push(numbers);
    yield dataset.rows;
  }
  const sorted = yield* sortingRows(dataset.rows, columns);
  const firsts = countUp(dataset.rows);
  let items = 0;
  // Equal rows stand in their former order, so each finds the one before it already led to the first.
  for (let i = 1; i < sorted.length; i++) {
    const column = findDifference(columns, sorted[i - 1], sorted[i]);
    if (column === columns.length) firsts[sorted[i]] = firsts[sorted[i - 1]];
    items += (column + 1) / CELLS_AN_ITEM;
    if (items < ITEMS_A_SLICE) continue;
    yield items;
    items = 0;
  }
  return firsts;
}

/** The same at once. */
export function findCopies(dataset: Values): Int32Array {
  return finish(findingCopies(dataset));
}

/** Each column as numbers; those first that tell most rows apart. */
export function* numberingColumns({ features, target }: Values): Generator<Numbers> {
  if (target.task === 'regression') yield target.values;
  for (const feature of features) if (feature.kind === 'number') yield feature.values;
  for (const feature of features) if (feature.kind === 'text') yield numberTexts(feature.values);
  if (target.task === 'classification') yield target.labels;
}

/** Equal texts get the same number, from 0; a missing one is a text like another. */
function numberTexts(texts: readonly (string | null)[]): Int32Array {
  const known = new Map<string | null, number>();
  const numbers = new Int32Array(texts.length);
  for (let row = 0; row < texts.length; row++) {
    const number = known.get(texts[row]) ?? known.size;
    known.set(texts[row], number);
    numbers[row] = number;
  }
  return numbers;
}

/** The first column in which two rows differ; the number of columns if they are equal. */
function findDifference(columns: readonly Numbers[], a: number, b: number): number {
  for (let c = 0; c < columns.length; c++) {
    const x = columns[c][a];
    const y = columns[c][b];
    if (x !== y && !(Number.isNaN(x) && Number.isNaN(y))) return c;
  }
  return columns.length;
}

/** Sorts the rows by merging runs of twice the length in each pass; equal rows keep their order. */
function* sortingRows(count: number, columns: readonly Numbers[]): Sliced<Int32Array> {
  let from = countUp(count);
  let to = new Int32Array(count);
  let items = 0;
  for (let run = 1; run < count; run *= 2) {
    for (let start = 0; start < count; start += 2 * run) {
      const middle = Math.min(start + run, count);
      const end = Math.min(start + 2 * run, count);
      let left = start;
      let right = middle;
      for (let i = start; i < end; i++) {
        let takesLeft = right >= end;
        if (!takesLeft && left < middle) {
          const column = findDifference(columns, from[left], from[right]);
          takesLeft = column === columns.length || comesBefore(columns[column], from[left], from[right]);
          items += (column + 1) / CELLS_AN_ITEM;
        }
        to[i] = takesLeft ? from[left++] : from[right++];
        if (items < ITEMS_A_SLICE) continue;
        yield items;
        items = 0;
      }
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Whether the value of row `a` comes before another of row `b`; a missing one comes last. */
function comesBefore(column: Numbers, a: number, b: number): boolean {
  return column[a] < column[b] || Number.isNaN(column[b]);
}
