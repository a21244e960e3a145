// The symbols of `using`, for programs whose own target has none.
/// <reference lib="esnext.disposable" preserve="true" />
import { closeSync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { SqlStore } from '../sweeps/ledger-tables.ts';
import { loadSqlite } from './load-sqlite.ts';

/** A database in a file. */
export interface SqliteFile extends SqlStore {
  /** Frees the file; the next statement opens it again. */
  close(): void;
  /** Does so at the end of a block: `using file = openSqliteFile(path)`. */
  [Symbol.dispose](): void;
}

/** Milliseconds for which a statement waits while another process reads or writes. */
const PATIENCE_MS = 2_000;

/**
 * A database in a file, which is opened, or made for this user alone, at the first statement.
 *
 * What a transaction has written outlives the process, however it ends. If the machine itself loses power, the
 * last transactions may be lost, but none in part.
 */
export function openSqliteFile(path: string): SqliteFile {
  let database: DatabaseSync | null = null;
  const open = () => {
    database ??= openDatabase(path);
    return database;
  };
  const close = () => {
    database?.close();
    database = null;
  };
  return {
    run: (statement, ...values) =>
      open()
        .prepare(statement)
        .all(...values),
    transact(work) {
      const held = open();
      held.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        held.exec('COMMIT');
        return result;
      } catch (error) {
        rollBack(held);
        throw error;
      }
    },
    close,
    [Symbol.dispose]: close,
  };
}

function openDatabase(path: string): DatabaseSync {
  // SQLite would let others read what it makes; the files beside this one take its mode.
  closeSync(openSync(path, 'a', 0o600));
  const { DatabaseSync } = loadSqlite();
  const database = new DatabaseSync(path, { timeout: PATIENCE_MS });
  try {
    // Readers of another process do not hold up the writer, nor does the disk at each transaction.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLite itself has rolled back after some errors, such as a full disk. */
function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK');
  } catch {}
}
