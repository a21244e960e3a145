import { expect, test } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import type { SweepAnswer } from '../../src/http/sweep-schema.ts';
import type { SqlStore } from '../../src/sweeps/ledger-tables.ts';
import { createLocalSweeps } from '../../src/sweeps/local-service.ts';
import { engines } from '../host.ts';
import { namesOf, parseEvents } from '../http/events.ts';
import { SMALL } from '../http/send.ts';
import { keepTexts, openSqlite } from '../sweeps/samples.ts';

/** The service over sweeps that run in this process. */
function openService() {
  const stores = new Map<string, SqlStore>();
  const faults: unknown[] = [];
  const sweeps = createLocalSweeps({
    engines,
    openStore: (id, make) => {
      if (make && !stores.has(id)) stores.set(id, openSqlite().store);
      return stores.get(id) ?? null;
    },
    texts: keepTexts().texts,
    onFault: (_, fault) => faults.push(fault),
  });
  return { app: createApp({ engines, sweeps }), settle: sweeps.settle, faults };
}

const post = (recipe: unknown) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(recipe),
});

test('a sweep over HTTP is followed to the report, and its bytes are those of /v1/compare', async () => {
  const { app, settle, faults } = openService();
  const compared = await (await app.request('/v1/compare', post(SMALL))).text();
  const started = await app.request('/v1/sweeps', post(SMALL));
  expect(started.status).toBe(202);
  const { links } = (await started.json()) as SweepAnswer;
  const { events } = parseEvents(await (await app.request(links.events)).text());
  expect(namesOf(events)).toEqual(['plan', ...Array(8).fill('trial'), 'report']);
  expect(events.at(-1)?.data).toBe(compared);
  const trials = events.slice(1, -1).map(({ data }) => JSON.parse(data));
  expect(trials.map(({ done, of }) => [done, of])).toEqual(trials.map((_, i) => [i + 1, 8]));
  expect(await (await app.request(links.report)).text()).toBe(compared);
  expect(await (await app.request(links.self)).text()).toContain(`"report":${compared}}`);
  await settle();
  expect(faults).toEqual([]);
});

test('a sweep that cannot go on tells why in the words of the comparison', async () => {
  const { app } = openService();
  const x = Array.from({ length: 12 }, () => [1]);
  const constant = { data: { x, y: x.map((_, i) => i) }, split: { folds: 2 }, training: { epochs: 1 } };
  const recipe = { ...constant, penalty: { lambdas: 'auto' } };
  const compared = await (await app.request('/v1/compare', post(recipe))).json();
  const { links } = (await (await app.request('/v1/sweeps', post(recipe))).json()) as SweepAnswer;
  const { events } = parseEvents(await (await app.request(links.events)).text());
  expect(namesOf(events)).toEqual(['plan', 'error']);
  const { code, status, title } = compared as Record<string, unknown>;
  expect(JSON.parse(events[1].data)).toMatchObject({ code, status, title });
  expect(await (await app.request(links.self)).json()).toMatchObject({ state: 'failed', error: { code } });
  expect((await app.request(links.report)).status).toBe(409);
});
