import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { VERSION } from '../../src/version.ts';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

test('the version of the report is that of the package, and the changelog opens with it', () => {
  expect(VERSION).toBe(JSON.parse(read('package.json')).version);
  expect(read('CHANGELOG.md')).toMatch(new RegExp(`^# Changelog\\n+## ${VERSION.replaceAll('.', '\\.')}\\b`));
});

test("tests run on the workerd that start and deploy bring: there is one of each of Cloudflare's tools", () => {
  const folders = Object.keys(JSON.parse(read('package-lock.json')).packages);
  for (const name of ['wrangler', 'miniflare', 'workerd']) {
    expect(folders.filter((folder) => folder.endsWith(`node_modules/${name}`))).toEqual([
      `node_modules/${name}`,
    ]);
  }
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
