import type { Sliced } from '../sliced.ts';
import type { Dataset } from './dataset.ts';
import { findingCopies } from './equal-rows.ts';
import { countUp } from './gather.ts';

/**
 * Joins the rows that a split must keep on one side: equal ones, and those of one group; if a row of one group equals a
 * row of another, both groups whole.
 *
 * @param marks the group of each row, if there are groups
 * @returns for each row the number of its group, from 0 in the order of their first rows; null where each row is by itself
 */
export function* joiningRows(
  dataset: Pick<Dataset, 'rows' | 'features' | 'target'>,
  marks: readonly string[] | undefined,
): Sliced<Int32Array | null> {
  const leaders = yield* findingCopies(dataset);
  const isWhole = leaders.every((first, row) => first === row);
  if (marks === undefined && isWhole) return null;
  const firstOf = new Map<string, number>();
  marks?.forEach((mark, row) => {
    const first = firstOf.get(mark);
    if (first === undefined) firstOf.set(mark, row);
    else join(leaders, row, first);
  });
  yield dataset.rows;
  return numberGroups(leaders);
}

/**
 * Finds the row that leads the group of a row, and lets rows on the way there point further up (Tarjan and van Leeuwen 1984,
 * doi:10.1145/62.2160, path halving). A leader comes before all rows that it leads.
 */
function findLeader(leaders: Int32Array, row: number): number {
  let at = row;
  while (leaders[at] !== at) {
    leaders[at] = leaders[leaders[at]];
    at = leaders[at];
  }
  return at;
}

function join(leaders: Int32Array, a: number, b: number): void {
  const [first, second] = [findLeader(leaders, a), findLeader(leaders, b)];
  leaders[Math.max(first, second)] = Math.min(first, second);
}

function numberGroups(leaders: Int32Array): Int32Array {
  const numbers = countUp(leaders.length);
  let count = 0;
  for (let row = 0; row < leaders.length; row++) {
    const leader = findLeader(leaders, row);
    numbers[row] = leader === row ? count++ : numbers[leader];
  }
  return numbers;
}
