import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Outcome, type Page, ROOT, readPage, run } from '../commands.ts';

const CLI = join(ROOT, 'dist/cli.js');
const PAGES = ['README.md', 'docs/command-line.md'] as const;

let folder = '';
const printed = new Map<string, Outcome>();
const absum = (words: string) => run(`PATH=${folder}:$PATH; export COLUMNS=100; ${words}`, folder);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'absum-reports-'));
  symlinkSync(CLI, join(folder, 'absum'));
  copyFileSync(join(ROOT, 'fixtures/diabetes.csv'), join(folder, 'diabetes.csv'));
  for (const page of PAGES) {
    for (const command of readPage(page).commands) {
      if (!/ (network|linear)\.json/.test(command) || printed.has(command)) continue;
      printed.set(command, await absum(command));
    }
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the command of a page printed that begins so. */
function outputOf({ commands }: Page, start: string): string {
  const command = commands.find((each) => each.startsWith(start)) ?? '';
  const found = printed.get(command);
  if (found === undefined) throw new Error(`no such command was run: ${start}`);
  return found.stdout;
}

describe('the commands of the pages that keep and compare reports', () => {
  test('all end well, and say nothing on standard error', () => {
    expect(printed.size).toBe(5);
    for (const [command, { code, stderr }] of printed) {
      expect({ command, code, stderr }).toEqual({ command, code: 0, stderr: '' });
    }
  });

  test('print what stands there', () => {
    const [readme, reference] = PAGES.map((page) => readPage(page));
    const [, said] = readme.find('absum diff');
    expect(
      ['absum show', 'absum diff']
        .map((start) => outputOf(readme, start))
        .join('')
        .trim(),
    ).toBe(said.text);
    const [, diff] = reference.find('absum diff');
    expect(outputOf(reference, 'absum diff').trim()).toBe(diff.text);
    const table = reference.blocks.find(({ text }) => text.startsWith('| lambda |'));
    expect(table?.text.split('\n')).toEqual(said.text.split('\n').slice(0, 4));
  });
});

describe('kept reports', () => {
  test('are shown as compare printed them, by file and by pipe, with charts', async () => {
    const compared = await absum(
      "absum compare diabetes.csv --target y --lambdas=0,0.01 --include losses --hidden ''",
    );
    const shown = await absum('absum show linear.json');
    expect(shown.stdout).toBe(compared.stdout.replace(/, [\d.]+ s\n$/, '\n'));
    expect((await absum('cat linear.json | absum show --json')).stdout).toBe(
      readFileSync(join(folder, 'linear.json'), 'utf8'),
    );
    expect((await absum('absum show linear.json --svg charts -q')).code).toBe(0);
    expect(readdirSync(join(folder, 'charts')).length).toBeGreaterThan(2);
  });

  test('are the same as themselves', async () => {
    expect(await absum('absum diff linear.json - < linear.json')).toEqual({
      code: 0,
      stdout: 'The two reports are the same.\n',
      stderr: '',
    });
  });

  test('are refused where they are damaged, by the place', async () => {
    const report = JSON.parse(readFileSync(join(folder, 'linear.json'), 'utf8'));
    report.lambdas[1].weights.count = null;
    writeFileSync(join(folder, 'damaged.json'), JSON.stringify(report));
    expect(await absum('absum diff linear.json damaged.json')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: damaged.json: lambdas[1].weights.count: expected a number, got null\n',
    });
  });

  test('as CSV can be read by awk', async () => {
    const { stdout } = await absum(
      "absum show linear.json --format csv | awk -F, 'NR == 1 { print $2 } NR > 1 { print $2, $4 }'",
    );
    const { lambdas, references } = JSON.parse(readFileSync(join(folder, 'linear.json'), 'utf8'));
    const rows = [...lambdas, ...references].map(
      ({ lambda = '', validation }) => `${lambda} ${validation.rmse.mean}`,
    );
    expect(stdout).toBe(['lambda', ...rows, ''].join('\n'));
  });
});

describe('a comparison that is stopped', () => {
  test('prints the means so far, and no verdict', async () => {
    // Ctrl-C comes once the first trials are done: each takes some 50 ms, and all of them minutes.
    const long =
      'absum compare diabetes.csv --target y --lambdas=0,0.01 --epochs 60 --repeats 500 --no-limits';
    const { stdout, stderr } = await absum(
      `${long} --workers 0 > means.txt & pid=$!; sleep 8; kill -INT $pid; wait $pid; echo $?; cat means.txt`,
    );
    const [code, ...means] = stdout.split('\n');
    expect(code).toBe('130');
    expect(means.slice(0, 3).join('\n')).toMatch(
      /^Means of what was done, which is no verdict:\n\nlambda +mean validation RMSE +pairs$/,
    );
    expect(means[4]).toMatch(/^0 +\d+\.\d+ +\d+ of 2500$/);
    expect(stderr).toMatch(/^Stopped after \d+ of 5000 trials\. No verdict: /);
  });
});
