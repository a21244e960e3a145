/**
 * Asks how well the verdict's test holds: a simulation with known truth, by the project's own splits, streams and
 * engine. `--help` lists the options.
 */
import { cpus } from 'node:os';
import { deriveKey } from '../src/random/random.ts';
import { VERSION } from '../src/version.ts';
import { CELLS } from './calibrate/cells.ts';
import { JUDGE_CELLS } from './calibrate/judge/cells.ts';
import { printJudge } from './calibrate/judge/print.ts';
import { type CalibrateOptions, HELP, readOptions } from './calibrate/options.ts';
import { printArms, printCells, printRates } from './calibrate/print.ts';
import { countTests, listArms, type SetResult } from './calibrate/rates.ts';
import { type AnyCell, type ResultOf, runInThreads, type Task } from './calibrate/threads.ts';
import { readCommandLine } from './command-line.ts';

/** Seconds between two lines of progress. */
const SECONDS = 15;

const options = readCommandLine('calibrate', HELP, readOptions);
if (options !== null) await run(options);

async function run(options: CalibrateOptions): Promise<void> {
  const { cells, judgeCells } = options;
  if (cells.length > 0) {
    await simulate(cells, CELLS, options, (results) => print(options, results));
  }
  if (judgeCells.length > 0) {
    if (cells.length > 0) console.log('');
    await simulate(judgeCells, JUDGE_CELLS, options, (results) => {
      printHead(judgeCells, results, options);
      printJudge(judgeCells, results);
    });
  }
}

/** Runs all data sets of some cells; an interrupt ends it with what is done. */
async function simulate<Each extends AnyCell>(
  cells: readonly Each[],
  all: readonly Each[],
  options: CalibrateOptions,
  printAll: (results: ReadonlyMap<string, ReadonlyMap<number, ResultOf<Each>>>) => void,
): Promise<void> {
  const tasks = listTasks(cells, all, options);
  const results = new Map(cells.map(({ name }) => [name, new Map<number, ResultOf<Each>>()]));
  let done = 0;
  const elapse = () => `${(performance.now() / 1000).toFixed(0)} s`;
  const tell = () => console.error(`calibrate: ${done} of ${tasks.length} data sets, ${elapse()}`);
  const timer = setInterval(tell, 1000 * SECONDS);
  const interrupt = () => {
    console.error(`calibrate: interrupted after ${done} of ${tasks.length} data sets`);
    printAll(results);
    // 130 is what a shell makes of an interrupt.
    process.exit(130);
  };
  process.once('SIGINT', interrupt);
  await runInThreads(tasks, options.threads, ({ cell, set }, result) => {
    results.get(cell.name)?.set(set, result);
    done += 1;
  });
  process.off('SIGINT', interrupt);
  clearInterval(timer);
  tell();
  printAll(results);
}

/** The first data set of every cell, then the second of every cell: an interrupted run has about equally many of each. */
function listTasks<Each extends AnyCell>(
  cells: readonly Each[],
  all: readonly Each[],
  { sets, seed }: CalibrateOptions,
): Task<Each>[] {
  return Array.from({ length: sets }, (_, set) =>
    cells.map((cell) => ({ cell, set, seed: deriveKey(seed, 'generator', all.indexOf(cell), set) })),
  ).flat();
}

/** The machine, and how much was simulated on it. */
function printHead(
  cells: readonly AnyCell[],
  results: ReadonlyMap<string, ReadonlyMap<number, unknown>>,
  { seed }: CalibrateOptions,
): void {
  const counts = cells.map(({ name }) => results.get(name)?.size ?? 0);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  console.log(
    `${cpus()[0]?.model.trim()}, ${cpus().length} cores; absum ${VERSION}; seed ${seed}; ` +
      `${least === most ? least : `${least} to ${most}`} data sets in each of ${cells.length} cells\n`,
  );
}

function print(
  options: CalibrateOptions,
  results: ReadonlyMap<string, ReadonlyMap<number, SetResult>>,
): void {
  const { cells, showsArms } = options;
  const arms = cells.flatMap((cell) => listArms(cell, results.get(cell.name) ?? new Map()));
  const counts = cells.map(({ name }) => results.get(name)?.size ?? 0);
  printHead(cells, results, options);
  if (arms.length === 0) return;
  const tried = cells.map(({ lambdas, metrics }, i) => counts[i] * metrics.length * (lambdas.length + 1));
  const untested = tried.reduce((sum, each) => sum + each, 0) - countTests(arms);
  if (untested > 0) console.log(`${untested} comparisons had no test and are left out\n`);
  printRates(arms);
  printCells(cells, arms);
  if (showsArms) printArms(arms);
}
