import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { UsageError } from '../command-line.ts';
import { CELL_GROUPS, CELLS, type Cell } from './cells.ts';

export interface CalibrateOptions {
  readonly cells: readonly Cell[];
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
  --cells A,B     only these: usual or special, or of
${listNames(18)}
  --threads N     as many as there are cores (${availableParallelism()}); the tables do not depend on it
  --arms          a line for each lambda too
  --help          prints this

Progress goes to stderr, the tables to stdout; Ctrl-C prints those of the data sets that are done.`;

/** The names of all cells, indented. */
function listNames(indent: number): string {
  const lines: string[][] = [];
  CELLS.forEach(({ name }, i) => {
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
  const offered = CELLS.filter((cell) => !isQuick || cell.isQuick);
  return {
    cells: values.cells === undefined ? offered : [...new Set(values.cells.split(',').flatMap(findCells))],
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

function findCells(name: string): readonly Cell[] {
  const found = CELL_GROUPS.get(name) ?? CELLS.filter((cell) => cell.name === name);
  if (found.length > 0) return found;
  const names = [...CELL_GROUPS.keys(), ...CELLS.map((cell) => cell.name)];
  throw new UsageError(`--cells: expected ${names.join(', ')}, got "${name}"`);
}

function readCount(option: string, text: string, least: number, most: number): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= least && count <= most) return count;
  throw new UsageError(`${option}: expected a whole number from ${least} to ${most}, got "${text}"`);
}
