import type { Engine } from '../engines/engine.ts';
import { createPacer, TimeLimit } from '../pace.ts';
import type { PlanFigures } from '../plan/schema.ts';
import type { Limits } from '../recipe/limits.ts';
import { NUMERICS_VERSION } from '../version.ts';
import { finishSweep } from './finish.ts';
import type { Ledger } from './ledger.ts';
import { type AskLedger, answerCall, type CallLedger, type TakenUp } from './ledger-calls.ts';
import {
  loadGround,
  prepareSweep,
  resolveWork,
  type SweepWork,
  type WorkOptions,
  workOnPair,
} from './work.ts';

/** What works on the pairs of a sweep has besides the sweep. */
export interface PairsOptions extends WorkOptions {
  readonly ask: AskLedger;
  readonly call: CallLedger;
  /** Stops the work. */
  readonly signal: AbortSignal;
  /** How many pairs are worked on at once. */
  readonly lanes: number;
  /** The seconds that a pair may take, for work elsewhere; unlimited by default. */
  readonly pairSeconds?: number | undefined;
}

/** Does what is left of all pairs of a sweep; returns early if the sweep has ended. */
export type WorkOnPairs = (sweep: SweepWork, options: PairsOptions) => Promise<void>;

/**
 * Waits until there is room for the work on a sweep, and returns what is called when it has ended.
 *
 * @throws what `signal` gives as its reason once it fires
 */
export type Admit = (plan: PlanFigures, signal: AbortSignal) => Promise<() => void>;

export interface LocalWork {
  readonly engines: readonly Engine[];
  readonly limits: Limits;
  readonly signal: AbortSignal;
  /** At once by default. */
  readonly admit?: Admit | undefined;
  /** The seconds that a pair may take; unlimited by default. */
  readonly pairSeconds?: number | undefined;
  readonly workOnPairs: WorkOnPairs;
  /** Reads the data; null if they are lost. */
  readonly readData: (key: string) => Promise<string | null>;
  /** Stores the report. */
  readonly keep: (report: string) => Promise<void>;
}

/**
 * Does what is left of a sweep whose ledger is in this process, and ends it; does nothing if it has ended.
 *
 * @throws what the stores throw; AbsumError `aborted` when the signal fired; what `workOnPairs` throws
 */
export async function workLocally(ledger: Ledger, place: LocalWork): Promise<void> {
  const { signal, readData, admit } = place;
  const ask: AskLedger = (name, ...given) => answerCall(ledger, NUMERICS_VERSION, name, given);
  const call: CallLedger = async (name, ...given) => ask(name, ...given);
  const begun = ask('takeUp');
  if (begun === null) return;
  const { spec } = begun;
  const stored = await readData(spec.dataKey);
  if (stored === null) {
    ask('fail', 'data-lost', 'the data set of the sweep is no longer in the store');
    return;
  }
  const leave = await admit?.(spec.plan, signal);
  try {
    await workAdmitted(ledger, begun, stored, { ...place, ask, call });
  } finally {
    leave?.();
  }
}

async function workAdmitted(
  ledger: Ledger,
  { spec, prepared }: TakenUp,
  stored: string,
  {
    engines,
    limits,
    signal,
    pairSeconds,
    workOnPairs,
    keep,
    ask,
    call,
  }: LocalWork & Pick<PairsOptions, 'ask' | 'call'>,
): Promise<void> {
  const ground = await loadGround(spec, stored, call, { engines, limits });
  if (ground === null) return;
  const { seconds, steps } = ground.plan.figures;
  const timeLimit = new TimeLimit(pairSeconds);
  const pacer = createPacer(seconds / steps, { signal, timeLimit });
  if ((await prepareSweep(ground, prepared, call, { pacer, timeLimit })) === 'stopped') return;
  const ready = ask('takeUp');
  const sweep = ready && (await resolveWork(ground, ready.prepared, call, { pacer }));
  if (sweep === null) return;
  await workOnPairs(sweep, { ask, call, signal, pacer, timeLimit, pairSeconds, lanes: spec.lanes });
  if (ledger.isComplete()) await finishSweep(sweep, call, { pacer, timeLimit, keep });
}

/** Works on pairs in the calling thread, which the lanes share. */
export const workInPlace: WorkOnPairs = async (sweep, { call, pacer, timeLimit, lanes }) => {
  const pairs = sweep.plan.pairs.keys();
  const runLane = async () => {
    // Lanes take pairs from one list, so that no lane waits while there are pairs left.
    for (const pair of pairs) {
      if ((await workOnPair(sweep, pair, call, { pacer, timeLimit })) === 'stopped') return;
    }
  };
  await Promise.all(Array.from({ length: lanes }, runLane));
};
