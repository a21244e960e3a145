import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const file = read('CITATION.cff');
const { version, license } = JSON.parse(read('package.json')) as Record<string, string>;
/** The value of a key at the top. */
const readKey = (key: string) => new RegExp(`^${key}: (.+)$`, 'm').exec(file)?.[1];

it('CITATION.cff has what its format requires, and version and licence of the package', () => {
  expect(readKey('cff-version')).toBe('1.2.0');
  for (const key of ['message', 'title']) expect(readKey(key)).toMatch(/\w/);
  expect(file).toMatch(/^authors:\n {2}- name: \w/m);
  expect([readKey('version'), readKey('license')]).toEqual([version, license]);
});

it('a release moves its version', () => {
  const script = read('scripts/version.ts');
  const [, pattern] = /edit\('CITATION\.cff', \(text\) => text\.replace\(\/(.+)\/m,/.exec(script) ?? [];
  expect(file.match(new RegExp(String(pattern), 'm'))?.[0]).toBe(`version: ${version}`);
  expect(script).toMatch(/'add',[^\]]*'CITATION\.cff'/);
});
