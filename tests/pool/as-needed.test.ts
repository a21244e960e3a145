import { describe, expect, it } from 'vitest';
import { compare, plan } from '../../src/compare/compare.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { poolAsNeeded, WORTH_THREADS_SECONDS } from '../../src/pool/as-needed.ts';
import type { SweepPool } from '../../src/pool/pool.ts';
import { smallRecipe } from '../compare/samples.ts';
import { engines } from '../host.ts';
import { countEpochs, expectRest, openPool, write } from './samples.ts';

/** Estimated at somewhat more than threads are worth, and at somewhat less. */
const LARGE = smallRecipe({ training: { epochs: 2000, batchSize: 1 } });
const LONG = smallRecipe({ training: { epochs: 500, batchSize: 1 } });

function openAsNeeded(own: readonly Engine[] = engines) {
  const { pool, started } = openPool(2, own);
  return { pool: poolAsNeeded(pool as SweepPool, () => own), started };
}

describe('a pool as needed', () => {
  it('starts no worker for little work, and gives the bytes of a comparison in place', async () => {
    const { pool, started } = openAsNeeded();
    expect((await plan(smallRecipe(), { engines })).seconds).toBeLessThan(WORTH_THREADS_SECONDS);
    const alone = await write(smallRecipe(), { engines });
    expect(await write(smallRecipe(), { engines, executor: pool })).toBe(alone);
    expect(started).toHaveLength(0);
    await pool.close();
  });

  it('trains in the arithmetic that was planned', async () => {
    const { pool } = openAsNeeded();
    const relaxed = smallRecipe({ arithmetic: 'relaxed' });
    expect(await write(relaxed, { engines, executor: pool })).toBe(await write(relaxed, { engines }));
    await pool.close();
  });

  it('starts workers for more, and then gives them little work too', async () => {
    const { pool, started } = openAsNeeded();
    expect((await plan(LARGE, { engines })).seconds).toBeGreaterThan(WORTH_THREADS_SECONDS);
    const alone = await write(LARGE, { engines });
    expect(await write(LARGE, { engines, executor: pool })).toBe(alone);
    expect(started).toHaveLength(2);
    const heard = () => started.flatMap(({ said }) => said.filter(({ kind }) => kind === 'pair')).length;
    const before = heard();
    await compare(smallRecipe(), { engines, executor: pool });
    expect(heard()).toBe(before + 4);
    await pool.close();
  });

  it('has one comparison at a time on the calling thread', async () => {
    const { pool, started } = openAsNeeded();
    const seeds = [1, 2];
    const alone = await Promise.all(seeds.map((seed) => write(smallRecipe({ seed }), { engines })));
    const both = seeds.map((seed) => write(smallRecipe({ seed }), { engines, executor: pool }));
    expect(await Promise.all(both)).toEqual(alone);
    expect(started.flatMap(({ said }) => said.filter(({ kind }) => kind === 'open')).length).toBeGreaterThan(
      0,
    );
    await pool.close();
  });

  it('stops by a signal there, within some epochs', async () => {
    const controller = new AbortController();
    const { counted, engine } = countEpochs((count) => count === 3 && controller.abort());
    const { pool, started } = openAsNeeded([engine]);
    const { signal } = controller;
    const work = compare(LONG, { engines: [engine], executor: pool, signal });
    await expect(work).rejects.toMatchObject({ code: 'aborted', message: 'the caller stopped the work' });
    await expectRest(counted);
    // Of 6000: 5 ms of work.
    expect(counted.epochs).toBeLessThan(1000);
    expect(started).toHaveLength(0);
    await pool.close();
  });

  it('ends work there too when it is closed', async () => {
    const { counted, engine } = countEpochs((count) => count === 3 && void pool.close());
    const { pool } = openAsNeeded([engine]);
    const options = { engines: [engine], executor: pool };
    await expect(compare(LONG, options)).rejects.toMatchObject({
      code: 'worker-lost',
      message: 'the pool of workers was closed before the work was done',
    });
    await expectRest(counted);
    expect(counted.epochs).toBeLessThan(1000);
    await expect(compare(smallRecipe(), options)).rejects.toMatchObject({ code: 'worker-lost' });
  });

  it('leaves an engine that the calling thread lacks to the workers', async () => {
    const { pool: threads, started } = openPool(1);
    const pool = poolAsNeeded(threads as SweepPool, () => []);
    await compare(smallRecipe(), { engines, executor: pool });
    expect(started).toHaveLength(1);
    await pool.close();
  });
});
