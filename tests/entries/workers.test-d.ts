import { expectTypeOf, test } from 'vitest';
import type { Engine } from '../../src/entries/index.ts';
import { compare } from '../../src/entries/index.ts';
import { createWebPool, type Executor, type Pool, servePool } from '../../src/entries/workers.ts';

declare const worker: Worker;
declare const engines: readonly Engine[];

test('a pool of Web Workers is an executor, made by what starts a worker', () => {
  const pool = createWebPool(() => worker, { workers: 2 });
  expectTypeOf(pool).toEqualTypeOf<Pool>();
  expectTypeOf<Pool>().toExtend<Executor>();
  compare({ data: { dataset: 'diabetes' } }, { executor: createWebPool(() => worker) });
  // @ts-expect-error a worker is not what starts one
  createWebPool(worker);
  // @ts-expect-error an address is no worker
  createWebPool(() => 'worker.js');
  // @ts-expect-error the number has a name
  createWebPool(() => worker, 2);
});

test('a worker serves by what it posts and receives messages by', () => {
  expectTypeOf(servePool(self)).toEqualTypeOf<void>();
  servePool(self, engines);
  servePool(self, Promise.resolve(engines));
  // @ts-expect-error nothing to post by
  servePool({ onmessage: null });
  // @ts-expect-error one engine is no list
  servePool(self, engines[0]);
});
