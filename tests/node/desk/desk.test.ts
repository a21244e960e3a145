import { afterEach, describe, expect, it, vi } from 'vitest';
import { compare } from '../../../src/compare/compare.ts';
import type { ErrorEntry, RequestEntry } from '../../../src/http/log.ts';
import { openDesk } from '../../../src/node/desk/desk.ts';
import { holdTogether } from '../../../src/node/desk/hold-together.ts';
import { type RunningServer, type ServerOptions, startServer } from '../../../src/node/server.ts';
import { smallRecipe } from '../../compare/samples.ts';
import { engines } from '../../host.ts';

const running: RunningServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

/** A server whose work is done in another thread. */
async function open(options: ServerOptions = {}) {
  const entries: (RequestEntry | ErrorEntry)[] = [];
  const log = (entry: RequestEntry | ErrorEntry) => void entries.push(entry);
  const server = await startServer({ port: 0, workers: 1, page: false, log, ...options });
  running.push(server);
  const url = `http://127.0.0.1:${server.port}`;
  const post = (path: string, body: unknown, init: RequestInit = {}) =>
    fetch(url + path, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...init,
      headers: { 'content-type': 'application/json', ...init.headers },
    });
  return { url, post, entries };
}

describe('a server with a desk', () => {
  it('gives the bytes of a comparison, by JSON and by events', async () => {
    const { post } = await open();
    const expected = JSON.stringify(await compare(smallRecipe(), { engines }));
    const answer = await post('/v1/compare', smallRecipe());
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(answer.headers.get('server-timing')).toMatch(/^compare;dur=\d/);
    expect(await answer.text()).toBe(expected);
    const events = await post('/v1/compare', smallRecipe(), { headers: { accept: 'text/event-stream' } });
    const blocks = (await events.text()).trimEnd().split('\n\n');
    expect(blocks[0]).toMatch(/^id: 1\nevent: plan\n/);
    expect(blocks.at(-1)).toBe(`id: ${blocks.length}\nevent: report\ndata: ${expected}`);
  });

  it('answers a problem as its own, under the id that the log has', async () => {
    const { post, entries } = await open();
    const answer = await post('/v1/compare', { data: { dataset: 'none' } });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      code: 'unknown-dataset',
      errors: [{ place: 'data.dataset' }],
    });
    expect([...answer.headers.keys()].filter((name) => name.startsWith('x-absum'))).toEqual([]);
    const id = answer.headers.get('x-request-id');
    expect(entries).toMatchObject([
      { requestId: id, route: '/v1/compare', status: 422, code: 'unknown-dataset' },
    ]);
  });

  it('refuses methods and paths, and answers what needs no work', async () => {
    const { url } = await open({ sweeps: undefined });
    const [get, none, health] = await Promise.all(
      ['/v1/compare', '/v1/none', '/healthz'].map((path) => fetch(url + path)),
    );
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    expect(none.status).toBe(404);
    expect(await health.json()).toMatchObject({ status: 'ok', sweeps: false });
  });

  it('asks for keys before the desk, which never sees who is refused', async () => {
    const { post } = await open({ keys: `me:${'0'.repeat(64)}` });
    expect((await post('/v1/compare', smallRecipe())).status).toBe(401);
  });

  it('is told when a client leaves: what was not begun is not paid for', async () => {
    const { post } = await open({ budgetSeconds: 10_000 });
    const long = smallRecipe({ training: { epochs: 20_000 }, split: { folds: 2, repeats: 20 } });
    const leaving = new AbortController();
    const init = { signal: leaving.signal, headers: { accept: 'text/event-stream' } };
    const answer = await post('/v1/compare', long, init);
    const left = (from: Response) => Number(/r=(\d+)/.exec(from.headers.get('ratelimit') ?? '')?.[1]);
    const paid = left(answer);
    expect(paid).toBeLessThan(9_990);
    await answer.body?.getReader().read();
    leaving.abort();
    await vi.waitUntil(async () => left(await post('/v1/plan', smallRecipe())) > paid + 3, {
      timeout: 10_000,
    });
  });

  it('is refused settings that the thread cannot open', async () => {
    await expect(startServer({ port: 0, workers: 1, sweeps: '/dev/null/sweeps' })).rejects.toMatchObject({
      code: 'misconfigured',
      issues: [{ place: 'sweeps' }],
    });
  });
});

describe('an answer whose stream fails', () => {
  const failing = (fault: Error) =>
    new Response(
      new ReadableStream({
        pull: (controller) => controller.error(fault),
      }),
    );

  it('breaks the connection off, and tells the fault', async () => {
    const fault = new Error('lost');
    const [onFault, connection] = [vi.fn(), { destroy: vi.fn() }];
    expect(await holdTogether(failing(fault), connection, onFault).text()).toBe('');
    expect(onFault.mock.calls).toEqual([[fault]]);
    expect(connection.destroy).toHaveBeenCalledOnce();
  });

  it('is as it was where it does not, and may be left', async () => {
    const [onFault, connection] = [vi.fn(), { destroy: vi.fn() }];
    const whole = new Response('whole', { status: 201, headers: { 'x-a': 'b' } });
    const held = holdTogether(whole, connection, onFault);
    expect([held.status, held.headers.get('x-a'), await held.text()]).toEqual([201, 'b', 'whole']);
    let left: unknown;
    const endless = new Response(
      new ReadableStream({
        cancel(reason) {
          left = reason;
        },
      }),
    );
    const reader = holdTogether(endless, connection, onFault).body?.getReader();
    const reading = reader?.read();
    await reader?.cancel('enough');
    expect([left, await reading]).toEqual(['enough', { done: true, value: undefined }]);
    expect([onFault.mock.calls, connection.destroy.mock.calls]).toEqual([[], []]);
  });
});

describe('a desk whose thread is lost', () => {
  const script = new URL('frail-worker.mjs', import.meta.url);
  const about = { requestId: 'one', caller: 'address:unknown' };
  const ask = (path: string) => new Request(`http://127.0.0.1${path}`);

  it('fails what it was asked, and another takes its place', async () => {
    const desk = await openDesk({} as never, () => {}, script);
    expect((await desk.ask(ask('/'), null, about)).status).toBe(200);
    const waiting = desk.ask(ask('/silence'), null, about);
    const lost = {
      code: 'worker-lost',
      message: expect.stringContaining('the thread that answers requests ended'),
    };
    await Promise.all([
      expect(waiting).rejects.toMatchObject(lost),
      expect(desk.ask(ask('/end'), null, about)).rejects.toMatchObject(lost),
    ]);
    const again = () =>
      desk.ask(ask('/'), null, about).then(
        ({ status }) => status === 200,
        () => false,
      );
    await vi.waitUntil(again, { timeout: 10_000 });
    await desk.close();
  });
});
