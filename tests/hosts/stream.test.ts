import { request as send } from 'node:http';
import { expect, test, vi } from 'vitest';
import { startServer } from '../../src/entries/node.ts';
import { createApp } from '../../src/http/app.ts';
import { recordEngine } from '../compare/samples.ts';
import { engines, fused } from '../host.ts';
import { parseEvents } from '../http/events.ts';
import { postJson, SMALL } from '../http/send.ts';
import { expectRest } from '../pool/samples.ts';

/** So long that no test waits for its end. */
const LONG = { ...SMALL, training: { epochs: 5000, batchSize: 4 } };
const HEADERS = { 'content-type': 'application/json', accept: 'text/event-stream' };

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function countEpochs() {
  const counted = { epochs: 0 };
  const { recorder } = recordEngine(fused, (count) => {
    counted.epochs = count;
  });
  return { counted, engine: recorder };
}

function postRecipe(recipe: object, signal?: AbortSignal): Request {
  const init = { method: 'POST', headers: HEADERS, body: JSON.stringify(recipe) };
  return new Request('http://absum.test/v1/compare', { ...init, ...(signal && { signal }) });
}

test('training stops at once when the stream is cancelled, and the app answers others', async () => {
  const { counted, engine } = countEpochs();
  const app = createApp({ engines: [engine] });
  const response = await app.fetch(postRecipe(LONG));
  const reader = response.body?.getReader();
  await reader?.read();
  await vi.waitUntil(() => counted.epochs > 50, { interval: 1 });
  const before = counted.epochs;
  await reader?.cancel();
  await wait(300);
  expect(counted.epochs).toBeLessThanOrEqual(before + 1);
  const answer = await app.fetch(postRecipe(SMALL));
  const { events } = parseEvents(await answer.text());
  expect(events.at(-1)?.data).toBe(await (await postJson('/v1/compare', SMALL)).text());
});

test('training stops at once when the request is aborted under the stream', async () => {
  const { counted, engine } = countEpochs();
  const leaving = new AbortController();
  const response = await createApp({ engines: [engine] }).fetch(postRecipe(LONG, leaving.signal));
  await vi.waitUntil(() => counted.epochs > 50, { interval: 1 });
  const before = counted.epochs;
  leaving.abort();
  await wait(300);
  expect(counted.epochs).toBeLessThanOrEqual(before + 1);
  const { events } = parseEvents(await response.text());
  expect(JSON.parse(events.at(-1)?.data ?? '')).toMatchObject({ code: 'aborted', status: 499 });
});

test('a client that goes away before the plan costs no training', async () => {
  const { counted, engine } = countEpochs();
  const leaving = new AbortController();
  const answer = createApp({ engines: [engine] }).fetch(postRecipe(LONG, leaving.signal));
  leaving.abort();
  expect((await answer).status).toBe(499);
  expect(counted.epochs).toBe(0);
});

test('a host that drops what nobody awaits is asked to wait until the work has closed what it holds', async () => {
  const { engine } = countEpochs();
  let opened = 0;
  const counting = {
    ...engine,
    async openPair(...args: Parameters<typeof engine.openPair>) {
      const pair = await engine.openPair(...args);
      opened += 1;
      const close = () => {
        opened -= 1;
        pair.close();
      };
      return { ...pair, close };
    },
  };
  const awaited: Promise<unknown>[] = [];
  const context = {
    waitUntil: (work: Promise<unknown>) => void awaited.push(work),
    passThroughOnException: () => {},
    props: {},
  };
  const response = await createApp({ engines: [counting] }).fetch(postRecipe(LONG), {}, context);
  await vi.waitUntil(() => opened === 1, { interval: 1 });
  await response.body?.cancel();
  expect(awaited).toHaveLength(1);
  await awaited[0];
  expect(opened).toBe(0);
});

/** Posts a recipe over a socket of its own. */
function open(port: number, recipe: object) {
  const client = send({
    port,
    host: '127.0.0.1',
    path: '/v1/compare',
    method: 'POST',
    headers: HEADERS,
    agent: false,
  });
  client.on('error', () => {}); // the socket hangs up, as asked for
  client.end(JSON.stringify(recipe));
  return client;
}

test.each([undefined, 1])(
  'startServer stops training when the socket is destroyed (workers: %s)',
  async (workers) => {
    const { counted, engine } = countEpochs();
    const server = await startServer({ port: 0, engines: [engine], ...(workers && { workers }) });
    const client = open(server.port, { ...LONG, training: { epochs: 100_000, batchSize: 16 } });
    const text = await new Promise<string>((resolve) => {
      client.on('response', (response) => {
        let seen = '';
        response.on('data', (chunk) => {
          seen += chunk;
          if (seen.includes('event: epoch')) resolve(seen);
        });
      });
    });
    expect(text).toMatch(/^id: 1\nevent: plan\n/);
    client.destroy();
    if (workers === undefined) {
      await expectRest(counted); // the socket's end takes a moment to arrive
      expect(counted.epochs).toBeGreaterThan(0);
      expect(counted.epochs).toBeLessThan((8 * 100_000) / 2);
    }
    // A comparison of one thread's pool would wait for the first to end, some minutes.
    const headers = { ...HEADERS, accept: 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(SMALL) };
    const answer = await fetch(`http://127.0.0.1:${server.port}/v1/compare`, init);
    expect(await answer.text()).toBe(await (await postJson('/v1/compare', SMALL)).text());
    await server.close();
  },
);

test('startServer ends the stream of a client that reads late', async () => {
  const server = await startServer({ port: 0, engines });
  const client = open(server.port, SMALL);
  const text = await new Promise<string>((resolve) => {
    client.on('response', async (response) => {
      await wait(200);
      let seen = '';
      response.on('data', (chunk) => {
        seen += chunk;
      });
      response.on('end', () => resolve(seen));
    });
  });
  const { events } = parseEvents(text);
  expect(events.at(-1)?.data).toBe(await (await postJson('/v1/compare', SMALL)).text());
  await server.close();
});
