import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { ROOT, readPage, run } from '../commands.ts';

const SCRIPT = 'scripts/calibrate.ts';

/** The tables without their figures: heads, and what stands before the figures of each line. */
const listLabels = (text: string) =>
  text
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/( +[-\d][\d.]*( (±|\/|x) [-\d][\d.]*)?)+$/, '').trim())
    // The columns are as wide as their figures.
    .map((line) => line.replace(/ +/g, ' '))
    .filter((line) => line !== '');

describe('npm run calibrate', () => {
  test.each([
    ['usual', 'docs/verdict.md', 17],
    ['special', 'docs/verdict.md', 11],
    ['judge', 'docs/judge.md', 22],
  ])('prints the tables of the docs, here from two data sets of each %s cell', async (group, page, cells) => {
    const [{ text: command }, shown] = readPage(page).find(`npm run calibrate -- --cells ${group} `);
    expect(command).toMatch(/^npm run calibrate -- --cells \w+ --sets \d+$/);
    const { code, stdout, stderr } = await run(`node ${SCRIPT} --cells ${group} --sets 2`);
    expect(code).toBe(0);
    expect(listLabels(stdout)).toEqual(listLabels(shown.text));
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(stderr).toMatch(new RegExp(`calibrate: ${2 * cells} of ${2 * cells} data sets, \\d+ s\n$`));
  });

  test('prints the same with one thread, and a line for each lambda if asked', async () => {
    const [one, two, arms] = await Promise.all(
      ['--threads 1', '--threads 2', '--threads 2 --arms'].map((options) =>
        run(`node ${SCRIPT} --cells noise-60,linear-60 --sets 4 ${options}`),
      ),
    );
    expect(one.stdout).toBe(two.stdout);
    expect(arms.stdout.startsWith(one.stdout)).toBe(true);
    expect(arms.stdout).toMatch(/^linear-60 +0\.224 /m);
    expect(Math.max(...arms.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('lists its options, and refuses others', async () => {
    const { code, stdout } = await run(`node ${SCRIPT} --help`);
    expect(code).toBe(0);
    for (const option of ['quick', 'sets N', 'seed N', 'cells A,B', 'threads N', 'arms', 'help'])
      expect(stdout).toContain(`--${option} `);
    const wrong = await run(`node ${SCRIPT} --cells iris`);
    expect([wrong.code, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toContain('got "iris"\ncalibrate: --help lists the options');
  });

  test('prints what is there when interrupted', async () => {
    const child = spawn('node', [SCRIPT, '--cells', 'noise-60', '--sets', '9999'], { cwd: ROOT });
    let [printed, told] = ['', ''];
    child.stdout.on('data', (text) => {
      printed += text;
    });
    child.stderr.on('data', (text) => {
      told += text;
    });
    // The first line of progress.
    await once(child.stderr, 'data');
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([130, null]);
    expect(told).toMatch(/calibrate: interrupted after \d+ of 9999 data sets\n$/);
    expect(printed).toMatch(/ data sets in each of 1 cells\n/);
    expect(printed).toMatch(/^noise-60 /m);
  });
});
