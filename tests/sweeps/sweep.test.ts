import { describe, expect, it } from 'vitest';
import { plan } from '../../src/compare/compare.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { errorAt } from '../../src/errors.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { Ledger } from '../../src/sweeps/ledger.ts';
import type { CallLedger, CallName } from '../../src/sweeps/ledger-calls.ts';
import { countInner, countLambdas } from '../../src/sweeps/sweep.ts';
import { beatWhile } from '../../src/sweeps/work.ts';
import { NUMERICS_VERSION } from '../../src/version.ts';
import { recordEngine, smallRecipe } from '../compare/samples.ts';
import { engines, fused } from '../host.ts';
import { RECIPES } from '../pool/recipes.ts';
import { callTo, live, openSqlite, specify, writeReport } from './samples.ts';

/** A change of a ledger's answers: what it does to a call, which it may make. */
type Change = (make: () => Promise<unknown>, name: CallName, given: readonly unknown[]) => Promise<unknown>;

/** A sweep over a database in memory that lives may come and go around. */
async function openSweep(input: RecipeInput, own: readonly Engine[] = engines) {
  const { spec, data } = await specify(input, own);
  const { store } = openSqlite();
  const ledger = new Ledger(store, () => 0);
  ledger.open('abc', spec, 1);
  const reports: string[] = [];
  /** One process: a ledger anew over the same database. */
  const liveOn = (change: Change = (make) => make(), numerics = NUMERICS_VERSION) => {
    const plain = callTo(new Ledger(store, () => 0), numerics);
    const call = ((name, ...given) => change(() => plain(name, ...given), name, given)) as CallLedger;
    const keep = async (report: string) => void reports.push(report);
    return live({ data, call, keep, engines: own });
  };
  return { spec, ledger, liveOn, reports };
}

class Killed extends Error {}

const RECORDS: readonly CallName[] = ['prepare', 'recordTrial', 'recordClosing', 'finish'];

/** Lets so many records through, then kills: before the record is made, or just after it. */
function killAfter(records: number, when: 'before' | 'after'): Change {
  let left = records;
  return async (make, name) => {
    if (!RECORDS.includes(name)) return make();
    left -= 1;
    if (left < 0 && when === 'before') throw new Killed();
    const answer = await make();
    if (left < 0) throw new Killed();
    return answer;
  };
}

describe('a sweep', () => {
  it.each(Object.keys(RECIPES))('comes to the bytes of a comparison: %s', async (name) => {
    const { ledger, liveOn, reports } = await openSweep(RECIPES[name]);
    expect(await liveOn()).toBe('done');
    expect(reports).toEqual([await writeReport(RECIPES[name])]);
    const { progress, state } = ledger.view() ?? {};
    expect({ progress, state }).toEqual({
      state: 'done',
      progress: {
        done: (await plan(RECIPES[name], { engines })).trials,
        of: (await plan(RECIPES[name], { engines })).trials,
      },
    });
  });

  it.each([
    ['plain', 'before'],
    ['plain', 'after'],
    ['inner folds', 'after'],
    ['predictions and weights', 'before'],
    ['a divergence', 'after'],
    ['lambdas "auto"', 'after'],
    ['patience', 'before'],
  ] as const)(
    'killed at every point comes to the same bytes, each trial once: %s, %s a record',
    async (name, when) => {
      const { recorder, recording } = recordEngine(fused);
      const { spec, ledger, liveOn, reports } = await openSweep(RECIPES[name], [recorder]);
      const expected = await writeReport(RECIPES[name], [fused]);
      const { grid } = spec.plan.counts;
      let lives = 1;
      // Before a record nothing is won by a life that makes none, so each makes one.
      const kill = () => killAfter(when === 'before' ? 1 : 0, when);
      for (; (await liveOn(kill()).catch((error: unknown) => error)) instanceof Killed; lives++) {
        if (lives > 200) throw new Error('the sweep does not come to an end');
      }
      expect(lives).toBeGreaterThan(grid);
      expect(reports.at(-1)).toBe(expected);
      expect(new Set(reports).size).toBe(1);
      const view = ledger.view();
      expect(view).toMatchObject({ state: 'done', progress: { done: view?.progress.of } });
      expect(view?.trials).toHaveLength(grid);
      const told = ledger.eventsAfter(0, 1000).filter(({ name: kind }) => kind === 'trial');
      const counts = told.map(({ data }) => JSON.parse(data).done as number);
      expect(counts).toEqual([...new Set(counts)].toSorted((a, b) => a - b));
      expect(recording.trials.length).toBeGreaterThan(0);
    },
  );

  it('trains no trial that the ledger has', async () => {
    const { recorder, recording } = recordEngine(fused);
    const recipe = smallRecipe();
    const { liveOn } = await openSweep(recipe, [recorder]);
    for (let lives = 0; lives < 20; lives++) await liveOn(killAfter(0, 'after')).catch(() => {});
    expect(recording.trials).toHaveLength(4 * 3);
  });

  it('is done once by lanes that all do all of it', async () => {
    const { ledger, liveOn, reports } = await openSweep(RECIPES['predictions and weights']);
    const states = await Promise.all([liveOn(), liveOn(), liveOn()]);
    expect(states).toContain('done');
    expect(new Set(reports)).toEqual(new Set([await writeReport(RECIPES['predictions and weights'])]));
    const { progress, trials } = ledger.view() ?? {};
    expect(progress?.done).toBe(progress?.of);
    expect(trials).toHaveLength(6 * 3);
    expect(ledger.eventsAfter(0, 1000).filter(({ name }) => name === 'report')).toHaveLength(1);
  });

  it('reports each trial as a comparison does', async () => {
    const { ledger, liveOn } = await openSweep(smallRecipe());
    await liveOn();
    const report = JSON.parse(await writeReport(smallRecipe()));
    const values = report.lambdas.map(({ lambda, validation }: never) => [
      lambda,
      (validation as { rmse: { values: number[] } }).rmse.values,
    ]);
    const told = new Map<number, (number | null)[]>();
    for (const { lambda, value } of ledger.view()?.trials ?? []) {
      told.set(lambda, [...(told.get(lambda) ?? []), value]);
    }
    expect([...told]).toEqual(values);
  });

  it('leaves a trial that is running within half a second once it is stopped, and records it no more', async () => {
    const recipe = smallRecipe({ training: { epochs: 100_000, batchSize: 1 }, split: { holdout: 0.5 } });
    const { recorder, recording } = recordEngine(fused);
    const { ledger, liveOn } = await openSweep(recipe, [recorder]);
    let beats = 0;
    const state = await liveOn((make, name) => {
      if (name === 'beat') beats += 1;
      if (beats > 1) ledger.stop();
      return make();
    });
    expect([state, ledger.view()?.state]).toEqual(['stopped', 'stopped']);
    expect(recording.trials).toHaveLength(1);
    expect(recording.trials[0].epochs.length).toBeLessThan(100_000);
    expect(ledger.view()?.trials).toEqual([]);
  });

  it('asks its ledger every half second, whatever the estimate, and not soon after a record', async () => {
    const calls: string[] = [];
    const call = (async (name) => {
      calls.push(name);
      return true;
    }) as CallLedger;
    const clock = { ms: 0 };
    const pacer = { stepsAtOnce: 1, pause: async () => {}, spend: async () => {} };
    const figures = { seconds: 1e-6, steps: 1_000_000 };
    const paced = beatWhile(pacer, figures, call, () => clock.ms);
    const work = async (ms: number) => {
      clock.ms += ms;
      await paced.pause(1);
      return calls.length;
    };
    expect([await work(499), await work(1), await work(499), await work(1)]).toEqual([0, 1, 1, 2]);
    clock.ms += 499;
    paced.reset();
    expect([await work(499), await work(1)]).toEqual([2, 3]);
    // Where the clock stands still, two seconds of estimated work count.
    const still = beatWhile(pacer, { seconds: 4, steps: 4 }, call, () => 0);
    calls.length = 0;
    for (let i = 0; i < 5; i++) await still.pause(1);
    expect(calls).toEqual(['beat', 'beat']);
  });

  it('beats while it reads for the report, and leaves that too once it is stopped', async () => {
    const { ledger, liveOn, reports } = await openSweep(smallRecipe({ split: { folds: 5, repeats: 10 } }));
    let beats = 0;
    let read = 0;
    const state = await liveOn((make, name, [pair]) => {
      if (name === 'beat' && read > 0) beats += 1;
      if (name === 'readPair') read += 1;
      if (name === 'readPair' && pair === 25) ledger.stop();
      return make();
    });
    expect({ state, read, beats, reports }).toEqual({ state: 'stopped', read: 40, beats: 2, reports: [] });
  });

  it('refuses the trial in whose time it was stopped', async () => {
    const { recorder, recording } = recordEngine(fused);
    const { ledger, liveOn } = await openSweep(smallRecipe(), [recorder]);
    const state = await liveOn((make, name, [, position]) => {
      if (name === 'recordTrial' && position === 1) ledger.stop();
      return make();
    });
    expect(state).toBe('stopped');
    expect(ledger.view()?.trials).toHaveLength(1);
    expect(await liveOn()).toBe('stopped');
    expect(ledger.view()?.trials).toHaveLength(1);
    expect(recording.trials).toHaveLength(2);
  });
});

/** The fused engine, but a trial throws. */
function throwFrom(thrown: () => unknown): Engine {
  const { recorder } = recordEngine(fused, (epochs) => {
    if (epochs === 5) throw thrown();
  });
  return recorder;
}

describe('a fault', () => {
  it.each([
    ['of ours', () => errorAt('invalid-data', 'data', 'odd'), { code: 'invalid-data', message: 'data: odd' }],
    [
      'nobody expected',
      () => new TypeError('secret'),
      { code: 'internal', message: 'the work ended with an unexpected error (TypeError)' },
    ],
  ])('of a trial that is %s ends the sweep, and is told', async (_, thrown, error) => {
    const { ledger, liveOn } = await openSweep(smallRecipe(), [throwFrom(thrown)]);
    expect(await liveOn()).toBe('stopped');
    expect(ledger.view()).toMatchObject({ state: 'failed', error, progress: { done: 1 } });
  });

  it.each([
    ['no memory', () => new RangeError('no room')],
    ['an abort', () => errorAt('aborted', '', 'the caller stopped the work')],
  ])('of the place comes through, and the sweep goes on: %s', async (_, thrown) => {
    const { ledger, liveOn, reports } = await openSweep(smallRecipe(), [throwFrom(thrown)]);
    await expect(liveOn()).rejects.toEqual(thrown());
    expect(ledger.view()?.state).toBe('running');
    expect(await liveOn()).toBe('done');
    expect(reports).toEqual([await writeReport(smallRecipe())]);
  });

  it.each(['todo', 'beat', 'recordTrial', 'recordClosing', 'readTrials', 'readPair', 'finish'] as const)(
    'of the ledger comes through, and the sweep goes on: %s',
    async (method) => {
      const recipe = smallRecipe({ compare: { nested: { folds: 2 } } });
      const { ledger, liveOn, reports } = await openSweep(recipe);
      const fault = new TypeError('the network is down');
      const faulty = liveOn((make, name) => (name === method ? Promise.reject(fault) : make()));
      await expect(faulty).rejects.toBe(fault);
      expect(ledger.view()?.state).toBe('running');
      expect(await liveOn()).toBe('done');
      expect(reports.at(-1)).toBe(await writeReport(recipe));
    },
  );

  it('in finding lambdas ends the sweep', async () => {
    const data = { x: Array.from({ length: 12 }, () => [1]), y: Array.from({ length: 12 }, (_, i) => i) };
    const { ledger, liveOn } = await openSweep(smallRecipe({ data, penalty: { lambdas: 'auto' } }));
    expect(await liveOn()).toBe('stopped');
    expect(ledger.view()).toMatchObject({ state: 'failed', error: { code: 'invalid-data' } });
  });
});

describe('the plan of a sweep', () => {
  it.each(Object.keys(RECIPES))('says what each pair brings: %s', async (name) => {
    const { plan: figures } = await specify(RECIPES[name]);
    const { pairs, counts } = figures;
    const [lambdas, inner] = [countLambdas(figures), countInner(figures)];
    expect([pairs * lambdas, pairs * inner]).toEqual([counts.grid, counts.inner]);
    expect([Number.isInteger(lambdas), Number.isInteger(inner)]).toEqual([true, true]);
    expect(inner > 0).toBe(RECIPES[name].compare?.nested !== undefined);
  });
});
