import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAULT_CODES } from '../../../src/check/faults/codes.ts';
import { ROOT, readPage, run, runProgram } from '../commands.ts';

const PAGE = readPage('docs/check.md');
const CASE = 'fixtures/loops/wrong/penalty-subtracted.py';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'absum-check-page-'));
  symlinkSync(join(ROOT, 'dist/cli.js'), join(folder, 'absum'));
  copyFileSync(join(ROOT, CASE), join(folder, 'train.py'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('docs/check.md', () => {
  // The examples that stand with what they print.
  test.each(
    PAGE.blocks.flatMap(({ language, text }, i) =>
      language === 'sh' && PAGE.blocks[i + 1]?.language === 'text' ? [[text, PAGE.blocks[i + 1].text]] : [],
    ),
  )('shows what is printed by %s', async (command, shown) => {
    const { stdout } = await run(`export COLUMNS=100; ${command}`);
    expect(stdout.trim()).toBe(shown);
  });

  test('shows what its program prints', async () => {
    const [program, shown] = PAGE.find("from 'absum-l1'");
    expect(await runProgram(program.text, { files: [CASE] })).toBe(shown.text);
  });

  test('begins with a command that finds a fault', async () => {
    const [command] = PAGE.commands;
    expect(command).toBe('absum check train.py');
    const { code, stdout } = await run(`PATH=${folder}:$PATH; ${command}`, folder);
    expect([code, stdout]).toEqual([3, expect.stringContaining('error penalty-subtracted')]);
  });

  test.each(FAULT_CODES)('has a case for %s', async (code) => {
    const command = PAGE.commands.find((each) => each.endsWith(`/wrong/${code}.py`));
    const { stdout } = await run(`${command} --json`);
    const { faults } = JSON.parse(stdout) as { faults: { code: string }[] };
    expect(faults.map((fault) => fault.code)).toContain(code);
  });
});
