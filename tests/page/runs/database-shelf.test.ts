import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Answered } from '../../../src/page/run/run.ts';
import { openDatabase, type StoreName, settle, transact } from '../../../src/page/runs/database.ts';
import { createDatabaseShelf } from '../../../src/page/runs/database-shelf.ts';
import { MOST_RUNS } from '../../../src/page/runs/shelf.ts';
import { FIRST_SETUP, type Setup } from '../../../src/page/setup/setup.ts';
import type { Report } from '../../../src/report/schema.ts';

const csv = (text: string, fileName = 'mine.csv') => ({ kind: 'csv', text, fileName }) as const;
const ofFile = (text: string): Setup => ({ ...FIRST_SETUP, source: csv(text), target: 'y', ignored: ['a'] });

function answer(n: number, setup: Setup = FIRST_SETUP): Answered {
  const report = { headline: `Headline ${n}`, version: '0.1.0', lambdas: [-0, 1e-300] } as unknown as Report;
  return { state: 'answered', id: `run-${n}`, at: n, report, setup, place: 'browser', seconds: 1 };
}

function createSession() {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  };
}

async function open() {
  const session = createSession();
  const factory = new IDBFactory();
  const database = await openDatabase(factory);
  const read = (name: StoreName) =>
    transact(database, 'readonly', (take) => settle(take(name).getAll()) as Promise<unknown[]>);
  return { factory, database, session, read, shelf: createDatabaseShelf(database, 'tab', session) };
}

afterEach(() => vi.restoreAllMocks());

describe('runs that a browser keeps', () => {
  it('come back with report, setup and file, the newest first in the list', async () => {
    const { shelf } = await open();
    const opened = { ...answer(2), openedFrom: 'report.json', unsaid: ['data.rows'] };
    expect(await shelf.add(answer(1, ofFile('a,y\n1,2\n')))).toBe(true);
    await shelf.add(opened);
    expect((await shelf.list()).map(({ id, headline }) => [id, headline])).toEqual([
      ['run-2', 'Headline 2'],
      ['run-1', 'Headline 1'],
    ]);
    expect(await shelf.read('run-1')).toEqual(answer(1, ofFile('a,y\n1,2\n')));
    expect(await shelf.read('run-2')).toEqual(opened);
    expect(await shelf.read('run-3')).toBeNull();
    expect((await shelf.list())[1]).not.toHaveProperty('report');
  });

  it('are the last twenty, from however many tabs', async () => {
    const { factory, shelf } = await open();
    const other = createDatabaseShelf(await openDatabase(factory), 'other', createSession());
    const adding = Array.from({ length: MOST_RUNS + 5 }, (_, i) => (i % 2 ? other : shelf).add(answer(i)));
    expect(await Promise.all(adding)).not.toContain(false);
    const ids = (await shelf.list()).map(({ id }) => id);
    expect(ids).toEqual(Array.from({ length: MOST_RUNS }, (_, i) => `run-${MOST_RUNS + 4 - i}`));
    expect(await shelf.read('run-4')).toBeNull();
    expect(await other.read('run-5')).not.toBeNull();
  });

  it('keep a file once, as long as a run or a form names it', async () => {
    const { shelf, read } = await open();
    await shelf.add(answer(1, ofFile('one')));
    await shelf.add(answer(2, ofFile('one')));
    await shelf.saveForm({ setup: ofFile('two'), columns: ['y'], answer: 'run-2', hash: '' });
    expect((await read('files')).sort()).toEqual(['one', 'two']);
    await shelf.remove('run-1');
    expect((await read('files')).sort()).toEqual(['one', 'two']);
    await shelf.remove('run-2');
    expect(await read('files')).toEqual(['two']);
    expect(await read('reports')).toEqual([]);
    await shelf.saveForm({ setup: FIRST_SETUP, columns: [], answer: null, hash: '' });
    expect(await read('files')).toEqual([]);
  });

  it('are skipped where a record is damaged, and the others stay', async () => {
    const { shelf, database } = await open();
    await shelf.add(answer(1));
    await shelf.add(answer(2));
    await transact(database, 'readwrite', async (take) => {
      take('runs').put({ id: 'odd', at: 'yesterday' });
      take('runs').put({ ...(await settle(take('runs').get('run-2'))), setup: { source: 5 } });
      take('reports').put('no report', 'run-1');
    });
    expect((await shelf.list()).map(({ id }) => id)).toEqual(['run-1']);
    expect(await shelf.read('run-1')).toBeNull();
    expect(await shelf.read('run-2')).toBeNull();
    expect(await shelf.add(answer(3))).toBe(true);
  });

  it('make room, the oldest first, where the browser has none; what has no room at all is not kept', async () => {
    const { shelf, read } = await open();
    const { put } = IDBObjectStore.prototype;
    let most = Number.POSITIVE_INFINITY;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...what) {
      const [value] = what;
      if (this.name === 'files' && String(value).length > most)
        throw new DOMException('', 'QuotaExceededError');
      const request = put.apply(this, what);
      // A run takes as much as it needs, until two have gone.
      if (this.name === 'files') most -= String(value).length;
      return request;
    });
    const { delete: drop } = IDBObjectStore.prototype;
    vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (this: IDBObjectStore, key) {
      if (this.name === 'files') most += 10;
      return drop.call(this, key);
    });
    for (let n = 1; n <= 3; n++) await shelf.add(answer(n, ofFile(`file ${n}`.padEnd(10))));
    most = 5;
    expect(await shelf.add(answer(4, ofFile('file 4'.padEnd(20))))).toBe(true);
    expect((await shelf.list()).map(({ id }) => id)).toEqual(['run-4', 'run-3']);
    expect(await shelf.add(answer(5, ofFile('file 5'.padEnd(1000))))).toBe(false);
    expect(await read('files')).toEqual([]);
  });

  it('are all forgotten at once, with forms and files', async () => {
    const { shelf, read } = await open();
    await shelf.add(answer(1, ofFile('one')));
    await shelf.saveForm({ setup: ofFile('two'), columns: [], answer: null, hash: '' });
    await shelf.forgetAll();
    for (const name of ['runs', 'reports', 'files', 'forms'] as const) expect(await read(name)).toEqual([]);
  });
});

describe('the form that a browser keeps', () => {
  const form = { setup: ofFile('a,y\n'), columns: ['a', 'y'], answer: 'run-1', hash: '' };

  it('is that of the tab, or of the last one that was used', async () => {
    const { factory, shelf } = await open();
    expect(await shelf.readForm()).toBeNull();
    await shelf.saveForm(form);
    expect(await shelf.readForm()).toEqual(form);
    const other = createDatabaseShelf(await openDatabase(factory), 'other', createSession());
    expect(await other.readForm()).toEqual(form);
    await other.saveForm({ ...form, setup: FIRST_SETUP });
    expect((await other.readForm())?.setup).toEqual(FIRST_SETUP);
    expect(await shelf.readForm()).toEqual(form);
  });

  it('of tabs long closed is dropped, with its file', async () => {
    const { database, read } = await open();
    for (let n = 0; n < 6; n++) {
      vi.spyOn(Date, 'now').mockReturnValue(n);
      await createDatabaseShelf(database, `tab ${n}`, createSession()).saveForm({
        ...form,
        setup: ofFile(`file ${n}`),
      });
    }
    expect(await read('forms')).toHaveLength(4);
    expect((await read('files')).sort()).toEqual(['file 2', 'file 3', 'file 4', 'file 5']);
  });

  it('is kept by who leaves at once, and asks for the file where there was no room for it', async () => {
    const { shelf } = await open();
    await shelf.saveForm(form);
    shelf.leaveForm({ ...form, setup: { ...form.setup, fields: { epochs: '7' } } });
    expect((await shelf.readForm())?.setup).toEqual({ ...form.setup, fields: { epochs: '7' } });
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 1000);
    const { put } = IDBObjectStore.prototype;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...what) {
      if (this.name === 'files') throw new DOMException('', 'QuotaExceededError');
      return put.apply(this, what);
    });
    await shelf.saveForm({ ...form, setup: ofFile('large') });
    expect((await shelf.readForm())?.setup).toEqual({ ...ofFile('large'), source: null });
  });
});

describe('the form of who left while the database was busy', () => {
  const form = { setup: { ...FIRST_SETUP, fields: { epochs: '7' } }, columns: [], answer: null, hash: '' };

  it('is that of the tab itself, unless that has kept a later one', async () => {
    const { shelf, session, database } = await open();
    vi.spyOn(database, 'transaction').mockImplementationOnce(() => {
      return { objectStore: () => ({ put: () => {} }), commit: () => {} } as unknown as IDBTransaction;
    });
    shelf.leaveForm(form);
    expect(await shelf.readForm()).toEqual(form);
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 1000);
    await shelf.saveForm({ ...form, setup: FIRST_SETUP });
    expect((await shelf.readForm())?.setup).toEqual(FIRST_SETUP);
    session.setItem('absum-form', '{"tab":');
    expect((await shelf.readForm())?.setup).toEqual(FIRST_SETUP);
  });
});

describe('the database', () => {
  it('is refused where there is none', async () => {
    await expect(openDatabase(undefined)).rejects.toThrow('no IndexedDB');
    const factory = { open: () => ({}) } as unknown as IDBFactory;
    vi.useFakeTimers();
    const opening = expect(openDatabase(factory)).rejects.toThrow('does not answer');
    await vi.advanceTimersByTimeAsync(2000);
    await opening;
    vi.useRealTimers();
  });

  it('changes nothing where a part of the work fails, and says why', async () => {
    const { database, read } = await open();
    const work = transact(database, 'readwrite', async (take) => {
      take('files').put('text', 'name');
      throw new Error('why');
    });
    await expect(work).rejects.toThrow('why');
    expect(await read('files')).toEqual([]);
  });
});
