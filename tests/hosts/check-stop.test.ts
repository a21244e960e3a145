import { expect, test } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { fused } from '../host.ts';

test('a client that is gone is checked nothing', async () => {
  const app = createApp({ engines: [fused] });
  const ask = (signal: AbortSignal | null) =>
    app.request('/v1/check', {
      method: 'POST',
      headers: { 'content-type': 'text/x-python' },
      body: 'import torch\nloss.backward()\n',
      signal,
    });
  expect((await ask(null)).status).toBe(200);
  expect((await ask(AbortSignal.abort())).status).toBe(499);
});
