import { describe, expect, it } from 'vitest';
import { type Allowance, Budget, type BudgetStore, DAY_MS } from '../../src/admission/budget.ts';
import { createBudgetInMemory } from '../../src/admission/budget-in-memory.ts';
import { BudgetTables, openBudgetTables } from '../../src/admission/budget-tables.ts';
import type { PlanFigures } from '../../src/plan/schema.ts';
import type { SweepStanding, SweepState } from '../../src/sweeps/sweep.ts';
import { openSqlite } from '../sweeps/samples.ts';

const STORES: [string, () => BudgetStore][] = [
  ['in memory', createBudgetInMemory],
  ['in a database', () => openBudgetTables(openSqlite().store)],
];

const NOON = Date.UTC(2026, 10, 28, 12);

/** A budget and its clock, which a test sets. */
function openBudget(store: BudgetStore, allowance: Partial<Allowance> = {}, atOnce = {}) {
  const clock = { now: NOON };
  const most = { seconds: 100, sweeps: Number.POSITIVE_INFINITY, ...allowance };
  const budget = new Budget(store, { allowance: most, now: () => clock.now, ...atOnce });
  const left = async (caller = 'a') => (await budget.look(caller)).left;
  const pay = (seconds: number, trials = 10, caller = 'a') =>
    budget.pay(caller, { seconds, trials } as PlanFigures);
  return { budget, clock, left, pay };
}

function standing(id: string, state: SweepState, done = 0, of = 10): SweepStanding {
  return {
    id,
    state,
    progress: { done, of },
    secondsLeft: state === 'running' ? 7 : null,
    started: 0,
    expires: 0,
  };
}

describe.each(STORES)('a budget kept %s', (_, open) => {
  it('is paid until it is used up, by each caller alone', async () => {
    const { pay, left } = openBudget(open());
    expect(await left()).toBe(100);
    expect((await pay(60)).outcome).toBe('paid');
    const refused = await pay(40.5);
    expect(refused).toMatchObject({ outcome: 'no-seconds', balance: { quota: 100, left: 40 } });
    expect([(await pay(40)).outcome, await left(), await left('b')]).toEqual(['paid', 0, 100]);
    expect((await pay(100, 10, 'b')).outcome).toBe('paid');
  });

  it('is whole again at midnight UTC', async () => {
    const { budget, clock, pay, left } = openBudget(open());
    await pay(100);
    clock.now = Date.UTC(2026, 10, 28, 23, 59, 59, 500);
    expect(await budget.look('a')).toEqual({
      quota: 100,
      left: 0,
      resets: Date.UTC(2026, 10, 29),
      secondsToReset: 1,
    });
    clock.now = Date.UTC(2026, 10, 29);
    expect([await left(), (await budget.look('a')).secondsToReset]).toEqual([100, 86_400]);
    expect([(await pay(100)).outcome, await left()]).toEqual(['paid', 0]);
  });

  it('gets back the seconds of trials that were never begun', async () => {
    const { pay, left } = openBudget(open(), {}, { threads: 2 });
    const { settle } = await pay(100);
    await settle(3); // and two under way
    expect(await left()).toBeCloseTo(50, 9);
    await (await pay(10)).settle(9);
    expect(await left()).toBeCloseTo(40, 9);
  });

  it('gets nothing back from a day that is over', async () => {
    const { clock, pay, left } = openBudget(open());
    const { settle } = await pay(100);
    clock.now += DAY_MS;
    await pay(30);
    await settle(0);
    expect(await left()).toBe(70);
  });

  it('is paid by no two who ask at once', async () => {
    const { pay, left } = openBudget(open());
    const outcomes = await Promise.all(Array.from({ length: 5 }, async () => (await pay(30)).outcome));
    expect(outcomes.filter((outcome) => outcome === 'paid')).toHaveLength(3);
    expect(await left()).toBeCloseTo(10, 9);
  });

  it('pays for a sweep once, however often and at whatever times it is asked for', async () => {
    const { budget, left } = openBudget(open());
    const pay = () => budget.paySweep('a', { id: 's', seconds: 60 }, async () => null);
    const outcomes = (await Promise.all([pay(), pay(), pay()])).map(({ outcome }) => outcome);
    expect([outcomes, await left()]).toEqual([['paid', 'paid', 'paid'], 40]);
  });

  it('lets so many sweeps run at once, and sees which have ended', async () => {
    const { budget, left } = openBudget(open(), { sweeps: 2 }, { lanes: 3 });
    const states = new Map([['s1', standing('s1', 'running')]]);
    const start = async (id: string) => {
      const { outcome, running } = await budget.paySweep(
        'a',
        { id, seconds: 20 },
        async (other) => states.get(other) ?? null,
      );
      return [outcome, running.map((one) => one.id)];
    };
    await start('s1');
    states.set('s2', standing('s2', 'running'));
    await start('s2');
    expect(await start('s3')).toEqual(['no-room', ['s1', 's2']]);
    expect([await start('s1'), await left()]).toEqual([['paid', []], 60]);
    // Of its ten trials five were done and three under way, so that two are given back.
    states.set('s1', standing('s1', 'stopped', 5));
    expect([await start('s3'), await left()]).toEqual([['paid', ['s2']], 44]);
    states.set('s2', standing('s2', 'done', 10)).set('s3', standing('s3', 'running'));
    expect([await start('s4'), await left()]).toEqual([['paid', ['s3']], 24]);
    expect((await budget.paySweep('b', { id: 's5', seconds: 20 }, async () => null)).outcome).toBe('paid');
  });

  it('gives nothing back for a sweep that is no longer there: it may have run to its end', async () => {
    const { budget, left } = openBudget(open(), { sweeps: 1 });
    const pay = (id: string) => budget.paySweep('a', { id, seconds: 30 }, async () => null);
    await pay('s1');
    expect([(await pay('s2')).outcome, await left()]).toEqual(['paid', 40]);
  });

  it('takes no room for a sweep that it cannot pay', async () => {
    const { budget } = openBudget(open(), { sweeps: 1 });
    const find = async () => standing('x', 'running');
    expect((await budget.paySweep('a', { id: 's1', seconds: 101 }, find)).outcome).toBe('no-seconds');
    expect((await budget.paySweep('a', { id: 's2', seconds: 100 }, find)).outcome).toBe('paid');
  });

  it('gives a sweep back that never started, and one that was stopped, to nobody but its caller', async () => {
    const { budget, left } = openBudget(open());
    const pay = (id: string) => budget.paySweep('a', { id, seconds: 40 }, async () => null);
    await pay('s1');
    await budget.endSweep('a', 's1', null);
    expect(await left()).toBe(100);
    await pay('s2');
    await budget.endSweep('b', 's2', standing('s2', 'stopped', 0));
    expect([await left('a'), await left('b')]).toEqual([60, 100]);
    await budget.endSweep('a', 's2', standing('s2', 'stopped', 4));
    await budget.endSweep('a', 's2', standing('s2', 'stopped', 4));
    expect(await left()).toBeCloseTo(80, 9);
  });

  it('bears callers of any name', async () => {
    const { pay, left } = openBudget(open());
    for (const caller of ['__proto__', "a'; DROP TABLE budgetDays; --", '']) {
      await pay(30, 10, caller);
      expect(await left(caller)).toBe(70);
    }
  });
});

describe('the tables of a budget', () => {
  const list = (database: ReturnType<typeof openSqlite>['database'], statement: string) =>
    database.prepare(statement).all();

  it('are not made by looking', async () => {
    const { store, database } = openSqlite();
    const budgets = openBudgetTables(store);
    expect(await budgets.used('a', 1)).toBe(0);
    await budgets.giveBack('a', 1, 5);
    await budgets.endSweep('a', 's', 1);
    expect(list(database, 'SELECT name FROM sqlite_master')).toEqual([]);
  });

  it('keep nothing of days that are over but sweeps, and those for a month', () => {
    const { store, database } = openSqlite();
    const tables = new BudgetTables(store);
    const most = { seconds: 100, sweeps: 9 };
    tables.paySweep('a', 100, { id: 's', seconds: 1 }, most);
    tables.pay('b', 100, 1, most);
    expect(tables.dropBefore(101)).toBe(false);
    expect(list(database, 'SELECT * FROM budgetDays')).toEqual([]);
    expect(list(database, 'SELECT id FROM budgetSweeps')).toEqual([{ id: 's' }]);
    expect([tables.dropBefore(130), tables.dropBefore(131)]).toEqual([false, true]);
  });

  it('are found again by another process, and keep all of a payment or nothing', () => {
    const fault = { on: '' };
    const { store } = openSqlite(':memory:', (statement) => {
      if (fault.on !== '' && statement.startsWith(fault.on)) throw new Error('the disk is full');
    });
    const most = { seconds: 100, sweeps: 9 };
    new BudgetTables(store).pay('a', 1, 30, most);
    const tables = new BudgetTables(store);
    expect(tables.used('a', 1)).toBe(30);
    fault.on = 'INSERT INTO budgetSweeps';
    expect(() => tables.paySweep('a', 1, { id: 's', seconds: 30 }, most)).toThrow('full');
    fault.on = '';
    expect(tables.used('a', 1)).toBe(30);
  });
});
