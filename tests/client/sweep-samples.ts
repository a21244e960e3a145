import type { Engine } from '../../src/engines/engine.ts';
import type { SqlStore } from '../../src/sweeps/ledger-tables.ts';
import { createLocalSweeps } from '../../src/sweeps/local-service.ts';
import { openSqlite } from '../sweeps/samples.ts';

/** Sweeps that run in this process, with all that they keep in memory. */
export function openSweeps(engines: readonly Engine[]) {
  const stores = new Map<string, SqlStore>();
  const texts = new Map<string, string>();
  const faults: unknown[] = [];
  const service = createLocalSweeps({
    engines,
    openStore(id, make) {
      if (make && !stores.has(id)) stores.set(id, openSqlite().store);
      return stores.get(id) ?? null;
    },
    texts: {
      get: async (key) => texts.get(key) ?? null,
      put: async (key, text) => void texts.set(key, text),
    },
    onFault: (_id, fault) => void faults.push(fault),
  });
  return { service, stores, texts, faults };
}
