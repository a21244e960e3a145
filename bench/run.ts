import { cpus } from 'node:os';
import { runCoresBench } from './cores.ts';
import { runEndToEndBench } from './end-to-end.ts';
import { printVerdicts, type Verdict } from './goals.ts';
import { runModuleBench } from './module.ts';
import { openProbes } from './peak.ts';
import { enterEngine, loadEngines } from './peers/absum.ts';
import { startPython } from './peers/python.ts';
import { enterEager, enterLayers, loadTf } from './peers/tfjs.ts';
import { runPenaltyBench } from './penalty.ts';
import { runScalingBench } from './scaling.ts';
import { runSharesBench } from './shares.ts';
import { runStartBench } from './start.ts';
import { runTrainingBench } from './training.ts';

/**
 * Options: `--quick` (every part with few rounds), `--check` (exit code 1 if a floor is missed), `--json`
 * (the figures as one line of JSON at the end).
 */
const args = process.argv.slice(2);
if (args.includes('--estimate')) {
  const { runEstimateBench } = await import('./estimate/estimate.ts');
  await runEstimateBench(args);
  process.exit();
}
const isQuick = args.includes('--quick');
const rounds = isQuick
  ? { steps: 1, scaling: 1, cores: 1, endToEnd: 1, shares: 1, start: 1 }
  : { steps: 9, scaling: 9, cores: 9, endToEnd: 3, shares: 5, start: 15 };

const BUILT = new URL('../dist/index.js', import.meta.url).href;

const started = performance.now();
const wasm = runModuleBench();
const tf = await loadTf();
const python = await startPython();
const machine = {
  cpu: cpus()[0]?.model.trim(),
  cores: cpus().length,
  node: process.versions.node,
  v8: process.versions.v8,
  tfjs: tf.version_core,
  ...python.versions,
};
const versions = Object.entries(machine).slice(2);
console.log(
  `\n${machine.cpu}, ${machine.cores} cores; ${versions.map(([name, version]) => `${name} ${version}`).join(', ')}`,
);
if (python.missing.length > 0) console.log(`not at hand, and so not measured: ${python.missing.join(', ')}`);
if (isQuick) console.log('A quick run: few rounds, figures that only show that all works.');

const engines = await loadEngines();
const { compare } = (await import(BUILT)) as typeof import('../src/entries/index.ts');
const peers = [enterLayers(tf), enterEager(tf), ...python.peers];
const training = await runTrainingBench(engines.map(enterEngine), peers, await openProbes(), {
  rounds: rounds.steps,
  isQuick,
});
python.close();
const scaling = await runScalingBench(engines[0], compare, rounds.scaling);
const cores = await runCoresBench(engines[0], compare, rounds.cores);
const shares = await runSharesBench(engines[0], compare, rounds.shares);
const endToEnd = await runEndToEndBench(rounds.endToEnd, isQuick);
const start = runStartBench(rounds.start);
// Last, since it changes how V8 compiles.
const penalty = await runPenaltyBench(isQuick);

const parts = { module: wasm, training, scaling, cores, shares, endToEnd, start, penalty };
const verdicts: Verdict[] = Object.values(parts).flatMap((part) => [...part.verdicts]);
console.log('\nGoals');
printVerdicts(verdicts.filter(({ kind }) => kind === 'goal'));
console.log('Floors, which --check asks for');
const floors = verdicts.filter(({ kind }) => kind === 'floor');
printVerdicts(floors);
const seconds = (performance.now() - started) / 1000;
console.log(`\n${seconds.toFixed(0)} s in all`);

if (args.includes('--check')) {
  const missed = floors.filter(({ met }) => met === false).length;
  console.log(
    missed === 0 ? 'check: every floor reached' : `check: ${missed} of ${floors.length} floors missed`,
  );
  if (missed > 0) process.exitCode = 1;
}
if (args.includes('--json')) console.log(JSON.stringify({ machine, seconds, ...parts }));
