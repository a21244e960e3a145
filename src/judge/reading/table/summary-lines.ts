import { describeValue } from '../../../errors.ts';
import { ITEMS_A_SLICE, type Sliced } from '../../../sliced.ts';
import { listFirst } from '../../../words/lists.ts';
import type { ScoreCell, ScoreTable } from './table.ts';
import { plainName, wordSet } from './words.ts';

// Lines below the scores that sum them up: "mean", "std". Taken for folds they would count as scores.

const SUMMARY = wordSet(
  'mean avg average std sd stdev stddev sem stderr se var variance median min max sum total overall summary count ci',
);
/** `3`, `fold_3`, `seed 3`. */
const NUMBERED = /\d$/;

/** A table without such lines, and what is to be said of them. */
export interface Unsummed {
  readonly table: ScoreTable;
  readonly notes: readonly string[];
}

/**
 * Leaves out lines that a column of numbers, or of numbered names, calls a mean, a standard deviation or the like.
 */
export function* droppingSummaries(table: ScoreTable): Sliced<Unsummed> {
  let items = 0;
  for (const { cells } of table.columns) {
    items += cells.length;
    if (items >= ITEMS_A_SLICE) {
      yield items;
      items = 0;
    }
    const summing = findSummaries(cells);
    if (summing.length === 0) continue;
    const left = new Set(summing);
    const kept = cells.flatMap((_, line) => (left.has(line) ? [] : [line]));
    const names = [...new Set(summing.map((line) => describeValue(cells[line])))];
    const what = names.length === 1 ? 'A line that sums others up is' : 'Lines that sum others up are';
    return { table: takeLines(table, kept), notes: [`${what} left out: ${listFirst(names)}.`] };
  }
  return { table, notes: [] };
}

/** The lines that sum up; none where the other cells of the column are no numbers and have none at their ends. */
function findSummaries(cells: readonly ScoreCell[]): number[] {
  const lines = cells.flatMap((cell, line) =>
    typeof cell === 'string' && SUMMARY.has(plainName(cell)) ? [line] : [],
  );
  if (lines.length === 0 || 2 * lines.length > cells.length) return [];
  const left = new Set(lines);
  const isNumbered = cells.every(
    (cell, line) =>
      left.has(line) || typeof cell === 'number' || (typeof cell === 'string' && NUMBERED.test(cell.trim())),
  );
  return isNumbered ? lines : [];
}

function takeLines(table: ScoreTable, kept: readonly number[]): ScoreTable {
  return {
    ...table,
    lines: kept.length,
    columns: table.columns.map(({ name, cells }) => ({ name, cells: kept.map((line) => cells[line]) })),
    placeOfLine: (line) => table.placeOfLine(kept[line]),
    placeOfCell: (line, column) => table.placeOfCell(kept[line], column),
  };
}
