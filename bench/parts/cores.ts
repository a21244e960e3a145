import { availableParallelism } from 'node:os';
import type { RecipeInput } from '../../src/entries/index.ts';
import type { Pool } from '../../src/entries/workers.ts';
import { atMost, notMeasured } from '../goals.ts';
import type { Part } from '../part.ts';
import { loadBuilt, loadEngines } from '../peers/absum.ts';
import { timeSeconds } from '../peers/trainer.ts';
import { median } from '../statistics.ts';

/** 40 trials: 5 folds, 4 repeats and 2 lambdas. */
const RECIPE = {
  data: { dataset: 'diabetes' },
  split: { folds: 5, repeats: 4 },
  network: { hidden: [64, 32] },
  training: { epochs: 100, batchSize: 32 },
  penalty: { lambdas: [0, 0.01] },
} satisfies RecipeInput;

const ROUNDS = 9;

export interface CoresFigures {
  readonly cores: number;
  readonly rounds: number;
  readonly inPlaceSeconds: number;
  /** With one thread and with two. */
  readonly pooledSeconds: readonly number[];
}

/** How much faster two threads are than one; all give the same report, and take turns. */
export const cores: Part<CoresFigures> = {
  name: 'cores',

  async measure({ isQuick }) {
    const rounds = isQuick ? 1 : ROUNDS;
    const { compare, createPool } = await loadBuilt();
    const [engine] = await loadEngines();
    const pools = [1, 2].map((workers) => createPool({ workers }));
    const executors = [undefined, ...pools];
    const run = (executor?: Pool) => compare(RECIPE, { engines: [engine], executor });
    // Once untimed, so that all are compiled.
    const reports = await Promise.all(executors.map(async (it) => JSON.stringify(await run(it))));
    if (new Set(reports).size !== 1) throw new Error('a pool gave another report');
    const samples = executors.map((): number[] => []);
    for (let round = 0; round < rounds; round++) {
      for (let turn = 0; turn < executors.length; turn++) {
        const i = (round + turn) % executors.length;
        samples[i].push(await timeSeconds(() => run(executors[i])));
      }
    }
    await Promise.all(pools.map((pool) => pool.close()));
    const [inPlaceSeconds, ...pooledSeconds] = samples.map(median);
    return { cores: availableParallelism(), rounds, inPlaceSeconds, pooledSeconds };
  },

  judge({ cores, pooledSeconds: [one, two] }) {
    const what = 'time of 40 trials by 2 threads over 1';
    return [
      cores < 2 ? notMeasured('goal', what, 'one core') : atMost('goal', what, two / one, 0.6, ' times'),
    ];
  },

  show({ rounds, inPlaceSeconds, pooledSeconds: [one, two] }) {
    const line = (what: string, seconds: number) =>
      `  ${what.padEnd(20)} ${(1000 * seconds).toFixed(0).padStart(6)} ms`;
    return [
      'A comparison of 40 trials (diabetes, 5 folds x 4 repeats x 2 lambdas, 64-32, 100 epochs; ' +
        `median of ${rounds} rounds)`,
      line('in place', inPlaceSeconds),
      line('a pool of 1 thread', one),
      line('a pool of 2 threads', two),
    ].join('\n');
  },
};
