import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LINE, LOOP, NOTEBOOK } from '../../http/check/loop.ts';
import { ROOT, run, runProgram } from '../commands.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'absum-check-'));
  symlinkSync(join(ROOT, 'dist/cli.js'), join(folder, 'absum'));
  writeFileSync(join(folder, 'train.py'), LOOP);
  writeFileSync(join(folder, 'train.ipynb'), NOTEBOOK);
  writeFileSync(join(folder, 'right.py'), LOOP.replace('loss - 0.01', 'loss + 0.01'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const absum = (words: string) => run(`PATH=${folder}:$PATH; ${words}`, folder);

describe('absum check, as it is built', () => {
  test('prints the bytes of the library, from a file and from standard input', async () => {
    const program = `
      import { readFileSync } from 'node:fs';
      import { checkLoop } from 'absum-l1';
      console.log(JSON.stringify(await checkLoop(readFileSync('${folder}/train.py', 'utf8'))));
    `;
    const [printed, ...outcomes] = await Promise.all([
      runProgram(program),
      absum('absum check train.py --json --fail-on never'),
      absum('cat train.py | absum check --json --fail-on never'),
    ]);
    for (const { code, stdout, stderr } of outcomes) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout.trim()).toBe(printed);
    }
  });

  test('names the line of a script and the cell of a notebook, and fails as linters do', async () => {
    const { code, stdout, stderr } = await absum('absum check train.py train.ipynb right.py');
    expect(code).toBe(3);
    expect(stderr).toBe('check: 2 faults of --fail-on warning or worse\n');
    expect(stdout).toMatch(
      new RegExp(`^train\\.py:${LINE}:\\d+ error penalty-subtracted \\(certain\\)$`, 'm'),
    );
    expect(stdout).toMatch(new RegExp(`^train\\.ipynb:cell 2:${LINE}:\\d+ error penalty-subtracted `, 'm'));
    expect(stdout).toMatch(/^3 files, 2 faults: 2 errors\.$/m);
    expect((await absum('absum check right.py')).code).toBe(0);
  });

  test('stands between a change and its merge', async () => {
    const { stdout } = await absum(
      'for each in train right; do absum check $each.py >log 2>&1 && echo keep $each || echo drop $each; done',
    );
    expect(stdout).toBe('drop train\nkeep right\n');
  });

  test('runs nothing of what it reads', async () => {
    writeFileSync(
      join(folder, 'evil.py'),
      "open('made', 'w').write('1')\nimport os\nos.system('touch made')\n",
    );
    const { code, stdout } = await absum('absum check evil.py; ls made 2>/dev/null');
    expect(code).not.toBe(0);
    expect(stdout).toMatch(/^1 file, no faults\.\n$/m);
    expect(stdout).not.toMatch(/^made$/m);
  });
});
