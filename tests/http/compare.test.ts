import { request } from '#host';
import { expect, test } from 'vitest';

test('x', async () => {
  const r = await request('/v1/compare', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ data: { dataset: 'diabetes' }, training: { epochs: 1 } }) });
  const t = await r.text();
  console.log(r.status, t.length, t.slice(0, 100));
  expect(r.status).toBe(200);
});
