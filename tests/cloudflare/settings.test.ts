import { afterEach, expect, it, vi } from 'vitest';
import worker from '../../src/entries/worker.ts';

afterEach(() => void vi.restoreAllMocks());

const KEY = 'lab:not-a-digest';

it.each([
  ['keys', { API_KEYS: KEY }, 'API keys, entry 1'],
  ['no key at all', { API_KEYS: '' }, 'API keys'],
  ['origins', { CORS_ORIGINS: 'https://a.test/path' }, 'a.test'],
])('a worker whose %s cannot be read is shut, and says why to its log alone', async (_, env, reason) => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  for (const path of ['/healthz', '/v1/compare']) {
    const response = await worker.fetch(new Request(`http://absum.test${path}`), env);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({
      code: 'misconfigured',
      detail: 'the settings of this service cannot be read',
    });
    expect(response.headers.get('cache-control')).toBe('no-store');
  }
  const lines = log.mock.calls.map(([line]) => String(line));
  expect(JSON.parse(lines[0])).toMatchObject({ level: 'error', error: expect.stringContaining(reason) });
  expect(lines.join()).not.toContain(KEY);
});
