import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT, run, runProgram } from '../commands.ts';

const SCORES = {
  old: [3.1, 3.4, 2.9, 3.3, 3.2, 3.0, 3.5, 3.1, 3.2, 3.3],
  better: [2.6, 2.8, 2.5, 2.9, 2.6, 2.5, 3.0, 2.7, 2.6, 2.8],
  noisy: [3.2, 3.1, 3.0, 3.4, 3.0, 3.2, 3.3, 3.2, 3.1, 3.5],
};
const NAMES = Object.keys(SCORES) as (keyof typeof SCORES)[];
const CSV = [NAMES.join(), ...SCORES.old.map((_, i) => NAMES.map((name) => SCORES[name][i]).join())].join(
  '\n',
);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'absum-judge-'));
  symlinkSync(join(ROOT, 'dist/cli.js'), join(folder, 'absum'));
  writeFileSync(join(folder, 'scores.csv'), CSV);
});
afterAll(() => rmSync(folder, { recursive: true }));

const absum = (words: string) => run(`PATH=${folder}:$PATH; ${words}`, folder);
const judge = (words: string) => absum(`absum judge scores.csv --metric rmse --folds 5 ${words}`);

describe('absum judge, as it is built', () => {
  test('prints the bytes of the library, from a file and from standard input', async () => {
    const program = `
      import { readFileSync } from 'node:fs';
      import { judge } from 'absum-l1';
      const data = { csv: readFileSync('${folder}/scores.csv', 'utf8') };
      console.log(JSON.stringify(await judge({ data, metric: 'rmse', folds: 5 })));
    `;
    const [printed, ...outcomes] = await Promise.all([
      runProgram(program),
      judge('--json'),
      absum('cat scores.csv | absum judge --metric rmse --folds 5 --json'),
    ]);
    for (const { code, stdout, stderr } of outcomes) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout.trim()).toBe(printed);
    }
  });

  test.each([
    ['better', 'better', 0, /^gate: holds\n$/],
    ['better', 'not-worse', 0, /^gate: holds\n$/],
    ['noisy', 'better', 3, /^gate: does not hold: .*noisy raises RMSE .*chance\n$/],
    ['noisy', 'not-worse', 3, /^gate: does not hold: noisy may be worse than old by up to 0\.2 in RMSE/],
    ['better,noisy', 'better', 2, /^error: --gate: expected one candidate .* --candidates/],
    ['none', 'better', 2, /^error: --candidates, item 1: /],
  ])('with %s, --gate %s ends with %d', async (candidates, claim, code, said) => {
    const outcome = await judge(`--candidates ${candidates} --gate ${claim} --out answer.json`);
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).toMatch(said);
    if (code === 2) return expect(outcome.stdout).toBe('');
    const { headline } = JSON.parse(readFileSync(join(folder, 'answer.json'), 'utf8'));
    expect(outcome.stdout.replace(/\s+/g, ' ')).toContain(headline);
  });

  test('stands between a change and its merge', async () => {
    const { stdout } = await absum(
      'for each in better noisy; do absum judge scores.csv --metric rmse --folds 5 --candidates $each --gate better >log 2>&1 && echo keep $each || echo drop $each; done',
    );
    expect(stdout).toBe('keep better\ndrop noisy\n');
  });
});
