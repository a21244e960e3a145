import type { SweepState } from './sweep.ts';

/** One sweep in a database of its own. Tables without rowid have no index beside them: a host counts what it writes. */
export const TABLES = [
  `CREATE TABLE IF NOT EXISTS sweep (
    one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL, spec TEXT NOT NULL, state TEXT NOT NULL,
    done INTEGER NOT NULL, started INTEGER NOT NULL, expires INTEGER NOT NULL, beat INTEGER NOT NULL,
    pokes INTEGER NOT NULL, prepared INTEGER NOT NULL, error TEXT)`,
  'CREATE TABLE IF NOT EXISTS cells (pair INTEGER, lambda INTEGER, told TEXT NOT NULL, PRIMARY KEY (pair, lambda)) WITHOUT ROWID',
  'CREATE TABLE IF NOT EXISTS closings (pair INTEGER PRIMARY KEY)',
  `CREATE TABLE IF NOT EXISTS texts (
    pair INTEGER, lambda INTEGER, piece INTEGER, text TEXT NOT NULL, PRIMARY KEY (pair, lambda, piece)) WITHOUT ROWID`,
  'CREATE TABLE IF NOT EXISTS events (sequence INTEGER PRIMARY KEY, name TEXT NOT NULL, data TEXT NOT NULL)',
];

/** The one row of `sweep`. */
export interface SweepRow {
  readonly id: string;
  readonly spec: string;
  readonly state: SweepState;
  readonly done: number;
  readonly started: number;
  readonly expires: number;
  readonly beat: number;
  readonly pokes: number;
  readonly prepared: number;
  readonly error: string | null;
}
