import { expect, test } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { fused } from '../host.ts';

test('a client that is gone is judged nothing', async () => {
  const app = createApp({ engines: [fused] });
  const ask = (signal: AbortSignal | null) =>
    app.request('/v1/judge', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ data: { scores: { a: [1, 2, 3], b: [2, 3, 5] } }, direction: 'lower' }),
      signal,
    });
  expect((await ask(null)).status).toBe(200);
  expect((await ask(AbortSignal.abort())).status).toBe(499);
});
