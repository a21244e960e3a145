import { beforeEach, describe, expect, test } from 'vitest';
import { createTestApp } from '#host';
import type { ServiceLimits } from '../../src/http/settings.ts';
import type { SweepAnswer } from '../../src/http/sweep-schema.ts';
import { createKey } from '../../src/keys.ts';
import { namesOf, parseEvents } from './events.ts';
import { createFakeSweeps } from './fake-sweeps.ts';
import { postJson, readRefusal, SMALL } from './send.ts';

const UNKNOWN = `${'a'.repeat(25)}e`;

let fake: ReturnType<typeof createFakeSweeps>;
beforeEach(() => {
  fake = createFakeSweeps();
});

async function ask(path: string, init?: RequestInit, limits: Partial<ServiceLimits> = {}) {
  return createTestApp({ sweeps: fake.service, limits }).request(`http://absum.test${path}`, init);
}

function post(
  recipe: unknown = SMALL,
  { key, limits = {} }: { key?: string; limits?: Partial<ServiceLimits> } = {},
) {
  const headers = {
    'content-type': 'application/json',
    ...(key !== undefined && { 'idempotency-key': key }),
  };
  const body = typeof recipe === 'string' ? recipe : JSON.stringify(recipe);
  return ask('/v1/sweeps', { method: 'POST', headers, body }, limits);
}

async function startSweep(recipe: unknown = SMALL, key?: string): Promise<string> {
  const response = await post(recipe, key === undefined ? {} : { key });
  expect(response.status).toBe(202);
  return ((await response.json()) as SweepAnswer).id;
}

const readSweep = async (id: string) => (await (await ask(`/v1/sweeps/${id}`)).json()) as SweepAnswer;

async function readEvents(id: string, after?: string) {
  const headers = after === undefined ? {} : { 'last-event-id': after };
  const response = await ask(`/v1/sweeps/${id}/events`, { headers });
  expect(response.status).toBe(200);
  return parseEvents(await response.text()).events;
}

const readReport = async () => (await postJson('/v1/compare', SMALL)).text();

describe('POST /v1/sweeps', () => {
  test('starts a sweep with the recipe, the data and the plan, and says where it is', async () => {
    const response = await post();
    expect(response.status).toBe(202);
    expect(response.headers.get('content-type')).toBe('application/json');
    const { id, links, ...sweep } = (await response.json()) as SweepAnswer;
    expect(id).toMatch(/^[a-z2-7]{26}$/);
    const path = `/v1/sweeps/${id}`;
    expect(links).toEqual({ self: path, events: `${path}/events`, report: `${path}/report` });
    expect(response.headers.get('location')).toBe(path);
    expect(sweep).toMatchObject({ state: 'running', progress: { done: 0, of: 8 }, trials: [] });
    const { data, ...recipe } = SMALL;
    expect(fake.sweeps.get(id)?.input).toEqual({
      digest: expect.stringMatching(/^[a-z2-7]{26}$/),
      recipe,
      data: JSON.stringify(data),
      plan: await (await postJson('/v1/plan', SMALL)).json(),
    });
  });

  test('takes a CSV with the recipe in the query, and a form', async () => {
    const csv = `a,y\n${Array.from({ length: 12 }, (_, i) => `${i * i},${i}`).join('\n')}\n`;
    const form = new FormData();
    form.append('file', new Blob([csv]));
    form.append('target', 'y');
    form.append('folds', '2');
    const headers = { 'content-type': 'text/csv' };
    for (const response of [
      await ask('/v1/sweeps?target=y&folds=2', { method: 'POST', headers, body: csv }),
      await ask('/v1/sweeps', { method: 'POST', body: form }),
    ]) {
      expect(response.status).toBe(202);
      const { id } = (await response.json()) as SweepAnswer;
      const input = fake.sweeps.get(id)?.input;
      expect(JSON.parse(input?.data ?? '')).toEqual({ csv, target: 'y' });
      expect(input?.recipe).toEqual({ split: { folds: 2 } });
    }
  });

  test('is another sweep each time, without a key', async () => {
    expect(await startSweep()).not.toBe(await startSweep());
    expect(fake.sweeps.size).toBe(2);
  });

  test('is the same sweep for the same key, recipe and data, and another for another key', async () => {
    const id = await startSweep(SMALL, 'key');
    fake.advance(id, 3);
    expect(await startSweep(SMALL, 'key')).toBe(id);
    expect((await readSweep(id)).progress.done).toBe(3);
    const other = await startSweep(SMALL, 'Key');
    expect(other).toMatch(/^[a-z2-7]{26}$/);
    expect(other).not.toBe(id);
  });

  test.each<[string, object]>([
    ['recipe', { ...SMALL, seed: 2 }],
    ['data', { ...SMALL, data: { ...SMALL.data, rows: 31 } }],
  ])('is a 409 for the same key with another %s, which leaves the sweep as it was', async (_, changed) => {
    const id = await startSweep(SMALL, 'key');
    const before = structuredClone(fake.sweeps.get(id));
    const refusal = await readRefusal(await post(changed, { key: 'key' }));
    expect(refusal).toMatchObject({ status: 409, code: 'key-reused', places: ['idempotency-key'] });
    expect(refusal.detail).not.toContain(id);
    expect(fake.sweeps.get(id)).toEqual(before);
    expect(await startSweep(SMALL, 'key')).toBe(id);
  });

  test('keeps the keys of callers with other API keys apart', async () => {
    const [mine, other] = await Promise.all([createKey('mine'), createKey('other')]);
    const app = createTestApp({ sweeps: fake.service, keys: `${mine.entry}\n${other.entry}` });
    const ids = new Set<string>();
    for (const authorization of [`Bearer ${mine.key}`, `bearer  ${mine.key}`, `Bearer ${other.key}`]) {
      const headers = { 'content-type': 'application/json', 'idempotency-key': 'key', authorization };
      const init = { method: 'POST', headers, body: JSON.stringify(SMALL) };
      const response = await app.request('http://absum.test/v1/sweeps', init);
      ids.add(((await response.json()) as SweepAnswer).id);
    }
    expect(ids.size).toBe(2);
  });

  test('has the id that SHA-256 of the caller and the key gives', async () => {
    const text = JSON.stringify(['', 'key']);
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    const bits = [...new Uint8Array(digest, 0, 16)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const digits = bits.padEnd(130, '0').match(/.{5}/g) as string[];
    const id = digits.map((five) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(five, 2)]).join('');
    expect(await startSweep(SMALL, 'key')).toBe(id);
  });

  test.each([
    ['', '0'],
    ['x'.repeat(256), '256'],
  ])('refuses the key %j', async (key, length) => {
    const refusal = await readRefusal(await post(SMALL, { key }));
    expect(refusal).toMatchObject({ status: 422, code: 'invalid-request', places: ['idempotency-key'] });
    expect(refusal.detail).toContain(`got ${length}`);
    expect(fake.calls).toEqual([]);
  });

  test.each<[string, unknown, number, string]>([
    ['not a recipe', { ...SMALL, penalty: { lambdas: ['x'] } }, 422, 'invalid-recipe'],
    ['no object', [], 422, 'invalid-recipe'],
    ['relaxed arithmetic', { ...SMALL, arithmetic: 'relaxed' }, 422, 'unsupported'],
    ['no usable data', { ...SMALL, data: { csv: 'a', target: 'y' } }, 422, 'invalid-data'],
    ['no JSON', '{', 400, 'invalid-json'],
  ])('refuses %s and starts nothing', async (_, recipe, status, code) => {
    expect(await readRefusal(await post(recipe))).toMatchObject({ status, code });
    expect(fake.calls).toEqual([]);
  });

  test('says what is wrong in the words of the request', async () => {
    const init = { method: 'POST', headers: { 'content-type': 'text/csv' }, body: 'a,y\n1,2\n3,4\n' };
    const refusal = await readRefusal(await ask('/v1/sweeps?target=y&lambdas=0,x', init));
    expect(refusal).toMatchObject({ status: 422, places: ['lambdas[1]'] });
  });

  test('takes more work than a comparison, up to limits of its own', async () => {
    const large = { ...SMALL, split: { holdout: 0.5, repeats: 501 }, network: { hidden: [] } };
    expect((await postJson('/v1/compare', large)).status).toBe(422);
    expect((await post(large, { limits: { trials: 2000, seconds: 1e-9 } })).status).toBe(202);
    for (const [name, place] of [
      ['trials', 'penalty.lambdas'],
      ['seconds', 'training.epochs'],
      ['pairSeconds', 'training.epochs'],
    ]) {
      const limits = { sweeps: { [name]: 1e-9 } };
      const refusal = await readRefusal(await post(SMALL, { limits }));
      expect(refusal).toMatchObject({ status: 422, code: 'limit-exceeded', places: [place] });
    }
    const cells = await readRefusal(await post(SMALL, { limits: { cells: 299 } }));
    expect(cells).toMatchObject({ code: 'limit-exceeded', places: ['data'] });
  });

  test('refuses a pair that takes more than a minute', async () => {
    const long = { ...SMALL, network: { hidden: [512, 512] }, training: { epochs: 100_000 } };
    const refusal = await readRefusal(await post(long, { limits: { sweeps: { seconds: 1e9 } } }));
    expect(refusal.detail).toMatch(/seconds of estimated work on one pair exceed the limit of 60/);
  });
});

describe('GET /v1/sweeps/{id}', () => {
  test('says how far the sweep is, and has no report before its end', async () => {
    const id = await startSweep();
    fake.advance(id, 2);
    const sweep = await readSweep(id);
    expect(sweep).toMatchObject({ id, state: 'running', progress: { done: 2, of: 8 }, secondsLeft: 1.5 });
    expect(sweep.trials).toEqual(Array(2).fill({ repeat: 0, fold: 0, lambda: 0.1, value: 1.5 }));
    expect(sweep.links.self).toBe(`/v1/sweeps/${id}`);
    expect(sweep).not.toHaveProperty('report');
  });

  test('has the report at the end with the bytes of /v1/compare', async () => {
    const [id, report] = [await startSweep(), await readReport()];
    fake.finish(id, report);
    const text = await (await ask(`/v1/sweeps/${id}`)).text();
    expect(text).toContain(`"report":${report}}`);
    expect(JSON.parse(text)).toMatchObject({ id, state: 'done', report: JSON.parse(report) });
  });

  test('says so where the report is lost', async () => {
    const id = await startSweep();
    fake.finish(id, null);
    expect(await readSweep(id)).toMatchObject({ state: 'done', report: null });
  });

  test('has the error of a sweep that failed', async () => {
    const id = await startSweep();
    fake.fail(id, 'worker-lost', 'it fell silent');
    const error = { code: 'worker-lost', message: 'it fell silent' };
    expect(await readSweep(id)).toMatchObject({ state: 'failed', error });
  });

  test('says whether it is there, to HEAD', async () => {
    const id = await startSweep();
    for (const path of [id, `${id}/events`]) {
      const response = await ask(`/v1/sweeps/${path}`, { method: 'HEAD' });
      expect([response.status, await response.text()]).toEqual([200, '']);
    }
    expect(fake.calls).not.toContain('eventsAfter');
  });
});

describe('GET /v1/sweeps/{id}/report', () => {
  test('answers exactly what /v1/compare answers', async () => {
    const id = await startSweep();
    const compared = await postJson('/v1/compare', SMALL);
    const report = await compared.text();
    fake.finish(id, report);
    const response = await ask(`/v1/sweeps/${id}/report`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(compared.headers.get('content-type'));
    expect(await response.text()).toBe(report);
  });

  test('is looked for without the trials, which may be many', async () => {
    const id = await startSweep();
    fake.finish(id, await readReport());
    fake.calls.length = 0;
    await ask(`/v1/sweeps/${id}/report`);
    expect(fake.calls).toEqual(['standing', 'report']);
  });

  test('says why there is no report', async () => {
    const refuse = async (id: string) => readRefusal(await ask(`/v1/sweeps/${id}/report`));
    const id = await startSweep();
    fake.advance(id, 3);
    const running = {
      status: 409,
      code: 'no-report',
      detail: 'the sweep is running: 3 of 8 trials are done',
    };
    expect(await refuse(id)).toMatchObject(running);
    fake.fail(id, 'invalid-data', 'no lambda zeroes the weights');
    const failed = {
      status: 409,
      code: 'no-report',
      detail: 'the sweep failed: no lambda zeroes the weights',
    };
    expect(await refuse(id)).toMatchObject(failed);
    const stopped = await startSweep();
    await ask(`/v1/sweeps/${stopped}`, { method: 'DELETE' });
    expect(await refuse(stopped)).toMatchObject({ status: 409, detail: expect.stringContaining('stopped') });
    const lost = await startSweep();
    fake.finish(lost, null);
    expect(await refuse(lost)).toMatchObject({ status: 410, code: 'report-lost' });
  });
});

describe('DELETE /v1/sweeps/{id}', () => {
  test('stops the sweep and keeps what is done', async () => {
    const id = await startSweep();
    fake.advance(id, 2);
    const response = await ask(`/v1/sweeps/${id}`, { method: 'DELETE' });
    expect(response.status).toBe(200);
    const sweep = (await response.json()) as SweepAnswer;
    expect(sweep).toMatchObject({ id, state: 'stopped', progress: { done: 2, of: 8 }, secondsLeft: null });
    expect(sweep.trials).toHaveLength(2);
    expect(await readSweep(id)).toEqual(sweep);
  });

  test('leaves a sweep that is done as it is', async () => {
    const [id, report] = [await startSweep(), await readReport()];
    fake.finish(id, report);
    const response = await ask(`/v1/sweeps/${id}`, { method: 'DELETE' });
    expect(await response.json()).toMatchObject({ state: 'done', report: JSON.parse(report) });
  });
});

describe('GET /v1/sweeps/{id}/events', () => {
  test('tells all from the first, numbered as they were told, and ends with the report', async () => {
    const [id, report] = [await startSweep(), await readReport()];
    fake.advance(id, 8);
    fake.finish(id, report);
    const response = await ask(`/v1/sweeps/${id}/events`);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const { events } = parseEvents(await response.text());
    expect(namesOf(events)).toEqual(['plan', ...Array(8).fill('trial'), 'report']);
    expect(events.map(({ id: sequence }) => sequence)).toEqual(events.map((_, i) => `${i + 1}`));
    expect(events[0].data).toBe(await (await postJson('/v1/plan', SMALL)).text());
    expect(JSON.parse(events[3].data)).toMatchObject({ done: 3, of: 8, lambda: 0.1, value: 1.5 });
    expect(events[9].data).toBe(report);
  });

  test('goes on after the event that the reader had last', async () => {
    const [id, report] = [await startSweep(), await readReport()];
    fake.advance(id, 8);
    fake.finish(id, report);
    const events = await readEvents(id, '7');
    expect(events.map(({ id: sequence }) => sequence)).toEqual(['8', '9', '10']);
    expect(namesOf(events)).toEqual(['trial', 'trial', 'report']);
    expect(await readEvents(id, '')).toHaveLength(10);
  });

  test('says to one who had the last event that nothing comes any more', async () => {
    const id = await startSweep();
    fake.finish(id, await readReport());
    const init = { headers: { 'last-event-id': '2' } };
    const response = await ask(`/v1/sweeps/${id}/events`, init);
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  test('is looked for without the trials, which may be many', async () => {
    const id = await startSweep();
    fake.finish(id, await readReport());
    fake.calls.length = 0;
    await readEvents(id);
    expect(fake.calls).toEqual(['standing', 'eventsAfter', 'eventsAfter', 'report']);
  });

  test('reports a failure by the problem document of its code', async () => {
    const id = await startSweep();
    fake.fail(id, 'invalid-data', 'no lambda zeroes the weights');
    const events = await readEvents(id);
    expect(namesOf(events)).toEqual(['plan', 'error']);
    expect(JSON.parse(events[1].data)).toEqual({
      type: 'urn:absum:problem:invalid-data',
      title: 'The data set cannot be used',
      status: 422,
      detail: 'no lambda zeroes the weights',
      code: 'invalid-data',
      errors: [{ place: '', message: 'no lambda zeroes the weights' }],
    });
  });

  test('ends when the sweep was stopped', async () => {
    const id = await startSweep();
    fake.advance(id);
    await ask(`/v1/sweeps/${id}`, { method: 'DELETE' });
    const events = await readEvents(id);
    expect(namesOf(events)).toEqual(['plan', 'trial', 'stopped']);
    expect(events[2].data).toBe('{"done":1,"of":8}');
  });

  test.each(['x', '-1', '1.5', '1e3', '9'.repeat(16)])('refuses %j for an event', async (last) => {
    const id = await startSweep();
    const response = await ask(`/v1/sweeps/${id}/events`, { headers: { 'last-event-id': last } });
    const refused = { status: 422, code: 'invalid-request', places: ['last-event-id'] };
    expect(await readRefusal(response)).toMatchObject(refused);
  });
});

const ROUTES = [
  ['GET', ''],
  ['DELETE', ''],
  ['GET', '/events'],
  ['GET', '/report'],
] as const;

describe.each(ROUTES)('%s /v1/sweeps/{id}%s', (method, rest) => {
  test.each([UNKNOWN, 'x', '%00', `${'a'.repeat(25)}b`, `${'A'.repeat(25)}e`, '__proto__', 'a'.repeat(2000)])(
    'is 404 for the id %j',
    async (id) => {
      const refusal = await readRefusal(await ask(`/v1/sweeps/${id}${rest}`, { method }));
      expect(refusal).toMatchObject({ status: 404, code: 'unknown-sweep', places: ['id'] });
      expect(refusal.detail.length).toBeLessThan(150);
      // What cannot be an id is not looked for.
      expect(fake.calls).toHaveLength(id === UNKNOWN ? 1 : 0);
    },
  );

  test('is 501 on a host without sweeps', async () => {
    const app = createTestApp({});
    const init = { method };
    const refusal = await readRefusal(
      await app.request(`http://absum.test/v1/sweeps/${UNKNOWN}${rest}`, init),
    );
    expect(refusal).toMatchObject({ status: 501, code: 'no-sweeps' });
    expect(refusal.detail).toContain('/v1/compare');
  });

  test('is 405 by another method', async () => {
    const response = await ask(`/v1/sweeps/${UNKNOWN}${rest}`, { method: 'PUT' });
    expect(response.headers.get('allow')).toContain(method);
    expect(await readRefusal(response)).toMatchObject({ status: 405 });
  });
});

test('POST /v1/sweeps is 501 on a host without sweeps', async () => {
  const app = createTestApp({});
  const response = await app.request('http://absum.test/v1/sweeps', { method: 'POST', body: '{' });
  expect(await readRefusal(response)).toMatchObject({ status: 501, code: 'no-sweeps' });
});
