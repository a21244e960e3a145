import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { request } from '#host';

const FILE = new URL('../../fixtures/report-digests.json', import.meta.url);

test('the fixture holds a digest for each of its recipes', async () => {
  const golden = JSON.parse(readFileSync(FILE, 'utf8'));
  if (process.env.UPDATE_DIGESTS) {
    golden.digests = {};
    for (const [name, recipe] of Object.entries(golden.recipes)) {
      const headers = { 'content-type': 'application/json' };
      const response = await request('/v1/compare', {
        method: 'POST',
        headers,
        body: JSON.stringify(recipe),
      });
      expect(response.status).toBe(200);
      golden.digests[name] = createHash('sha256')
        .update(await response.text())
        .digest('hex');
    }
    writeFileSync(FILE, `${JSON.stringify(golden, null, 2)}\n`);
  }
  expect(Object.keys(golden.digests)).toEqual(Object.keys(golden.recipes));
});
