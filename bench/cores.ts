import { availableParallelism } from 'node:os';
import type { Engine } from '../src/engines/engine.ts';
import type { RecipeInput } from '../src/entries/index.ts';
import type { Pool } from '../src/entries/workers.ts';
import { atMost, median, notMeasured, type Verdict } from './goals.ts';
import { timeSeconds } from './peers/trainer.ts';

/** 40 trials: 5 folds, 4 repeats and 2 lambdas. */
const RECIPE = {
  data: { dataset: 'diabetes' },
  split: { folds: 5, repeats: 4 },
  network: { hidden: [64, 32] },
  training: { epochs: 100, batchSize: 32 },
  penalty: { lambdas: [0, 0.01] },
} satisfies RecipeInput;

const BUILT = new URL('../dist/node.js', import.meta.url).href;

export interface CoresResult {
  readonly inPlaceSeconds: number;
  /** With one thread and with two. */
  readonly pooledSeconds: readonly number[];
  readonly verdicts: readonly Verdict[];
}

type Compare = typeof import('../src/entries/index.ts').compare;

/** How much faster two threads are than one; all give the same report, and take turns. */
export async function runCoresBench(engine: Engine, compare: Compare, rounds: number): Promise<CoresResult> {
  const { createPool } = (await import(BUILT)) as typeof import('../src/entries/node.ts');
  const pools = [1, 2].map((workers) => createPool({ workers }));
  const executors = [undefined, ...pools];
  const run = (executor?: Pool) => compare(RECIPE, { engines: [engine], executor });
  const [inPlace, ...pooled] = await Promise.all(executors.map(async (it) => JSON.stringify(await run(it)))); // warm
  if (pooled.some((report) => report !== inPlace)) throw new Error('a pool gave another report');
  const samples = executors.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < executors.length; turn++) {
      const i = (round + turn) % executors.length;
      samples[i].push(await timeSeconds(() => run(executors[i])));
    }
  }
  await Promise.all(pools.map((pool) => pool.close()));
  const [inPlaceSeconds, ...pooledSeconds] = samples.map(median);
  console.log(
    `\nA comparison of 40 trials (diabetes, 5 folds x 4 repeats x 2 lambdas, 64-32, 100 epochs; median of ${rounds} rounds)`,
  );
  print('in place', inPlaceSeconds);
  print('a pool of 1 thread', pooledSeconds[0]);
  print('a pool of 2 threads', pooledSeconds[1]);
  return { inPlaceSeconds, pooledSeconds, verdicts: [judge(pooledSeconds)] };
}

function print(what: string, seconds: number): void {
  console.log(`  ${what.padEnd(20)} ${(1000 * seconds).toFixed(0).padStart(6)} ms`);
}

function judge([one, two]: readonly number[]): Verdict {
  const what = 'time of 40 trials by 2 threads over 1';
  if (availableParallelism() < 2) return notMeasured('goal', what, 'one core');
  return atMost('goal', what, two / one, 0.6, ' times');
}
