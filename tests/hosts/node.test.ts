import { expect, test, vi } from 'vitest';
import { startServer } from '../../src/entries/node.ts';
import { recordEngine } from '../compare/samples.ts';
import { engines } from '../host.ts';
import { postJson, SMALL } from '../http/send.ts';

test('startServer serves the app on Node over real HTTP and stops', async () => {
  const server = await startServer({ port: 0, engines, limits: { trials: 8 } });
  const url = `http://127.0.0.1:${server.port}`;
  const post = (recipe: object) => {
    const headers = { 'content-type': 'application/json' };
    return fetch(`${url}/v1/compare`, { method: 'POST', headers, body: JSON.stringify(recipe) });
  };
  expect(await (await post(SMALL)).text()).toBe(await (await postJson('/v1/compare', SMALL)).text());
  expect((await post({ ...SMALL, split: { folds: 3, repeats: 1 } })).status).toBe(422);
  await expect(startServer({ port: server.port, engines })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await server.close();
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
});

test('a server stops at the end of the block that uses it', async () => {
  let url = '';
  {
    await using server = await startServer({ port: 0, engines });
    url = `http://127.0.0.1:${server.port}/healthz`;
    expect((await fetch(url)).status).toBe(200);
  }
  await expect(fetch(url)).rejects.toThrow();
});

test('training stops within an epoch or so of the client going away', async () => {
  let epochs = 0;
  const { recorder } = recordEngine(engines[0], (count) => {
    epochs = count;
  });
  const server = await startServer({ port: 0, engines: [recorder] });
  const leaving = new AbortController();
  const body = JSON.stringify({ ...SMALL, training: { epochs: 5000 } });
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body, signal: leaving.signal };
  const answer = fetch(`http://127.0.0.1:${server.port}/v1/compare`, init);
  const left = expect(answer).rejects.toThrow();
  await vi.waitUntil(() => epochs > 50);
  leaving.abort();
  await left;
  await new Promise((resolve) => setTimeout(resolve, 200)); // the socket's end takes a moment to arrive
  const after = epochs;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(epochs).toBe(after);
  expect(after).toBeLessThan(8 * 5000);
  await server.close();
});

test('a server that closes answers what is under way, and waits for no idle connection', async () => {
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const { recorder } = recordEngine(engines[0], begin);
  const server = await startServer({ port: 0, engines: [recorder] });
  const url = `http://127.0.0.1:${server.port}`;
  await (await fetch(`${url}/healthz`)).text(); // its connection is kept for a next request
  const headers = { 'content-type': 'application/json' };
  const answer = fetch(`${url}/v1/compare`, { method: 'POST', headers, body: JSON.stringify(SMALL) });
  const [response] = await Promise.all([answer, begun.then(() => server.close())]);
  expect(response.status).toBe(200);
  await response.text();
});

test('a connection is kept open for longer than the minute of most proxies', async () => {
  const server = await startServer({ port: 0, engines });
  const response = await fetch(`http://127.0.0.1:${server.port}/healthz`);
  await response.text();
  expect(response.headers.get('keep-alive')).toBe('timeout=65');
  await server.close();
});
