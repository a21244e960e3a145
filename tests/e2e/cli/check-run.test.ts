import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT, run, runProgram } from '../commands.ts';

const LOOP = join(ROOT, 'fixtures/loops/wrong/forum-loop.py');
const DATA = join(ROOT, 'fixtures/diabetes.csv');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'absum-run-'));
  symlinkSync(join(ROOT, 'dist/cli.js'), join(folder, 'absum'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const absum = (words: string) => run(`PATH=${folder}:$PATH; ${words}`, folder);

describe('absum check --run, as it is built', () => {
  test('prints the bytes of the library, in threads and in none', async () => {
    const program = `
      import { readFileSync } from 'node:fs';
      import { weighLoop } from 'absum-l1';
      const text = readFileSync('${LOOP}', 'utf8');
      const data = { csv: readFileSync('${DATA}', 'utf8'), target: 'y' };
      console.log(JSON.stringify(await weighLoop({ text, recipe: { data, split: { repeats: 1 } } })));
    `;
    const words = `absum check ${LOOP} --run ${DATA} --target y --repeats 1 --json`;
    const [printed, ...outcomes] = await Promise.all([
      runProgram(program),
      absum(words),
      absum(`${words} --workers 0`),
    ]);
    for (const { code, stdout, stderr } of outcomes) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout.trim()).toBe(printed);
    }
    const { faults, judgement } = JSON.parse(printed);
    expect(faults).toHaveLength(6);
    expect(judgement.candidates).toHaveLength(5);
  });

  test('is refused by its limits before it begins, and says which', async () => {
    const { code, stdout, stderr } = await absum(
      `absum check ${LOOP} --run ${DATA} --target y --repeats 500 --json`,
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('trials exceed the limit of 2000');
  });
});
