import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { UsageError } from '../command-line.ts';
import { CELL_GROUPS, CELLS, type Cell } from './cells.ts';
import { JUDGE_CELLS, type JudgeCell } from './judge/cells.ts';

export interface CalibrateOptions {
  readonly cells: readonly Cell[];
  /** Those that ask the judge of scores. */
  readonly judgeCells: readonly JudgeCell[];
  /** Data sets of each cell. */
  readonly sets: number;
  readonly seed: number;
  readonly threads: number;
  /** Whether each lambda has a line. */
  readonly showsArms: boolean;
}

const SETS = 300;
const QUICK_SETS = 100;

export const HELP = `Simulates data of which the truth is known, trains on them as a comparison does, and counts how
often the verdict's test and three others are right: docs/verdict.md.

npm run calibrate -- [options]

  --quick         fewer cells, ${QUICK_SETS} data sets: some 3 minutes on two cores, where all takes some 25
  --sets N        data sets of each cell (${SETS})
  --seed N        what draws them (1)
  --cells A,B     only these: usual, special or judge (the judge of scores, all of which are the same), or of
${listNames(18)}
  --threads N     as many as there are cores (${availableParallelism()}); the tables do not depend on it
  --arms          a line for each lambda too
  --help          prints this

Progress goes to stderr, the tables to stdout; Ctrl-C prints those of the data sets that are done.`;

/** The names of all cells, indented. */
function listNames(indent: number): string {
  const lines: string[][] = [];
  [...CELLS, ...JUDGE_CELLS].forEach(({ name }, i) => {
    if (i % 5 === 0) lines.push([]);
    lines[lines.length - 1].push(name);
  });
  return lines.map((names) => `${' '.repeat(indent)}${names.join(',')}`).join(',\n');
}

/**
 * Reads the command line.
 *
 * @returns null if help is asked for
 * @throws UsageError
 */
export function readOptions(args: readonly string[]): CalibrateOptions | null {
  const values = parse([...args]);
  if (values.help) return null;
  const isQuick = values.quick ?? false;
  const names = values.cells?.split(',');
  for (const name of names ?? []) refuseUnknown(name);
  return {
    cells: choose(CELLS, names, isQuick, CELL_GROUPS),
    judgeCells: choose(JUDGE_CELLS, names, isQuick, JUDGE_GROUPS),
    sets: readCount('--sets', values.sets ?? String(isQuick ? QUICK_SETS : SETS), 2, 100_000),
    seed: readCount('--seed', values.seed ?? '1', 0, Number.MAX_SAFE_INTEGER),
    threads: readCount('--threads', values.threads ?? String(availableParallelism()), 1, 256),
    showsArms: values.arms ?? false,
  };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const help = { type: 'boolean', short: 'h' } as const;
  const options = { quick: flag, sets: text, seed: text, cells: text, threads: text, arms: flag, help };
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

const JUDGE_GROUPS: ReadonlyMap<string, readonly JudgeCell[]> = new Map([['judge', JUDGE_CELLS]]);

/** The cells of these names, or all that are offered. */
function choose<Each extends { readonly name: string; readonly isQuick?: true }>(
  all: readonly Each[],
  names: readonly string[] | undefined,
  isQuick: boolean,
  groups: ReadonlyMap<string, readonly Each[]>,
): readonly Each[] {
  const offered = all.filter((cell) => !isQuick || cell.isQuick);
  if (names === undefined) return offered;
  return [...new Set(names.flatMap((name) => groups.get(name) ?? all.filter((cell) => cell.name === name)))];
}

function refuseUnknown(name: string): void {
  const known = [
    ...CELL_GROUPS.keys(),
    ...JUDGE_GROUPS.keys(),
    ...[...CELLS, ...JUDGE_CELLS].map((cell) => cell.name),
  ];
  if (!known.includes(name)) throw new UsageError(`--cells: expected ${known.join(', ')}, got "${name}"`);
}

function readCount(option: string, text: string, least: number, most: number): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= least && count <= most) return count;
  throw new UsageError(`${option}: expected a whole number from ${least} to ${most}, got "${text}"`);
}
