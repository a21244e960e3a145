import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { VERSION } from '../../src/version.ts';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

test('the version of the report is that of the package, and the changelog opens with it or what is unreleased', () => {
  expect(VERSION).toBe(JSON.parse(read('package.json')).version);
  const headings = read('CHANGELOG.md').matchAll(/^## (.*)$/gm);
  const released = Array.from(headings, ([, heading]) => heading).filter(
    (heading) => heading !== 'Unreleased',
  );
  expect(released[0]).toMatch(new RegExp(`^${VERSION.replaceAll('.', '\\.')}\\b`));
});

test('the lockfile holds no download address', () => {
  expect(read('package-lock.json')).not.toContain('"resolved": "http');
});

test('every fixture is described, with its source', () => {
  const described = read('fixtures/README.md');
  for (const name of readdirSync(new URL('../../fixtures', import.meta.url))) {
    if (name !== 'README.md') expect(described).toContain(`### ${name}\n`);
  }
});
