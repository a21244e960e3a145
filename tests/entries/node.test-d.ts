import { describe, expectTypeOf, test } from 'vitest';
import type { Engine, Executor } from '../../src/entries/index.ts';
import { compare } from '../../src/entries/index.ts';
import {
  createEngines,
  createPool,
  type NodeSweeps,
  openNodeSweeps,
  type RunningServer,
  type ServerOptions,
  type SqliteFile,
  startServer,
} from '../../src/entries/node.ts';

describe('on Node', () => {
  test('engines are those of the library', () => {
    expectTypeOf(createEngines()).toExtend<readonly Engine[]>();
    compare({ data: { dataset: 'diabetes' } }, { engines: createEngines() });
  });

  test('a pool is an executor that one closes', () => {
    const pool = createPool({ workers: 2 });
    expectTypeOf(pool).toExtend<Executor>();
    expectTypeOf(pool.close()).toEqualTypeOf<Promise<void>>();
    expectTypeOf(pool).toExtend<AsyncDisposable>();
    compare({ data: { dataset: 'diabetes' } }, { executor: createPool() });
    // @ts-expect-error the number has a name
    createPool(2);
    // @ts-expect-error no option
    createPool({ threads: 2 });
    // @ts-expect-error a number is no text
    createPool({ workers: '2' });
  });

  test('a server resolves once it listens', async () => {
    expectTypeOf(startServer()).toEqualTypeOf<Promise<RunningServer>>();
    expectTypeOf<RunningServer>().toExtend<AsyncDisposable>();
    expectTypeOf<NodeSweeps>().toExtend<AsyncDisposable>();
    expectTypeOf<SqliteFile>().toExtend<Disposable>();
    startServer({ port: 0, hostname: '::1', workers: 2, page: false, rate: 60, keys: 'lab:digest' });
    startServer({ sweeps: 'folder', sweepDays: 30 });
    startServer({ sweeps: await openNodeSweeps('folder', { engines: [], onFault: () => {} }) });
    expectTypeOf<ServerOptions['port']>().toEqualTypeOf<number | undefined>();
    // @ts-expect-error a port is a number
    startServer({ port: '8787' });
    // @ts-expect-error no option
    startServer({ host: '::1' });
    // @ts-expect-error the port that it got is read-only
    startServer().then((server) => (server.port = 7));
  });
});
