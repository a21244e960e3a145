import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type FollowOptions,
  followSweep,
  readSweep,
  startSweep,
  stopSweep,
} from '../../src/client/sweeps.ts';
import { compare } from '../../src/compare/compare.ts';
import type { ProgressEvent } from '../../src/compare/progress.ts';
import { createApp } from '../../src/http/app.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { smallRecipe } from '../compare/samples.ts';
import { engines } from '../host.ts';
import { createFakeSweeps } from '../http/fake-sweeps.ts';
import { openSweeps } from './sweep-samples.ts';

const BASE = 'http://absum.test';
const UNKNOWN = 'aaaaaaaaaaaaaaaaaaaaaaaaaa';
const FLAT: RecipeInput = {
  data: { x: Array.from({ length: 12 }, () => [1]), y: Array.from({ length: 12 }, (_, i) => i) },
  penalty: { lambdas: 'auto' },
  training: { epochs: 1 },
};
const LONG = smallRecipe({ training: { epochs: 20_000 } });

afterEach(() => void vi.useRealTimers());

type Answer = (request: Request) => Response | Promise<Response>;
const reach = (answer: Answer) => ({
  fetch: (async (...args) => answer(new Request(...args))) as typeof fetch,
});

/** An app that runs sweeps in this process, what it was asked, and how to reach it. */
function openService(sweeps = openSweeps(engines)) {
  const app = createApp({ engines, sweeps: sweeps.service });
  const asked: Request[] = [];
  const answer: Answer = (request) => {
    asked.push(request.clone());
    return app.fetch(request);
  };
  return { ...sweeps, asked, answer, ...reach(answer) };
}

/** The same with sweeps that a test brings on by hand. */
async function openByHand() {
  const fake = createFakeSweeps();
  const app = createApp({ engines, sweeps: fake.service });
  const answer: Answer = (request) => app.fetch(request);
  const { id } = await startSweep(BASE, smallRecipe(), reach(answer));
  return { ...fake, id, answer };
}

/** Cuts an answer by events after so many of them. */
async function cut(response: Response, events: number): Promise<Response> {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let left = events;
  let text = '';
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await reader.read();
      if (done) return controller.close();
      text += new TextDecoder().decode(value);
      const parts = text.split(/(?<=\n\n)/);
      const kept = parts.slice(0, left);
      left -= kept.length;
      text = '';
      controller.enqueue(new TextEncoder().encode(kept.join('')));
      if (left > 0) return;
      await reader.cancel();
      controller.error(new Error('cable cut'));
    },
  });
  return new Response(body, response);
}

describe('a sweep', () => {
  it('comes to the report of `compare`, tells the trials as `compare` does, and is found again', async () => {
    const service = openService();
    const told: ProgressEvent[] = [];
    const here: ProgressEvent[] = [];
    const started = await startSweep(`${BASE}/`, smallRecipe(), service);
    expect(started).toMatchObject({
      state: 'running',
      progress: { of: 12 },
      id: expect.stringMatching(/^[a-z2-7]{26}$/),
    });
    const onProgress = (event: ProgressEvent) => void told.push(event);
    const report = await followSweep(BASE, started.id, { ...service, onProgress });
    const expected = await compare(smallRecipe(), { engines, onProgress: (event) => void here.push(event) });
    expect(JSON.stringify(report)).toBe(JSON.stringify(expected));
    expect(told).toEqual(here.filter(({ kind }) => kind !== 'epoch'));

    const found = await readSweep(BASE, started.id, service);
    expect(found).toMatchObject({ id: started.id, state: 'done', progress: { done: 12, of: 12 } });
    expect(found.trials).toHaveLength(12);
    // The report is of another call.
    expect(Object.keys(found).toSorted()).toEqual(
      ['expires', 'id', 'progress', 'secondsLeft', 'started', 'state', 'trials'].toSorted(),
    );
    expect(JSON.stringify(await followSweep(BASE, started.id, service))).toBe(JSON.stringify(expected));
  });

  it('is followed through broken connections, from the event heard last on', async () => {
    const service = openService();
    const { id } = await startSweep(BASE, smallRecipe(), service);
    service.asked.length = 0;
    const told: ProgressEvent[] = [];
    const breaking = reach(async (request) => {
      const attempt = service.asked.length;
      const response = await service.answer(request);
      if (attempt === 1) return Promise.reject(new TypeError('network changed'));
      if (attempt === 2)
        return new Response('<p>', { status: 503, headers: { 'content-type': 'text/html' } });
      return attempt < 5 ? cut(response, attempt === 0 ? 3 : 4) : response;
    });
    const onProgress = (event: ProgressEvent) => void told.push(event);
    const report = await followSweep(BASE, id, { ...breaking, onProgress, since: '1' });
    expect(report).toEqual(await compare(smallRecipe(), { engines }));
    const counts = told.map((event) => (event.kind === 'trial' ? event.done : event.kind));
    // The first event was heard elsewhere; the beat at the start of each answer counts as one of those cut off.
    expect(counts).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    const heard = service.asked.map(({ headers }) => Number(headers.get('last-event-id')));
    expect(heard).toHaveLength(6);
    expect(heard[0]).toBe(1);
    expect(heard).toEqual(heard.toSorted((a, b) => a - b));
    expect(new Set(heard.slice(3)).size).toBe(3);
  });

  it('is stopped, keeps what is done, and says so to who follows or comes back later', async () => {
    const service = openService();
    const { id } = await startSweep(BASE, LONG, service);
    let last = '';
    const seen = reach(async (request) => {
      const response = await service.answer(request);
      const [body, copy] = (response.body as ReadableStream).tee();
      void new Response(copy).text().then((text) => {
        last = [...text.matchAll(/^id: (\d+)$/gm)].at(-1)?.[1] ?? '';
      });
      return new Response(body, response);
    });
    const onProgress = ({ kind }: ProgressEvent) => {
      if (kind === 'trial') void stopSweep(BASE, id, service);
    };
    const expected = {
      name: 'RemoteError',
      code: 'sweep-stopped',
      status: null,
      message: expect.stringMatching(new RegExp(`^sweep ${id} was stopped after \\d+ of 12 trials$`)),
    };
    await expect(followSweep(BASE, id, { ...seen, onProgress })).rejects.toMatchObject(expected);
    const stopped = await readSweep(BASE, id, service);
    expect(stopped.state).toBe('stopped');
    expect(stopped.trials.length).toBeGreaterThan(0);
    expect(stopped.trials).toHaveLength(stopped.progress.done);
    expect(await stopSweep(BASE, id, service)).toEqual(stopped);
    await vi.waitFor(() => expect(last).not.toBe(''));
    // There are no events after the last one: the answer has no body.
    await expect(followSweep(BASE, id, { ...service, since: last })).rejects.toMatchObject(expected);
  });

  it('that fails rejects with its code, at once and later', async () => {
    const service = openService();
    const { id } = await startSweep(BASE, FLAT, service);
    const expected = {
      name: 'RemoteError',
      code: 'invalid-data',
      status: null,
      message: expect.stringContaining('penalty.lambdas'),
    };
    await expect(followSweep(BASE, id, service)).rejects.toMatchObject(expected);
    expect(await readSweep(BASE, id, service)).toMatchObject({
      state: 'failed',
      error: { code: 'invalid-data', message: expect.stringContaining('penalty.lambdas') },
    });
    await expect(followSweep(BASE, id, { ...service, since: '99' })).rejects.toMatchObject(expected);
  });

  it('that is done gives its report to who has heard all of its events', async () => {
    const { id, finish, answer } = await openByHand();
    finish(id, '{"headline":"größer"}');
    expect(await followSweep(BASE, id, { ...reach(answer), since: '2' })).toEqual({ headline: 'größer' });
    const lost = await openByHand();
    lost.finish(lost.id, null);
    for (const since of [undefined, '2']) {
      const options: FollowOptions = { ...reach(lost.answer), since };
      await expect(followSweep(BASE, lost.id, options)).rejects.toMatchObject({ code: 'report-lost' });
    }
  });

  it('that nobody knows is refused at once', async () => {
    const service = openService();
    for (const id of [UNKNOWN, '', '..', 'a/b?c#d']) {
      for (const ask of [readSweep, followSweep, stopSweep]) {
        await expect(ask(BASE, id, service)).rejects.toMatchObject({ name: 'RemoteError', status: 404 });
      }
    }
    await expect(readSweep(BASE, UNKNOWN, service)).rejects.toMatchObject({ code: 'unknown-sweep' });
    expect(service.asked).toHaveLength(13);
    expect(service.asked.at(-2)?.url).toBe(`${BASE}/v1/sweeps/a%2Fb%3Fc%23d`);
  });
});

describe('startSweep', () => {
  it('starts one sweep however often its answer is lost', async () => {
    const service = openService();
    let lost = 0;
    const losing = reach(async (request) => {
      const response = await service.answer(request);
      lost += 1;
      if (lost === 1) throw new TypeError('connection reset');
      if (lost > 2) return response;
      const body = new ReadableStream({ pull: () => Promise.reject(new Error('cable cut')) });
      return new Response(body, response);
    });
    const { id } = await startSweep(BASE, smallRecipe(), losing);
    expect([...service.stores.keys()]).toEqual([id]);
    const keys = service.asked.map(({ headers }) => headers.get('idempotency-key'));
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[\da-f]{32}$/);
    await service.service.settle();
  });

  it('starts another by another call, unless it is given the same key', async () => {
    const service = openService();
    const start = async (idempotencyKey?: string) =>
      (await startSweep(BASE, smallRecipe(), { ...service, idempotencyKey })).id;
    expect(await start()).not.toBe(await start());
    expect(await start('mine')).toBe(await start('mine'));
    expect(service.stores.size).toBe(3);
    await service.service.settle();
  });

  it('asks three times at most', async () => {
    let asked = 0;
    const options = reach(() => {
      asked += 1;
      throw new TypeError('no route');
    });
    await expect(startSweep(BASE, {}, options)).rejects.toMatchObject({
      code: 'unreachable',
      message: `no answer from ${BASE}/v1/sweeps: no route`,
    });
    expect(asked).toBe(3);
  });

  it('does not repeat what the service refuses', async () => {
    const service = openService();
    const bad = { ...smallRecipe(), penalty: { lambdas: [0, '1'] } };
    await expect(startSweep(BASE, bad, service)).rejects.toMatchObject({
      code: 'invalid-recipe',
      status: 422,
      issues: [{ place: 'penalty.lambdas[1]', message: 'expected a number, got "1"' }],
    });
    expect(service.asked).toHaveLength(1);
    let asked = 0;
    const without = reach((request) => {
      asked += 1;
      return createApp({ engines }).fetch(request);
    });
    await expect(startSweep(BASE, smallRecipe(), without)).rejects.toMatchObject({
      code: 'no-sweeps',
      status: 501,
    });
    expect(asked).toBe(1);
  });

  const trial = { repeat: 0, fold: 1, lambda: 0.1, value: null };
  const whole = {
    ...{ id: 'x', state: 'running', secondsLeft: 2, started: 1, expires: 3 },
    progress: { done: 1, of: 2 },
    trials: [trial],
  };

  it('takes a sweep as the service describes it, and ignores what it does not know', async () => {
    const body = { ...whole, trials: [{ ...trial, more: 1 }], more: 1 };
    expect(
      await startSweep(
        BASE,
        {},
        reach(() => Response.json(body)),
      ),
    ).toEqual(whole);
    const failed = { ...whole, state: 'failed', error: { code: 'worker-lost', message: 'it ended' } };
    expect(
      await startSweep(
        BASE,
        {},
        reach(() => Response.json(failed)),
      ),
    ).toEqual(failed);
  });

  it.each([
    { id: 7 },
    { state: 'paused' },
    { progress: { done: 1 } },
    { progress: null },
    { secondsLeft: 'soon' },
    { started: null },
    { expires: undefined },
    { trials: {} },
    { trials: [null] },
    { trials: [{ ...trial, lambda: '0.1' }] },
    { trials: [{ ...trial, value: undefined }] },
  ])('takes no sweep that has %j', async (wrong) => {
    const options = reach(() => Response.json({ ...whole, ...wrong }));
    await expect(startSweep(BASE, {}, options)).rejects.toMatchObject({ code: 'unexpected-answer' });
  });

  it.each(['null', '[]', '{}', '{"id":"x","progress":{"done":1}}'])(
    'says that it may be no absum where the answer is %s',
    async (text) => {
      const options = reach(() => new Response(text, { headers: { 'content-type': 'application/json' } }));
      await expect(startSweep(BASE, {}, options)).rejects.toMatchObject({
        code: 'unexpected-answer',
        message: expect.stringContaining('expected a sweep, got another JSON'),
      });
    },
  );
});

describe('followSweep', () => {
  const stream = (text: string) => new Response(text, { headers: { 'content-type': 'text/event-stream' } });

  it('ends by the signal alone, and leaves the sweep running', async () => {
    const { id, sweeps, advance, answer } = await openByHand();
    advance(id);
    const controller = new AbortController();
    const onProgress = ({ kind }: ProgressEvent) => {
      if (kind === 'trial') controller.abort();
    };
    const options = { ...reach(answer), onProgress, signal: controller.signal };
    await expect(followSweep(BASE, id, options)).rejects.toMatchObject({
      name: 'AbsumError',
      code: 'aborted',
    });
    expect(sweeps.get(id)?.state).toBe('running');
  });

  it('ends by the signal while it waits to come back, and asks no more', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const controller = new AbortController();
    let asked = 0;
    const options = reach(() => {
      asked += 1;
      return stream('');
    });
    const work = followSweep(BASE, UNKNOWN, { ...options, signal: controller.signal });
    const rejected = expect(work).rejects.toMatchObject({ code: 'aborted' });
    await vi.waitUntil(() => vi.getTimerCount() === 1);
    controller.abort();
    await rejected;
    expect({ asked, timers: vi.getTimerCount() }).toEqual({ asked: 1, timers: 0 });
  });

  it('comes back to a service that broke off, went away and came back, over real HTTP', async () => {
    const heard: unknown[] = [];
    const listen = async (port: number) => {
      const server = createServer(({ headers }, response) => {
        const last = Number(headers['last-event-id'] ?? 0);
        heard.push(last);
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const tell = (id: number) =>
          id < 7
            ? `id: ${id}\nevent: trial\ndata: {"done":${id},"of":6}\n\n`
            : `id: ${id}\nevent: report\ndata: {"headline":"done"}\n\n`;
        // Half of the third event is lost with the connection.
        const text = tell(last + 1) + tell(last + 2);
        response.write(last + 2 >= 7 ? text : text + tell(last + 3).slice(0, 20), () => {
          if (last + 2 >= 7) response.end();
          else response.destroy();
        });
      }).listen(port, '127.0.0.1');
      await once(server, 'listening');
      return server;
    };
    let server = await listen(0);
    const { port } = server.address() as AddressInfo;
    const told: number[] = [];
    const onProgress = (event: ProgressEvent) => {
      if (event.kind !== 'trial') return;
      told.push(event.done);
      if (event.done !== 4) return;
      server.close();
      setTimeout(async () => {
        server = await listen(port);
      }, 700);
    };
    const report = await followSweep(`http://127.0.0.1:${port}`, UNKNOWN, { onProgress });
    expect(report).toEqual({ headline: 'done' });
    expect(told).toEqual([1, 2, 3, 4, 5, 6]);
    expect(heard).toEqual([0, 2, 4, 6]);
    server.closeAllConnections();
    server.close();
  });

  it('rejects with what its listener throws', async () => {
    const { id, answer } = await openByHand();
    const onProgress = () => {
      throw new Error('seen enough');
    };
    await expect(followSweep(BASE, id, { ...reach(answer), onProgress })).rejects.toThrow('seen enough');
  });

  it('rejects at once where the service never answered', async () => {
    const fetch = vi.fn(() => Promise.reject(new TypeError('no route')));
    await expect(followSweep(BASE, UNKNOWN, { fetch })).rejects.toMatchObject({ code: 'unreachable' });
    expect(fetch).toHaveBeenCalledOnce();
  });

  it('comes back after ever longer pauses, and gives up after eight minutes in which nothing came', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const times: number[] = [];
    const options = reach(() => {
      times.push(Date.now());
      if (times.length === 1) return stream(': beat\n\n');
      throw new TypeError('no route');
    });
    const work = followSweep(BASE, UNKNOWN, options);
    const rejected = expect(work).rejects.toMatchObject({ code: 'unreachable' });
    await vi.advanceTimersByTimeAsync(3_600_000);
    await rejected;
    const pauses = times.slice(1).map((time, i) => (time - times[i]) / 1000);
    expect(pauses.slice(0, 8)).toEqual([0.5, 1, 2, 4, 8, 16, 30, 30]);
    expect(pauses).toHaveLength(19);
    vi.restoreAllMocks();
  });

  it('counts from the start again once something came', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    let asked = 0;
    const options = reach(() => {
      asked += 1;
      return stream(asked < 50 ? ': beat\n\n' : 'event: report\ndata: {}\n\n');
    });
    const work = followSweep(BASE, UNKNOWN, options);
    await vi.advanceTimersByTimeAsync(50 * 500);
    expect(await work).toEqual({});
  });

  it('takes a connection on which nothing comes for lost', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const times: number[] = [];
    let cancelled = 0;
    const options = reach(() => {
      times.push(Date.now());
      if (times.length > 1) return stream('event: report\ndata: {}\n\n');
      const body = new ReadableStream({ cancel: () => void cancelled++ });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    });
    const work = followSweep(BASE, UNKNOWN, options);
    await vi.advanceTimersByTimeAsync(44_000);
    expect(times).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await work).toEqual({});
    expect({ asked: times.length, cancelled, timers: vi.getTimerCount() }).toEqual({
      asked: 2,
      cancelled: 1,
      timers: 0,
    });
  });

  it.each([
    ['an error without a code', 'event: error\ndata: {}\n\n', 'sweep-failed'],
    ['not a report', 'event: report\ndata: <p>\n\n', 'unexpected-answer'],
    ['a stop without figures', 'event: stopped\ndata: null\n\n', 'sweep-stopped'],
  ])('rejects on %s', async (_, text, code) => {
    const options = reach(() => stream(text));
    await expect(followSweep(BASE, UNKNOWN, options)).rejects.toMatchObject({ name: 'RemoteError', code });
  });
});
