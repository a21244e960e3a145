import { describe, expect, it } from 'vitest';
import type { SqlStore } from '../../src/sweeps/ledger-tables.ts';
import { createLocalSweeps, type LocalSweepOptions, type TextStore } from '../../src/sweeps/local-service.ts';
import { recordEngine, smallRecipe } from '../compare/samples.ts';
import { engines, fused } from '../host.ts';
import { RECIPES } from '../pool/recipes.ts';
import { ENDLESS, WIDE } from '../pool/samples.ts';
import { keepTexts, openSqlite, specify, writeReport } from './samples.ts';

/** Stores that outlive any service over them. */
function openHost(onRun?: (statement: string) => void) {
  const stores = new Map<string, SqlStore>();
  const { kept, texts } = keepTexts();
  const faults: unknown[] = [];
  const openStore = (id: string, make: boolean) => {
    if (make && !stores.has(id)) stores.set(id, openSqlite(':memory:', onRun).store);
    return stores.get(id) ?? null;
  };
  const serve = (given: Partial<LocalSweepOptions> = {}) =>
    createLocalSweeps({
      engines,
      openStore,
      texts,
      onFault: (_, fault) => faults.push(fault),
      ...given,
    });
  return { serve, kept, texts, faults };
}

describe('sweeps in one process', () => {
  it('run to the report, on several lanes', async () => {
    for (const lanes of [1, 3]) {
      const { serve, faults } = openHost();
      const sweeps = serve({ lanes, now: () => 1000, days: 2 });
      const recipe = RECIPES['predictions and weights'];
      const begun = await sweeps.start('abc', await specify(recipe));
      expect(begun).toMatchObject({
        id: 'abc',
        state: 'running',
        started: 1000,
        expires: 172_801_000,
        trials: [],
      });
      expect(await sweeps.report('abc')).toBeNull();
      await sweeps.settle();
      expect(await sweeps.view('abc')).toMatchObject({ state: 'done' });
      expect(await sweeps.report('abc')).toBe(await writeReport(recipe));
      expect((await sweeps.eventsAfter('abc', 0)).at(-1)).toMatchObject({ name: 'report' });
      expect(faults).toEqual([]);
    }
  });

  it('refuses another digest under the same id, also when both come at once, and keeps its data', async () => {
    const { serve, kept, faults } = openHost();
    const sweeps = serve();
    const recipe = RECIPES['predictions and weights'];
    const [one, other] = [await specify(recipe), await specify(smallRecipe({ seed: 9 }))];
    const starts = await Promise.allSettled([
      sweeps.start('abc', { ...one, digest: 'one' }),
      sweeps.start('abc', { ...other, digest: 'other' }),
    ]);
    expect(starts.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(starts[1]).toMatchObject({ reason: { code: 'key-reused' } });
    expect(JSON.parse(kept.get('data/abc') ?? '').data).toEqual(JSON.parse(one.data));
    await sweeps.settle();
    await expect(sweeps.start('abc', { ...other, digest: 'other' })).rejects.toThrow(
      'another recipe or other data',
    );
    expect(await sweeps.start('abc', { ...one, digest: 'one' })).toMatchObject({ state: 'done' });
    expect(await sweeps.report('abc')).toBe(await writeReport(recipe));
    expect(faults).toEqual([]);
  });

  it('let others in before each trial is recorded and each pair read, however short they are', async () => {
    const { serve } = openHost();
    const sweeps = serve();
    const input = await specify(smallRecipe());
    let turns = 0;
    let isOver = false;
    const turn = () => {
      turns += 1;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    await sweeps.start('abc', input);
    await sweeps.settle();
    isOver = true;
    expect(turns).toBeGreaterThanOrEqual(16 * (12 + 4));
  });

  it('find lambdas "auto" first', async () => {
    const { serve } = openHost();
    const sweeps = serve({ lanes: 2 });
    await sweeps.start('abc', await specify(RECIPES['lambdas "auto"']));
    await sweeps.settle();
    expect(await sweeps.report('abc')).toBe(await writeReport(RECIPES['lambdas "auto"']));
  });

  it('know nothing of others', async () => {
    const sweeps = openHost().serve();
    expect([await sweeps.view('x'), await sweeps.report('x'), await sweeps.stop('x')]).toEqual([
      null,
      null,
      null,
    ]);
    expect(await sweeps.eventsAfter('x', 0)).toEqual([]);
    sweeps.wake('x');
    await sweeps.settle();
  });

  it('start once, however often they are asked to', async () => {
    const { serve } = openHost();
    const { recorder, recording } = recordEngine(fused);
    const sweeps = serve({ engines: [recorder] });
    const input = await specify(smallRecipe());
    await Promise.all([sweeps.start('abc', input), sweeps.start('abc', input)]);
    await sweeps.settle();
    await sweeps.start('abc', input);
    await sweeps.settle();
    const events = await sweeps.eventsAfter('abc', 0);
    expect(events.map(({ name }) => name)).toEqual(['plan', ...Array(12).fill('trial'), 'report']);
    expect(recording.trials).toHaveLength(12);
  });

  it('stop, and keep what is done', async () => {
    const { serve, kept, faults } = openHost();
    const sweeps = serve();
    await sweeps.start('abc', await specify(smallRecipe({ split: { folds: 5, repeats: 20 } })));
    while ((await sweeps.eventsAfter('abc', 3)).length === 0) await new Promise((next) => setImmediate(next));
    const stopped = await sweeps.stop('abc');
    expect(stopped?.state).toBe('stopped');
    await sweeps.settle();
    const view = await sweeps.view('abc');
    expect(view).toEqual(stopped);
    expect(view?.trials.length).toBeGreaterThan(2);
    expect(view?.trials.length).toBeLessThan(300);
    // Woken, it does not even look for its data.
    kept.clear();
    sweeps.wake('abc');
    await sweeps.settle();
    expect(faults).toEqual([]);
    expect(await sweeps.view('abc')).toEqual(stopped);
    expect(await sweeps.report('abc')).toBeNull();
  });

  it('give no report where they were stopped while it was stored', async () => {
    const { serve, texts } = openHost();
    const first = serve();
    const put: TextStore['put'] = async (key, text) => {
      if (key.startsWith('reports/')) await first.stop('abc');
      await texts.put(key, text);
    };
    const sweeps = serve({ texts: { ...texts, put } });
    await sweeps.start('abc', await specify(smallRecipe()));
    await sweeps.settle();
    expect(await sweeps.view('abc')).toMatchObject({ state: 'stopped', progress: { done: 12, of: 12 } });
    expect(await sweeps.report('abc')).toBeNull();
  });

  it('go on where a store failed them, once they are woken in another process', async () => {
    let left = 60;
    const { serve, faults } = openHost(() => {
      left -= 1;
      if (left < 0) throw new Error('disk full');
    });
    const input = await specify(smallRecipe());
    const first = serve();
    await first.start('abc', input);
    await first.settle();
    expect(faults).toEqual([new Error('disk full')]);
    left = Infinity;
    expect(await first.view('abc')).toMatchObject({ state: 'running' });
    const second = serve();
    second.wake('abc');
    await second.settle();
    expect(await second.report('abc')).toBe(await writeReport(smallRecipe()));
  });

  it('fail where their data are lost', async () => {
    const { serve, texts, faults } = openHost();
    const lost = serve({ texts: { ...texts, get: async () => null } });
    await lost.start('abc', await specify(smallRecipe()));
    await lost.settle();
    expect(await lost.view('abc')).toMatchObject({ state: 'failed', error: { code: 'data-lost' } });
    expect(faults).toEqual([]);
  });

  it('drop their data once they have ended, however they end, and a late start leaves none', async () => {
    const { serve, kept } = openHost();
    const sweeps = serve();
    const input = await specify(smallRecipe());
    await sweeps.start('done', input);
    await sweeps.settle();
    await sweeps.start('done', input);
    await sweeps.start('stopped', input);
    expect([...kept.keys()]).toEqual(['reports/done', 'data/stopped']);
    await sweeps.stop('stopped');
    await sweeps.settle();
    expect([...kept.keys()]).toEqual(['reports/done']);
  });

  it('leave a trial of theirs at once when they are stopped, or when their process is to end', async () => {
    const { recorder, recording } = recordEngine(fused);
    const { serve, faults } = openHost();
    const sweeps = serve({ engines: [recorder], limits: WIDE });
    const input = await specify(ENDLESS, [fused]);
    for (const [id, end] of [
      ['stopped', () => sweeps.stop('stopped')],
      ['left', () => sweeps.leave()],
    ] as const) {
      await sweeps.start(id, input);
      while ((recording.trials.at(-1)?.epochs.length ?? 0) < 20)
        await new Promise((next) => setTimeout(next));
      const since = performance.now();
      await end();
      await sweeps.settle();
      expect(performance.now() - since).toBeLessThan(1000);
      recording.trials.length = 0;
    }
    expect(await sweeps.standing('stopped')).toMatchObject({ state: 'stopped', progress: { done: 0 } });
    expect(await sweeps.standing('left')).toMatchObject({ state: 'running', progress: { done: 0 } });
    expect(faults).toEqual([]);
    // Nor does it take up what comes then.
    await sweeps.start('late', input);
    await sweeps.settle();
    expect(recording.trials).toEqual([]);
  });

  it('are worked on some at once, the others in the order of their starts', async () => {
    const { serve } = openHost();
    const begun: string[] = [];
    const texts = keepTexts().texts;
    const get: TextStore['get'] = (key) => {
      begun.push(key);
      return texts.get(key);
    };
    const sweeps = serve({ atOnce: 2, texts: { ...texts, get } });
    const input = await specify(smallRecipe());
    for (const id of ['a', 'b', 'c', 'd']) await sweeps.start(id, input);
    await sweeps.stop('c');
    expect(begun).toEqual(['data/a', 'data/b']);
    await sweeps.settle();
    expect(begun).toEqual(['data/a', 'data/b', 'data/d']);
  });
});
