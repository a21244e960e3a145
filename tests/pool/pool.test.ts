import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import type { ProgressEvent } from '../../src/compare/progress.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { createWebPool } from '../../src/pool/web-pool.ts';
import { smallRecipe } from '../compare/samples.ts';
import { engines } from '../host.ts';
import { ChannelWorker } from './channel-worker.ts';
import { RECIPES } from './recipes.ts';
import { openPool, write } from './samples.ts';

describe('a pool', () => {
  it.each(Object.keys(RECIPES))('gives the bytes of a comparison in place: %s', async (name) => {
    const inPlace = await write(RECIPES[name], { engines });
    for (const workers of [1, 2, 3]) {
      const { pool } = openPool(workers);
      expect(await write(RECIPES[name], { engines, executor: pool })).toBe(inPlace);
      expect(await write(RECIPES[name], { engines, executor: pool })).toBe(inPlace);
      await pool.close();
    }
  });

  it.each(Object.keys(RECIPES))('reports the same trials and epochs as in place: %s', async (name) => {
    const tell = async (executor?: ReturnType<typeof openPool>['pool']) => {
      const events: ProgressEvent[] = [];
      const onProgress = (event: ProgressEvent) => void events.push(event);
      await compare(RECIPES[name], { engines, executor, onProgress });
      return events;
    };
    const inPlace = await tell();
    const { pool } = openPool(2);
    const pooled = await tell(pool);
    const count = (events: ProgressEvent[]) =>
      events.flatMap((event) => (event.kind === 'trial' ? [[event.done, event.of]] : []));
    // Pairs that run at once tell in turns.
    const sort = (events: ProgressEvent[]) =>
      events.map((event) => JSON.stringify({ ...event, done: 0 })).toSorted();
    expect(count(pooled)).toEqual(count(inPlace));
    expect(sort(pooled)).toEqual(sort(inPlace));
    await pool.close();
  });

  it('thins epochs as in place, and has none posted that it does not tell', async () => {
    const recipe = smallRecipe({ split: { folds: 2, repeats: 20 }, training: { epochs: 50, batchSize: 40 } });
    const { pool, started } = openPool(2);
    const epochs: ProgressEvent[] = [];
    const onProgress = (event: ProgressEvent) => event.kind === 'epoch' && epochs.push(event);
    await compare(recipe, { engines, executor: pool, onProgress });
    expect(epochs).toHaveLength(14 * 3 * 23);
    const posted = started.flatMap(({ heard }) => heard.filter(({ kind }) => kind === 'epoch'));
    expect(posted).toHaveLength(epochs.length);
    await pool.close();
  });

  it('has trials and outcomes posted, and no epochs, where nobody listens', async () => {
    const { pool, started } = openPool(2);
    await compare(smallRecipe(), { engines, executor: pool });
    const kinds = started.flatMap(({ heard }) => heard.map(({ kind }) => kind));
    expect(kinds.filter((kind) => kind === 'outcome')).toHaveLength(4);
    expect(kinds.filter((kind) => kind === 'trial')).toHaveLength(4 * 3);
    expect(kinds).toHaveLength(16);
    await pool.close();
  });

  it('starts no more workers than there are pairs, and sends each a comparison once', async () => {
    const { pool, started } = openPool(9);
    await compare(smallRecipe(), { engines, executor: pool });
    expect(started).toHaveLength(4);
    for (const { said } of started) {
      expect(said.map(({ kind }) => kind)).toEqual(['open', 'pair', 'close']);
      expect(JSON.stringify(said[0])).not.toContain('friedman1'); // the data are loaded, not described
    }
    await pool.close();
    expect(started.every(({ isTerminated }) => isTerminated)).toBe(true);
  });

  it('lets comparisons take turns, pair by pair', async () => {
    const { pool, started } = openPool(1);
    const seeds = [1, 2, 3];
    const alone = await Promise.all(seeds.map((seed) => write(smallRecipe({ seed }), { engines })));
    const together = seeds.map((seed) => write(smallRecipe({ seed }), { engines, executor: pool }));
    expect(await Promise.all(together)).toEqual(alone);
    const order = started[0].said.flatMap(({ kind, comparison }) => (kind === 'pair' ? [comparison] : []));
    // The first has its second turn before the others come.
    expect(order).toEqual([0, 0, 1, 2, 0, 1, 2, 0, 1, 2, 1, 2]);
    await pool.close();
  });

  it('waits for engines that take their time', async () => {
    const later = new Promise<Engine[]>((resolve) => setTimeout(resolve, 20, engines));
    const { pool } = openPool(2, later);
    expect(await write(smallRecipe(), { engines, executor: pool })).toBe(
      await write(smallRecipe(), { engines }),
    );
    await pool.close();
  });

  it('refuses an invalid number of workers', () => {
    for (const workers of [0, -1, 1.5, Number.NaN]) {
      const message = `workers: expected a whole number of at least 1, got ${workers}`;
      expect(() => createWebPool(() => new ChannelWorker(engines), { workers })).toThrow(
        new RangeError(message),
      );
    }
  });
});
