import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXAMPLES } from '../../src/cli/program.ts';
import type { Report } from '../../src/entries/index.ts';
import { DEFAULT_SERVICE_LIMITS } from '../../src/http/settings.ts';
import { buildRecipe, FIRST_SETUP } from '../../src/page/setup/setup.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { DEFAULT_SWEEP_LIMITS } from '../../src/sweeps/limits.ts';
import { ROOT, readPage, run, runProgram } from './commands.ts';

const README = readPage('README.md');
const DOCS = globSync('docs/*.md', { cwd: ROOT }).map((path) => path.replaceAll('\\', '/'));
const PAGES = ['README.md', 'CONTRIBUTING.md', ...DOCS];

/** The comparison that the README makes in four ways. */
const COMPARE = README.commands.find((command) => command.startsWith('npm run --silent absum ')) ?? '';

/** The commands of the pages, and what runs each. `this test` is one below. */
const HELD_BY: Readonly<Record<string, string>> = {
  'npm ci && npm run demo': 'this test',
  'npm run demo': 'this test',
  [COMPARE]: 'this test',
  'npm run bench -- --check': 'this test, with few rounds',
  'npm cit': '.ci/run',
  [EXAMPLES[1]]: 'cli.test.ts, with these very arguments',
  [EXAMPLES[6]]: 'cli.test.ts, with these very arguments',
  'absum read sales.csv --target score': 'read.test.ts',
  'absum sweep start data.csv --target y --repeats 50': 'cli-sweep.test.ts, with another file',
  ...Object.fromEntries(
    ['README.md', 'docs/command-line.md']
      .flatMap((page) => readPage(page).commands)
      .filter((command) => / (network|linear)\.json/.test(command))
      .map((command) => [command, 'cli/reports.test.ts, with these very arguments']),
  ),
  ...Object.fromEntries(
    readPage('docs/judge.md')
      .commands.filter((command) => / judge /.test(command) && !command.includes('calibrate'))
      .map((command) => [command, 'cli/judge-page.test.ts, with these very arguments']),
  ),
  ...Object.fromEntries(
    readPage('docs/check.md')
      .commands.filter((command) => / check /.test(command))
      .map((command) => [command, 'cli/check-page.test.ts, with these very arguments']),
  ),
  'npm run calibrate -- --cells judge --sets 300': 'calibrate.test.ts, shorter',
  'npm run load': 'load.test.ts, shorter',
  'npm run chaos': 'chaos.test.ts, shorter',
  'npm run site': 'site/site.test.ts and site/one-file.test.ts, from the page that is built',
  'npm run thread': 'thread.test.ts, a part',
  'npm run digits': 'digit-sweep.test.ts, a part',
  'npm run wild -- vega-datasets/data': 'wild.test.ts, with other files',
  'npm run wild -- r-data': 'wild.test.ts, with other files',
  'npm run calibrate -- --cells usual --sets 200': 'calibrate.test.ts, shorter',
  'npm run calibrate -- --cells special --sets 200': 'calibrate.test.ts, shorter',
};
/** These need an account, or Docker. */
const NOT_RUN = /^(docker|curl .*\.workers\.dev\/)/;
/** `wrangler-dev.test.ts` runs these. */
const CURL = /^curl .*http:\/\/localhost:8787\//;

/** Runs the snippet of a page that holds `marker`, as a program that has absum installed; returns what it prints and what stands there. */
async function runSnippet(path: string, marker: string, files: readonly string[] = []) {
  const [snippet, shown] = readPage(path).find(marker);
  expect([snippet.language, shown.language]).toEqual(['js', 'text']);
  return { printed: await runProgram(snippet.text, { files }), shown: shown.text };
}

describe('the README and the pages of docs', () => {
  test('have no command that nothing runs', () => {
    const commands = PAGES.flatMap((path) => readPage(path).commands);
    const rest = commands.filter((command) => !CURL.test(command) && !NOT_RUN.test(command));
    expect(new Set(rest)).toEqual(new Set(Object.keys(HELD_BY)));
    const curls = commands.filter((command) => CURL.test(command));
    const run = ['README.md', 'docs/http.md'].flatMap((path) => readPage(path).commands);
    expect(curls.filter((command) => !run.includes(command))).toEqual([]);
    expect(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts.start).toMatch(
      /^wrangler dev( |$)/,
    );
  });

  test('show what the demo prints', async () => {
    const { code, stdout } = await run('npm run --silent demo');
    expect(code).toBe(0);
    const [, printed] = readPage('docs/verdict.md').find('npm run demo');
    expect(stdout).toContain(printed.text);
    const [, table] = README.find(' -- compare ');
    expect(stdout).toContain(table.text);
  });

  test('show what the benchmark prints, which checks its results', async () => {
    // With few rounds: what it would check of the figures is no matter of a test.
    const { code, stdout } = await run('npm run --silent bench -- --quick');
    expect(code).toBe(0);
    for (const name of [
      'absum fused',
      'absum tfjs',
      'tfjs-layers fit',
      'jax-js jit step',
      'plain SIMD sum',
    ]) {
      expect(stdout).toContain(name);
    }
  }, 600_000);
});

describe('the one data set of the README', () => {
  test('gets one verdict from the command line, the library, and the recipe that the page opens with', async () => {
    const [, table] = README.find(' -- compare ');
    const shown = await run(`COLUMNS=100 ${COMPARE}`);
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining(table.text) });

    const report: Report = JSON.parse((await run(`${COMPARE} --json`)).stdout);
    const verdicts = report.lambdas.map(
      ({ lambda, comparison }) => `${lambda} ${comparison?.verdict ?? 'baseline'}`,
    );
    const library = await runSnippet('README.md', "from 'absum-l1'", ['fixtures/diabetes.csv']);
    expect(library.printed).toBe(library.shown);
    expect(library.printed).toBe([report.headline, ...verdicts].join('\n'));

    // The page opens with the same comparison.
    const { data, ...opened } = parseRecipe(buildRecipe(FIRST_SETUP));
    expect(data).toMatchObject({ dataset: 'diabetes' });
    expect(report.recipe).toEqual({ ...opened, data: report.recipe.data });
  });
});

describe('docs/embed.md', () => {
  test.each(['train({', 'exportOnnx', 'createPool()', "'absum-l1/absum.wasm'"])(
    'its example with %s prints what it shows',
    async (marker) => {
      const { printed, shown } = await runSnippet('docs/embed.md', marker);
      expect(printed).toBe(shown);
    },
  );

  test('shows the sign gradient at either sign and at zero', async () => {
    const [, shown] = readPage('docs/embed.md').find("'absum-l1/absum.wasm'");
    expect(shown.text).toContain('sign gradient [ 0.5, -0.5, 0, 0.5, -0.5 ]');
  });
});

describe('docs/recipe.md', () => {
  test('shows the recipe with the defaults that absum fills in', () => {
    const [shown] = readPage('docs/recipe.md').find('"split"');
    expect(JSON.parse(shown.text)).toEqual(parseRecipe({ data: { dataset: 'diabetes' } }));
  });
});

describe('docs/http.md', () => {
  test('shows the default limits', () => {
    const { text } = readPage('docs/http.md');
    for (const [name, value] of Object.entries(DEFAULT_SERVICE_LIMITS)) {
      expect(text).toContain(`| ${value} | \`${name}\` |`);
    }
    const { trials, seconds, pairSeconds } = DEFAULT_SWEEP_LIMITS;
    expect(text.replaceAll('\n', ' ')).toContain(
      `A sweep may ask for ${trials} trials and ${seconds} seconds, each pair for ${pairSeconds} `,
    );
  });
});
