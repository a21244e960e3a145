import type { Engine } from '../../src/engines/engine.ts';
import type { SqlStore } from '../../src/sweeps/ledger-tables.ts';
import { createLocalSweeps } from '../../src/sweeps/local-service.ts';
import { keepTexts, openSqlite } from '../sweeps/samples.ts';

/** Sweeps that run in this process, with all that they keep in memory. */
export function openSweeps(engines: readonly Engine[]) {
  const stores = new Map<string, SqlStore>();
  const { kept, texts } = keepTexts();
  const faults: unknown[] = [];
  const service = createLocalSweeps({
    engines,
    openStore(id, make) {
      if (make && !stores.has(id)) stores.set(id, openSqlite().store);
      return stores.get(id) ?? null;
    },
    texts,
    onFault: (_id, fault) => void faults.push(fault),
  });
  return { service, stores, texts: kept, faults };
}
