import { DatabaseSync } from 'node:sqlite';
import { compare, plan } from '../../src/compare/compare.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { createPacer } from '../../src/pace.ts';
import { DEFAULT_LIMITS } from '../../src/recipe/limits.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { finishSweep } from '../../src/sweeps/finish.ts';
import type { SqlStore } from '../../src/sweeps/ledger.ts';
import type { LedgerClient } from '../../src/sweeps/ledger-client.ts';
import { prepareSweep, runShard } from '../../src/sweeps/run-shard.ts';
import { specifySweep } from '../../src/sweeps/specify-sweep.ts';
import type { SweepSpec, ToldTrial } from '../../src/sweeps/sweep.ts';
import { loadGround, resolveWork } from '../../src/sweeps/sweep-work.ts';
import { engines as all } from '../host.ts';

/** A database of Node, in memory or in a file; `onRun` may throw in the place of a statement. */
export function openSqlite(path = ':memory:', onRun: (statement: string) => void = () => {}) {
  const database = new DatabaseSync(path);
  const store: SqlStore = {
    run(statement, ...values) {
      onRun(statement);
      return database.prepare(statement).all(...values);
    },
    transact(work) {
      database.exec('BEGIN');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
  };
  return { store, database };
}

/** A recipe taken apart as a service does. */
export async function specify(input: RecipeInput, engines: readonly Engine[] = all, lanes = 1) {
  const { data, ...recipe } = JSON.parse(JSON.stringify(input)) as RecipeInput;
  const figures = await plan(input, { engines });
  return {
    recipe,
    data: JSON.stringify(data),
    plan: figures,
    spec: specifySweep(recipe, 'data', figures, lanes),
  };
}

/** The bytes that a sweep must come to. */
export async function writeReport(input: RecipeInput, engines: readonly Engine[] = all): Promise<string> {
  return JSON.stringify(await compare(input, { engines }));
}

export interface Life {
  readonly spec: SweepSpec;
  readonly data: string;
  readonly client: LedgerClient;
  readonly prepared: string | null;
  readonly keep: (report: string) => Promise<void>;
  readonly engines?: readonly Engine[];
}

/** What one process does from its start to the end of the sweep: nothing of it is left but in the ledger. */
export async function live({ spec, data, client, prepared, keep, engines = all }: Life) {
  const ground = await loadGround(spec, data, engines, DEFAULT_LIMITS);
  const { seconds, steps } = ground.plan.figures;
  const pacer = createPacer(seconds / steps, undefined);
  let found = prepared;
  const prepare = (text: string) => {
    found = text;
    return client.prepare(text);
  };
  if ((await prepareSweep(ground, prepared, { ...client, prepare }, { pacer })) === 'stopped')
    return 'stopped';
  const sweep = resolveWork(ground, found);
  for (const pair of ground.plan.pairs.keys()) {
    const state = await runShard(sweep, pair, client, { pacer });
    if (state === 'stopped') return state;
  }
  return finishSweep(sweep, client, { pacer, keep });
}

/** The spec of a sweep that nobody works on. */
export const SPEC: SweepSpec = {
  recipe: { seed: 7 },
  dataKey: 'data',
  pairs: 2,
  lambdas: 3,
  trials: 18,
  search: 4,
  inner: 3,
  seconds: 60,
  lanes: 2,
};

export const PLAN = {
  engine: 'fused',
  rows: 40,
  inputs: 5,
  parameters: 29,
  pairs: 2,
  trials: 18,
  counts: { grid: 6, search: 4, inner: 6, refit: 2 },
  steps: 100,
  flops: 1000,
  bytes: 1000,
  seconds: 60,
};

export const tell = (pair: number, lambda: number): ToldTrial => ({
  repeat: 0,
  fold: pair,
  lambda,
  value: pair + lambda / 10,
});
