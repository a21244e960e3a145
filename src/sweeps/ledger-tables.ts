import * as v from 'valibot';
import {
  type SweepError,
  type SweepEvent,
  type SweepSpec,
  SweepSpecSchema,
  type SweepState,
  type ToldTrial,
} from './sweep.ts';

/** A SQLite database of the sweep's own. */
export interface SqlStore {
  /** Runs one statement and returns its rows. */
  run(statement: string, ...values: (string | number | null)[]): readonly Row[];
  /** Runs `work` so that everything it writes is kept, or nothing if it throws. */
  transact<T>(work: () => T): T;
}

type Row = Readonly<Record<string, unknown>>;

/** The version of all tables but `head`: raise it with every change to them, or to what their texts hold. */
export const LAYOUT = 3;

/**
 * `head` is the same in every layout, so that a sweep in another layout can still be named, and deleted when
 * it expires. Tables without rowid need no separate index: a host counts what it writes.
 */
const TABLES = {
  head: `(one INTEGER PRIMARY KEY CHECK (one = 1), layout INTEGER NOT NULL, numerics INTEGER NOT NULL, id TEXT NOT NULL,
    dataKey TEXT NOT NULL, started INTEGER NOT NULL, expires INTEGER NOT NULL)`,
  sweep: `(one INTEGER PRIMARY KEY CHECK (one = 1), spec TEXT NOT NULL, state TEXT NOT NULL, done INTEGER NOT NULL,
    beat INTEGER NOT NULL, pokes INTEGER NOT NULL, prepared INTEGER NOT NULL, error TEXT)`,
  trials: `(pair INTEGER, position INTEGER, repeat INTEGER NOT NULL, fold INTEGER NOT NULL, lambda REAL NOT NULL,
    value REAL, PRIMARY KEY (pair, position)) WITHOUT ROWID`,
  closings: '(pair INTEGER PRIMARY KEY)',
  texts: `(pair INTEGER, position INTEGER, piece INTEGER, text TEXT NOT NULL,
    PRIMARY KEY (pair, position, piece)) WITHOUT ROWID`,
  events: '(sequence INTEGER PRIMARY KEY, name TEXT NOT NULL, data TEXT NOT NULL)',
};

const HeadRow = v.object({
  layout: v.number(),
  /** The version of what computes the sweep's numbers. */
  numerics: v.number(),
  id: v.string(),
  dataKey: v.string(),
  started: v.number(),
  expires: v.number(),
});
/** What every layout says about a sweep. */
export type SweepHead = Readonly<v.InferOutput<typeof HeadRow>>;

const SweepRow = v.object({
  ...HeadRow.entries,
  state: v.picklist(['running', 'done', 'failed', 'stopped']),
  /** Trials of the plan. */
  done: v.number(),
  /** When it was last worked on or poked. */
  beat: v.number(),
  /** Whether the lambdas of "auto" are on record. */
  prepared: v.pipe(
    v.number(),
    v.transform((flag) => flag === 1),
  ),
  error: v.nullable(v.pipe(v.string(), v.parseJson(), v.object({ code: v.string(), message: v.string() }))),
});
/** What this layout says about it besides its trials. */
export type SweepRecord = Readonly<v.InferOutput<typeof SweepRow>> & { readonly spec: SweepSpec };

const Spec = v.pipe(v.string(), v.parseJson(), SweepSpecSchema);

/** The tables of one sweep, row by row; the ledger knows what they mean together. */
export class LedgerTables {
  readonly #store: SqlStore;
  /** Neither changes once it is set. */
  #layout: number | null = null;
  #spec: SweepSpec | null = null;

  constructor(store: SqlStore) {
    this.#store = store;
  }

  transact<T>(work: () => T): T {
    return this.#store.transact(work);
  }

  create({ numerics, id, dataKey, started, expires }: Omit<SweepHead, 'layout'>, spec: SweepSpec): void {
    for (const [name, columns] of Object.entries(TABLES)) {
      // A table without a head has no known layout.
      this.#run(`DROP TABLE IF EXISTS ${name}`);
      this.#run(`CREATE TABLE ${name} ${columns}`);
    }
    const head = [LAYOUT, numerics, id, dataKey, started, expires];
    this.#run('INSERT INTO head VALUES (1, ?, ?, ?, ?, ?, ?)', ...head);
    this.#run(`INSERT INTO sweep VALUES (1, ?, 'running', 0, ?, 0, 0, NULL)`, JSON.stringify(spec), started);
  }

  /** Null if there is no sweep. */
  readHead(): SweepHead | null {
    if (this.#readLayout() === null) return null;
    return v.parse(HeadRow, this.#run('SELECT * FROM head')[0]);
  }

  /** Null if there is no sweep, or it has another layout. */
  readSweep(): SweepRecord | null {
    if (this.#readLayout() !== LAYOUT) return null;
    const [row] = this.#run('SELECT * FROM head, sweep');
    this.#spec ??= v.parse(Spec, row.spec);
    return { ...v.parse(SweepRow, row), spec: this.#spec };
  }

  /** Looking for a sweep that does not exist writes nothing. */
  #readLayout(): number | null {
    if (this.#layout === null && this.#has("SELECT name FROM sqlite_master WHERE name = 'head'")) {
      this.#layout = expectNumber(this.#run('SELECT layout FROM head')[0].layout);
    }
    return this.#layout;
  }

  writeState(state: SweepState): void {
    this.#run('UPDATE sweep SET state = ?', state);
  }

  writeError(error: SweepError): void {
    this.#run('UPDATE sweep SET error = ?', JSON.stringify(error));
  }

  writeBeat(now: number): void {
    this.#run('UPDATE sweep SET beat = ?', now);
  }

  /** Counts trials as done, and returns how many are done. */
  addDone(trials: number, now: number): number {
    const [row] = this.#run(
      'UPDATE sweep SET done = done + ?, beat = ?, pokes = 0 RETURNING done',
      trials,
      now,
    );
    return expectNumber(row.done);
  }

  /** Returns how many pokes there have been since something was done. */
  addPoke(now: number): number {
    const [row] = this.#run('UPDATE sweep SET pokes = pokes + 1, beat = ? RETURNING pokes', now);
    return expectNumber(row.pokes);
  }

  /** Returns whether this is the first time; so do the methods that follow. */
  markPrepared(): boolean {
    return this.#has('UPDATE sweep SET prepared = 1 WHERE prepared = 0 RETURNING one');
  }

  addTrial(pair: number, position: number, { repeat, fold, lambda, value }: ToldTrial): boolean {
    const values = [pair, position, repeat, fold, lambda, value];
    return this.#has('INSERT OR IGNORE INTO trials VALUES (?, ?, ?, ?, ?, ?) RETURNING pair', ...values);
  }

  addClosing(pair: number): boolean {
    return this.#has('INSERT OR IGNORE INTO closings VALUES (?) RETURNING pair', pair);
  }

  /** The positions of a pair's trials, in order. */
  listPositions(pair: number): number[] {
    const rows = this.#run('SELECT position FROM trials WHERE pair = ? ORDER BY position', pair);
    return rows.map(({ position }) => expectNumber(position));
  }

  isClosed(pair: number): boolean {
    return this.#has('SELECT pair FROM closings WHERE pair = ?', pair);
  }

  /** The pairs whose closing is on record. */
  listClosed(): number[] {
    return this.#run('SELECT pair FROM closings').map(({ pair }) => expectNumber(pair));
  }

  countRecords(): { readonly trials: number; readonly closings: number } {
    const [{ trials, closings }] = this.#run(
      'SELECT (SELECT count(*) FROM trials) AS trials, (SELECT count(*) FROM closings) AS closings',
    );
    return { trials: expectNumber(trials), closings: expectNumber(closings) };
  }

  /** All trials, by pair and position. There may be many, so they are read without a schema. */
  listTold(): ToldTrial[] {
    const rows = this.#run('SELECT * FROM trials ORDER BY pair, position');
    return rows.map(({ repeat, fold, lambda, value }) => ({
      repeat: expectNumber(repeat),
      fold: expectNumber(fold),
      lambda: expectNumber(lambda),
      value: value === null ? null : expectNumber(value),
    }));
  }

  addEvent(name: SweepEvent['name'], data: unknown): void {
    this.#run('INSERT INTO events (name, data) VALUES (?, ?)', name, JSON.stringify(data));
  }

  listEvents(after: number, most: number): SweepEvent[] {
    const rows = this.#run('SELECT * FROM events WHERE sequence > ? ORDER BY sequence LIMIT ?', after, most);
    return rows.map(readEvent);
  }

  writeText(pair: number, position: number, text: string): void {
    cutText(text).forEach((piece, i) => {
      this.#run('INSERT INTO texts VALUES (?, ?, ?, ?)', pair, position, i, piece);
    });
  }

  readText(pair: number, position: number): string {
    const statement = 'SELECT text FROM texts WHERE pair = ? AND position = ? ORDER BY piece';
    const pieces = this.#run(statement, pair, position);
    return pieces.map(({ text }) => expectText(text)).join('');
  }

  #run(...statement: Parameters<SqlStore['run']>): readonly Row[] {
    return this.#store.run(...statement);
  }

  #has(...statement: Parameters<SqlStore['run']>): boolean {
    return this.#run(...statement).length > 0;
  }
}

const EVENTS: readonly SweepEvent['name'][] = ['plan', 'trial', 'report', 'error', 'stopped'];

function readEvent({ sequence, name, data }: Row): SweepEvent {
  const known = EVENTS.find((event) => event === name);
  if (known === undefined)
    throw new TypeError(`expected the name of an event in the ledger, got ${typeof name}`);
  return { sequence: expectNumber(sequence), name: known, data: expectText(data) };
}

function expectNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  throw new TypeError(`expected a number in the ledger, got ${typeof value}`);
}

function expectText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`expected a text in the ledger, got ${typeof value}`);
}

/**
 * UTF-16 units of a piece: in UTF-8 they take at most three bytes each, and a Durable Object keeps texts of
 * at most 2 MB.
 */
const PIECE = 500_000;

/** Cuts a text into one or more pieces that a row of any SQLite can keep, never within a surrogate pair. */
export function cutText(text: string, most = PIECE): string[] {
  const pieces: string[] = [];
  let from = 0;
  do {
    let to = Math.min(text.length, from + most);
    // UTF-8 cannot hold half a pair.
    if (to < text.length && isHighSurrogate(text.charCodeAt(to - 1)) && to - 1 > from) to -= 1;
    pieces.push(text.slice(from, to));
    from = to;
  } while (from < text.length);
  return pieces;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
