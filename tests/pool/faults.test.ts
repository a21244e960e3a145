import { describe, expect, it, vi } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import type { ProgressEvent } from '../../src/compare/progress.ts';
import { createWorkerPool } from '../../src/pool/pool.ts';
import { smallRecipe } from '../compare/samples.ts';
import { engines, fused } from '../host.ts';
import { RECIPES } from './recipes.ts';
import { countEpochs, ENDLESS, expectRest, openPool, WIDE, write } from './samples.ts';

describe('a fault in a pool', () => {
  it('of the listener rejects with what it threw, and stops the workers', async () => {
    const { counted, engine } = countEpochs();
    const { pool } = openPool(2, [engine]);
    const told: number[] = [];
    const onProgress = (event: ProgressEvent) => {
      if (event.kind !== 'trial') return;
      told.push(event.done);
      if (event.done === 2) throw new Error('seen enough');
    };
    const recipe = smallRecipe({ split: { folds: 10, repeats: 10 } });
    await expect(compare(recipe, { engines, executor: pool, onProgress })).rejects.toThrow('seen enough');
    await expectRest(counted);
    expect(told).toEqual([1, 2]);
    expect(counted.epochs).toBeLessThan((300 * 3) / 2);
    await pool.close();
  });

  it('of an engine rejects with its error, and the pool goes on', async () => {
    let isBroken = true;
    const { engine } = countEpochs((count) => {
      if (isBroken && count === 5) throw new RangeError('out of order');
    });
    const { pool } = openPool(1, [engine]);
    const options = { engines, executor: pool };
    const error = await compare(smallRecipe(), options).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'RangeError', message: 'out of order' });
    isBroken = false;
    expect(await write(smallRecipe(), options)).toBe(await write(smallRecipe(), { engines }));
    await pool.close();
  });

  it('is of our own class where it was in place', async () => {
    const recipe = smallRecipe({
      data: { x: [[1], [2]], y: [1, 2] },
      split: { holdout: 0.5, repeats: 2 },
      training: { patience: 1 },
    });
    const { pool } = openPool(2);
    const inPlace = await compare(recipe, { engines }).catch((caught: unknown) => caught);
    expect(inPlace).toMatchObject({ code: 'invalid-recipe', issues: [{ place: 'training.patience' }] });
    await expect(compare(recipe, { engines, executor: pool })).rejects.toEqual(inPlace);
    await pool.close();
  });

  it('of an engine that the workers lack names those that they have', async () => {
    const { pool } = openPool(1, [fused]);
    const work = compare(RECIPES.tfjs, { engines, executor: pool });
    await expect(work).rejects.toMatchObject({
      code: 'unsupported',
      message: 'engine: there is no engine "tfjs" in the worker (at hand: fused)',
    });
    await pool.close();
  });

  it('of a recipe or a limit costs no worker', async () => {
    const { pool, started } = openPool(1);
    const bad = { data: { dataset: 'diabetes' }, penalty: { lambdas: [0, '1'] } };
    await expect(compare(bad, { engines, executor: pool })).rejects.toMatchObject({
      code: 'invalid-recipe',
      issues: [{ place: 'penalty.lambdas[1]' }],
    });
    const limits = { ...WIDE, trials: 11 };
    await expect(compare(smallRecipe(), { engines, executor: pool, limits })).rejects.toMatchObject({
      code: 'limit-exceeded',
      issues: [{ place: 'penalty.lambdas' }],
    });
    expect(started).toHaveLength(0);
    await pool.close();
  });
});

describe('a listener of epochs', () => {
  it('that throws ends the comparison as one of trials does', async () => {
    const { counted, engine } = countEpochs();
    const { pool } = openPool(2, [engine]);
    const onProgress = (event: ProgressEvent) => {
      if (event.kind === 'epoch') throw new Error('seen enough');
    };
    const recipe = smallRecipe({ split: { folds: 10, repeats: 10 } });
    await expect(compare(recipe, { engines, executor: pool, onProgress })).rejects.toThrow('seen enough');
    await expectRest(counted);
    expect(counted.epochs).toBeLessThan((300 * 3) / 2);
    await pool.close();
  });
});

describe('a worker that is lost', () => {
  const lost = (reason: string) => ({
    code: 'worker-lost',
    message: `a worker ended before its work was done: ${reason}`,
  });

  it('ends the comparison that it worked on, and is replaced', async () => {
    const { pool, started } = openPool(1);
    const [one, other] = [ENDLESS, smallRecipe()].map((recipe) =>
      write(recipe, { engines, executor: pool, limits: WIDE }),
    );
    const refused = expect(one).rejects.toMatchObject(lost('out of memory'));
    await vi.waitUntil(() => started.length === 1);
    started[0].fail('out of memory');
    await refused;
    expect(started[0].isTerminated).toBe(true);
    expect(await other).toBe(await write(smallRecipe(), { engines }));
    expect(started).toHaveLength(2);
    await pool.close();
  });

  it('while idle harms nothing', async () => {
    const { pool, started } = openPool(1);
    const first = await write(smallRecipe(), { engines, executor: pool });
    started[0].fail('tired');
    started[0].fail('tired twice');
    expect(await write(smallRecipe(), { engines, executor: pool })).toBe(first);
    expect(started).toHaveLength(2);
    await pool.close();
  });

  it('is one that says what cannot be read', async () => {
    const { pool, started } = openPool(1);
    const work = compare(ENDLESS, { engines, executor: pool, limits: WIDE });
    const refused = expect(work).rejects.toMatchObject(lost('its message could not be read'));
    await vi.waitUntil(() => started.length === 1);
    started[0].dispatchEvent(new Event('messageerror'));
    await refused;
    await pool.close();
  });

  it('may be one that cannot be started, or cannot be sent the work', async () => {
    const pool = createWorkerPool(2, () => {
      throw new Error('no more threads');
    });
    await expect(compare(smallRecipe(), { engines, executor: pool })).rejects.toThrow('no more threads');
    const { pool: other } = openPool(1);
    const first = compare(smallRecipe(), { engines, executor: other });
    await Promise.resolve(); // lets it take the worker
    const unclonable = { recipe: () => {} } as never;
    const second = other.runPairs(unclonable, [{} as never], { onTrial: () => {} });
    await expect(second).rejects.toThrow('could not be cloned');
    await first;
    expect(await write(smallRecipe(), { engines, executor: other })).toBe(
      await write(smallRecipe(), { engines }),
    );
    await other.close();
  });
});

describe('a closed pool', () => {
  it('ends what runs, and takes no more', async () => {
    const { pool, started } = openPool(2);
    const work = compare(ENDLESS, { engines, executor: pool, limits: WIDE });
    const refused = expect(work).rejects.toMatchObject({
      code: 'worker-lost',
      message: 'the pool of workers was closed before the work was done',
    });
    await vi.waitUntil(() => started.length === 2);
    await pool.close();
    await refused;
    expect(started.every(({ isTerminated }) => isTerminated)).toBe(true);
    await expect(compare(smallRecipe(), { engines, executor: pool })).rejects.toMatchObject({
      code: 'worker-lost',
      message: 'the pool of workers is closed',
    });
    await pool.close();
  });
});
