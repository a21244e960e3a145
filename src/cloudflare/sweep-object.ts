import { DurableObject } from 'cloudflare:workers';
import { locateError } from '../errors.ts';
import { Ledger } from '../sweeps/ledger.ts';
import { type Answer, answerCall, type CallName, type Given } from '../sweeps/ledger-calls.ts';
import { MOST_POKES } from '../sweeps/limits.ts';
import type { SweepEvent, SweepSpec, SweepStanding, SweepView } from '../sweeps/sweep.ts';
import { NUMERICS_VERSION } from '../version.ts';
import { openFiles } from './files.ts';
import { type LaneParameters, LaneWatch, wakeLane } from './lane-watch.ts';
import { openSqlStore } from './sql-store.ts';

/** How often the watchdog checks, in milliseconds. */
const WATCH_MS = 5_000;
/** Much longer than a working lane is silent: it beats every half second, or after two seconds of estimated work. */
const STALE_MS = 60_000;
/** The most events in one answer. */
const MOST_EVENTS = 500;

/** What the object of a sweep needs from its environment. */
export interface ObjectEnv {
  readonly SWEEP_LANES: Workflow<LaneParameters>;
  /** Data sets and reports. */
  readonly SWEEP_FILES: R2Bucket;
}

/**
 * One sweep: its ledger, in the object's own storage, and the watchdog over its lanes. The alarm outlives the
 * process and fires without a request.
 */
export class Sweep extends DurableObject<ObjectEnv> {
  readonly #files = openFiles(this.env.SWEEP_FILES);
  readonly #watch = new LaneWatch(STALE_MS, Date.now);
  #ledger = openLedger(this.ctx.storage);

  /** Starts the sweep; an existing sweep stays as it is, since a start may come twice. */
  async start(id: string, spec: SweepSpec, expires: number): Promise<SweepView> {
    this.#ledger.open(id, spec, expires);
    this.#ledger.refuseOther(NUMERICS_VERSION);
    if (this.#isRunning()) {
      // Before the lanes are woken, so that nothing is lost by a kill between the two.
      await this.ctx.storage.setAlarm(Date.now() + WATCH_MS);
      await this.#wake(this.#listLanes());
    } else {
      await this.#settleSoon();
    }
    const view = this.#ledger.view();
    if (view === null) throw new Error('the ledger has lost the sweep that was opened in it');
    return view;
  }

  isOf(digest: string | undefined): boolean {
    return this.#ledger.isOf(digest);
  }

  view(): SweepView | null {
    return this.#ledger.view();
  }

  standing(): SweepStanding | null {
    return this.#ledger.standing();
  }

  eventsAfter(sequence: number): readonly SweepEvent[] {
    return this.#ledger.eventsAfter(sequence, MOST_EVENTS);
  }

  /** Ends the sweep as it stands. A trial still in training will be refused by the ledger. */
  async stop(): Promise<SweepView | null> {
    this.#ledger.stop();
    await this.#settleSoon();
    return this.view();
  }

  /**
   * Answers a call of a lane to the ledger.
   *
   * @param numerics the version of what computes the lane's numbers
   */
  async call<K extends CallName>(
    lane: number,
    numerics: number,
    name: K,
    given: Given<K>,
  ): Promise<Answer<K>> {
    this.#watch.hear(lane);
    const wasRunning = this.#isRunning();
    const answer = answerCall(this.#ledger, numerics, name, given);
    if (wasRunning && !this.#isRunning()) await this.#settleSoon();
    // The other lanes have been waiting for it.
    else if (name === 'prepare') await this.#wake(this.#listLanes());
    return answer;
  }

  /** A lane has done its share. Returns whether the sweep lacks only its report. */
  leave(lane: number): boolean {
    const isComplete = this.#ledger.isComplete();
    // The last lane stays, to make the report.
    if (!isComplete) this.#watch.leave(lane);
    return isComplete && this.#isRunning();
  }

  override async alarm(): Promise<void> {
    const standing = this.#ledger.standing();
    if (standing === null) return;
    // First, so that no error below ends the watch.
    await this.ctx.storage.setAlarm(Date.now() + WATCH_MS);
    try {
      if (Date.now() >= standing.expires) await this.#expire(standing);
      else if (standing.state === 'running') await this.#lookAfterLanes();
      else await this.#settle(standing);
    } catch (error) {
      logFault('the watch over a sweep failed', error);
    }
  }

  async #lookAfterLanes(): Promise<void> {
    this.#ledger.refuseOther(NUMERICS_VERSION);
    if (!this.#isRunning()) return this.#settleSoon();
    const isIdle = this.#ledger.idleMs() >= STALE_MS;
    if (isIdle) this.#watch.forget();
    const silent = this.#watch.listSilent(this.#listLanes());
    if (silent.length === 0) return;
    const areQueued = await this.#wake(silent);
    // A new process, or the loss of one of several lanes, is no reason to give up; nor is a busy platform.
    if (!isIdle) return;
    if (areQueued) this.#ledger.beat();
    else if (this.#ledger.notePoke() > MOST_POKES) {
      this.#ledger.fail('sweep-lost', `the sweep was woken ${MOST_POKES} times and recorded nothing new`);
      await this.#settleSoon();
    }
  }

  #isRunning(): boolean {
    return this.#ledger.isRunning();
  }

  #listLanes(): number[] {
    return Array.from({ length: this.#ledger.countLanes() }, (_, lane) => lane);
  }

  /** Returns whether one of the lanes is waiting for the platform to have room. */
  async #wake(lanes: readonly number[]): Promise<boolean> {
    let areQueued = false;
    const sweep = this.#ledger.standing()?.id ?? '';
    for (const lane of lanes) {
      this.#watch.hear(lane);
      try {
        const status = await wakeLane(this.env.SWEEP_LANES, { sweep, lane });
        areQueued ||= status === 'queued';
      } catch (error) {
        // The sweep is on record, so its start has not failed: the watch tries again.
        logFault('a lane was not woken', error);
      }
    }
    return areQueued;
  }

  /** By the alarm, which tries again if R2 is out of order. */
  async #settleSoon(): Promise<void> {
    if (this.#ledger.standing() !== null) await this.ctx.storage.setAlarm(Date.now());
  }

  /**
   * After the end: the data are no longer needed, and the alarm is set for the day on which everything is
   * deleted.
   */
  async #settle({ expires }: SweepStanding): Promise<void> {
    await this.#files.dropData(this.#ledger.dataKey() ?? '');
    await this.ctx.storage.setAlarm(expires);
  }

  async #expire({ id }: SweepStanding): Promise<void> {
    this.#ledger.stop();
    await this.#files.dropData(this.#ledger.dataKey() ?? '');
    await this.#files.dropReport(id);
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
    this.#ledger = openLedger(this.ctx.storage);
  }
}

/**
 * The ledger in an object's storage. Nothing is written until a sweep is opened in it, since its id may be a
 * guess.
 */
function openLedger(storage: DurableObjectStorage): Ledger {
  return new Ledger(openSqlStore(storage), Date.now);
}

/** Writes what went wrong and where; an error's message may hold anything. */
function logFault(message: string, error: unknown): void {
  const time = new Date().toISOString();
  console.error(JSON.stringify({ time, level: 'error', message, ...locateError(error) }));
}
