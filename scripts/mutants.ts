/**
 * Changes the code in one place, runs the tests that come by it, and lists the changes that no test notices. The code
 * is changed in a copy of the tree, in a temporary folder. `--help` lists the options.
 */
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readCommandLine } from './command-line.ts';
import { copyTree, findMutants, writeMutants } from './mutants/copy-tree.ts';
import { drawMutants, type Explained, findExplained } from './mutants/draw.ts';
import type { Numbered } from './mutants/instrument.ts';
import { HELP, type Options, readOptions } from './mutants/options.ts';
import { type Selection, selectTests } from './mutants/select-tests.ts';
import { openTests } from './mutants/tests.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Folders of tests that come by the code above; those of hosts, page, command line and kernels come by it too, late. */
const ROOMS = ['math', 'report', 'plan', 'data', 'recipe', 'compare', 'training', 'cases', 'model', 'sweeps'];

/** After so many mutants the same tests run without one. */
const CONTROL = 50;
/** The number of no mutant. */
const NONE = -1;

const options = readCommandLine('mutants', HELP, readOptions);
if (options !== null) process.exitCode = await run(options);

type Fate = 'killed' | 'killed by time' | 'survived' | 'explained';
interface Tried {
  readonly mutant: Numbered;
  readonly fate: Fate;
  readonly note: string;
}

async function run({ count, seed, seconds, isAll, paths }: Options): Promise<number> {
  const all = findMutants(ROOT, paths);
  const drawn = drawMutants(all, count, seed).sort((a, b) => a.id - b.id);
  console.log(`${drawn.length} of ${all.length} mutants, seed ${seed}`);
  const explained = JSON.parse(
    readFileSync(new URL('mutants/explained.json', import.meta.url), 'utf8'),
  ) as Explained[];
  const copy = copyTree(ROOT);
  const tests = openTests(copy);
  const tried: Tried[] = [];
  const stop = () => {
    tests.end();
    rmSync(copy, { recursive: true, force: true });
  };
  // 130 is what a shell makes of an interrupt.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stop();
      report(tried);
      process.exit(130);
    });
  }
  try {
    writeMutants(copy, drawn);
    const { noted, failed } = await tests.runAll(ROOMS.map((room) => `tests/${room}/`));
    if (failed.length > 0) throw new Error(`without a mutant there fail already:\n${failed.join('\n')}`);
    console.log(`${elapse()}: the tests pass without them`);
    for (const mutant of drawn) {
      const why = findExplained(explained, mutant);
      const selection = selectTests(noted, mutant.file, mutant.id, 1000 * seconds);
      if (why !== undefined && !isAll) tried.push({ mutant, fate: 'explained', note: why.reason });
      else if (selection.tests === 0) tried.push({ mutant, fate: 'survived', note: 'no test comes by it' });
      else tried.push({ mutant, ...(await tests.tryMutant(mutant.id, selection)) });
      if (tried.length % CONTROL === 1) await checkControl(tests, selection);
      const { fate } = tried[tried.length - 1];
      if (fate === 'survived') describe(tried[tried.length - 1]);
      if (tried.length % 20 === 0) console.log(`${elapse()}: ${tried.length} of ${drawn.length}`);
    }
  } finally {
    stop();
  }
  return report(tried);
}

/** @throws Error where tests that a mutant did not touch fail: then nothing that failed says anything. */
async function checkControl(tests: ReturnType<typeof openTests>, selection: Selection): Promise<void> {
  const { fate, note } = await tests.tryMutant(NONE, selection);
  if (fate !== 'survived') throw new Error(`without a mutant, after others, its tests are ${fate}: ${note}`);
}

function elapse(): string {
  return `${(performance.now() / 1000).toFixed(0)} s`;
}

function describe({ mutant: { file, line, lines }, note }: Tried): void {
  console.log(`\n${file}:${line} (${note})\n- ${lines.before}\n+ ${lines.after}\n`);
}

/** Says what came of them; 1 where less than nine tenths were killed. */
function report(tried: readonly Tried[]): number {
  const list = (fate: Fate) => tried.filter((one) => one.fate === fate);
  const [survived, explained, late] = [list('survived'), list('explained'), list('killed by time')];
  const killed = list('killed').length + late.length;
  const share = killed / Math.max(1, tried.length - explained.length);
  console.log(`\n${elapse()}: survived`);
  for (const one of survived) describe(one);
  console.log(
    `${tried.length} mutants: ${killed} killed (${late.length} of them by time), ${survived.length} survived, ` +
      `${explained.length} explained; ${(100 * share).toFixed(1)} % killed of those that can be noticed`,
  );
  return share < 0.9 ? 1 : 0;
}
