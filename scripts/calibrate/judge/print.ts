import type { JudgeCell } from './cells.ts';
import type { JudgedSet } from './run-set.ts';

/** A share of data sets with its Monte Carlo error. */
export interface Share {
  readonly rate: number;
  readonly error: number;
}

/** What may be called a difference where there is none. */
const LEVEL = 0.05;

export function measureShare(hits: number, of: number): Share {
  const rate = hits / of;
  return { rate, error: Math.sqrt((rate * (1 - rate)) / of) };
}

/** Whether a rate of false calls is within the level, plus twice its Monte Carlo error. */
export function isKept({ rate, error }: Share): boolean {
  return rate <= LEVEL + 2 * error;
}

/** One line for each cell; the exit code is 1 where one has too many false calls. */
export function printJudge(
  cells: readonly JudgeCell[],
  results: ReadonlyMap<string, ReadonlyMap<number, JudgedSet>>,
): void {
  console.log(
    `${'judge: all are the same'.padEnd(24)}${[
      'pairs',
      'cands',
      'called',
      'let through',
      'equivalent',
      'not worse',
    ]
      .map((head, i) => head.padStart([12, 7, 15, 15, 12, 11][i]))
      .join('')}`,
  );
  const broken: string[] = [];
  for (const cell of cells) {
    const sets = [...(results.get(cell.name)?.values() ?? [])];
    if (sets.length === 0) continue;
    const share = (isMeant: (set: JudgedSet) => boolean) =>
      measureShare(sets.filter(isMeant).length, sets.length);
    const average = (read: (set: JudgedSet) => number) =>
      sets.reduce((sum, set) => sum + read(set), 0) / sets.length;
    const called = share(({ isCalled }) => isCalled);
    const through = share(({ isLetThrough }) => isLetThrough);
    if (!isKept(called)) broken.push(`${cell.name} is called ${show(called)}`);
    if (!isKept(through)) broken.push(`${cell.name} is let through ${show(through)}`);
    const { folds, holdout, repeats } = cell.split;
    console.log(
      cell.name.padEnd(24) +
        `${folds ?? holdout} x ${repeats}`.padStart(12) +
        String(cell.candidates).padStart(7) +
        show(called).padStart(15) +
        show(through).padStart(15) +
        average(({ equivalent }) => equivalent)
          .toFixed(2)
          .padStart(12) +
        average(({ notWorse }) => notWorse)
          .toFixed(2)
          .padStart(11),
    );
  }
  console.log(`
called: data sets in which any candidate is called better or worse; let through: in which the gate
against harm holds for one that is worse by exactly what is held not to matter; each with its Monte
Carlo error, and at most 5 % plus twice that. equivalent, not worse: shares of the candidates, all
of which are.`);
  for (const line of broken) console.log(`too often: ${line}`);
  if (broken.length > 0) process.exitCode = 1;
}

function show({ rate, error }: Share): string {
  return `${rate.toFixed(3)} ± ${error.toFixed(3)}`;
}
