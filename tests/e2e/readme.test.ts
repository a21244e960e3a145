import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXAMPLES } from '../../src/cli/examples.ts';
import { DEFAULT_SERVICE_LIMITS } from '../../src/http/settings.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { DEFAULT_SWEEP_LIMITS } from '../../src/sweeps/limits.ts';
import { BLOCKS, blockAfter, README, ROOT, run, runProgram } from './commands.ts';

/**
 * Commands that install, test, deploy, or serve: `wrangler-dev.test.ts` starts what `npm start` does, `hosts.test.ts`
 * what `npm run test:hosts` does, `load.test.ts` and `chaos.test.ts` run a short load and chaos, and `cli.test.ts` runs
 * `absum` with these very arguments.
 */
const NOT_RUN_HERE = [
  ...['npm cit', 'npm start', 'npm run deploy', 'npm run test:hosts', 'npm run load', 'npm run chaos'],
  EXAMPLES[1],
];

const commands = BLOCKS.filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => text.split('\n'))
  .map((line) => line.replace(/\s+#.*$/, ''));

/** Runs the snippet with `marker` as a program that has absum installed. */
function runSnippet(marker: string): Promise<string> {
  const snippet = BLOCKS.find(({ language, text }) => language === 'js' && text.includes(marker));
  if (snippet === undefined) throw new Error(`README.md has no snippet with ${marker}`);
  return runProgram(snippet.text);
}

describe('the README', () => {
  test('has no command that nothing runs', () => {
    expect(commands).toContain('npm ci && npm run demo');
    const rest = commands.filter(
      (command) => !NOT_RUN_HERE.includes(command) && !command.startsWith('curl '),
    );
    expect(rest).toEqual(['npm ci && npm run demo', 'npm run bench -- --check']);
    expect(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts.start).toMatch(
      /^wrangler dev( |$)/,
    );
  });

  test('its demo prints the table that it shows', async () => {
    const { code, stdout } = await run('npm run --silent demo');
    expect(code).toBe(0);
    expect(stdout).toContain(BLOCKS[1].text);
  });

  test('its library example prints what it shows', async () => {
    expect(await runSnippet("from 'absum'")).toBe(blockAfter("from 'absum'").text);
  });

  test('its example of a network that leaves prints what it shows', async () => {
    expect(await runSnippet('exportOnnx')).toBe(blockAfter('exportOnnx').text);
  });

  test('its example of a pool prints what it shows', async () => {
    expect(await runSnippet('createPool()')).toBe(blockAfter('createPool()').text);
  });

  test('its embedding example computes the penalty and its sign gradient without tfjs', async () => {
    const shown = blockAfter("'absum/absum.wasm'").text;
    expect(await runSnippet("'absum/absum.wasm'")).toBe(shown);
    expect(shown).toContain('sign gradient [ 0.5, -0.5, 0, 0.5, -0.5 ]');
  });

  test('its benchmark checks the results and prints the contestants', async () => {
    // With few rounds: what it would check of the figures is no matter of a test.
    const { code, stdout } = await run('npm run --silent bench -- --quick');
    expect(code).toBe(0);
    for (const name of ['absum fused', 'absum tfjs', 'tfjs-layers fit', 'absum absSum', 'plain SIMD sum']) {
      expect(stdout).toContain(name);
    }
  });

  test('shows the recipe with the defaults that absum fills in', () => {
    const shown = BLOCKS.find(({ language, text }) => language === 'json' && text.includes('"split"'));
    expect(JSON.parse(shown?.text ?? '')).toEqual(parseRecipe({ data: { dataset: 'diabetes' } }));
  });

  test('shows the default limits', () => {
    for (const [name, value] of Object.entries(DEFAULT_SERVICE_LIMITS)) {
      expect(README).toContain(`| ${value} | \`${name}\` |`);
    }
    const { trials, seconds, pairSeconds } = DEFAULT_SWEEP_LIMITS;
    expect(README.replaceAll('\n', ' ')).toContain(
      `A sweep may ask for ${trials} trials and ${seconds} seconds, each pair for ${pairSeconds} `,
    );
  });
});
