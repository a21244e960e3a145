import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { AbsumError } from '../../errors.ts';
import { loadSqlite } from '../load-sqlite.ts';

/** Who works in a folder. */
export interface Holder {
  /** Of the process. */
  readonly pid: number;
  /** What it is: a server, or a command that ends by itself. */
  readonly kind: 'server' | 'command';
  /** Where the server answers; null for a command, and for a server that has only just begun. */
  readonly url: string | null;
}

const HolderSchema = v.object({
  pid: v.number(),
  kind: v.picklist(['server', 'command']),
  url: v.nullable(v.string()),
});

/** Another process, or another service of this one, works in the folder. */
export class FolderInUse extends AbsumError {
  /** Null if it has not said who it is. */
  readonly holder: Holder | null;

  constructor(folder: string, holder: Holder | null) {
    super('misconfigured', [{ place: 'sweeps', message: describeUse(folder, holder) }]);
    this.name = 'FolderInUse';
    this.holder = holder;
  }
}

/** The right to be the only process that works in a folder. */
export interface FolderLock {
  /** Says where the server answers. */
  tellUrl(url: string): void;
  release(): void;
}

const LOCK = 'lock.sqlite';
const HOLDER = 'holder.json';

/**
 * Takes the folder for this process. The lock is one of the operating system, which frees it however the process
 * ends; so a folder must lie on a disk of this machine, since not all network disks have such locks.
 *
 * @throws FolderInUse
 */
export function lockFolder(folder: string, kind: Holder['kind']): FolderLock {
  const path = join(folder, LOCK);
  closeSync(openSync(path, 'a', 0o600));
  const { DatabaseSync } = loadSqlite();
  const database = new DatabaseSync(path);
  try {
    // Never ended, so that it holds the lock; it writes nothing.
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw isBusy(error) ? new FolderInUse(folder, readHolder(folder)) : error;
  }
  const tell = (url: string | null) => {
    const holder: Holder = { pid: process.pid, kind, url };
    writeFileSync(join(folder, HOLDER), JSON.stringify(holder), { mode: 0o600 });
  };
  const release = () => {
    rmSync(join(folder, HOLDER), { force: true });
    database.close();
  };
  try {
    tell(null);
  } catch (error) {
    database.close();
    throw error;
  }
  return { tellUrl: tell, release };
}

/** What the holder of the lock has said; null if it cannot be read. */
function readHolder(folder: string): Holder | null {
  try {
    return v.parse(HolderSchema, JSON.parse(readFileSync(join(folder, HOLDER), 'utf8')));
  } catch {
    return null;
  }
}

/** SQLITE_BUSY, or one of its kinds. */
function isBusy(error: unknown): boolean {
  const { errcode } = error as { readonly errcode?: unknown };
  return typeof errcode === 'number' && (errcode & 0xff) === 5;
}

function describeUse(folder: string, holder: Holder | null): string {
  const who =
    holder === null
      ? 'another process'
      : `${holder.kind === 'server' ? 'a server' : 'another command'}, process ${holder.pid}`;
  const where = holder?.url ? ` at ${holder.url}` : '';
  return `the folder ${folder} is in use by ${who}${where}; only one process may work in it`;
}
