import { describe, expect, it } from 'vitest';
import type { SqlStore } from '../../src/sweeps/ledger-tables.ts';
import { createLocalSweeps, type LocalSweepOptions, type TextStore } from '../../src/sweeps/local-service.ts';
import { recordEngine, smallRecipe } from '../compare/samples.ts';
import { engines, fused } from '../host.ts';
import { RECIPES } from '../pool/recipes.ts';
import { openSqlite, specify, writeReport } from './samples.ts';

/** Stores that outlive any service over them. */
function openHost(onRun?: (statement: string) => void) {
  const stores = new Map<string, SqlStore>();
  const kept = new Map<string, string>();
  const faults: unknown[] = [];
  const texts: TextStore = {
    get: async (key) => kept.get(key) ?? null,
    put: async (key, text) => void kept.set(key, text),
  };
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
  return { serve, kept, faults };
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
    const { serve, kept } = openHost();
    const first = serve();
    const texts: TextStore = {
      get: async (key) => kept.get(key) ?? null,
      async put(key, text) {
        if (key.startsWith('reports/')) await first.stop('abc');
        kept.set(key, text);
      },
    };
    const sweeps = serve({ texts });
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

  it('report lost data, and go on once the data are back', async () => {
    const { serve, faults } = openHost();
    const lost = serve({ texts: { get: async () => null, put: async () => {} } });
    const input = await specify(smallRecipe());
    await lost.start('abc', input);
    await lost.settle();
    expect(faults).toEqual([new Error('a store has lost what was put into it')]);
    expect(await lost.view('abc')).toMatchObject({ state: 'running', progress: { done: 0 } });
    const found = serve();
    await found.start('abc', input);
    await found.settle();
    expect(await found.report('abc')).toBe(await writeReport(smallRecipe()));
  });
});
