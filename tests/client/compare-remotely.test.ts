import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, test, vi } from 'vitest';
import { compareRemotely, planRemotely, type RemoteOptions } from '../../src/client/compare-remotely.ts';
import { compare, plan } from '../../src/compare/compare.ts';
import type { ProgressEvent } from '../../src/compare/progress.ts';
import { startServer } from '../../src/entries/node.ts';
import { createApp } from '../../src/http/app.ts';
import { createKey } from '../../src/keys.ts';
import { recordEngine, smallRecipe } from '../compare/samples.ts';
import { engines, fused } from '../host.ts';
import { expectRest } from '../pool/samples.ts';

const BASE = 'http://absum.test';

/** A fetch that reaches the app, or what stands in its place. */
function reach(answer: (request: Request) => Response | Promise<Response>): RemoteOptions {
  return { fetch: async (...args) => answer(new Request(...args)) };
}
const toApp = (given = engines) => reach((request) => createApp({ engines: given }).fetch(request));

const events = (text: string, status = 200) =>
  reach(() => new Response(text, { status, headers: { 'content-type': 'text/event-stream' } }));

const answering = (status: number, type: string, text: string) =>
  reach(() => new Response(text, { status, headers: { 'content-type': type } }));

const PLAN = 'id: 1\nevent: plan\ndata: {"trials":1}\n\n';

describe('compareRemotely', () => {
  it('returns the report and reports progress as `compare` does', async () => {
    const told: ProgressEvent[] = [];
    const here: ProgressEvent[] = [];
    const report = await compareRemotely(BASE, smallRecipe(), {
      ...toApp(),
      onProgress: (event) => void told.push(event),
    });
    const expected = await compare(smallRecipe(), { engines, onProgress: (event) => void here.push(event) });
    expect(JSON.stringify(report)).toBe(JSON.stringify(expected));
    expect(told).toEqual(here);
    expect(told).toHaveLength(1 + 12 + 36);
  });

  it.each(['', '/', '//'])(
    'takes the base of the service with "%s" at its end, over real HTTP',
    async (end) => {
      const server = await startServer({ port: 0, engines });
      const report = await compareRemotely(`http://127.0.0.1:${server.port}${end}`, smallRecipe());
      expect(report).toEqual(await compare(smallRecipe(), { engines }));
      await server.close();
    },
  );

  it('reads events however they are cut, comments and unknown names among them', async () => {
    const text = `${PLAN}: beat\n\nid: 2\nevent: later\ndata: ?\n\nid: 3\nevent: report\ndata: {"headline":"größer"}\n\n`;
    const bytes = new TextEncoder().encode(text);
    const told: string[] = [];
    const options = reach(() => {
      const body = new ReadableStream({
        start(controller) {
          for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        },
      });
      return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
    });
    // The stream stays open, and the report is enough.
    const report = await compareRemotely(
      BASE,
      {},
      { ...options, onProgress: ({ kind }) => void told.push(kind) },
    );
    expect(report).toEqual({ headline: 'größer' });
    expect(told).toEqual(['plan']);
  });

  it('rejects with the faults that the service names, before it trains and while it does', async () => {
    const bad = { ...smallRecipe(), penalty: { lambdas: [0, '1'] } };
    await expect(compareRemotely(BASE, bad, toApp())).rejects.toMatchObject({
      name: 'RemoteError',
      code: 'invalid-recipe',
      status: 422,
      message: 'penalty.lambdas[1]: expected a number, got "1"',
      issues: [{ place: 'penalty.lambdas[1]', message: 'expected a number, got "1"' }],
    });
    const x = Array.from({ length: 12 }, () => [1]);
    const flat = {
      data: { x, y: x.map((_, i) => i) },
      penalty: { lambdas: 'auto' },
      training: { epochs: 1 },
    };
    const told: string[] = [];
    const onProgress = ({ kind }: ProgressEvent) => void told.push(kind);
    await expect(compareRemotely(BASE, flat, { ...toApp(), onProgress })).rejects.toMatchObject({
      code: 'invalid-data',
      status: 422,
      issues: [{ place: 'penalty.lambdas' }],
    });
    expect(told).toEqual(['plan']);
    await expect(compareRemotely(`${BASE}/elsewhere`, flat, toApp())).rejects.toMatchObject({
      code: 'not-found',
      status: 404,
    });
  });

  it.each<[string, RemoteOptions, string]>([
    ['JSON', answering(200, 'application/json', '{}'), 'expected text/event-stream, got application/json'],
    ['a page', answering(200, 'text/html', '<p>'), 'expected text/event-stream, got text/html'],
    [
      'a page of an error',
      answering(502, 'text/html', '<p>'),
      'status 502: expected text/event-stream, got text/html',
    ],
    [
      'a problem of its own',
      answering(400, 'application/problem+json', '{}'),
      'got application/problem+json',
    ],
    ['not a problem', answering(400, 'application/problem+json', '<'), 'got application/problem+json'],
    ['no type', reach(() => new Response(null)), 'got no content type'],
    ['events of its own', events('event: report\ndata: <p>\n\n'), 'expected JSON, got something else'],
    ['errors of its own', events('event: error\ndata: {}\n\n'), 'an error without a code'],
  ])('says that it may be no absum where the answer is %s', async (_, options, message) => {
    const error = await compareRemotely(BASE, {}, options).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'unexpected-answer', status: expect.any(Number), issues: [] });
    expect((error as Error).message).toContain(`${BASE}/v1/compare answered with status`);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).toContain('is this the address of an absum service?');
  });

  it('sends a key where it has one, and none elsewhere', async () => {
    const { key, entry } = await createKey('lab');
    const app = createApp({ engines, keys: entry });
    const options = reach((request) => app.fetch(request));
    expect(await planRemotely(BASE, smallRecipe(), { ...options, key })).toMatchObject({ trials: 12 });
    expect(await compareRemotely(BASE, smallRecipe(), { ...options, key })).toHaveProperty('headline');
    for (const wrong of [{}, { key: 'x' }]) {
      await expect(planRemotely(BASE, smallRecipe(), { ...options, ...wrong })).rejects.toMatchObject({
        code: 'unauthorized',
        status: 401,
      });
    }
    let header: string | null = '';
    const look = reach(({ headers }) => {
      header = headers.get('authorization');
      return new Response(null);
    });
    await planRemotely(BASE, {}, look).catch(() => {});
    expect(header).toBeNull();
  });

  it.each(['', 'a b', 'a\n', 'schlüssel'])(
    'sends nothing with the key %j, and does not show it',
    async (key) => {
      const options = reach(() => Promise.reject(new Error('sent')));
      await expect(planRemotely(BASE, {}, { ...options, key })).rejects.toMatchObject({
        code: 'unauthorized',
        status: null,
        message: 'key: expected only letters, digits, "-" and "_", got something else',
      });
    },
  );

  it('says that a service does not answer', async () => {
    const server = await startServer({ port: 0, engines });
    await server.close();
    await expect(compareRemotely(`http://127.0.0.1:${server.port}`, {})).rejects.toMatchObject({
      code: 'unreachable',
      status: null,
      message: expect.stringMatching(
        /^no answer from http:\/\/127\.0\.0\.1:\d+\/v1\/compare: .*ECONNREFUSED/,
      ),
    });
  });

  it('names the address that another redirects to', async () => {
    const service = await startServer({ port: 0, engines });
    const there = `http://127.0.0.1:${service.port}`;
    const server = createServer(({ url }, answer) => {
      const status = url?.startsWith('/kept') ? 308 : 301;
      answer.writeHead(status, { location: `${there}${url?.replace('/kept', '')}` }).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(compareRemotely(here, smallRecipe())).rejects.toMatchObject({
      code: 'unexpected-answer',
      status: 405,
      message: `${here}/v1/compare redirects to ${there}/v1/compare, which answered with status 405: give the address there`,
    });
    // A redirect that keeps the request does no harm.
    expect((await compareRemotely(`${here}/kept`, smallRecipe())).lambdas).not.toHaveLength(0);
    server.close();
    await service.close();
  });

  it('says why in one line, whatever the host puts around it', async () => {
    const cause = new Error('wrong version number:\n');
    const options = { fetch: () => Promise.reject(Object.assign(new TypeError('fetch failed'), { cause })) };
    await expect(compareRemotely(BASE, {}, options)).rejects.toMatchObject({
      message: `no answer from ${BASE}/v1/compare: wrong version number:`,
    });
  });

  it('says that an answer ended early', async () => {
    for (const text of ['', PLAN, `${PLAN}id: 2\nevent: report\ndata: {}`]) {
      await expect(compareRemotely(BASE, {}, events(text))).rejects.toMatchObject({
        code: 'interrupted',
        status: null,
        message: 'the answer of http://absum.test/v1/compare ended before the report',
      });
    }
    const broken = reach(() => {
      const body = new ReadableStream({ pull: () => Promise.reject(new Error('cable cut')) });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    });
    await expect(compareRemotely(BASE, {}, broken)).rejects.toThrow('ended before the report: cable cut');
  });

  it('refuses what cannot be written as JSON', async () => {
    await expect(compareRemotely(BASE, { seed: 1n }, toApp())).rejects.toMatchObject({
      code: 'invalid-recipe',
    });
    await expect(compareRemotely(BASE, undefined, toApp())).rejects.toMatchObject({
      code: 'invalid-recipe',
      status: 422,
    });
  });
});

describe('a caller that goes away', () => {
  const LONG = smallRecipe({ training: { epochs: 100_000 } });

  /** A server, and what a caller brought it to train until it rested. */
  async function serve() {
    const counted = { epochs: 0 };
    const { recorder } = recordEngine(fused, (count) => {
      counted.epochs = count;
    });
    const server = await startServer({ port: 0, engines: [recorder] });
    const rest = async () => {
      await expectRest(counted); // the socket's end takes a moment to arrive
      expect(counted.epochs).toBeGreaterThan(0);
      expect(counted.epochs).toBeLessThan((12 * 100_000) / 2);
      await server.close();
    };
    return { url: `http://127.0.0.1:${server.port}`, rest };
  }

  it('by its signal rejects, is told no more, and stops the work there', async () => {
    const { url, rest } = await serve();
    const controller = new AbortController();
    const told: string[] = [];
    const onProgress = ({ kind }: ProgressEvent) => {
      told.push(kind);
      if (told.length === 3) controller.abort();
    };
    const work = compareRemotely(url, LONG, { signal: controller.signal, onProgress });
    await expect(work).rejects.toMatchObject({ name: 'AbsumError', code: 'aborted' });
    expect(told).toEqual(['plan', 'epoch', 'epoch']);
    await rest();
  });

  it('by its signal while nothing is told rejects too', async () => {
    const { url, rest } = await serve();
    const controller = new AbortController();
    const work = compareRemotely(url, LONG, { signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    await expect(work).rejects.toMatchObject({ name: 'AbsumError', code: 'aborted' });
    await rest();
  });

  it('by what its listener throws rejects with that, and stops the work there', async () => {
    const { url, rest } = await serve();
    const onProgress = ({ kind }: ProgressEvent) => {
      if (kind === 'epoch') throw new Error('seen enough');
    };
    await expect(compareRemotely(url, LONG, { onProgress })).rejects.toThrow('seen enough');
    await rest();
  });

  it('before it asks asks nothing', async () => {
    const send = vi.fn();
    const options = { signal: AbortSignal.abort(), fetch: send };
    await expect(compareRemotely(BASE, {}, options)).rejects.toMatchObject({ code: 'aborted' });
    await expect(planRemotely(BASE, {}, options)).rejects.toMatchObject({ code: 'aborted' });
    expect(send).not.toHaveBeenCalled();
  });
});

describe('planRemotely', () => {
  test('brings the plan', async () => {
    expect(await planRemotely(BASE, smallRecipe(), toApp())).toEqual(await plan(smallRecipe(), { engines }));
  });

  test('rejects as compareRemotely does', async () => {
    await expect(planRemotely(BASE, { data: { dataset: 'x' } }, toApp())).rejects.toMatchObject({
      name: 'RemoteError',
      code: 'unknown-dataset',
      status: 422,
    });
    for (const [text, message] of [
      ['<p>', 'expected JSON'],
      ['{}', 'expected a plan'],
      ['null', 'expected a plan'],
    ]) {
      const error = planRemotely(BASE, {}, answering(200, 'application/json', text));
      await expect(error).rejects.toMatchObject({
        code: 'unexpected-answer',
        message: expect.stringContaining(message),
      });
    }
    const cut = reach(() => {
      const body = new ReadableStream({ pull: () => Promise.reject(new Error('cable cut')) });
      return new Response(body, { headers: { 'content-type': 'application/json' } });
    });
    await expect(planRemotely(BASE, {}, cut)).rejects.toMatchObject({ code: 'interrupted' });
  });
});
