import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Outcome, ROOT, run } from './commands.ts';

const PAGE = readFileSync(join(ROOT, 'docs/the-thread.md'), 'utf8');
const SCRIPT = 'scripts/thread.ts';
const TITLE = 'diabetes, penalty over the mean of |w|, shuffled batches, 4 x 5 folds';

/** The rows of the table under a title: the naive count and the verdicts of each lambda. */
function readTable(text: string, title: string) {
  const lines = text.slice(text.indexOf(`${title}\n`)).split('\n');
  return lines.slice(2, 6).map((line) => {
    const [, lambda, range, naive, verdicts] = /^ +(\S+) {3}(.*\)) +(\d+ of \d+) {3}(.*)$/.exec(line) ?? [];
    return { lambda, range, naive, verdicts: verdicts?.split(' ') ?? [] };
  });
}

describe('docs/the-thread.md', () => {
  let outcome: Outcome;
  beforeAll(async () => {
    outcome = await run(`node ${SCRIPT} --dataset diabetes --scale mean --batches shuffled --seeds 1`);
  }, 120_000);

  test('comes from the commands that it names', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(scripts.thread).toBe(`npm run --silent build:wasm && node ${SCRIPT}`);
    const commands = [...PAGE.matchAll(/^npm run (\w+)/gm)].map(([, name]) => name);
    expect(commands).toEqual(['thread', 'digits']);
    for (const name of commands) expect(scripts).toHaveProperty(name);
  });

  test('shows the findings and the luck that the script prints', () => {
    expect(outcome.code).toBe(0);
    const [loop, luck] = outcome.stdout.split('\n\n');
    expect(loop).toMatch(/^The loop as it was/);
    expect(luck).toMatch(/^One split of diabetes, 20 draws/);
    expect(PAGE).toContain(`\n${loop}\n`);
    expect(PAGE).toContain(`\n${luck}\n`);
  });

  test('shows the verdict of the first seed that the script gives', () => {
    const shown = readTable(PAGE, TITLE);
    const given = readTable(outcome.stdout, TITLE);
    expect(shown.map(({ lambda }) => lambda)).toEqual(['-0.01', '-0.001', '0.001', '0.01']);
    given.forEach(({ lambda, verdicts }, i) => {
      expect(verdicts).toHaveLength(1);
      expect({ lambda, verdict: verdicts[0] }).toEqual({
        lambda: shown[i].lambda,
        verdict: shown[i].verdicts[0],
      });
      expect(shown[i].verdicts).toHaveLength(5);
    });
    expect(outcome.stderr).toMatch(/shuffled batches, 4 x 5 folds: seed 1 of 1, [\d.]+ s\n$/);
  });

  test('says of the divided penalty what its tables say', () => {
    const tables = [...PAGE.matchAll(/^.*penalty over the mean of .*$/gm)].map(([title]) =>
      readTable(PAGE, title),
    );
    expect(tables).toHaveLength(4);
    const rows = tables.flat();
    for (const verdict of rows.flatMap(({ verdicts }) => verdicts))
      expect(['undecided', 'equivalent']).toContain(verdict);
    const naive = rows.reduce((sum, row) => sum + Number.parseInt(row.naive ?? '', 10), 0);
    expect(PAGE.replaceAll('\n', ' ')).toContain(`announced ${naive} discoveries out of 80`);
  });
});

describe('npm run thread', () => {
  test('prints its options', async () => {
    const { code, stdout } = await run(`node ${SCRIPT} --help`);
    expect(code).toBe(0);
    for (const option of ['dataset', 'scale', 'batches', 'seeds']) expect(stdout).toContain(`--${option} `);
  });

  test.each([
    ['--dataset iris', 'expected diabetes or cps-wages-1985, got "iris"'],
    ['--scale max', 'expected mean or sum, got "max"'],
    ['--batches none', 'expected overlapping or shuffled, got "none"'],
    ['--seeds 0', 'expected a whole number from 1 to 9999, got "0"'],
    ['--wrong', "Unknown option '--wrong'"],
  ])('refuses %s, and says what it expected', async (options, message) => {
    const { code, stdout, stderr } = await run(`node ${SCRIPT} ${options}`);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toContain('--help lists the options');
  });

  test('stops when interrupted', async () => {
    const child = spawn('node', [SCRIPT], { cwd: ROOT });
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([130, null]);
  });
});
