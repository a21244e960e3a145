import type { Report } from '../../report/schema.ts';
import type { Answered } from '../run/run.ts';
import type { Setup, Source } from '../setup/setup.ts';
import { STORES, settle, type Take, transact } from './database.ts';
import { hashText } from './hash-text.ts';
import {
  fileOf,
  isKeptForm,
  isKeptRun,
  type KeptForm,
  type KeptRun,
  packRun,
  packSetup,
  pickStamp,
  unpackSetup,
} from './kept.ts';
import { MOST_RUNS, type Shelf } from './shelf.ts';

/** Forms of tabs that were closed: the newest is what a new tab begins with. */
const MOST_FORMS = 4;

/** What of a tab's own storage is used here. */
type Session = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
const LEFT = 'absum-form';

/**
 * Keeps runs in IndexedDB. What belongs together is changed in one transaction, so that tabs do not lose each other's runs.
 *
 * @param tab names this tab
 * @param session what this tab keeps at once, over a reload: a transaction begun by who leaves may come too late
 */
export function createDatabaseShelf(database: IDBDatabase, tab: string, session: Session): Shelf {
  const names = new WeakMap<Source, string>();
  const nameFile = ({ source }: Setup): string | null => {
    if (source?.kind !== 'csv') return null;
    const name = names.get(source) ?? hashText(source.text);
    names.set(source, name);
    return name;
  };
  const write = <Value>(work: (take: Take) => Promise<Value>) => transact(database, 'readwrite', work);

  async function dropOldest(): Promise<boolean> {
    return write(async (take) => {
      const oldest = (await listRuns(take)).at(-1);
      if (oldest === undefined) return false;
      await dropRuns(take, [oldest.id]);
      return true;
    });
  }

  /** Drops the oldest runs until there is room; false where there is none even so. */
  async function makeRoom(put: (take: Take) => Promise<void>): Promise<boolean> {
    for (;;) {
      try {
        await write(put);
        return true;
      } catch (error) {
        if (!isFull(error) || !(await dropOldest().catch(() => false))) return false;
      }
    }
  }

  async function putForm(take: Take, form: KeptForm, setup: Setup): Promise<void> {
    take('forms').put(form);
    await putFile(take, setup, fileOf(form.setup));
    const forms = (await settle(take('forms').getAll())).filter(isKeptForm).sort((a, b) => b.at - a.at);
    for (const old of forms.slice(MOST_FORMS)) take('forms').delete(old.tab);
    await dropLooseFiles(take);
  }

  return {
    lasts: true,
    list: () => transact(database, 'readonly', listRuns),
    add: (answered) =>
      makeRoom(async (take) => {
        const run = packRun(answered, nameFile(answered.setup));
        take('runs').put(run);
        take('reports').put(answered.report, run.id);
        await putFile(take, answered.setup, fileOf(run.setup));
        const runs = await listRuns(take);
        await dropRuns(
          take,
          runs.slice(MOST_RUNS).map(({ id }) => id),
        );
      }),
    read: (id) =>
      transact(database, 'readonly', async (take) => {
        const run: unknown = await settle(take('runs').get(id));
        const report = (await settle(take('reports').get(id))) as Report | undefined;
        if (!isKeptRun(run) || typeof report?.headline !== 'string') return null;
        return unpackRun(run, report, await readFile(take, fileOf(run.setup)));
      }),
    remove: (id) => write((take) => dropRuns(take, [id])),
    async saveForm({ setup, ...kept }) {
      const form = { tab, at: Date.now(), ...kept };
      const isSaved = await makeRoom((take) =>
        putForm(take, { ...form, setup: packSetup(setup, nameFile(setup)) }, setup),
      );
      if (isSaved) return;
      await write((take) => putForm(take, { ...form, setup: packSetup(setup, null) }, setup)).catch(() => {});
    },
    leaveForm({ setup, ...kept }) {
      const packed = packSetup(setup, nameFile(setup));
      const form: KeptForm = { tab, at: Date.now(), setup: packed, ...kept };
      session.setItem(LEFT, JSON.stringify(form));
      const transaction = database.transaction('forms', 'readwrite');
      transaction.objectStore('forms').put(form);
      // Nobody is there any more to see the request done, after which it would commit by itself.
      transaction.commit();
    },
    readForm: () =>
      transact(database, 'readonly', async (take) => {
        const all: unknown[] = [...(await settle(take('forms').getAll())), readLeft(session)];
        const forms = all.filter(isKeptForm).sort((a, b) => b.at - a.at);
        const form = forms.find((each) => each.tab === tab) ?? forms.at(0);
        if (form === undefined) return null;
        const { columns, answer } = form;
        const setup = unpackSetup(form.setup, await readFile(take, fileOf(form.setup)));
        // That of another tab says nothing of this one's address.
        return { setup, columns, answer, hash: form.tab === tab ? form.hash : '' };
      }),
    forgetAll: () =>
      write(async (take) => {
        session.removeItem(LEFT);
        for (const name of STORES) take(name).clear();
      }),
  };
}

function readLeft(session: Session): unknown {
  try {
    return JSON.parse(session.getItem(LEFT) ?? 'null');
  } catch {
    return null;
  }
}

function unpackRun(run: KeptRun, report: Report, text: string | undefined): Answered {
  return { state: 'answered', ...pickStamp(run), report, setup: unpackSetup(run.setup, text) };
}

async function listRuns(take: Take): Promise<KeptRun[]> {
  const runs: unknown[] = await settle(take('runs').getAll());
  return runs.filter(isKeptRun).sort((a, b) => b.at - a.at);
}

async function dropRuns(take: Take, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    take('runs').delete(id);
    take('reports').delete(id);
  }
  await dropLooseFiles(take);
}

/** Keeps the text of a setup's file, unless it is there. */
async function putFile(take: Take, { source }: Setup, file: string | null): Promise<void> {
  if (file === null || source?.kind !== 'csv') return;
  if ((await settle(take('files').getKey(file))) === undefined) take('files').put(source.text, file);
}

async function readFile(take: Take, file: string | null): Promise<string | undefined> {
  if (file === null) return undefined;
  const text: unknown = await settle(take('files').get(file));
  return typeof text === 'string' ? text : undefined;
}

/** Drops the texts that no run and no form names. */
async function dropLooseFiles(take: Take): Promise<void> {
  const forms: unknown[] = await settle(take('forms').getAll());
  const named = new Set(
    [...(await listRuns(take)), ...forms.filter(isKeptForm)].map(({ setup }) => fileOf(setup)),
  );
  const files = await settle(take('files').getAllKeys());
  for (const file of files) if (!named.has(String(file))) take('files').delete(file);
}

/** Whether the browser has no room; Firefox has its own name for it. */
function isFull(error: unknown): boolean {
  const name = (error as { readonly name?: unknown } | null)?.name;
  return name === 'QuotaExceededError' || name === 'NS_ERROR_DOM_INDEXEDDB_QUOTA_ERR';
}
