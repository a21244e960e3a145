import type { Engine } from '../engines/engine.ts';
import { createPacer } from '../pace.ts';
import { DEFAULT_LIMITS, type Limits } from '../recipe/limits.ts';
import { NUMERICS_VERSION } from '../version.ts';
import { finishSweep } from './finish.ts';
import { Ledger } from './ledger.ts';
import { answerCall, type CallLedger } from './ledger-calls.ts';
import type { SqlStore } from './ledger-tables.ts';
import { DEFAULT_SWEEP_DAYS, expireAfter } from './limits.ts';
import { keyReused, type SweepService } from './sweep.ts';
import { wrapData } from './versions.ts';
import { loadGround, prepareSweep, resolveWork, workOnPair } from './work.ts';

/** Keeps texts under their keys. */
export interface TextStore {
  get(key: string): Promise<string | null>;
  put(key: string, text: string): Promise<void>;
}

export interface LocalSweepOptions {
  readonly engines: readonly Engine[];
  readonly limits?: Limits | undefined;
  /** Opens the database of a sweep; null if there is none and none is to be made. */
  readonly openStore: (id: string, make: boolean) => SqlStore | null;
  /** For data and reports. */
  readonly texts: TextStore;
  /** How many pairs are worked on at once; they share the thread. */
  readonly lanes?: number | undefined;
  /** Days until a sweep expires; the owner of the stores deletes it. */
  readonly days?: number | undefined;
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
  /**
   * Called with what stopped the work of a sweep, such as a store that cannot be written; the next `wake`
   * resumes it.
   */
  readonly onFault: (id: string, fault: unknown) => void;
}

/** Sweeps in one process, over stores that outlive it. */
export interface LocalSweeps extends SweepService {
  /** Resumes a sweep that another process has left; does nothing for one that is running here. */
  wake(id: string): void;
  /** Resolves once no sweep is worked on. */
  settle(): Promise<void>;
}

/** As many as one answer can easily hold. */
const MOST_EVENTS = 1000;

/** Runs sweeps in the calling process. */
export function createLocalSweeps(options: LocalSweepOptions): LocalSweeps {
  const { openStore, texts, lanes = 1, days = DEFAULT_SWEEP_DAYS, now = Date.now, onFault } = options;
  const working = new Map<string, Promise<void>>();
  const find = (id: string) => {
    const store = openStore(id, false);
    return store && new Ledger(store, now);
  };
  const wake = (id: string) => {
    const ledger = working.has(id) ? null : find(id);
    if (ledger === null) return;
    const work = workOn(id, ledger, options)
      .catch((fault: unknown) => onFault(id, fault))
      .finally(() => working.delete(id));
    working.set(id, work);
  };
  const start: SweepService['start'] = async (id, { recipe, data, plan, digest }) => {
    // Before anything is written in the place of what the sweep has.
    if (find(id)?.isOf(digest) === false) throw keyReused();
    const store = openStore(id, true);
    if (store === null) throw new Error('there is no store for a new sweep');
    const ledger = new Ledger(store, now);
    const dataKey = `data/${id}`;
    await texts.put(dataKey, wrapData(data));
    ledger.open(id, { recipe, dataKey, plan, lanes, digest }, expireAfter(days, now()));
    wake(id);
    return need(ledger.view());
  };
  let latest: Promise<unknown> = Promise.resolve();
  return {
    wake,
    // One after the other, lest two of one id mix their data.
    start(id, input) {
      const started = latest.then(() => start(id, input));
      latest = started.catch(() => {});
      return started;
    },
    view: async (id) => find(id)?.view() ?? null,
    standing: async (id) => find(id)?.standing() ?? null,
    report: async (id) => (find(id)?.standing()?.state === 'done' ? texts.get(nameReport(id)) : null),
    eventsAfter: async (id, sequence) => find(id)?.eventsAfter(sequence, MOST_EVENTS) ?? [],
    async stop(id) {
      const ledger = find(id);
      ledger?.stop();
      return ledger?.view() ?? null;
    },
    async settle() {
      while (working.size > 0) await Promise.all(working.values());
    },
  };
}

/** Does what is left of a sweep, several pairs at a time, and ends it. */
async function workOn(
  id: string,
  ledger: Ledger,
  { engines, limits = DEFAULT_LIMITS, texts }: LocalSweepOptions,
): Promise<void> {
  const call: CallLedger = async (name, ...given) => answerCall(ledger, NUMERICS_VERSION, name, given);
  const begun = await call('takeUp');
  if (begun === null) return;
  const { spec } = begun;
  const stored = need(await texts.get(spec.dataKey));
  const ground = await loadGround(spec, stored, call, { engines, limits });
  if (ground === null) return;
  const { seconds, steps } = ground.plan.figures;
  const pacer = createPacer(seconds / steps);
  if ((await prepareSweep(ground, begun.prepared, call, { pacer })) === 'stopped') return;
  const ready = await call('takeUp');
  const sweep = ready && (await resolveWork(ground, ready.prepared, call, { pacer }));
  if (sweep === null) return;
  const pairs = ground.plan.pairs.keys();
  const runLane = async () => {
    // Lanes take pairs from one list, so that no lane waits while there are pairs left.
    for (const pair of pairs) {
      if ((await workOnPair(sweep, pair, call, { pacer })) === 'stopped') return;
    }
  };
  await Promise.all(Array.from({ length: spec.lanes }, runLane));
  if (!ledger.isComplete()) return;
  await finishSweep(sweep, call, { pacer, keep: (report) => texts.put(nameReport(id), report) });
}

function nameReport(id: string): string {
  return `reports/${id}`;
}

function need<T>(value: T | null): T {
  if (value === null) throw new Error('a store has lost what was put into it');
  return value;
}
