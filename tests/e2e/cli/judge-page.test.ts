import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT, readPage, run, runProgram } from '../commands.ts';

const PAGE = readPage('docs/judge.md');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'absum-judge-page-'));
  symlinkSync(join(ROOT, 'dist/cli.js'), join(folder, 'absum'));
  const scores = [
    'fold,main,branch',
    '0,0.91,0.915',
    '1,0.9,0.906',
    '2,0.93,0.934',
    '3,0.92,0.926',
    '4,0.94,0.945',
  ];
  writeFileSync(join(folder, 'scores.csv'), scores.join('\n'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('docs/judge.md', () => {
  test("prints scikit-learn's example, with its t and p", async () => {
    const [{ text: command }, shown] = PAGE.find('fixtures/cv-results.csv');
    const { code, stdout, stderr } = await run(`export COLUMNS=100; ${command}`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim()).toBe(shown.text);
    const whole = await run(`${command} --json`);
    const { candidates } = JSON.parse(whole.stdout);
    expect(Math.abs(candidates[1].comparison.t - 0.750313)).toBeLessThan(1e-6);
    expect(Math.abs(candidates[1].comparison.p - 0.454846)).toBeLessThan(1e-6);
  });

  test('prints what its program prints', async () => {
    const [program, shown] = PAGE.find("from 'absum-l1'");
    expect(await runProgram(program.text)).toBe(shown.text);
  });

  test.each(PAGE.commands.filter((command) => command.startsWith('absum judge ')))(
    'runs %s',
    async (command) => {
      const { code, stdout } = await run(`PATH=${folder}:$PATH; ${command}`, folder);
      expect(code).toBe(0);
      expect(stdout).toMatch(/accuracy ± se/);
    },
  );
});
