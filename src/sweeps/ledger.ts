import { NUMERICS_VERSION } from '../version.ts';
import type { LedgerCalls, PairTexts, TakenUp, Todo } from './ledger-calls.ts';
import { LAYOUT, LedgerTables, type SqlStore, type SweepRecord } from './ledger-tables.ts';
import {
  countInner,
  countLambdas,
  type SweepEvent,
  type SweepSpec,
  type SweepStanding,
  type SweepState,
  type SweepView,
  type ToldTrial,
} from './sweep.ts';
import { explainVersion } from './versions.ts';

/**
 * The position of a pair's closing among the texts of its trials, and of the prepared lambdas among the
 * pairs.
 */
const CLOSING = -1;
const PREPARED = -1;
/** What `idleMs` may be too long by; far less than the silence after which a lane counts as lost. */
const BEAT_WRITTEN_MS = 1_000;
/** For the only event of a sweep in another layout: after all events that it may have sent before. */
const LAST_SEQUENCE = 999_999_999_999_999;

/**
 * The part of a sweep that outlives its processes: its events, and each trial and closing once, even if it is
 * recorded again. Once the sweep has ended, the ledger takes no more. A sweep in another layout is not read:
 * it has failed.
 */
export class Ledger implements LedgerCalls {
  readonly #tables: LedgerTables;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(store: SqlStore, now: () => number) {
    this.#tables = new LedgerTables(store);
    this.#now = now;
  }

  /**
   * Starts the sweep; if it was started before, nothing changes.
   *
   * @param numerics the version of what computes its numbers
   */
  open(id: string, spec: SweepSpec, expires: number, numerics = NUMERICS_VERSION): void {
    this.#tables.transact(() => {
      if (this.#tables.readHead() !== null) return;
      const { dataKey } = spec;
      this.#tables.create({ numerics, id, dataKey, started: this.#now(), expires }, spec);
      this.#tables.addEvent('plan', spec.plan);
    });
  }

  /** Whether the sweep, if there is one, was started with this digest; one that cannot be compared was. */
  isOf(digest: string | undefined): boolean {
    const known = this.#tables.readSweep()?.spec.digest;
    return known === undefined || known === digest;
  }

  /** Ends a sweep whose numbers are those of another version: this version must not work on it. */
  refuseOther(numerics: number): void {
    const known = this.#tables.readSweep()?.numerics ?? numerics;
    if (known === numerics) return;
    const { code, message } = explainVersion('numerics', known, numerics);
    this.fail(code, message);
  }

  standing(): SweepStanding | null {
    const head = this.#tables.readHead();
    if (head === null) return null;
    const { id, started, expires } = head;
    const sweep = this.#tables.readSweep();
    if (sweep === null) {
      const error = explainVersion('ledger layout', head.layout, LAYOUT);
      return {
        id,
        state: 'failed',
        progress: { done: 0, of: 0 },
        secondsLeft: null,
        started,
        expires,
        error,
      };
    }
    const { state, done, spec, error } = sweep;
    return {
      id,
      state,
      progress: { done, of: spec.plan.trials },
      secondsLeft: state === 'running' ? this.#estimateLeft(sweep) : null,
      started,
      expires,
      ...(error !== null && { error }),
    };
  }

  view(): SweepView | null {
    const standing = this.standing();
    return (
      standing && { ...standing, trials: this.#tables.readSweep() === null ? [] : this.#tables.listTold() }
    );
  }

  /** Where the data are kept, in any layout. */
  dataKey(): string | null {
    return this.#tables.readHead()?.dataKey ?? null;
  }

  isRunning(): boolean {
    return this.#readRunning() !== null;
  }

  /** How many lanes have something to do: during the search for lambdas, only the first. */
  countLanes(): number {
    const sweep = this.#tables.readSweep();
    if (sweep === null) return 0;
    return sweep.spec.plan.counts.search === 0 || sweep.prepared ? sweep.spec.lanes : 1;
  }

  takeUp(): TakenUp | null {
    const sweep = this.#readRunning();
    if (sweep === null) return null;
    this.#tables.writeBeat(this.#now());
    return { spec: sweep.spec, prepared: sweep.prepared ? this.#tables.readText(PREPARED, 0) : null };
  }

  /** A beat soon after another is not written: most are only to learn whether the sweep still runs. */
  beat(): boolean {
    const sweep = this.#readRunning();
    if (sweep === null) return false;
    if (Math.abs(this.#now() - sweep.beat) >= BEAT_WRITTEN_MS) this.#tables.writeBeat(this.#now());
    return true;
  }

  prepare(text: string): boolean {
    return this.#record(({ spec }) => {
      if (!this.#tables.markPrepared()) return false;
      this.#tables.writeText(PREPARED, 0, text);
      this.#advance(spec, spec.plan.counts.search);
      return true;
    });
  }

  todo(pair: number): Todo | null {
    const sweep = this.#readRunning();
    if (sweep === null) return null;
    this.#tables.writeBeat(this.#now());
    const known = new Set(this.#tables.listPositions(pair));
    const all = Array.from({ length: countLambdas(sweep.spec.plan) }, (_, position) => position);
    return {
      positions: all.filter((position) => !known.has(position)),
      closing: !this.#tables.isClosed(pair),
    };
  }

  listOpen(): readonly number[] | null {
    const sweep = this.#readRunning();
    if (sweep === null) return null;
    this.#tables.writeBeat(this.#now());
    const closed = new Set(this.#tables.listClosed());
    return Array.from({ length: sweep.spec.plan.pairs }, (_, pair) => pair).filter(
      (pair) => !closed.has(pair),
    );
  }

  recordTrial(pair: number, position: number, text: string, told: ToldTrial): boolean {
    return this.#record(({ spec }) => {
      if (!this.#tables.addTrial(pair, position, told)) return false;
      this.#tables.writeText(pair, position, text);
      this.#advance(spec, 1, told);
      return true;
    });
  }

  recordClosing(pair: number, text: string): boolean {
    return this.#record(({ spec }) => {
      if (!this.#tables.addClosing(pair)) return false;
      this.#tables.writeText(pair, CLOSING, text);
      this.#advance(spec, countInner(spec.plan));
      return true;
    });
  }

  readTrial(pair: number, position: number): string | null {
    const isThere = this.#tables.readSweep() !== null && this.#tables.listPositions(pair).includes(position);
    return isThere ? this.#tables.readText(pair, position) : null;
  }

  readTrials(pair: number): readonly string[] | null {
    const sweep = this.#tables.readSweep();
    if (sweep === null) return null;
    const positions = this.#tables.listPositions(pair);
    if (positions.length < countLambdas(sweep.spec.plan)) return null;
    return positions.map((position) => this.#tables.readText(pair, position));
  }

  readPair(pair: number): PairTexts | null {
    const trials = this.readTrials(pair);
    if (trials === null || !this.#tables.isClosed(pair)) return null;
    return { trials, closing: this.#tables.readText(pair, CLOSING) };
  }

  /** Whether every pair is complete, so that the report can be made. */
  isComplete(): boolean {
    const sweep = this.#tables.readSweep();
    if (sweep === null) return false;
    const { trials, closings } = this.#tables.countRecords();
    return trials === sweep.spec.plan.counts.grid && closings === sweep.spec.plan.pairs;
  }

  finish(): void {
    this.#end('done', ({ spec, done }) => {
      const { trials } = spec.plan;
      if (done < trials) this.#advance(spec, trials - done);
      this.#tables.addEvent('report', null);
    });
  }

  fail(code: string, message: string): void {
    this.#end('failed', () => {
      this.#tables.writeError({ code, message });
      this.#tables.addEvent('error', { code, message });
    });
  }

  /** Ends the sweep as it stands; what was recorded stays. */
  stop(): void {
    this.#end('stopped', ({ spec, done }) =>
      this.#tables.addEvent('stopped', { done, of: spec.plan.trials }),
    );
  }

  /** The events after the given sequence number (0 for all), at most `most`. */
  eventsAfter(sequence: number, most: number): readonly SweepEvent[] {
    if (this.#tables.readSweep() !== null) return this.#tables.listEvents(sequence, most);
    const error = this.standing()?.error;
    if (error === undefined || sequence >= LAST_SEQUENCE) return [];
    return [{ sequence: LAST_SEQUENCE, name: 'error', data: JSON.stringify(error) }];
  }

  /** Milliseconds since it was last worked on or poked. */
  idleMs(): number {
    return this.#now() - (this.#tables.readSweep()?.beat ?? this.#now());
  }

  /** Notes that the lanes were woken, and returns how often that happened since something was recorded. */
  notePoke(): number {
    return this.#tables.readSweep() === null ? 0 : this.#tables.addPoke(this.#now());
  }

  #readRunning(): SweepRecord | null {
    const sweep = this.#tables.readSweep();
    return sweep?.state === 'running' ? sweep : null;
  }

  /** @param write returns whether it wrote something new */
  #record(write: (sweep: SweepRecord) => boolean): boolean {
    return this.#tables.transact(() => {
      const sweep = this.#readRunning();
      if (sweep === null) return false;
      if (!write(sweep)) this.#tables.writeBeat(this.#now());
      return true;
    });
  }

  #end(state: SweepState, write: (sweep: SweepRecord) => void): void {
    this.#tables.transact(() => {
      const sweep = this.#readRunning();
      if (sweep === null) return;
      this.#tables.writeState(state);
      write(sweep);
    });
  }

  /** Counts trials of the plan as done and adds an event. */
  #advance({ plan }: SweepSpec, trials: number, told?: ToldTrial): void {
    const done = this.#tables.addDone(trials, this.#now());
    const beside = { repeat: null, fold: null, lambda: null, value: null };
    if (trials > 0) this.#tables.addEvent('trial', { done, of: plan.trials, ...(told ?? beside) });
  }

  #estimateLeft({ done, started, spec: { plan, lanes } }: SweepRecord): number {
    if (done === 0) return plan.seconds / lanes;
    return (((this.#now() - started) / 1000) * (plan.trials - done)) / done;
  }
}
