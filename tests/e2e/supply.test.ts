import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readNotices } from '../../scripts/supply/notices.ts';
import { ROOT, run } from './commands.ts';

const PACKAGE = 'dist/THIRD-PARTY.txt';
const PAGE = 'dist/page/THIRD-PARTY.txt';
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const namesIn = (file: string) => readNotices(read(file)).map(({ name }) => name);

describe('what is shipped of others', () => {
  test('the package has the notices of tfjs and of what every start needs, and of nothing that it imports', () => {
    expect(namesIn(PACKAGE)).toEqual(
      expect.arrayContaining([
        ...['@tensorflow/tfjs-backend-wasm', '@tensorflow/tfjs-core', 'long'],
        ...['cli-progress', 'cli-table3', 'commander', 'papaparse', 'string-width', 'valibot'],
        ...['@lezer/common', '@lezer/lr', '@lezer/python'],
      ]),
    );
    for (const imported of ['hono', '@hono/node-server', 'd3-scale', 'hyparquet']) {
      expect(namesIn(PACKAGE)).not.toContain(imported);
    }
  });

  test('the page has the notices of what it and its workers are made of', () => {
    expect(namesIn(PAGE)).toEqual(
      expect.arrayContaining([
        'd3-array',
        'd3-scale',
        'eventsource-parser',
        'papaparse',
        'preact',
        'valibot',
      ]),
    );
    expect(namesIn(PAGE)).not.toContain('hono');
    for (const text of ['Permission is hereby granted', 'Mike Bostock', 'Jason Miller']) {
      expect(read(PAGE)).toContain(text);
    }
  });

  test('both notices are packed', async () => {
    const { stdout } = await run('npm pack --dry-run --json --ignore-scripts');
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining([PACKAGE, PAGE]));
  });

  test('every licence is allowed', async () => {
    const { code, stdout, stderr } = await run('npm run --silent licences');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^preact \S+ +MIT +bundled in the page$/m);
    expect(stdout).toMatch(/^hono \S+ +MIT$/m);
  });

  test('the bill of materials names every package, and no address to load one from', async () => {
    const { code, stderr } = await run('npm run --silent sbom');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { components, metadata } = JSON.parse(read('dist/sbom.json'));
    const names = components.map(({ name }: { name: string }) => name);
    // npm leaves out the first where it is asked to omit development dependencies, and knows the second for one.
    expect(names).toEqual(expect.arrayContaining(['@tensorflow/tfjs-core', 'preact', 'hono']));
    expect(names).not.toContain('vite');
    expect(metadata.component.name).toBe('absum-l1');
    expect(JSON.stringify(components)).not.toMatch(/https?:/);
  });
});
