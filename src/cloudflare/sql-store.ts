import type { SqlStore } from '../sweeps/ledger-tables.ts';

/** The database of an object. */
export function openSqlStore(storage: DurableObjectStorage): SqlStore {
  return {
    run: (statement, ...values) => storage.sql.exec(statement, ...values).toArray(),
    transact: (work) => storage.transactionSync(work),
  };
}
