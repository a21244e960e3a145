import { DatabaseSync } from 'node:sqlite';
import { compare, plan } from '../../src/compare/compare.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { createPacer } from '../../src/pace.ts';
import type { PlanFigures } from '../../src/plan/schema.ts';
import { DEFAULT_LIMITS } from '../../src/recipe/limits.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { finishSweep } from '../../src/sweeps/finish.ts';
import type { Ledger } from '../../src/sweeps/ledger.ts';
import { answerCall, type CallLedger } from '../../src/sweeps/ledger-calls.ts';
import type { SqlStore } from '../../src/sweeps/ledger-tables.ts';
import type { TextStore } from '../../src/sweeps/local-service.ts';
import type { SweepSpec, ToldTrial } from '../../src/sweeps/sweep.ts';
import { wrapData } from '../../src/sweeps/versions.ts';
import { loadGround, prepareSweep, resolveWork, workOnPair } from '../../src/sweeps/work.ts';
import { NUMERICS_VERSION } from '../../src/version.ts';
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

/** Texts in memory. */
export function keepTexts() {
  const kept = new Map<string, string>();
  const texts: TextStore = {
    get: async (key) => kept.get(key) ?? null,
    put: async (key, text) => void kept.set(key, text),
    drop: async (key) => void kept.delete(key),
  };
  return { kept, texts };
}

/** A recipe taken apart as a service does. */
export async function specify(input: RecipeInput, engines: readonly Engine[] = all, lanes = 1) {
  const { data, ...recipe } = JSON.parse(JSON.stringify(input)) as RecipeInput;
  const figures = await plan(input, { engines });
  return {
    recipe,
    data: JSON.stringify(data),
    plan: figures,
    spec: { recipe, dataKey: 'data', plan: figures, lanes },
  };
}

/** The bytes that a sweep must come to. */
export async function writeReport(input: RecipeInput, engines: readonly Engine[] = all): Promise<string> {
  return JSON.stringify(await compare(input, { engines }));
}

export interface Life {
  readonly data: string;
  readonly call: CallLedger;
  readonly keep: (report: string) => Promise<void>;
  readonly engines?: readonly Engine[];
}

/** What one process does from its start to the end of the sweep: nothing of it is left but in the ledger. */
export async function live({ data, call, keep, engines = all }: Life): Promise<'done' | 'stopped'> {
  const begun = await call('takeUp');
  const ground =
    begun && (await loadGround(begun.spec, wrapData(data), call, { engines, limits: DEFAULT_LIMITS }));
  if (begun === null || ground === null) return 'stopped';
  const { seconds, steps } = ground.plan.figures;
  const pacer = createPacer(seconds / steps);
  if ((await prepareSweep(ground, begun.prepared, call, { pacer })) === 'stopped') return 'stopped';
  const ready = await call('takeUp');
  const sweep = ready && (await resolveWork(ground, ready.prepared, call, { pacer }));
  if (sweep === null) return 'stopped';
  for (const pair of ground.plan.pairs.keys()) {
    const state = await workOnPair(sweep, pair, call, { pacer });
    if (state === 'stopped') return state;
  }
  return finishSweep(sweep, call, { pacer, keep });
}

/** Calls a ledger of this process, as the version at hand or another one. */
export function callTo(ledger: Ledger, numerics = NUMERICS_VERSION): CallLedger {
  return async (name, ...given) => answerCall(ledger, numerics, name, given);
}

export const PLAN: PlanFigures = {
  engine: 'fused',
  arithmetic: { mode: 'strict', fusesProducts: false, reason: null },
  rows: 40,
  inputs: 5,
  parameters: 29,
  pairs: 2,
  trials: 18,
  counts: { grid: 6, search: 4, inner: 6, refit: 2 },
  steps: 100,
  flops: 1000,
  bytes: 1000,
  engineBytes: 500,
  seconds: 60,
};

/** The spec of a sweep that nobody works on. */
export const SPEC: SweepSpec = { recipe: { seed: 7 }, dataKey: 'data', plan: PLAN, lanes: 2 };

/** What is reported for the trial of a pair with the lambda at a position. */
export const tell = (pair: number, position: number): ToldTrial => ({
  repeat: 0,
  fold: pair,
  lambda: position / 100,
  value: pair + position / 10,
});
