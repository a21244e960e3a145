import { describe, expect, test, vi } from 'vitest';
import { request } from '#host';
import type { ProgressEvent } from '../../src/compare/progress.ts';
import type { ServiceLimits } from '../../src/http/settings.ts';
import { prefersEvents, streamComparison } from '../../src/http/stream.ts';
import { namesOf, parseEvents } from './events.ts';
import { postJson, readRefusal, SMALL } from './send.ts';

const EVENTS = 'text/event-stream';

function stream(recipe: unknown, { accept = EVENTS, limits = {} as Partial<ServiceLimits> } = {}) {
  const headers = { 'content-type': 'application/json', accept };
  return request('/v1/compare', { method: 'POST', headers, body: JSON.stringify(recipe) }, limits);
}

const readEvents = async (response: Response) => parseEvents(await response.text()).events;

describe('POST /v1/compare by events', () => {
  test('tells the plan, every epoch and trial, and the report with the bytes of the JSON answer', async () => {
    const response = await stream(SMALL);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': EVENTS,
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    const events = await readEvents(response);
    const trial = ['epoch', 'epoch', 'trial'];
    expect(namesOf(events)).toEqual(['plan', ...Array(8).fill(trial).flat(), 'report']);
    expect(events.map(({ id }) => id)).toEqual(events.map((_, i) => `${i + 1}`));
    expect(events[0].data).toBe(await (await postJson('/v1/plan', SMALL)).text());
    expect(events.at(-1)?.data).toBe(await (await postJson('/v1/compare', SMALL)).text());
    const [epoch, last] = [events[1], events[24]].map(({ data }) => JSON.parse(data));
    expect(Object.keys(epoch)).toEqual([
      'repeat',
      'fold',
      'lambda',
      'epoch',
      'trainingDataLoss',
      'validationDataLoss',
      'penalty',
      'objective',
    ]);
    expect(epoch).toMatchObject({ repeat: 0, fold: 0, lambda: 0, epoch: 1 });
    expect(last).toEqual({ done: 8, of: 8, repeat: 0, fold: 1, lambda: 0.1, value: expect.any(Number) });
  });

  test('tells at most 2,000 events of however many trials', async () => {
    const recipe = {
      data: { dataset: 'friedman1', rows: 10 },
      split: { holdout: 0.5, repeats: 331 },
      network: { hidden: [] },
      training: { epochs: 1, batchSize: 20 },
      penalty: { lambdas: [0, 1, 2] },
    };
    const events = await readEvents(await stream(recipe));
    expect(events.length).toBeLessThanOrEqual(2000);
    const trials = events.filter(({ event }) => event === 'trial').map(({ data }) => JSON.parse(data));
    const every = Array.from({ length: 496 }, (_, i) => 2 * (i + 1));
    expect(trials.map(({ done }) => done)).toEqual([...every, 993]);
    expect(new Set(trials.map(({ of }) => of))).toEqual(new Set([993]));
    expect(events.filter(({ event }) => event === 'epoch')).toHaveLength(993);
  });

  test.each<[string, unknown, Partial<ServiceLimits>, number, string]>([
    ['not a recipe', { ...SMALL, penalty: { lambdas: ['x'] } }, {}, 422, 'invalid-recipe'],
    ['no usable data', { ...SMALL, data: { csv: 'a', target: 'y' } }, {}, 422, 'invalid-data'],
    ['a limit exceeded', SMALL, { trials: 7 }, 422, 'limit-exceeded'],
    ['a large body', SMALL, { bodyBytes: 9 }, 413, 'body-too-large'],
  ])('answers %s by a plain problem', async (_, recipe, limits, status, code) => {
    expect(await readRefusal(await stream(recipe, { limits }))).toMatchObject({
      status,
      type: 'application/problem+json',
      code,
    });
  });

  test('tells a fault after the plan by an event, in the words of the request', async () => {
    const csv = `a,y\n${Array.from({ length: 12 }, (_, i) => `1,${i}`).join('\n')}\n`;
    const headers = { 'content-type': 'text/csv', accept: EVENTS };
    const query = 'target=y&lambdas=auto&folds=2&epochs=1';
    const init = { method: 'POST', headers, body: csv };
    const response = await request(`/v1/compare?${query}`, init);
    expect(response.status).toBe(200);
    const events = await readEvents(response);
    expect(namesOf(events)).toEqual(['plan', 'error']);
    const problem = await request(`/v1/compare?${query}`, {
      ...init,
      headers: { 'content-type': 'text/csv' },
    });
    expect(problem.status).toBe(422);
    expect(events[1].data).toBe(await problem.text());
    expect(JSON.parse(events[1].data)).toMatchObject({ status: 422, errors: [{ place: 'lambdas' }] });
  });

  test('answers JSON to callers that do not ask for events', async () => {
    for (const accept of ['*/*', 'application/json', 'text/event-stream;q=0, */*']) {
      const response = await stream(SMALL, { accept });
      expect(response.headers.get('content-type')).toBe('application/json');
      expect(await response.json()).toMatchObject({ version: expect.any(String) });
    }
  });
});

test.each<[string | undefined, boolean]>([
  [undefined, false],
  ['', false],
  ['*/*', false],
  ['text/*', false],
  ['application/json', false],
  ['text/event-streams', false],
  ['text/event-stream', true],
  ['TEXT/Event-Stream; charset=utf-8', true],
  ['text/html, text/event-stream;q=0.1', true],
  ['text/event-stream, */*', true],
  ['text/event-stream;q=0', false],
  ['text/event-stream; q=0.0, text/html', false],
  ['application/json, text/event-stream', true],
  ['application/json;q=0.9, text/event-stream', true],
  ['application/json, text/event-stream;q=0.5', false],
])('accept: %s asks for events: %s', (accept, expected) => {
  expect(prefersEvents(accept)).toBe(expected);
});

describe('streamComparison', () => {
  const PLAN = { trials: 5000 } as Extract<ProgressEvent, { kind: 'plan' }>['plan'];
  const EPOCH = {
    kind: 'epoch',
    repeat: 0,
    fold: 0,
    lambda: 1,
    trainingDataLoss: 1,
    validationDataLoss: 1,
  } as const;

  test('holds a bounded part of what a reader does not read', async () => {
    const body = await streamComparison(
      async ({ onProgress }) => {
        onProgress({ kind: 'plan', plan: PLAN });
        for (let done = 1; done <= 5000; done++) {
          onProgress({ ...EPOCH, epoch: done, penalty: 1, objective: 2 });
          onProgress({ kind: 'trial', done, of: 5000, repeat: 0, fold: 0, lambda: 1, value: 1 });
        }
        return {} as never;
      },
      new AbortController().signal,
      { mostBytes: 2000 },
    );
    const text = await new Response(body).text();
    expect(text.length).toBeLessThan(2000 + 500);
    const { events } = parseEvents(text);
    expect(namesOf(events).slice(-2)).toEqual(['trial', 'report']);
    expect(JSON.parse(events.at(-2)?.data ?? '')).toMatchObject({ done: 5000, of: 5000 });
  });

  test('aborts the work when the reader goes away, and when the request does', async () => {
    for (const leave of ['reader', 'request']) {
      const leaving = new AbortController();
      let signal: AbortSignal | undefined;
      const body = await streamComparison((hooks) => {
        signal = hooks.signal;
        hooks.onProgress({ kind: 'plan', plan: PLAN });
        return new Promise((_, reject) =>
          hooks.signal.addEventListener('abort', () => reject(new Error('stopped'))),
        );
      }, leaving.signal);
      expect(signal?.aborted).toBe(false);
      const log = vi.spyOn(console, 'error').mockImplementation(() => {});
      if (leave === 'reader') await body.cancel();
      else leaving.abort();
      expect(signal?.aborted).toBe(true);
      if (leave === 'request')
        expect(namesOf(await readEvents(new Response(body)))).toEqual(['plan', 'error']);
      log.mockRestore();
    }
  });
});
