import { judgingColumn } from '../../../src/data/reading/judge-column.ts';
import type { JudgedColumn, JudgeOptions } from '../../../src/data/reading/reading.ts';
import type { Cell } from '../../../src/data/table.ts';
import { finish } from '../../../src/sliced.ts';

/** Judges the column "a" at once. */
export function judge(cells: readonly Cell[], options: JudgeOptions = {}): JudgedColumn {
  return finish(judgingColumn('a', cells, options));
}

/** The cells as often as it takes to have `count`. */
export function repeat<T>(cells: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, i) => cells[i % cells.length]);
}
