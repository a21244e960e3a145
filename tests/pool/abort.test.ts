import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { recordEngine, smallRecipe } from '../compare/samples.ts';
import { engines, fused } from '../host.ts';
import { countEpochs, ENDLESS, expectRest, openPool, WIDE, write } from './samples.ts';

describe('an abort in a pool', () => {
  it('rejects, stops the workers within an epoch, and leaves them to others', async () => {
    const controller = new AbortController();
    const { counted, engine } = countEpochs((count) => count === 10 && controller.abort());
    const { pool, started } = openPool(2, [engine]);
    const { signal } = controller;
    const work = compare(ENDLESS, { engines, executor: pool, signal, limits: WIDE });
    await expect(work).rejects.toMatchObject({ code: 'aborted', message: 'the caller stopped the work' });
    await expectRest(counted);
    // Estimated, an epoch takes some 20 microseconds, and a worker listens after 5 ms of work.
    expect(counted.epochs).toBeLessThan(10 + 2 * 300);
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
