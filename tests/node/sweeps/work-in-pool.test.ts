import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/compare/compare.ts';
import { workInPool } from '../../../src/node/sweeps/work-in-pool.ts';
import { createWorkerPool } from '../../../src/pool/pool.ts';
import { createLocalSweeps } from '../../../src/sweeps/local-service.ts';
import { smallRecipe } from '../../compare/samples.ts';
import { engines } from '../../host.ts';
import { ChannelWorker } from '../../pool/channel-worker.ts';
import { RECIPES } from '../../pool/recipes.ts';
import { countEpochs, ENDLESS, expectRest } from '../../pool/samples.ts';
import { keepTexts, openSqlite, specify, writeReport } from '../../sweeps/samples.ts';

/** Sweeps whose pairs are worked on by a pool in this thread; `onRun` may throw in the place of a statement. */
function openSweeps(size: number, own = engines, onRun?: (statement: string) => void) {
  const started: ChannelWorker[] = [];
  const pool = createWorkerPool(size, ({ onMessage, onEnd }) => {
    const worker = new ChannelWorker(own);
    started.push(worker);
    worker.addEventListener('message', (event) => onMessage((event as MessageEvent).data));
    worker.addEventListener('error', () => onEnd('it was lost'));
    return { post: (m) => worker.postMessage(m), setBusy: () => {}, end: async () => worker.terminate() };
  });
  const { store } = openSqlite(':memory:', onRun);
  const faults: unknown[] = [];
  const sweeps = createLocalSweeps({
    engines: own,
    openStore: () => store,
    texts: keepTexts().texts,
    workOnPairs: workInPool(pool),
    onFault: (_, fault) => faults.push(fault),
  });
  return { pool, sweeps, store, started, faults };
}

describe('a sweep in a pool', () => {
  it.each(Object.keys(RECIPES))('brings the bytes of a comparison: %s', async (name) => {
    const { pool, sweeps, faults } = openSweeps(2);
    await sweeps.start('abc', await specify(RECIPES[name]));
    await sweeps.settle();
    expect(await sweeps.report('abc')).toBe(await writeReport(RECIPES[name]));
    expect((await sweeps.view('abc'))?.progress).toMatchObject({
      done: (await sweeps.view('abc'))?.progress.of,
    });
    expect(faults).toEqual([]);
    await pool.close();
  });

  it.each([smallRecipe(), smallRecipe({ compare: { nested: { folds: 2 } } })])(
    'goes on in the middle of its pairs, and trains no trial that is on record: %#',
    async (recipe) => {
      let left = Number.POSITIVE_INFINITY;
      const onRun = (statement: string) => {
        if (statement.startsWith('INSERT OR IGNORE INTO trials')) left -= 1;
        if (left < 0) throw new Error('disk full');
      };
      const { pool, sweeps, faults, started } = openSweeps(1, engines, onRun);
      const input = await specify(recipe);
      for (left = 2; (await sweeps.standing('abc'))?.state !== 'done'; left = 2) {
        await sweeps.start('abc', input);
        await sweeps.settle();
        expect(faults.length).toBeLessThan(20);
      }
      expect(faults.length).toBeGreaterThan(3);
      expect(await sweeps.report('abc')).toBe(await writeReport(recipe));
      const asked = started[0].said.flatMap((m) => (m.kind === 'texts' ? [m.todo.positions.length] : []));
      // Each life records two trials, so the third of each pair is left for another.
      expect(asked).toContain(1);
      await pool.close();
    },
  );

  it('takes turns with comparisons, pair by pair', async () => {
    const { pool, sweeps, started } = openSweeps(1);
    const recipe = smallRecipe({ split: { folds: 5, repeats: 4 } });
    await sweeps.start('abc', await specify(recipe));
    await compare(smallRecipe(), { engines, executor: pool });
    const kinds = started[0].said
      .map(({ kind }) => kind)
      .filter((kind) => kind === 'pair' || kind === 'texts');
    const between = kinds.slice(kinds.indexOf('pair'), kinds.lastIndexOf('pair') + 1);
    expect(between).toEqual(['pair', 'texts', 'pair', 'texts', 'pair', 'texts', 'pair']);
    await sweeps.settle();
    await pool.close();
  });

  it('that is stopped ends the trial in flight, and leaves the workers to others', async () => {
    const { counted, engine } = countEpochs();
    const { pool, sweeps, faults } = openSweeps(1, [engine]);
    await sweeps.start('abc', await specify(ENDLESS, [engine]));
    while (counted.epochs < 20) await new Promise((next) => setTimeout(next));
    await sweeps.stop('abc');
    await sweeps.settle();
    await expectRest(counted);
    expect(faults).toEqual([]);
    await compare(smallRecipe(), { engines: [engine], executor: pool });
    await pool.close();
  });

  it('whose worker is lost is a fault, and another life goes on', async () => {
    const { counted, engine } = countEpochs();
    const { pool, sweeps, started, faults } = openSweeps(1, [engine]);
    const input = await specify(smallRecipe(), [engine]);
    await sweeps.start('abc', input);
    while (counted.epochs < 4) await new Promise((next) => setTimeout(next));
    started[0].fail('it was lost');
    await sweeps.settle();
    expect(faults).toMatchObject([{ code: 'worker-lost' }]);
    expect(await sweeps.standing('abc')).toMatchObject({ state: 'running' });
    sweeps.wake('abc');
    await sweeps.settle();
    expect(await sweeps.report('abc')).toBe(await writeReport(smallRecipe(), [engine]));
    await pool.close();
  });
});
