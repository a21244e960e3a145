import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { request } from '#host';

const FILE = new URL('../../fixtures/report-digests.json', import.meta.url);

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

test('the fixture holds a digest for each of its recipes', async () => {
  const golden = JSON.parse(readFileSync(FILE, 'utf8'));
  if (process.env.UPDATE_DIGESTS) {
    golden.digests = {};
    const fused: { name: string; text: string }[] = [];
    for (const [name, recipe] of Object.entries(golden.recipes)) {
      const headers = { 'content-type': 'application/json' };
      const response = await request('/v1/compare', {
        method: 'POST',
        headers,
        body: JSON.stringify(recipe),
      });
      expect(response.status).toBe(200);
      const text = await response.text();
      golden.digests[name] = digest(text);
      if (JSON.parse(text).engine === 'fused') fused.push({ name, text });
    }
    // What hosts with the fused engine alone make, and one digest over it: see tests/conformance.
    golden.conformance = {
      recipes: fused.map(({ name }) => name),
      digest: digest(fused.map(({ text }) => text).join('\n')),
    };
    writeFileSync(FILE, `${JSON.stringify(golden, null, 2)}\n`);
  }
  expect(Object.keys(golden.digests)).toEqual(Object.keys(golden.recipes));
});
