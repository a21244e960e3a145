import { expect, test } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { createPool } from '../../src/node/pool.ts';
import { poolAsNeeded } from '../../src/pool/as-needed.ts';
import type { SweepPool } from '../../src/pool/pool.ts';
import { createWebPool } from '../../src/pool/web-pool.ts';
import { smallRecipe } from '../compare/samples.ts';
import { engines } from '../host.ts';
import { openPool } from './samples.ts';

const isClosed = { code: 'worker-lost' };

test.each([
  ['of threads', () => createPool({ workers: 1 })],
  ['of threads as needed', () => createPool()],
  ['of Web Workers', () => createWebPool(() => ({}) as Worker, { workers: 1 })],
])('a pool %s is closed at the end of the block that uses it', async (_, open) => {
  const used = await (async () => {
    await using pool = open();
    return pool;
  })();
  await expect(compare(smallRecipe(), { engines, executor: used })).rejects.toMatchObject(isClosed);
});

test('work that is under way at the end of the block is lost, and workers are ended', async () => {
  const { pool, started } = openPool(1);
  let work: Promise<unknown>;
  {
    await using used = poolAsNeeded(pool as SweepPool, () => []);
    work = compare(smallRecipe({ training: { epochs: 5000 } }), { engines, executor: used });
    work.catch(() => {});
    await expect.poll(() => started.length).toBe(1);
  }
  await expect(work).rejects.toMatchObject(isClosed);
});
