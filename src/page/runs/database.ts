// IndexedDB as promises: the few calls that the page makes of it.

/** A store of the database. */
export type StoreName = 'runs' | 'reports' | 'files' | 'forms';
export const STORES: readonly StoreName[] = ['runs', 'reports', 'files', 'forms'];

const NAME = 'absum';
const VERSION = 1;

/** Another tab that holds an older layout may keep it from opening. */
const MOST_MS = 2000;

/**
 * Opens the page's database.
 *
 * @throws where there is none: in private windows of some browsers, where storage is forbidden, or when it does not answer
 */
export async function openDatabase(factory: IDBFactory | undefined): Promise<IDBDatabase> {
  if (factory === undefined) throw new Error('this browser has no IndexedDB');
  const request = factory.open(NAME, VERSION);
  request.onupgradeneeded = () => {
    const { result: database } = request;
    database.createObjectStore('runs', { keyPath: 'id' });
    database.createObjectStore('reports');
    database.createObjectStore('files');
    database.createObjectStore('forms', { keyPath: 'tab' });
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('IndexedDB does not answer')), MOST_MS);
  });
  const database = await Promise.race([settle(request), late]).finally(() => clearTimeout(timer));
  // A later version of the page, in another tab, is not held up.
  database.onversionchange = () => database.close();
  return database;
}

/** The result of a request. */
export function settle<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** The stores of a transaction. */
export type Take = (name: StoreName) => IDBObjectStore;

/**
 * Does work on stores in one transaction, which nothing of another tab comes between.
 *
 * @param work waits for nothing but requests of the transaction
 * @returns what the work gives, once all of it is in the database
 * @throws what the work or the transaction failed by, a `QuotaExceededError` among others; nothing is changed then
 */
export async function transact<Value>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  work: (take: Take) => Promise<Value>,
): Promise<Value> {
  const transaction = database.transaction(STORES, mode);
  const ended = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('the browser gave up storing'));
  });
  // Told below, if the work itself has not failed before.
  ended.catch(() => {});
  let value: Value;
  try {
    value = await work((name) => transaction.objectStore(name));
  } catch (error) {
    // Where it has aborted, requests that were waiting only say that it did; the transaction says why.
    if (transaction.error !== null) throw transaction.error;
    transaction.abort();
    throw error;
  }
  await ended;
  return value;
}
