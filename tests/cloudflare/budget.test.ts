import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import { type Budget, createBudgets } from '../../src/cloudflare/budget-object.ts';
import worker from '../../src/entries/worker.ts';
import { smallRecipe } from './sweeps.ts';

const { BUDGETS } = bindings as unknown as { BUDGETS: DurableObjectNamespace<Budget> };
const budgets = createBudgets(BUDGETS);
const ALLOWANCE = { seconds: 100, sweeps: 2 };
const today = () => Math.floor(Date.now() / 86_400_000);

/** The object of a caller, by the digest that names it. */
async function find(caller: string) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(caller)));
  return BUDGETS.getByName(Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''));
}

const listTables = async (caller: string) =>
  runInDurableObject(await find(caller), (_, { storage }) =>
    storage.sql.exec("SELECT name FROM sqlite_master WHERE name LIKE 'budget%'").toArray(),
  );

describe('the budgets of a worker', () => {
  it('are kept for each caller alone', async () => {
    expect(await budgets.pay('a', today(), 60, ALLOWANCE)).toEqual({ outcome: 'paid', used: 60, sweeps: [] });
    expect((await budgets.pay('a', today(), 60, ALLOWANCE)).outcome).toBe('no-seconds');
    expect([await budgets.used('a', today()), await budgets.used('b', today())]).toEqual([60, 0]);
    await budgets.giveBack('a', today(), 20);
    expect(await budgets.used('a', today())).toBe(40);
  });

  it('know no end where none is set', async () => {
    const endless = { seconds: Number.POSITIVE_INFINITY, sweeps: 1 };
    expect((await budgets.paySweep('c', today(), { id: 's1', seconds: 1e9 }, endless)).outcome).toBe('paid');
    const second = await budgets.paySweep('c', today(), { id: 's2', seconds: 1 }, endless);
    expect(second).toMatchObject({ outcome: 'no-room', sweeps: ['s1'] });
    await budgets.endSweep('c', 's1', 1);
    expect((await budgets.paySweep('c', today(), { id: 's2', seconds: 1 }, endless)).outcome).toBe('paid');
  });

  it('are not made by looking, and are gone when their day is over', async () => {
    await budgets.used('d', today());
    expect(await listTables('d')).toEqual([]);
    await budgets.pay('d', today(), 60, ALLOWANCE);
    expect(await listTables('d')).toHaveLength(2);
    const tomorrow = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 86_400_000);
    expect(await runDurableObjectAlarm(await find('d'))).toBe(true);
    tomorrow.mockRestore();
    expect(await listTables('d')).toEqual([]);
    expect((await budgets.pay('d', today(), 60, ALLOWANCE)).used).toBe(60);
  });

  it('stay while a sweep may run', async () => {
    await budgets.paySweep('e', today(), { id: 's', seconds: 1 }, ALLOWANCE);
    const later = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 86_400_000);
    expect(await runDurableObjectAlarm(await find('e'))).toBe(true);
    expect(await listTables('e')).toHaveLength(2);
    later.mockReturnValue(Date.now() + 31 * 86_400_000);
    expect(await runDurableObjectAlarm(await find('e'))).toBe(true);
    later.mockRestore();
    expect(await listTables('e')).toEqual([]);
  });
});

describe('a worker with a budget', () => {
  const ask = (env: object) => {
    const headers = { 'content-type': 'application/json', 'cf-connecting-ip': '203.0.113.9' };
    const init = { method: 'POST', headers, body: JSON.stringify(smallRecipe()) };
    return worker.fetch(new Request('http://absum.test/v1/compare', init), env);
  };

  it('answers 429 when it is used up, whichever isolate is asked', async () => {
    const plan = await worker.fetch(
      new Request('http://absum.test/v1/plan', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(smallRecipe()),
      }),
      {},
    );
    const { seconds } = (await plan.json()) as { seconds: number };
    const env = () => ({ BUDGETS, BUDGET_SECONDS: (1.5 * seconds).toFixed(6) });
    const first = await ask(env());
    expect([first.status, first.headers.get('ratelimit-policy')]).toEqual([200, '"budget";q=0;w=86400']);
    const second = await ask(env());
    expect(second.status).toBe(429);
    expect(await second.json()).toMatchObject({ code: 'budget-exceeded' });
  });

  it('is shut without the binding that keeps it', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    for (const [name, value] of Object.entries({ BUDGET_SECONDS: 60, MOST_SWEEPS: '2' })) {
      const response = await ask({ [name]: value });
      expect(response.status).toBe(500);
      expect(await response.json()).toMatchObject({ code: 'misconfigured', errors: [{ place: name }] });
    }
    vi.restoreAllMocks();
  });
});
