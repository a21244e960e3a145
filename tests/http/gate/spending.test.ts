import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createTestApp } from '#host';
import type { BudgetStore } from '../../../src/admission/budget.ts';
import { createBudgetInMemory } from '../../../src/admission/budget-in-memory.ts';
import { createMemoryAdmission } from '../../../src/admission/memory.ts';
import type { AppOptions } from '../../../src/http/parts.ts';
import type { SweepAnswer } from '../../../src/http/sweep-schema.ts';
import { createFakeSweeps } from '../fake-sweeps.ts';
import { readRefusal, SMALL } from '../send.ts';

/** Seconds left of a UTC day at noon and a half second. */
const NOON = Date.UTC(2026, 10, 28, 12, 0, 0, 500);
beforeEach(() => {
  vi.spyOn(Date, 'now').mockReturnValue(NOON);
  return () => vi.restoreAllMocks();
});

const seconds = await readSeconds(SMALL);

async function readSeconds(recipe: unknown): Promise<number> {
  const response = await createTestApp({}).request('/v1/plan', post(recipe));
  return ((await response.json()) as { seconds: number }).seconds;
}

function post(recipe: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(recipe),
  };
}

/** A service, and what the caller at an address has used. */
function openService(options: Partial<AppOptions> = {}) {
  const fake = createFakeSweeps();
  const budgets = createBudgetInMemory();
  const app = createTestApp({
    sweeps: fake.service,
    budgets,
    findAddress: (c) => c.req.header('cf-connecting-ip'),
    ...options,
  });
  const from = (address: string) => ({ 'cf-connecting-ip': address });
  const ask = async (path: string, recipe: unknown = SMALL, headers: Record<string, string> = {}) =>
    app.request(path, post(recipe, { ...from('203.0.113.7'), ...headers }));
  const drop = async (id: string) =>
    app.request(`/v1/sweeps/${id}`, { method: 'DELETE', headers: from('203.0.113.7') });
  const used = () => budgets.used('address:203.0.113.7', Math.floor(NOON / 86_400_000));
  return { app, ask, drop, used, fake };
}

const readId = async (response: Response) => ((await response.json()) as SweepAnswer).id;

const readLimits = ({ headers }: Response) => [headers.get('ratelimit-policy'), headers.get('ratelimit')];

describe('a budget', () => {
  test('is told by the headers of the draft: seconds of the day, seconds left, seconds to midnight UTC', async () => {
    const { ask } = openService({ budgetSeconds: 1000.9 });
    const policy = '"budget";q=1000;w=86400';
    expect(readLimits(await ask('/v1/plan'))).toEqual([policy, '"budget";r=1000;t=43200']);
    for (const path of ['/v1/compare', '/v1/sweeps', '/v1/plan']) {
      expect(readLimits(await ask(path))).toEqual([policy, '"budget";r=1000;t=43200']);
    }
    const events = await ask('/v1/compare', SMALL, { accept: 'text/event-stream' });
    expect(readLimits(events)).toEqual([policy, '"budget";r=1000;t=43200']);
    await events.text();
  });

  test('is paid by comparisons and sweeps, by estimate, and not by plans', async () => {
    const { ask, used } = openService({ budgetSeconds: 1000 });
    await ask('/v1/plan');
    expect(await used()).toBe(0);
    await ask('/v1/compare');
    expect(await used()).toBeCloseTo(seconds, 12);
    await ask('/v1/sweeps');
    expect(await used()).toBeCloseTo(2 * seconds, 12);
  });

  test('that is used up is a 429 that says what was asked, what is left and when there is more', async () => {
    const { ask, used } = openService({ budgetSeconds: 2.5 * seconds });
    expect((await ask('/v1/compare')).status).toBe(200);
    expect((await ask('/v1/sweeps')).status).toBe(202);
    for (const path of ['/v1/compare', '/v1/sweeps']) {
      const response = await ask(path);
      expect(response.headers.get('retry-after')).toBe('43200');
      expect(readLimits(response)).toEqual(['"budget";q=0;w=86400', '"budget";r=0;t=43200']);
      const { detail, ...refusal } = await readRefusal(response);
      expect(refusal).toMatchObject({
        status: 429,
        code: 'budget-exceeded',
        type: 'application/problem+json',
      });
      expect(detail).toMatch(
        /^this takes about .+ s, and .+ s are left of today's .+ s: ask for less, or again from 2026-11-29 00:00 UTC on$/,
      );
    }
    expect((await ask('/v1/plan')).status).toBe(200);
    expect(await used()).toBeCloseTo(2 * seconds, 12);
    expect((await ask('/v1/compare', SMALL, { 'cf-connecting-ip': '203.0.113.8' })).status).toBe(200);
    vi.spyOn(Date, 'now').mockReturnValue(NOON + 43_200_000);
    expect((await ask('/v1/compare')).status).toBe(200);
  });

  test('that a whole day could not pay is a 422, so that nobody waits for tomorrow', async () => {
    const { ask, used } = openService({ budgetSeconds: seconds / 2 });
    for (const path of ['/v1/compare', '/v1/sweeps']) {
      const response = await ask(path);
      expect(response.headers.has('retry-after')).toBe(false);
      expect(await readRefusal(response)).toMatchObject({
        status: 422,
        code: 'limit-exceeded',
        places: ['training.epochs'],
      });
    }
    expect(await used()).toBe(0);
  });

  test('is not paid by what is refused', async () => {
    const { ask, used } = openService({ budgetSeconds: 1000, limits: { trials: 10 } });
    await ask('/v1/compare', { ...SMALL, split: { folds: 5, repeats: 9 } });
    await ask('/v1/compare', { ...SMALL, loss: 'none' });
    expect(await used()).toBe(0);
  });

  test('gets back the trials of a stopped comparison that were never begun', async () => {
    const { app, used } = openService({ budgetSeconds: 1000 });
    const leaving = new AbortController();
    const recipe = { ...SMALL, training: { epochs: 3000 } };
    const paid = await readSeconds(recipe);
    const headers = { accept: 'text/event-stream', 'cf-connecting-ip': '203.0.113.7' };
    const response = await app.request('/v1/compare', { ...post(recipe, headers), signal: leaving.signal });
    expect(await used()).toBeCloseTo(paid, 9);
    await response.body?.cancel();
    leaving.abort();
    await expect.poll(used).toBeLessThan(paid);
    // Eight trials; the one under way is paid.
    expect(await used()).toBeGreaterThan(0.99 * (paid / 8));
    expect(Number.isInteger(Math.round(((await used()) / paid) * 8e6) / 1e6)).toBe(true);
  });

  test('pays for a sweep once, whether its start comes twice in a row or at once', async () => {
    const { ask, used } = openService({ budgetSeconds: 1000 });
    const start = () => ask('/v1/sweeps', SMALL, { 'idempotency-key': 'k' });
    const answers = [...(await Promise.all([start(), start()])), await start()];
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(await used()).toBeCloseTo(seconds, 12);
  });

  test('pays for a known sweep no more, though it has ended and another day has come', async () => {
    const { ask, drop, used } = openService({ budgetSeconds: 1000 });
    const start = () => ask('/v1/sweeps', SMALL, { 'idempotency-key': 'k' });
    await drop(await readId(await start()));
    const after = await used();
    expect((await start()).status).toBe(202);
    expect(await used()).toBe(after);
  });

  test('gets back the trials of a stopped sweep that were never begun, and all of one that did not start', async () => {
    const { ask, drop, used, fake } = openService({ budgetSeconds: 1000 });
    const id = await readId(await ask('/v1/sweeps'));
    fake.advance(id, 3);
    const response = await drop(id);
    expect(response.status).toBe(200);
    expect(response.headers.get('ratelimit')).toMatch(/^"budget";r=\d+;t=43200$/);
    expect(await used()).toBeCloseTo((4 / 8) * seconds, 12);
    const before = await used();
    fake.service.start = async () => Promise.reject(new Error('the store is full'));
    expect((await ask('/v1/sweeps')).status).toBe(500);
    expect(await used()).toBeCloseTo(before, 12);
  });

  test('that cannot be kept lets nobody in', async () => {
    const broken: BudgetStore = {
      ...createBudgetInMemory(),
      pay: () => Promise.reject(new Error('the store is away')),
    };
    const { ask } = openService({ budgetSeconds: 1000, budgets: broken, log: () => {} });
    expect((await ask('/v1/compare')).status).toBe(500);
  });

  test('that is used up leaves the memory to others', async () => {
    const memory = createMemoryAdmission({ bytes: 1 });
    const { ask } = openService({ budgetSeconds: 1.5 * seconds, memory });
    await ask('/v1/compare');
    expect([(await ask('/v1/compare')).status, (await ask('/v1/compare')).status]).toEqual([429, 429]);
    expect((await ask('/v1/compare', SMALL, { 'cf-connecting-ip': '203.0.113.8' })).status).toBe(200);
  });

  test('counts by key and not by address', async () => {
    const { createKey } = await import('../../../src/keys.ts');
    const { key, entry } = await createKey('lab');
    const { ask } = openService({ budgetSeconds: 1.5 * seconds, keys: entry });
    const withKey = (address: string) => ({ authorization: `Bearer ${key}`, 'cf-connecting-ip': address });
    expect((await ask('/v1/compare', SMALL, withKey('203.0.113.1'))).status).toBe(200);
    expect((await ask('/v1/compare', SMALL, withKey('203.0.113.2'))).status).toBe(429);
  });

  test('is nowhere without the setting', async () => {
    const { ask, used } = openService();
    for (const path of ['/v1/plan', '/v1/compare', '/v1/sweeps']) {
      expect(readLimits(await ask(path))).toEqual([null, null]);
    }
    expect(await used()).toBe(0);
  });
});

describe('the most sweeps at once', () => {
  test('are a 429 that says when one is expected to end', async () => {
    const { ask, drop, fake } = openService({ mostSweeps: 2 });
    const first = await readId(await ask('/v1/sweeps'));
    const second = await readId(await ask('/v1/sweeps'));
    const response = await ask('/v1/sweeps');
    expect([response.headers.get('retry-after'), response.headers.get('ratelimit')]).toEqual(['2', null]);
    expect(await readRefusal(response)).toMatchObject({
      status: 429,
      code: 'too-many-sweeps',
      detail: expect.stringMatching(/^2 sweeps run already, .* \(about 1\.5 s\)$/),
    });
    expect((await ask('/v1/sweeps', SMALL, { 'cf-connecting-ip': '203.0.113.8' })).status).toBe(202);
    expect((await ask('/v1/compare')).status).toBe(200);
    fake.advance(first, 8);
    fake.finish(first, '{}');
    expect((await ask('/v1/sweeps')).status).toBe(202);
    expect((await ask('/v1/sweeps')).status).toBe(429);
    await drop(second);
    expect((await ask('/v1/sweeps')).status).toBe(202);
  });
});
