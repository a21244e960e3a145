import { expect, test } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { fused } from '../host.ts';

test('others are served while a long text is checked', async () => {
  const app = createApp({ engines: [fused] });
  const text = `x = [\n${'  f(a, b),\n'.repeat(20_000)}]\n`;
  let isDone = false;
  const ask = async () => {
    const headers = { 'content-type': 'text/x-python' };
    const response = await app.request('/v1/check', { method: 'POST', headers, body: text });
    isDone = true;
    return response;
  };
  const checked = ask();
  let served = 0;
  while (!isDone) {
    await new Promise((resolve) => setTimeout(resolve));
    if (!isDone && (await app.request('/healthz')).status === 200) served += 1;
  }
  expect((await checked).status).toBe(200);
  expect(served).toBeGreaterThan(3);
});

test('a client that goes away while its text is checked stops the work', async () => {
  const app = createApp({ engines: [fused] });
  const text = `x = [\n${'  f(a, b),\n'.repeat(20_000)}]\n`;
  const leaving = new AbortController();
  const checked = app.request('/v1/check', {
    method: 'POST',
    headers: { 'content-type': 'text/x-python' },
    body: text,
    signal: leaving.signal,
  });
  setTimeout(() => leaving.abort(), 5);
  expect((await checked).status).toBe(499);
});
