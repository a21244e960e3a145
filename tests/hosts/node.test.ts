import { expect, test } from 'vitest';
import { startServer } from '../../src/node.ts';
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
  expect((await post({ ...SMALL, split: { folds: 3 } })).status).toBe(422);
  server.close();
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
});
