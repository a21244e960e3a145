import { expect, test, vi } from 'vitest';
import type { Engine } from '../../src/engines/engine.ts';
import { createApp } from '../../src/http/app.ts';
import { describeError, type ErrorEntry, type RequestEntry } from '../../src/http/log.ts';
import { recordEngine } from '../compare/samples.ts';
import { fused } from '../host.ts';
import { parseEvents } from '../http/events.ts';
import { SMALL } from '../http/send.ts';

const secret = 'S3CR3T';
const broken = { name: 'broken', refuse: () => null } as never;

function open(engine: Engine = broken) {
  const entries: (RequestEntry | ErrorEntry)[] = [];
  const app = createApp({ engines: [engine], log: (entry) => entries.push(entry) });
  const headers = (accept: string) => ({ 'content-type': 'application/json', accept });
  const ask = (accept: string) =>
    app.request('/v1/compare', { method: 'POST', headers: headers(accept), body: JSON.stringify(SMALL) });
  return { entries, ask };
}

test('a fault of our own is answered with an id alone, under which the log has the place', async () => {
  const { entries, ask } = open();
  const response = await ask('application/json');
  const id = response.headers.get('x-request-id');
  const problem = await response.json();
  expect([response.status, problem.code, problem.errors]).toEqual([500, 'internal', []]);
  expect(problem.detail).toBe(
    `The fault is on this side; the same request may work later. Its log names the request ${id}.`,
  );
  expect(entries).toEqual([
    {
      time: expect.any(String),
      level: 'error',
      requestId: id,
      error: 'TypeError',
      stack: expect.arrayContaining([expect.stringMatching(/^at .*src\/compare\/.*:\d+/)]),
    },
    expect.objectContaining({ level: 'error', requestId: id, status: 500, code: 'internal' }),
  ]);
});

test('a fault after the first event is told and logged alike', async () => {
  const { recorder } = recordEngine(fused, () => {
    throw new RangeError(secret);
  });
  const { entries, ask } = open(recorder);
  const response = await ask('text/event-stream');
  const id = response.headers.get('x-request-id');
  const { events } = parseEvents(await response.text());
  expect(events.map(({ event }) => event)).toEqual(['plan', 'error']);
  expect(JSON.parse(events[1].data)).toMatchObject({
    code: 'internal',
    detail: expect.stringContaining(`${id}`),
  });
  expect(entries.filter((entry) => 'error' in entry)).toMatchObject([{ requestId: id, error: 'RangeError' }]);
  expect(JSON.stringify([events, entries])).not.toContain(secret);
});

test('an error is logged without its message, however that looks', () => {
  const named = Object.assign(new Error('x'), { name: secret.repeat(20) });
  const changed = new Error('before');
  changed.message = secret;
  const errors = [
    new TypeError(secret),
    new Error(`${secret}\n    at ${secret} (file:1:1)\n    at more (${secret}:1:1)`),
    new Error('', { cause: secret }),
    named,
    changed,
    secret,
    { secret },
    null,
  ];
  const texts = errors.map((error) => JSON.stringify(describeError(error, 'id')));
  for (const text of texts) expect(text).not.toContain(secret);
  expect(describeError(errors[1], 'id').stack[0]).toMatch(/^at .*faults\.test/);
  expect(describeError(errors[0], null)).toMatchObject({ error: 'TypeError', requestId: null });
});

test('by default errors go to the console, and requests do not', async () => {
  const written = vi.spyOn(console, 'error').mockImplementation(() => {});
  const requests = vi.spyOn(console, 'log').mockImplementation(() => {});
  const app = createApp({ engines: [broken] });
  const headers = { 'content-type': 'application/json' };
  await app.request('/v1/compare', { method: 'POST', headers, body: JSON.stringify(SMALL) });
  expect(written).toHaveBeenCalledOnce();
  expect(JSON.parse(written.mock.calls[0][0])).toMatchObject({ error: 'TypeError' });
  expect(requests).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});
