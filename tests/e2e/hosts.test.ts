import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Outcome, ROOT, readPage, run } from './commands.ts';

/** The rows of a table of hosts: [host, compiler, version, suite, time, digest]. */
const readRows = (text: string, columns = 6) =>
  [...text.matchAll(/^\| (?!Host|---)(.*) \|$/gm)]
    .map(([, row]) => row.split('|').map((cell) => cell.trim()))
    .filter((cells) => cells.length === columns);

describe('npm run test:hosts', () => {
  let outcome: Outcome;
  let rows: string[][];
  beforeAll(async () => {
    outcome = await run('node scripts/test-hosts.ts');
    rows = readRows(outcome.stdout);
    console.log(outcome.stdout);
  }, 600_000);

  test('builds, then tries every host against the packed package', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(scripts['test:hosts']).toBe('npm run --silent build && node scripts/test-hosts.ts');
    expect(rows.map(([host]) => host)).toEqual([
      'Node, current',
      'Node, oldest',
      'Deno',
      'Bun',
      'workerd',
      'Chromium, page',
      'Chromium, Web Worker',
      'Firefox, page',
      'wasmtime (Python)',
    ]);
  });

  test('passes on all that are at hand, and says why it skips the others', () => {
    expect([outcome.code, outcome.stderr]).toEqual([0, '']);
    for (const [host, , , suite] of rows) {
      expect(suite, host).toMatch(/^(\d+ passed|skipped: not installed \(scripts\/install-hosts\.sh\))$/);
    }
    const tried = rows.filter(([, , , suite]) => suite.endsWith('passed')).map(([host]) => host);
    expect(tried).toEqual(expect.arrayContaining(['Node, current', 'workerd']));
  });

  test('comes to one digest, the golden one', () => {
    const { conformance } = JSON.parse(readFileSync(join(ROOT, 'fixtures/report-digests.json'), 'utf8'));
    const digests = rows.map(([, , , , , digest]) => digest).filter((digest) => digest.startsWith('`'));
    expect(new Set(digests)).toEqual(new Set([`\`${conformance.digest.slice(0, 16)}\``]));
  });

  test('is shown in the README, with the hosts and the digest of now', () => {
    const { text } = readPage('README.md');
    // Without the time, which is another on every machine.
    const shown = readRows(text.slice(text.indexOf('npm run test:hosts')), 5);
    const known = (cells: string[]) => [cells[0], cells[1], cells.at(-1)];
    expect(shown.map(known)).toEqual(
      rows.map((cells, i) => (cells[3].startsWith('skipped') ? known(shown[i]) : known(cells))),
    );
    for (const cells of shown) expect(cells[3]).toMatch(/^\d+ passed$/);
  });
});
