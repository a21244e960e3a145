import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../commands.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'absum-wild-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('npm run wild', () => {
  test('counts the files of a folder by what becomes of them', async () => {
    const rows = Array.from({ length: 30 }, (_, r) => r);
    writeFileSync(join(folder, 'plain.csv'), ['a,y', ...rows.map((r) => `${r}.5,${r * r}`)].join('\n'));
    const named = rows.map((r) => `name ${r},${r}`);
    writeFileSync(join(folder, 'names.csv'), ['who,y', ...named].join('\n'));
    writeFileSync(join(folder, 'twice.csv'), ['y,y', ...rows.map((r) => `${r},1`)].join('\n'));
    const { code, stdout } = await run(`npm run --silent wild -- ${folder}`);
    const lines = stdout.split('\n').map((line) => line.trim());
    expect(lines.slice(0, 6)).toEqual([
      '3  files',
      '1  read whole',
      '1  refused with a way out, and read after it',
      '1  refused without a way out',
      '0  no tables: refused, or read as one column',
      '0  wrong',
    ]);
    expect(code).toBe(0);
  }, 60_000);
});
