import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Issue } from '../../src/errors.ts';

export const CSV = `a,b,y\n${Array.from({ length: 30 }, (_, i) => `${i},${(i * 7) % 11},${i + ((i * 5) % 3)}`).join('\n')}\n`;
/** Options of a comparison that takes some 20 ms. */
export const QUICK = ['--epochs', '2', '--folds', '2', '--repeats', '2', '--hidden', '3', '--workers', '0'];
export const RECIPE = {
  split: { folds: 2, repeats: 2 },
  network: { hidden: [3] },
  training: { epochs: 2 },
  penalty: { lambdas: [0, 0.1] },
};

/** A folder with data and recipes for the tests of a file; returns the path of a name in it. */
export function openFolder(): (name: string) => string {
  let folder = '';
  const at = (name: string) => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'absum-cli-'));
    writeFileSync(at('data.csv'), CSV);
    writeFileSync(at('recipe.json'), JSON.stringify({ ...RECIPE, data: { csv: CSV, target: 'y' } }));
    writeFileSync(at('broken.json'), '{');
    writeFileSync(at('latin1.csv'), Buffer.from([97, 0xe9, 10]));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  return at;
}

/** A fault as a client of the service rejects with it. */
export function failRemotely(code: string, status: number | null, issues: readonly Issue[]): Error {
  return Object.assign(new Error('as the service says'), { code, status, issues });
}
