// The symbols of `using`, for programs whose own target has none.
/// <reference lib="esnext.disposable" preserve="true" />
import { resolve } from 'node:path';
import type { Engine } from '../../engines/engine.ts';
import { AbsumError, errorAt } from '../../errors.ts';
import { serveOthers } from '../../pace.ts';
import type { SweepPool } from '../../pool/pool.ts';
import { NO_LIMITS } from '../../recipe/limits.ts';
import { Ledger } from '../../sweeps/ledger.ts';
import { MOST_POKES } from '../../sweeps/limits.ts';
import { createLocalSweeps } from '../../sweeps/local-service.ts';
import type { SweepService, SweepStanding } from '../../sweeps/sweep.ts';
import type { Admit } from '../../sweeps/work-locally.ts';
import { makeFolder, openSweepFolder, type SweepFolder } from './folder.ts';
import { type FolderLock, type Holder, lockFolder } from './lock.ts';
import { workInPool } from './work-in-pool.ts';

export interface NodeSweepOptions {
  readonly engines: readonly Engine[];
  /** Works on the pairs; by default the calling thread does. */
  readonly pool?: SweepPool | undefined;
  /** Threads of the pool. */
  readonly workers?: number | undefined;
  /** A server resumes every sweep of the folder; a command works on what it is told to. A server by default. */
  readonly kind?: Holder['kind'] | undefined;
  /** Waits until there is room for a sweep, and returns what is called when it is no longer worked on. */
  readonly admit?: Admit | undefined;
  /** The seconds that a pair may take before its sweep fails; unlimited by default. */
  readonly pairSeconds?: number | undefined;
  /** Days after which a sweep and its report are deleted. */
  readonly days?: number | undefined;
  /** Called with what stopped the work of a sweep. A server tries again after a pause. */
  readonly onFault: (fault: unknown) => void;
  /** That pause, in milliseconds. */
  readonly pauseMs?: number | undefined;
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
}

/** The sweeps of a folder, which this process alone works on. */
export interface NodeSweeps extends SweepService {
  /** Resumes a sweep; does nothing for one that has ended or is worked on. */
  resume(id: string): void;
  /** Resolves once no sweep is worked on. */
  settle(): Promise<void>;
  /** Says where the server answers, for other processes that want the folder. */
  tellUrl(url: string): void;
  /** Leaves all work as it stands and ends what follows it; new sweeps are kept and not worked on. */
  leave(): Promise<void>;
  /** Does so too, and frees the folder. */
  close(): Promise<void>;
  /** The same at the end of a block: `await using sweeps = await openNodeSweeps(path, options)`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** For a disk that is full, or whatever else may pass. */
const PAUSE_MS = 30_000;
const DAY_MS = 86_400_000;
/** Ten years. */
const MOST_DAYS = 3650;

/**
 * Opens the sweeps of a folder and makes the folder if it is not there. What is on record is kept however the
 * process ends.
 *
 * @throws FolderInUse; AbsumError `misconfigured` for a folder that cannot be written to
 */
export async function openNodeSweeps(path: string, options: NodeSweepOptions): Promise<NodeSweeps> {
  const { engines, pool, workers = 1, days, onFault, kind = 'server', pauseMs = PAUSE_MS } = options;
  const { now = Date.now, pairSeconds, admit } = options;
  if (days !== undefined && !(days >= 1 && days <= MOST_DAYS)) {
    throw errorAt('misconfigured', 'sweepDays', `expected a number from 1 to ${MOST_DAYS}, got ${days}`);
  }
  const lock = takeFolder(path, kind);
  const folder = openSweepFolder(path);
  const timers = new Set<NodeJS.Timeout>();
  let isLeaving = false;

  const local = createLocalSweeps({
    engines,
    // They were held to the limits of whoever started them.
    limits: NO_LIMITS,
    pairSeconds,
    admit,
    openStore: folder.openStore,
    texts: folder.texts,
    lanes: pool === undefined ? 1 : workers,
    workOnPairs: pool && workInPool(pool),
    days,
    now,
    onFault(id, fault) {
      onFault(fault);
      if (kind === 'server') later(() => resume(id));
    },
  });
  const later = (work: () => void) => {
    if (isLeaving) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, pauseMs);
    timers.add(timer.unref());
  };
  const resume = (id: string) => {
    try {
      if (mayGoOn(folder, id, now)) local.wake(id);
    } catch (fault) {
      onFault(fault);
      later(() => resume(id));
    }
  };
  const tidy = async () => {
    for (const id of folder.list()) {
      // Reading a ledger takes milliseconds, and there may be thousands.
      await serveOthers();
      const standing = await local.standing(id);
      if (standing === null || standing.expires > now()) continue;
      if (standing.state === 'running') await local.stop(id);
      await local.settle(id);
      await folder.drop(id);
    }
  };
  const leave = async () => {
    isLeaving = true;
    clearInterval(daily);
    for (const timer of timers) clearTimeout(timer);
    await local.leave();
  };
  const close = async () => {
    await leave();
    folder.close();
    lock.release();
  };
  const daily = setInterval(() => void tidy().catch(onFault), DAY_MS).unref();

  try {
    await dropRemains(folder, now);
    await tidy();
    if (kind === 'server') for (const { id } of listStandings(folder, now)) resume(id);
  } catch (error) {
    clearInterval(daily);
    folder.close();
    lock.release();
    throw error;
  }
  return {
    ...local,
    resume,
    tellUrl: lock.tellUrl,
    leave,
    async eventsAfter(id, sequence) {
      // Whoever follows comes again, to the next process.
      if (isLeaving) throw errorAt('aborted', '', 'the server is about to end');
      return local.eventsAfter(id, sequence);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The sweeps of a folder in the order of their starts. */
export function listStandings(folder: SweepFolder, now: () => number): SweepStanding[] {
  const found = folder.list().flatMap((id) => {
    const store = folder.openStore(id, false);
    return (store && new Ledger(store, now).standing()) ?? [];
  });
  return found.toSorted((a, b) => a.started - b.started || (a.id < b.id ? -1 : 1));
}

function takeFolder(path: string, kind: Holder['kind']): FolderLock {
  try {
    makeFolder(path);
    return lockFolder(path, kind);
  } catch (error) {
    if (error instanceof AbsumError || !(error instanceof Error)) throw error;
    const message = `the folder ${resolve(path)} cannot be used: ${error.message}`;
    throw errorAt('misconfigured', 'sweeps', message);
  }
}

/**
 * Whether a sweep is to be worked on. One that has been woken many times without anything new on record would end
 * its process again and again: it fails.
 */
function mayGoOn(folder: SweepFolder, id: string, now: () => number): boolean {
  const store = folder.openStore(id, false);
  const ledger = store && new Ledger(store, now);
  if (!ledger?.isRunning()) return false;
  if (ledger.notePoke() <= MOST_POKES) return true;
  ledger.fail('sweep-lost', `the sweep was woken ${MOST_POKES} times and recorded nothing new`);
  return false;
}

/** Removes what was left by starts that were cut off before anything was on record. */
async function dropRemains(folder: SweepFolder, now: () => number): Promise<void> {
  const whole = new Set(listStandings(folder, now).map(({ id }) => id));
  for (const id of folder.list()) if (!whole.has(id)) await folder.drop(id);
}
