import type { PlanFigures } from '../plan/plan.ts';
import { type SweepRow, TABLES } from './ledger-tables.ts';
import type { SweepEvent, SweepSpec, SweepState, SweepView, ToldTrial } from './sweep.ts';
import { cutText } from './texts.ts';

export type { SweepEvent, SweepSpec, SweepState, SweepView } from './sweep.ts';

/** A SQLite database of the sweep's own. */
export interface SqlStore {
  /** Runs one statement and returns its rows. */
  run(statement: string, ...values: (string | number | null)[]): readonly Record<string, unknown>[];
  /** Runs `work` so that all of what it writes is kept, or nothing where it throws. */
  transact<T>(work: () => T): T;
}

/** What is to be done with a pair: its cells, by the positions of their lambdas, then its closing. */
export interface Todo {
  readonly cells: readonly number[];
  readonly closing: boolean;
}

/** All that a pair brought: its cells in the order of the lambdas, and its closing. */
export interface PairTexts {
  readonly cells: readonly string[];
  readonly closing: string;
}

/** Where the text of a pair's closing stands beside those of its lambdas, and the prepared lambdas beside the pairs. */
const CLOSING = -1;
const PREPARED = -1;

/**
 * What of a sweep outlives its processes: each cell and closing once, whoever brings it again, and what was told.
 * Once the sweep has ended it takes no more.
 */
export class Ledger {
  readonly #store: SqlStore;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(store: SqlStore, now: () => number) {
    this.#store = store;
    this.#now = now;
    for (const table of TABLES) store.run(table);
  }

  /** Starts the sweep, unless it was started before: then nothing changes. */
  open(id: string, spec: SweepSpec, plan: PlanFigures, expires: number): { fresh: boolean } {
    return this.#store.transact(() => {
      const now = this.#now();
      const fresh = this.#run(
        `INSERT OR IGNORE INTO sweep VALUES (1, ?, ?, 'running', 0, ?, ?, ?, 0, 0, NULL) RETURNING one`,
        ...[id, JSON.stringify(spec), now, expires, now],
      );
      if (fresh.length > 0) this.#tell('plan', plan);
      return { fresh: fresh.length > 0 };
    });
  }

  /** The head of `view`, at little cost. */
  standing(): Pick<SweepView, 'id' | 'state' | 'expires'> | null {
    const row = this.#row();
    return row && { id: row.id, state: row.state, expires: row.expires };
  }

  spec(): SweepSpec | null {
    const row = this.#row();
    return row && (JSON.parse(row.spec) as SweepSpec);
  }

  view(): SweepView | null {
    const row = this.#row();
    if (row === null) return null;
    const { id, state, done, started, expires, error } = row;
    const told = this.#run('SELECT told FROM cells ORDER BY pair, lambda');
    const spec = JSON.parse(row.spec) as SweepSpec;
    return {
      id,
      state,
      progress: { done, of: spec.trials },
      secondsLeft: state === 'running' ? this.#estimateLeft(row, spec) : null,
      started,
      expires,
      ...(error !== null && { error: JSON.parse(error) }),
      trials: told.map((cell) => JSON.parse(cell.told as string) as ToldTrial),
    };
  }

  /** The lambdas put in the place of "auto", as they were recorded; null before. */
  prepared(): string | null {
    return this.#row()?.prepared === 1 ? this.#readText(PREPARED, 0) : null;
  }

  /** Records what `prepared` returns, once. False means stop. */
  prepare(text: string): boolean {
    return this.#record((spec) => {
      const fresh = this.#run('UPDATE sweep SET prepared = 1 WHERE prepared = 0 RETURNING one');
      if (fresh.length === 0) return false;
      this.#writeText(PREPARED, 0, text);
      this.#advance(spec, spec.search);
      return true;
    });
  }

  /** What a pair still needs; null means stop. Asking is a beat. */
  todo(pair: number): Todo | null {
    const row = this.#row();
    if (row?.state !== 'running') return null;
    this.#touch();
    const { lambdas } = JSON.parse(row.spec) as SweepSpec;
    const known = new Set(
      this.#run('SELECT lambda FROM cells WHERE pair = ?', pair).map(({ lambda }) => lambda),
    );
    return {
      cells: Array.from({ length: lambdas }, (_, position) => position).filter((i) => !known.has(i)),
      closing: this.#run('SELECT pair FROM closings WHERE pair = ?', pair).length === 0,
    };
  }

  /** Says that somebody works. False means stop. */
  beat(): boolean {
    if (this.#row()?.state !== 'running') return false;
    this.#touch();
    return true;
  }

  /**
   * Records one trial of the grid, unless it was recorded before.
   *
   * @param lambda its position in the recipe
   * @returns false means stop: the sweep has ended and takes nothing
   */
  recordCell(pair: number, lambda: number, text: string, told: ToldTrial): boolean {
    return this.#record((spec) => {
      const values = [pair, lambda, JSON.stringify(told)];
      const fresh = this.#run('INSERT OR IGNORE INTO cells VALUES (?, ?, ?) RETURNING pair', ...values);
      if (fresh.length === 0) return false;
      this.#writeText(pair, lambda, text);
      this.#advance(spec, 1, told);
      return true;
    });
  }

  /** The same for what is left of a pair once its cells are there. */
  recordClosing(pair: number, text: string): boolean {
    return this.#record((spec) => {
      const fresh = this.#run('INSERT OR IGNORE INTO closings VALUES (?) RETURNING pair', pair);
      if (fresh.length === 0) return false;
      this.#writeText(pair, CLOSING, text);
      this.#advance(spec, spec.inner);
      return true;
    });
  }

  /** The texts of a pair's cells, in the order of the lambdas; null unless all are there. */
  readCells(pair: number): readonly string[] | null {
    const lambdas = this.spec()?.lambdas ?? 0;
    const recorded = this.#run('SELECT lambda FROM cells WHERE pair = ? ORDER BY lambda', pair);
    if (recorded.length < lambdas) return null;
    return recorded.map(({ lambda }) => this.#readText(pair, lambda as number));
  }

  /** All that a pair brought; null unless it is complete. */
  readPair(pair: number): PairTexts | null {
    const cells = this.readCells(pair);
    if (cells === null || this.#run('SELECT pair FROM closings WHERE pair = ?', pair).length === 0)
      return null;
    return { cells, closing: this.#readText(pair, CLOSING) };
  }

  /** Whether every pair is complete, so that the report can be made. */
  isComplete(): boolean {
    const spec = this.spec();
    if (spec === null) return false;
    const [{ cells, closings }] = this.#run(
      'SELECT (SELECT count(*) FROM cells) AS cells, (SELECT count(*) FROM closings) AS closings',
    );
    return cells === spec.pairs * spec.lambdas && closings === spec.pairs;
  }

  /** Ends the sweep well: the report is stored. */
  finish(): void {
    this.#end('done', (spec, done) => {
      if (done < spec.trials) this.#advance(spec, spec.trials - done);
      this.#tell('report', null);
    });
  }

  /** Ends the sweep by an error that would come again. */
  fail(code: string, message: string): void {
    this.#end('failed', () => {
      const error = { code, message };
      this.#run('UPDATE sweep SET error = ?', JSON.stringify(error));
      this.#tell('error', error);
    });
  }

  /** Ends the sweep where it stands; what was recorded stays. */
  stop(): void {
    this.#end('stopped', ({ trials }, done) => this.#tell('stopped', { done, of: trials }));
  }

  /** What was told after the event of that sequence, 0 for all; at most so many. */
  eventsAfter(sequence: number, most: number): readonly SweepEvent[] {
    const rows = this.#run(
      'SELECT * FROM events WHERE sequence > ? ORDER BY sequence LIMIT ?',
      sequence,
      most,
    );
    return rows as unknown as readonly SweepEvent[];
  }

  /** Milliseconds since somebody worked on it or it was poked. */
  idleMs(): number {
    return this.#now() - (this.#row()?.beat ?? this.#now());
  }

  /** Notes that whoever should work was woken, and returns how often that was since something was recorded. */
  notePoke(): number {
    this.#touch();
    const [row] = this.#run('UPDATE sweep SET pokes = pokes + 1 RETURNING pokes');
    return (row?.pokes as number | undefined) ?? 0;
  }

  #run(...statement: Parameters<SqlStore['run']>) {
    return this.#store.run(...statement);
  }

  #row(): SweepRow | null {
    return (this.#run('SELECT * FROM sweep')[0] as unknown as SweepRow | undefined) ?? null;
  }

  #touch(): void {
    this.#run('UPDATE sweep SET beat = ?', this.#now());
  }

  /** @param write returns whether it wrote something new */
  #record(write: (spec: SweepSpec) => boolean): boolean {
    return this.#store.transact(() => {
      const row = this.#row();
      if (row?.state !== 'running') return false;
      if (!write(JSON.parse(row.spec))) this.#touch();
      return true;
    });
  }

  #end(state: SweepState, write: (spec: SweepSpec, done: number) => void): void {
    this.#store.transact(() => {
      const row = this.#row();
      if (row?.state !== 'running') return;
      this.#run('UPDATE sweep SET state = ?', state);
      write(JSON.parse(row.spec), row.done);
    });
  }

  /** Counts trials of the plan as done and tells of it. */
  #advance({ trials: of }: SweepSpec, trials: number, told?: ToldTrial): void {
    const [{ done }] = this.#run(
      'UPDATE sweep SET done = done + ?, beat = ?, pokes = 0 RETURNING done',
      trials,
      this.#now(),
    );
    if (trials > 0) {
      this.#tell('trial', { done, of, ...(told ?? { repeat: null, fold: null, lambda: null, value: null }) });
    }
  }

  #tell(name: SweepEvent['name'], data: unknown): void {
    this.#run('INSERT INTO events (name, data) VALUES (?, ?)', name, JSON.stringify(data));
  }

  #estimateLeft({ done, started }: SweepRow, { trials, seconds, lanes }: SweepSpec): number {
    if (done === 0) return seconds / lanes;
    return (((this.#now() - started) / 1000) * (trials - done)) / done;
  }

  #writeText(pair: number, lambda: number, text: string): void {
    cutText(text).forEach((piece, i) => {
      this.#run('INSERT INTO texts VALUES (?, ?, ?, ?)', pair, lambda, i, piece);
    });
  }

  #readText(pair: number, lambda: number): string {
    const pieces = this.#run(
      'SELECT text FROM texts WHERE pair = ? AND lambda = ? ORDER BY piece',
      pair,
      lambda,
    );
    return pieces.map(({ text }) => text).join('');
  }
}
