import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import type { ProgressEvent } from '../../src/compare/progress.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { createWorkerPool } from '../../src/pool/pool.ts';
import { createWebPool } from '../../src/pool/web-pool.ts';
import { recordEngine, smallRecipe } from '../compare/samples.ts';
import { engines, fused } from '../host.ts';
import { ChannelWorker } from './channel-worker.ts';
import { RECIPES } from './recipes.ts';

/** A pool over workers in this thread. */
function openPool(workers: number, own: readonly Engine[] | Promise<readonly Engine[]> = engines) {
  const started: ChannelWorker[] = [];
  const pool = createWebPool(
    () => {
      const worker = new ChannelWorker(own);
      started.push(worker);
      return worker;
    },
    { workers },
  );
  return { pool, started };
}

const write = async (...args: Parameters<typeof compare>) => JSON.stringify(await compare(...args));

/** So long that no test waits for its end. */
const ENDLESS = smallRecipe({ training: { epochs: 100_000, batchSize: 1 } });
const WIDE = { cells: 1e9, trials: 1e9, assignments: 1e9, bytes: 1e9, seconds: 1e9 };

/** An engine that tells how many epochs it has run. */
function countEpochs(onEpoch: (count: number) => void = () => {}) {
  const counted = { epochs: 0 };
  const { recorder } = recordEngine(fused, (count) => {
    counted.epochs = count;
    onEpoch(count);
  });
  return { counted, engine: recorder };
}

/** Waits until the workers have stopped: for much longer than a pause of the pacer. */
async function expectRest(counted: { readonly epochs: number }): Promise<void> {
  await vi.waitUntil(async () => {
    const before = counted.epochs;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return counted.epochs === before;
  });
}

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

  it.each(Object.keys(RECIPES))('tells of as many trials as in place: %s', async (name) => {
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
      events.map((event) => (event.kind === 'trial' ? [event.done, event.of] : event));
    const places = (events: ProgressEvent[]) =>
      events.map((event) => (event.kind === 'trial' ? `${event.repeat} ${event.fold} ${event.lambda}` : ''));
    expect(count(pooled)).toEqual(count(inPlace));
    expect(places(pooled).toSorted()).toEqual(places(inPlace).toSorted());
    await pool.close();
  });

  it('starts no more workers than there are pairs, and each is told of a comparison once', async () => {
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

  it('refuses a number of workers that is none', () => {
    for (const workers of [0, -1, 1.5, Number.NaN]) {
      const message = `workers: expected a whole number of at least 1, got ${workers}`;
      expect(() => createWebPool(() => new ChannelWorker(engines), { workers })).toThrow(
        new RangeError(message),
      );
    }
  });
});

describe('an abort in a pool', () => {
  it('rejects, stops the workers within an epoch, and leaves them to others', async () => {
    const controller = new AbortController();
    const { counted, engine } = countEpochs((count) => count === 10 && controller.abort());
    const { pool, started } = openPool(2, [engine]);
    const { signal } = controller;
    const work = compare(ENDLESS, { engines, executor: pool, signal, limits: WIDE });
    await expect(work).rejects.toMatchObject({ code: 'aborted', message: 'the caller stopped the work' });
    await expectRest(counted);
    // Estimated, an epoch takes 60 microseconds, and a worker listens after 25 ms of work.
    expect(counted.epochs).toBeLessThan(10 + 2 * 500);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(await write(smallRecipe(), { engines, executor: pool })).toBe(
      await write(smallRecipe(), { engines }),
    );
    expect(started).toHaveLength(2);
    await pool.close();
  });

  it('stops a long epoch in its middle', async () => {
    // Estimated, an epoch of a million steps takes 3 seconds.
    const recipe = smallRecipe({
      data: { dataset: 'friedman1', rows: 100_000 },
      training: { epochs: 1, batchSize: 1 },
      split: { holdout: 0.01, repeats: 1 },
    });
    const controller = new AbortController();
    let steps = 0;
    const { recorder } = recordEngine(fused, () => controller.abort());
    const counting: Engine = {
      ...recorder,
      async openPair(rows, bytes) {
        const pair = await recorder.openPair(rows, bytes);
        return {
          ...pair,
          startTrial(spec, initial) {
            const trial = pair.startTrial(spec, initial);
            return {
              ...trial,
              runSteps(epoch, from, to) {
                steps = to;
                return trial.runSteps(epoch, from, to);
              },
            };
          },
        };
      },
    };
    const { pool } = openPool(1, [counting]);
    const work = compare(recipe, { engines, executor: pool, signal: controller.signal, limits: WIDE });
    await expect(work).rejects.toMatchObject({ code: 'aborted' });
    await vi.waitUntil(() => steps > 0);
    await expectRest({
      get epochs() {
        return steps;
      },
    });
    expect(steps).toBeLessThan(99_000 / 2);
    await pool.close();
  });

  it('reaches comparisons that still wait for a worker', async () => {
    const { pool, started } = openPool(1);
    const controllers = [new AbortController(), new AbortController()];
    const planned = controllers.map(() => Promise.withResolvers<void>());
    const works = controllers.map(({ signal }, i) =>
      compare(ENDLESS, {
        engines,
        executor: pool,
        signal,
        limits: WIDE,
        onProgress: () => planned[i].resolve(),
      }),
    );
    const refused = works.map((work) => expect(work).rejects.toMatchObject({ code: 'aborted' }));
    // What is planned goes to the pool in the same turn.
    await Promise.all(planned.map(({ promise }) => promise));
    await new Promise((resolve) => setTimeout(resolve));
    controllers[1].abort();
    await refused[1];
    controllers[0].abort();
    await refused[0];
    await write(smallRecipe(), { engines, executor: pool });
    const told = started[0].said.map(({ kind, comparison }) => `${kind} ${comparison}`);
    expect(told.filter((words) => words.endsWith(' 1'))).toEqual([]);
    await pool.close();
  });

  it('may come before the start, and hands out nothing', async () => {
    const { pool, started } = openPool(1);
    const options = { signal: AbortSignal.abort(), onTrial: () => {} };
    await expect(pool.runPairs({} as never, [{} as never], options)).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(started).toHaveLength(0);
    await pool.close();
  });
});

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

  it('may be one that cannot be started, or told of the work', async () => {
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
