import { parseArgs } from 'node:util';
import { writePages } from './document.ts';
import { showVerdicts, type Verdict } from './goals.ts';
import { nameProcessor, readCommit, readMachine } from './machine.ts';
import type { Context } from './part.ts';
import { PARTS } from './parts/index.ts';
import { type Pythons, startPythons } from './peers/python.ts';
import { keepResults } from './results.ts';

const args = process.argv.slice(2);
if (args.includes('--estimate')) {
  const { runEstimateBench } = await import('./estimate/estimate.ts');
  await runEstimateBench(args);
  process.exit();
}

/**
 * `--only a,b` runs some parts, `--quick` all with few rounds. `--check` ends with exit code 1 if a floor is missed. `--json`
 * prints the figures as one line of JSON at the end and, unless the run is quick, keeps them in `bench/results`. `--docs`
 * writes the pages from what is kept there: after the run with `--json`, and alone without a run.
 */
const { values: options } = parseArgs({
  args,
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    docs: { type: 'boolean', default: false },
  },
});
if (options.docs && !options.json) {
  for (const path of writePages()) console.log(`wrote ${path}`);
  process.exit();
}

const names = options.only?.split(',') ?? PARTS.map(({ name }) => name);
const unknown = names.filter((name) => !PARTS.some((part) => part.name === name));
if (unknown.length > 0) {
  throw new Error(
    `--only: no part is called ${unknown.join(', ')}; there are ${PARTS.map(({ name }) => name).join(', ')}`,
  );
}

const started = performance.now();
const machine = readMachine();
console.log(
  `${nameProcessor(machine.processor)}, ${machine.cores} cores; node ${machine.node}, V8 ${machine.v8}` +
    (options.quick ? '\nA quick run: few rounds, figures that only show that all works.' : ''),
);
let pythons: Promise<Pythons> | undefined;
const context: Context = {
  isQuick: options.quick,
  findPythons: () => {
    pythons ??= startPythons();
    return pythons;
  },
};
const figures: Record<string, unknown> = {};
const verdicts: Verdict[] = [];
for (const part of PARTS.filter(({ name }) => names.includes(name))) {
  const found = await part.measure(context);
  console.log(`\n${part.show(found)}`);
  figures[part.name] = found;
  verdicts.push(...part.judge(found, machine));
}
(await pythons)?.close();

const floors = verdicts.filter(({ kind }) => kind === 'floor');
console.log(`\nGoals\n${showVerdicts(verdicts.filter(({ kind }) => kind === 'goal'))}`);
console.log(`Floors, which --check asks for\n${showVerdicts(floors)}`);
const seconds = (performance.now() - started) / 1000;
console.log(`\n${seconds.toFixed(0)} s in all`);

if (options.check) {
  const missed = floors.filter(({ met }) => met === false).length;
  const open = floors.filter(({ met }) => met === null).length;
  const rest = open === 0 ? '' : `, ${open} not measured`;
  console.log(
    missed === 0
      ? `check: no floor missed${rest}`
      : `check: ${missed} of ${floors.length} floors missed${rest}`,
  );
  if (missed > 0) process.exitCode = 1;
}
if (options.json) {
  if (!options.quick) {
    const date = new Date().toISOString().slice(0, 10);
    console.log(`kept in ${keepResults(machine, figures, { date, commit: readCommit() })}`);
    if (options.docs) for (const path of writePages()) console.log(`wrote ${path}`);
  }
  console.log(JSON.stringify({ machine, seconds, ...figures }));
}
