import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SqlStore } from '../../sweeps/ledger-tables.ts';
import type { TextStore } from '../../sweeps/local-service.ts';
import { openSqliteFile, type SqliteFile } from '../sqlite.ts';

/** The sweeps in a folder. Each has a folder of its own in it, which may be moved or removed as a whole. */
export interface SweepFolder {
  /** The ids of all that is there, some of which may be remains. */
  list(): string[];
  /** Opens the ledger of a sweep; null if there is none and none is to be made. */
  openStore(id: string, make: boolean): SqlStore | null;
  /** For the keys `data/<id>` and `reports/<id>`. */
  readonly texts: TextStore;
  /** Removes a sweep with all that belongs to it. */
  drop(id: string): Promise<void>;
  /** Frees all files. */
  close(): void;
}

/** As ids of sweeps are made; nothing else of what a caller wrote becomes a path. */
const ID = /^[a-z2-7]{26}$/;
/** A ledger that is needed again is opened again, in milliseconds. */
const MOST_OPEN = 64;
const FILES = { ledger: 'ledger.sqlite', data: 'data.json', reports: 'report.json' } as const;

/**
 * Opens a folder; it is made when something is to be kept in it. Only one process may write to it: `lockFolder`.
 *
 * @param mostOpen ledgers that are open at once
 */
export function openSweepFolder(path: string, mostOpen = MOST_OPEN): SweepFolder {
  const ledgers = new Map<string, SqliteFile>();
  // Two drafts of one file may be written at once.
  let drafts = 0;
  const locate = (id: string, name: keyof typeof FILES) => {
    if (!ID.test(id)) throw new Error('expected the id of a sweep');
    return join(path, id, FILES[name]);
  };
  const locateText = (key: string) => {
    const [kind, ...rest] = key.split('/');
    return locate(rest.join('/'), kind === 'data' ? 'data' : 'reports');
  };
  /** The ledger of a sweep; the one that has not been used for the longest time is closed for it. */
  const use = (id: string): SqliteFile => {
    const ledger = ledgers.get(id) ?? openSqliteFile(locate(id, 'ledger'));
    ledgers.delete(id);
    ledgers.set(id, ledger);
    const [oldest] = ledgers.keys();
    if (ledgers.size > mostOpen) close(oldest);
    return ledger;
  };
  const close = (id: string) => {
    ledgers.get(id)?.close();
    ledgers.delete(id);
  };
  return {
    list: () => (existsSync(path) ? readdirSync(path).filter((name) => ID.test(name)) : []),
    openStore(id, make) {
      if (!ID.test(id)) return null;
      if (make) makeFolder(join(path, id));
      else if (!existsSync(locate(id, 'ledger'))) return null;
      return {
        run: (...statement) => use(id).run(...statement),
        transact: (work) => use(id).transact(work),
      };
    },
    texts: {
      get: (key) => readFile(locateText(key), 'utf8').catch(expectMissing),
      async put(key, text) {
        // A file is there as a whole or not at all, whenever the process ends.
        const target = locateText(key);
        drafts += 1;
        const draft = `${target}.${drafts}.draft`;
        try {
          await writeFile(draft, text, { mode: 0o600, flush: true });
          await rename(draft, target);
        } catch (error) {
          await rm(draft, { force: true });
          throw error;
        }
      },
      drop: (key) => rm(locateText(key), { force: true }),
    },
    async drop(id) {
      close(id);
      await rm(join(path, id), { recursive: true, force: true });
    },
    close() {
      for (const id of [...ledgers.keys()]) close(id);
    },
  };
}

/** Makes a folder that only this user may look into. */
export function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
}

function expectMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
