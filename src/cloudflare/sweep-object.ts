import { DurableObject, type DurableObjectState } from 'cloudflare:workers';
import type { PlanFigures } from '../plan/plan.ts';
import { Ledger, type PairTexts, type Todo } from '../sweeps/ledger.ts';
import type { SweepEvent, SweepSpec, SweepState, SweepView, ToldTrial } from '../sweeps/sweep.ts';
import type { SweepEnv } from './environment.ts';
import { LaneWatch } from './lane-watch.ts';
import { openStore } from './store.ts';
import { wakeLane } from './wake-lane.ts';

/** How often the watchdog looks, in milliseconds. */
const WATCH_MS = 5_000;
/** Much longer than a lane that works is silent: it beats after every `BEAT_SECONDS` of estimated work. */
const STALE_MS = 60_000;
/** So many times the lanes are woken before nothing new on record means that they never will bring any. */
const MOST_POKES = 20;
/** Events that one answer brings at most. */
const MOST_EVENTS = 500;

/**
 * One sweep: its ledger, in the object's own storage, and the watchdog over its lanes. The alarm outlives the process and
 * needs no request to fire.
 */
export class Sweep extends DurableObject<SweepEnv> {
  readonly #store = openStore(this.env.SWEEP_FILES);
  readonly #watch = new LaneWatch(STALE_MS, Date.now);
  #ledger: Ledger | null = null;

  constructor(ctx: DurableObjectState, env: SweepEnv) {
    super(ctx, env);
    // Asking for a sweep that is not there must write nothing: its id may be a guess.
    if (this.#hasTables()) this.#ledger = this.#openLedger();
  }

  /** Starts the sweep; one that is there stays as it is, since a start may come twice. */
  async start(id: string, spec: SweepSpec, plan: PlanFigures, expires: number): Promise<SweepView> {
    this.#ledger ??= this.#openLedger();
    const ledger = this.#ledger;
    ledger.open(id, spec, plan, expires);
    if (this.state() === 'running') {
      // Before the lanes are woken, so that a kill between the two loses nothing.
      await this.ctx.storage.setAlarm(Date.now() + WATCH_MS);
      await this.#wake(this.#listLanes());
    } else {
      await this.#settleSoon();
    }
    return ledger.view() as SweepView;
  }

  view(): SweepView | null {
    return this.#ledger?.view() ?? null;
  }

  state(): SweepState | null {
    return this.#ledger?.standing()?.state ?? null;
  }

  eventsAfter(sequence: number): readonly SweepEvent[] {
    return this.#ledger?.eventsAfter(sequence, MOST_EVENTS) ?? [];
  }

  /** Ends the sweep where it stands. A trial in flight finds its record refused. */
  async stop(): Promise<SweepView | null> {
    this.#ledger?.stop();
    await this.#settleSoon();
    return this.view();
  }

  spec(): SweepSpec | null {
    return this.#ledger?.spec() ?? null;
  }

  prepared(): string | null {
    return this.#ledger?.prepared() ?? null;
  }

  async prepare(text: string): Promise<boolean> {
    const goesOn = this.#ledger?.prepare(text) ?? false;
    // The other lanes have waited for it.
    if (goesOn) await this.#wake(this.#listLanes());
    return goesOn;
  }

  todo(lane: number, pair: number): Todo | null {
    this.#watch.hear(lane);
    return this.#ledger?.todo(pair) ?? null;
  }

  beat(lane: number): boolean {
    this.#watch.hear(lane);
    return this.#ledger?.beat() ?? false;
  }

  recordCell(lane: number, pair: number, position: number, text: string, told: ToldTrial): boolean {
    this.#watch.hear(lane);
    return this.#ledger?.recordCell(pair, position, text, told) ?? false;
  }

  recordClosing(lane: number, pair: number, text: string): boolean {
    this.#watch.hear(lane);
    return this.#ledger?.recordClosing(pair, text) ?? false;
  }

  readCells(pair: number): readonly string[] | null {
    return this.#ledger?.readCells(pair) ?? null;
  }

  readPair(pair: number): PairTexts | null {
    return this.#ledger?.readPair(pair) ?? null;
  }

  /** A lane has done its share. Returns whether the sweep lacks nothing but its report. */
  leave(lane: number): boolean {
    const isComplete = this.#ledger?.isComplete() ?? false;
    // The lane that is the last of all stays, to make the report.
    if (!isComplete) this.#watch.leave(lane);
    return isComplete && this.state() === 'running';
  }

  /** Ends the sweep well: the report is stored. */
  async finish(): Promise<void> {
    this.#ledger?.finish();
    await this.#settleSoon();
  }

  /** Ends the sweep by an error that would come again. */
  async fail(code: string, message: string): Promise<void> {
    this.#ledger?.fail(code, message);
    await this.#settleSoon();
  }

  override async alarm(): Promise<void> {
    const standing = this.#ledger?.standing();
    if (!standing) return;
    // First, so that nothing that goes wrong below ends the watch.
    await this.ctx.storage.setAlarm(Date.now() + WATCH_MS);
    try {
      if (Date.now() >= standing.expires) await this.#expire();
      else if (standing.state === 'running') await this.#lookAfterLanes();
      else await this.#settle();
    } catch (error) {
      console.error(JSON.stringify({ message: 'the watch over a sweep failed', error: String(error) }));
    }
  }

  async #lookAfterLanes(): Promise<void> {
    const ledger = this.#ledger;
    if (ledger === null) return;
    const isIdle = ledger.idleMs() >= STALE_MS;
    if (isIdle) this.#watch.forget();
    const silent = this.#watch.listSilent(this.#listLanes());
    if (silent.length === 0) return;
    const areQueued = await this.#wake(silent);
    // A new process, or the loss of one lane of several, is no reason to give up; nor is a platform that is busy.
    if (!isIdle) return;
    if (areQueued) ledger.beat();
    else if (ledger.notePoke() > MOST_POKES) {
      await this.fail('sweep-lost', `woken ${MOST_POKES} times, the sweep recorded nothing new`);
    }
  }

  /** The lanes that have something to do: while lambdas are searched for, the first alone. */
  #listLanes(): number[] {
    const { search = 0, lanes = 0 } = this.#ledger?.spec() ?? {};
    const isReady = search === 0 || this.prepared() !== null;
    return Array.from({ length: isReady ? lanes : 1 }, (_, lane) => lane);
  }

  /** Returns whether one of the lanes waits for the platform to have room. */
  async #wake(lanes: readonly number[]): Promise<boolean> {
    let areQueued = false;
    const sweep = this.#ledger?.standing()?.id ?? '';
    for (const lane of lanes) {
      this.#watch.hear(lane);
      try {
        const status = await wakeLane(this.env.SWEEP_LANES, { sweep, lane });
        areQueued ||= status === 'queued';
      } catch (error) {
        // The sweep is on record, so that its start has not failed by this: the watch tries again.
        console.error(JSON.stringify({ message: 'a lane was not woken', lane, error: String(error) }));
      }
    }
    return areQueued;
  }

  /** By the alarm, which tries again where R2 is out of order. */
  async #settleSoon(): Promise<void> {
    if (this.#ledger !== null) await this.ctx.storage.setAlarm(Date.now());
  }

  /** After the end: the data are not needed any more, and the alarm is for the day on which all is dropped. */
  async #settle(): Promise<void> {
    const standing = this.#ledger?.standing();
    if (!standing) return;
    await this.#store.dropData(this.spec()?.dataKey ?? '');
    await this.ctx.storage.setAlarm(standing.expires);
  }

  async #expire(): Promise<void> {
    this.#ledger?.stop();
    await this.#store.dropData(this.spec()?.dataKey ?? '');
    await this.#store.dropReport(this.#ledger?.standing()?.id ?? '');
    this.#ledger = null;
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  #openLedger(): Ledger {
    const { sql } = this.ctx.storage;
    return new Ledger(
      {
        run: (statement, ...values) => sql.exec(statement, ...values).toArray(),
        transact: (work) => this.ctx.storage.transactionSync(work),
      },
      Date.now,
    );
  }

  #hasTables(): boolean {
    const { sql } = this.ctx.storage;
    return sql.exec("SELECT name FROM sqlite_master WHERE name = 'sweep'").toArray().length > 0;
  }
}
