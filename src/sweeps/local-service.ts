import type { Engine } from '../engines/engine.ts';
import { DEFAULT_LIMITS, type Limits } from '../recipe/limits.ts';
import { NUMERICS_VERSION } from '../version.ts';
import { Ledger } from './ledger.ts';
import type { SqlStore } from './ledger-tables.ts';
import { DEFAULT_SWEEP_DAYS, expireAfter } from './limits.ts';
import { keyReused, type SweepService } from './sweep.ts';
import { openTurnstile } from './turnstile.ts';
import { wrapData } from './versions.ts';
import { type Admit, type WorkOnPairs, workInPlace, workLocally } from './work-locally.ts';

/** Keeps texts under their keys. */
export interface TextStore {
  get(key: string): Promise<string | null>;
  put(key: string, text: string): Promise<void>;
  /** Does nothing if there is none. */
  drop(key: string): Promise<void>;
}

export interface LocalSweepOptions {
  readonly engines: readonly Engine[];
  /** Of the work on a sweep, which whoever starts it may have held to others. */
  readonly limits?: Limits | undefined;
  /** The seconds that a pair may take before its sweep fails; unlimited by default. */
  readonly pairSeconds?: number | undefined;
  /** Opens the database of a sweep; null if there is none and none is to be made. */
  readonly openStore: (id: string, make: boolean) => SqlStore | null;
  /** For data and reports. */
  readonly texts: TextStore;
  /** How many pairs of a sweep are worked on at once. */
  readonly lanes?: number | undefined;
  /** Works on the pairs; by default in the calling thread. */
  readonly workOnPairs?: WorkOnPairs | undefined;
  /** Waits until there is room for a sweep; at once by default. */
  readonly admit?: Admit | undefined;
  /** How many sweeps are worked on at once; the others wait in the order of their starts. 4 by default. */
  readonly atOnce?: number | undefined;
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
  /** Resolves once no sweep is worked on, or once the given one is not. */
  settle(id?: string): Promise<void>;
  /** Leaves all work as it stands, for another process to resume, and takes up no more. */
  leave(): Promise<void>;
}

/** As many as one answer can easily hold. */
const MOST_EVENTS = 1000;
const AT_ONCE = 4;

/** Runs sweeps in the calling process. */
export function createLocalSweeps(options: LocalSweepOptions): LocalSweeps {
  const { openStore, texts, lanes = 1, days = DEFAULT_SWEEP_DAYS, now = Date.now, onFault } = options;
  const {
    engines,
    limits = DEFAULT_LIMITS,
    pairSeconds,
    admit,
    workOnPairs = workInPlace,
    atOnce = AT_ONCE,
  } = options;
  const working = new Map<string, { readonly done: Promise<void>; readonly stop: AbortController }>();
  const enter = openTurnstile(atOnce);
  let isLeaving = false;

  const find = (id: string) => {
    const store = openStore(id, false);
    return store && new Ledger(store, now);
  };
  const dropData = async (ledger: Ledger) => {
    const key = ledger.isRunning() ? null : ledger.dataKey();
    if (key !== null) await texts.drop(key);
  };
  const workOn = async (id: string, ledger: Ledger, { signal }: AbortController) => {
    const leave = await enter();
    try {
      if (signal.aborted) return;
      const keep = (report: string) => texts.put(nameReport(id), report);
      const place = {
        engines,
        limits,
        signal,
        pairSeconds,
        admit,
        workOnPairs,
        keep,
        readData: texts.get,
      };
      await workLocally(ledger, place);
    } catch (fault) {
      // The signal has ended it, which shows in many ways.
      if (!signal.aborted) throw fault;
    } finally {
      leave();
    }
    await dropData(ledger);
  };
  const wake = (id: string) => {
    const ledger = working.has(id) || isLeaving ? null : find(id);
    if (!ledger?.isRunning()) return;
    const stop = new AbortController();
    const done = workOn(id, ledger, stop)
      .catch((fault: unknown) => onFault(id, fault))
      .finally(() => working.delete(id));
    working.set(id, { done, stop });
  };
  const settle = async (id?: string) => {
    if (id !== undefined) return working.get(id)?.done;
    while (working.size > 0) await Promise.all([...working.values()].map(({ done }) => done));
  };
  const start: SweepService['start'] = async (id, { recipe, data, plan, digest }) => {
    const known = find(id);
    // Before anything is written in the place of what the sweep has.
    if (known?.isOf(digest) === false) throw keyReused();
    const { state = 'running' } = known?.standing() ?? {};
    if (state === 'running') {
      const store = openStore(id, true);
      if (store === null) throw new Error('there is no store for a new sweep');
      const dataKey = nameData(id);
      await texts.put(dataKey, wrapData(data));
      const ledger = new Ledger(store, now);
      ledger.open(id, { recipe, dataKey, plan, lanes, digest }, expireAfter(days, now()));
      ledger.refuseOther(NUMERICS_VERSION);
      wake(id);
      await dropData(ledger); // It may have ended while they were written.
    }
    const view = find(id)?.view() ?? null;
    if (view === null) throw new Error('the store has lost the sweep that was put into it');
    return view;
  };
  let latest: Promise<unknown> = Promise.resolve();

  return {
    wake,
    settle,
    async leave() {
      isLeaving = true;
      for (const { stop } of working.values()) stop.abort();
      await settle();
    },
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
      if (ledger === null) return null;
      ledger.stop();
      working.get(id)?.stop.abort();
      await dropData(ledger);
      return ledger.view();
    },
  };
}

/** The keys of a sweep's texts. */
function nameData(id: string): string {
  return `data/${id}`;
}

function nameReport(id: string): string {
  return `reports/${id}`;
}
