import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { VERSION } from '../../src/version.ts';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

test('the version of the report is that of the package, and the changelog has it behind what is unreleased', () => {
  expect(VERSION).toBe(JSON.parse(read('package.json')).version);
  expect(VERSION).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
  const headings = [...read('CHANGELOG.md').matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
  expect(headings[0]).toBe('Unreleased');
  expect(headings[1]).toMatch(new RegExp(`^${VERSION.replaceAll('.', '\\.')}( - \\d{4}-\\d{2}-\\d{2})?$`));
});

test("tests run on the workerd that start and deploy bring: there is one of each of Cloudflare's tools", () => {
  const folders = Object.keys(JSON.parse(read('package-lock.json')).packages);
  for (const name of ['wrangler', 'miniflare', 'workerd']) {
    expect(folders.filter((folder) => folder.endsWith(`node_modules/${name}`))).toEqual([
      `node_modules/${name}`,
    ]);
  }
});

test('package.json says nothing twice, of which only the last would hold', () => {
  const text = read('package.json');
  expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
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
