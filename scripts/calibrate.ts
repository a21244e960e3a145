/**
 * Asks how well the verdict's test holds: a simulation with known truth, by the project's own splits, streams and
 * engine. `--help` lists the options.
 */
import { cpus } from 'node:os';
import { deriveKey } from '../src/random/random.ts';
import { VERSION } from '../src/version.ts';
import { CELLS } from './calibrate/cells.ts';
import { type CalibrateOptions, HELP, readOptions } from './calibrate/options.ts';
import { printArms, printCells, printRates } from './calibrate/print.ts';
import { countTests, listArms, type SetResult } from './calibrate/rates.ts';
import { runInThreads, type Task } from './calibrate/threads.ts';
import { readCommandLine } from './command-line.ts';

/** Seconds between two lines of progress. */
const SECONDS = 15;

const options = readCommandLine('calibrate', HELP, readOptions);
if (options !== null) await run(options);

async function run(options: CalibrateOptions): Promise<void> {
  const tasks = listTasks(options);
  const results = new Map(options.cells.map(({ name }) => [name, new Map<number, SetResult>()]));
  let done = 0;
  const elapse = () => `${(performance.now() / 1000).toFixed(0)} s`;
  const tell = () => console.error(`calibrate: ${done} of ${tasks.length} data sets, ${elapse()}`);
  const timer = setInterval(tell, 1000 * SECONDS);
  // 130 is what a shell makes of an interrupt.
  process.once('SIGINT', () => {
    console.error(`calibrate: interrupted after ${done} of ${tasks.length} data sets`);
    print(options, results);
    process.exit(130);
  });
  await runInThreads(tasks, options.threads, ({ cell, set }, result) => {
    results.get(cell.name)?.set(set, result);
    done += 1;
  });
  clearInterval(timer);
  tell();
  print(options, results);
}

/** The first data set of every cell, then the second of every cell: an interrupted run has about equally many of each. */
function listTasks({ cells, sets, seed }: CalibrateOptions): Task[] {
  return Array.from({ length: sets }, (_, set) =>
    cells.map((cell) => ({ cell, set, seed: deriveKey(seed, 'generator', CELLS.indexOf(cell), set) })),
  ).flat();
}

function print(
  { cells, seed, showsArms }: CalibrateOptions,
  results: ReadonlyMap<string, ReadonlyMap<number, SetResult>>,
): void {
  const arms = cells.flatMap((cell) => listArms(cell, results.get(cell.name) ?? new Map()));
  const counts = cells.map(({ name }) => results.get(name)?.size ?? 0);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  console.log(
    `${cpus()[0]?.model.trim()}, ${cpus().length} cores; absum ${VERSION}; seed ${seed}; ` +
      `${least === most ? least : `${least} to ${most}`} data sets in each of ${cells.length} cells\n`,
  );
  if (arms.length === 0) return;
  const tried = cells.map(({ lambdas, metrics }, i) => counts[i] * metrics.length * (lambdas.length + 1));
  const untested = tried.reduce((sum, each) => sum + each, 0) - countTests(arms);
  if (untested > 0) console.log(`${untested} comparisons had no test and are left out\n`);
  printRates(arms);
  printCells(cells, arms);
  if (showsArms) printArms(arms);
}
