import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { listJudgeCharts } from '../../../src/charts/judge/charts.ts';
import { errorAt } from '../../../src/errors.ts';
import type { JudgeAnswer } from '../../../src/judge/answer.ts';
import { judge } from '../../../src/judge/judge.ts';
import { JUDGE_PARAMETERS } from '../../../src/judge/parameters.ts';
import type { Report } from '../../../src/report/schema.ts';
import { run } from '../../compare/samples.ts';
import { CSV, NAMES, SCORES } from '../../judge/scores.ts';
import { openFolder } from '../samples.ts';
import { measureWidest, type Typed, type } from '../screen.ts';

const ROWS = SCORES.ridge.map((_, i) => Object.fromEntries(NAMES.map((name) => [name, SCORES[name][i]])));
const FIELDS = ['--metric', 'rmse', '--folds', '5'];

const at = openFolder();
let report: Report;
beforeAll(async () => {
  report = await run({
    split: { folds: 3, repeats: 2 },
    penalty: { lambdas: [0, 0.1] },
    include: ['losses'],
  });
  const files = {
    'scores.csv': CSV,
    'scores.csv.gz': gzipSync(CSV),
    'scores.json': JSON.stringify(SCORES),
    'data.json': JSON.stringify({ scores: SCORES }),
    'rows.json': `\uFEFF${JSON.stringify(ROWS)}`,
    'request.json': JSON.stringify({ data: { scores: SCORES }, folds: 2, metric: 'mae' }),
    'faulty.json': JSON.stringify({ data: { scores: SCORES }, folds: 1 }),
    'report.json': JSON.stringify(report),
    'report.json.gz': gzipSync(JSON.stringify(report)),
    'bracket.csv': CSV.replace('ridge', '[ridge]'),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(at(name), content);
});

const ask = (file: string, options: string[] = FIELDS, typed: Typed = {}) =>
  type(['judge', at(file), ...options], typed);

async function askJson(file: string, options: string[] = FIELDS): Promise<JudgeAnswer> {
  const { code, stdout, stderr } = await ask(file, [...options, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

describe('absum judge', () => {
  it('prints the verdict, what to do, a table, what it takes, and how the scores were read', async () => {
    const { code, stdout, stderr } = await ask('scores.csv', FIELDS, { env: { COLUMNS: '100' } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const answer = await judge({ data: { csv: CSV }, metric: 'rmse', folds: 5 });
    const flat = stdout.replace(/\s+/g, ' ');
    for (const said of [answer.headline, ...answer.advice, ...answer.reading.notes])
      expect(flat).toContain(said);
    expect(stdout).toMatch(/^candidate +RMSE ± se +difference \(interval\) +p \(Holm\) +verdict$/m);
    expect(stdout).toMatch(/^ridge +3\.200 ± 0\.086 +baseline$/m);
    expect(stdout).toMatch(/^forest take +2\.700 ± 0\.080 +-16 % \(-19 to -12 %\) +<0\.0001 +better$/m);
    expect(stdout).toMatch(/^tree +3\.200 ± 0\.071 +\+0\.031 % \(-7\.3 to \+7\.9 %\) +0\.99 +undecided$/m);
    expect(flat).toContain(`tree: ${answer.candidates[2].more?.sentence}`);
    expect(flat).not.toContain(`forest: ${answer.candidates[1].more?.sentence}`);
    expect(flat).toContain('3 candidates, 10 pairs (5 folds x 2 repeats); RMSE, of which lower is better');
  });

  it.each([40, 72, 120])('fits in %d columns, and is the same in colour', async (width) => {
    const typed = { env: { COLUMNS: String(width) } };
    const { stdout } = await ask('scores.csv', FIELDS, typed);
    expect(measureWidest(stdout)).toBeLessThanOrEqual(width);
    const { stdout: painted } = await ask('scores.csv', FIELDS, { env: { ...typed.env, FORCE_COLOR: '1' } });
    expect(painted).toContain('\u001B[32mbetter');
    expect(stripVTControlCharacters(painted)).toBe(stdout);
    const { stdout: plain } = await ask('scores.csv', [...FIELDS, '--no-color'], {
      env: { ...typed.env, FORCE_COLOR: '1' },
    });
    expect(plain).toBe(stdout);
  });

  it.each(['scores.csv.gz', 'scores.json', 'data.json', 'rows.json'])(
    'takes the same scores as %s',
    async (file) => {
      const { reading: _csv, ...answer } = await askJson('scores.csv');
      const { reading: _other, ...other } = await askJson(file);
      expect(other).toEqual(answer);
    },
  );

  it('takes scores from standard input, and a name that begins with a bracket', async () => {
    const { candidates } = await askJson('scores.csv');
    for (const argv of [['judge', '-'], ['judge']]) {
      const { code, stdout } = await type([...argv, ...FIELDS, '--json'], { stdin: CSV });
      expect(code).toBe(0);
      expect((JSON.parse(stdout) as JudgeAnswer).candidates).toEqual(candidates);
    }
    const { candidates: bracket } = await askJson('bracket.csv');
    expect(bracket.map(({ name }) => name)).toEqual(['[ridge]', 'forest', 'tree']);
  });

  it('takes a request, whose fields options override', async () => {
    expect((await askJson('request.json', [])).test.metric).toBe('mae');
    expect((await askJson('request.json', [])).design).toMatchObject({ folds: 2, repeats: 5 });
    const own = await askJson('request.json', [...FIELDS, '--candidates', 'tree', '--baseline', 'forest']);
    expect(own.test).toMatchObject({ metric: 'rmse', baseline: 'forest' });
    expect(own.design).toMatchObject({ folds: 5, repeats: 2 });
    expect(own.candidates.map(({ name }) => name)).toEqual(['forest', 'tree']);
  });

  it.each(['report.json', 'report.json.gz'])('comes to the verdict of %s', async (file) => {
    const { candidates } = await askJson(file, []);
    const { comparison } = candidates[1];
    expect(comparison?.interval).toEqual(report.lambdas[1].comparison?.interval);
    expect(comparison?.verdict).toBe(report.lambdas[1].comparison?.verdict);
  });

  it('takes columns by what they hold, and all that one may say', async () => {
    const long = NAMES.flatMap((name) =>
      SCORES[name].map((score, i) => `${name};${i % 5};${Math.floor(i / 5)};${score}`),
    );
    writeFileSync(at('long.csv'), ['who;part;round;got', ...long].join('\n'));
    const columns = ['--candidate-columns', 'who', '--fold-column', 'part', '--repeat-column', 'round'];
    const { reading, candidates } = await askJson('long.csv', [
      ...columns,
      '--value-column',
      'got',
      '--delimiter',
      ';',
      '--metric',
      'rmse',
    ]);
    expect(reading.columns).toMatchObject({ candidate: ['who'], fold: ['part'], repeat: ['round'] });
    expect(candidates.map(({ mean }) => mean)).toEqual(
      (await askJson('scores.csv')).candidates.map(({ mean }) => mean),
    );
    const { stdout } = await type(['judge', '--help']);
    for (const name of Object.keys(JUDGE_PARAMETERS)) {
      const words = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      expect(stdout).toMatch(new RegExp(`^  --${words}(-columns?)? <`, 'm'));
    }
  });

  it('takes names one by one, and tabs by their name', async () => {
    const { candidates } = await askJson('scores.csv', [
      ...FIELDS,
      '--candidates',
      'tree',
      '--candidates',
      'forest',
    ]);
    expect(candidates.map(({ name }) => name).toSorted()).toEqual(['forest', 'ridge', 'tree']);
    writeFileSync(at('tabs.csv'), CSV.replaceAll(',', '\t'));
    expect((await askJson('tabs.csv', [...FIELDS, '--delimiter', 'tab'])).candidates).toHaveLength(3);
  });

  it('shows a difference of rounding alone as none', async () => {
    const answer = await askJson('scores.csv', ['--direction', 'higher']);
    expect(Math.abs(answer.candidates[2].comparison?.difference ?? 1)).toBeGreaterThan(0);
    const { stdout } = await ask('scores.csv', ['--direction', 'higher']);
    expect(stdout).toMatch(/^tree +\S+ ± \S+ +0 \(-/m);
  });

  it('writes the answer where it is told to, and says so', async () => {
    const { stdout } = await ask('scores.csv', [...FIELDS, '--out', at('answer.json')]);
    expect(stdout.replace(/\s+/g, ' ')).toContain(`Wrote ${at('answer.json')}.`);
    expect(JSON.parse(readFileSync(at('answer.json'), 'utf8'))).toEqual(await askJson('scores.csv'));
    const { code, stderr } = await ask('scores.csv', ['--out', at('nowhere/answer.json')]);
    expect({ code, stderr: stderr.split(' ')[1] }).toEqual({ code: 2, stderr: '--out:' });
  });

  it('draws its charts into a folder', async () => {
    const { code, stdout } = await ask('scores.csv', [...FIELDS, '--svg', at('charts')]);
    expect(code).toBe(0);
    const answer = await askJson('scores.csv');
    const names = listJudgeCharts(answer).map(({ name }) => `${name}.svg`);
    expect(names.length).toBeGreaterThan(0);
    expect(readdirSync(at('charts')).toSorted()).toEqual(names.toSorted());
    for (const name of names) expect(readFileSync(at(`charts/${name}`), 'utf8')).toMatch(/^<svg /);
    expect(stdout.replace(/\s+/g, ' ')).toContain(`Wrote ${names.length} charts in ${at('charts')}.`);
    expect((await ask('scores.csv', ['--svg', at('scores.csv')])).stderr).toContain(
      '--svg: expected a folder',
    );
  });

  it('is a table for programs, and a text for an issue', async () => {
    const { candidates, headline } = await askJson('scores.csv');
    const { stdout: csv } = await ask('scores.csv', [...FIELDS, '--format', 'csv']);
    const [header, ...rows] = csv
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    expect(rows.map(([name]) => name)).toEqual(NAMES);
    const cell = (row: number, title: string) => rows[row][header.indexOf(title)];
    expect(Number(cell(1, 'interval low'))).toBe(candidates[1].comparison?.interval?.[0]);
    expect([cell(0, 'verdict'), cell(1, 'verdict'), cell(1, 'gate better')]).toEqual([
      'baseline',
      'better',
      'true',
    ]);
    expect(Number(cell(2, 'harm'))).toBe(candidates[2].gate?.harm);
    const { stdout: md } = await ask('scores.csv', [...FIELDS, '--format', 'md']);
    expect(md.split('\n')[0]).toBe(`**${headline}**`);
    expect(md).toContain('| forest take | 2.700 ± 0.080 | -16 % (-19 to -12 %) | \\<0.0001 | better |');
  });

  it('names options in what is found, and in what to try', async () => {
    writeFileSync(at('gaps.csv'), CSV.replace('3.1,', ','));
    const { stdout } = await ask('gaps.csv', ['--metric', 'rmse'], { env: { COLUMNS: '200' } });
    expect(stdout).toContain('[warning] missing-cells');
    expect(stdout).toContain('  try: --missing drop\n');
    expect(stdout).toContain(
      'say --folds, or --training-rows and --validation-rows'.replace('--folds', 'folds'),
    );
    const { stdout: md } = await ask('gaps.csv', ['--metric', 'rmse', '--format', 'md']);
    expect(md).toContain('Try `--missing drop`.');
  });

  it('stops at Ctrl-C', async () => {
    const keyboard = { press: () => {} };
    const stopped = async (_: unknown, { signal }: { signal?: AbortSignal | undefined } = {}) => {
      keyboard.press();
      if (signal?.aborted) throw errorAt('aborted', '', 'the caller stopped the work');
      throw new Error('not stopped');
    };
    const services = { judge: async () => ({ judge: stopped }) };
    const { code, stderr, stdout } = await ask('scores.csv', FIELDS, { keyboard, services });
    expect({ code, stderr, stdout }).toEqual({ code: 130, stderr: 'Stopped.\n', stdout: '' });
  });
});

describe('absum judge --gate', () => {
  const gate = (claim: string, candidate: string, more: string[] = []) =>
    ask('scores.csv', [...FIELDS, '--candidates', candidate, '--gate', claim, ...more]);

  it.each(['better', 'not-worse'])('%s holds for what is better', async (claim) => {
    const { code, stdout, stderr } = await gate(claim, 'forest');
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'gate: holds\n' });
    expect(stdout).toContain('better than');
  });

  it('better does not hold for what is undecided, and says why', async () => {
    const { code, stdout, stderr } = await gate('better', 'tree');
    const { headline } = await askJson('scores.csv', [...FIELDS, '--candidates', 'tree']);
    expect(code).toBe(3);
    expect(stderr).toBe(`gate: does not hold: ${headline.replace(/\.$/, '')}\n`);
    expect(stdout).toContain('undecided');
  });

  it('not-worse does not hold where the harm may be more than does not matter', async () => {
    const { code, stderr } = await gate('not-worse', 'tree');
    expect(code).toBe(3);
    expect(stderr).toBe(
      'gate: does not hold: tree may be worse than ridge by up to 0.2 in RMSE (one-sided 95 % bound), and more than 0.032 matters\n',
    );
    expect((await gate('not-worse', 'tree', ['--equivalence', '0.2'])).code).toBe(0);
  });

  it('holds for nothing where nothing was tested', async () => {
    writeFileSync(at('one.csv'), 'a,b\n1,2');
    for (const claim of ['better', 'not-worse']) {
      const { code, stderr } = await ask('one.csv', ['--metric', 'rmse', '--gate', claim]);
      expect(code).toBe(3);
      expect(stderr).toMatch(/^gate: does not hold: .*not tested/);
    }
  });

  it('prints the answer as asked for beside it, and with --quiet nothing where it holds', async () => {
    const { stdout, stderr } = await gate('better', 'forest', ['--json', '--quiet']);
    expect(stderr).toBe('');
    expect((JSON.parse(stdout) as JudgeAnswer).choice).toBe('forest');
    const failed = await gate('better', 'tree', ['--json', '--quiet']);
    expect(failed).toMatchObject({ code: 3, stderr: expect.stringMatching(/^gate: does not hold/) });
    expect((JSON.parse(failed.stdout) as JudgeAnswer).choice).toBe('ridge');
  });

  it('asks about one candidate alone', async () => {
    const { code, stdout, stderr } = await ask('scores.csv', [...FIELDS, '--gate', 'better']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'error: --gate: expected one candidate besides the baseline ridge, got 2: forest, tree; --candidates names the one to ask about\n',
    );
    expect((await gate('best', 'tree')).code).toBe(2);
  });
});

describe('a fault of absum judge', () => {
  it.each([
    ['scores.csv', ['--folds', '1'], '--folds: expected at least 2, got 1'],
    ['scores.csv', ['--folds', '2', '--folds', '3'], '--folds: given more than once'],
    ['scores.csv', ['--training-rows', '0,5'], '--training-rows: expected a decimal point'],
    ['scores.csv', ['--direction', 'hihger'], '--direction: '],
    ['scores.csv', ['--baseline', 'rigde'], '--baseline: '],
    ['scores.csv', ['--candidates', 'forest,tre'], '--candidates, item 2: '],
    ['scores.csv', ['--candidate-columns', 'model'], '--candidate-columns, item 1: '],
    ['scores.csv', ['--fold-column', 'fould'], '--fold-column: '],
    ['scores.json', ['--decimal', ','], '--decimal: applies only to a CSV'],
    ['faulty.json', [], '{faulty.json}: folds: expected at least 2, got 1'],
    ['faulty.json', ['--folds', '0'], '--folds: expected at least'],
    ['broken.json', [], '{broken.json}: expected JSON'],
    ['scores.csv', ['--sheet', '2'], '{scores.csv}: expected an .xlsx spreadsheet'],
    ['scores.json', ['--sheet', '2'], '--sheet: applies only to a spreadsheet'],
    ['nowhere.csv', [], '{nowhere.csv}: there is no such file'],
  ])('of %s with %j names its place', async (file, options, said) => {
    const { code, stdout, stderr } = await ask(file, options);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`error: ${said.replace(/\{(.*)\}/, (_, name) => at(name))}`);
  });

  it.each([
    ['[]', 'got an array without items'],
    ['[1, 2]', 'got an array that holds 1'],
    ['{}', 'got an object with nothing in it'],
    ['{"ridge": [1], "x": 2}', 'got an object with "ridge" and 1 more'],
    ['{"headline": "", "candidates": []}', 'got what absum judge answered'],
  ])('of the JSON %s says what it is', async (text, said) => {
    const { code, stderr } = await type(['judge'], { stdin: text });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining(`standard input: expected`),
    });
    expect(stderr).toContain(said);
  });

  it('in a cell names the line, and one in JSON its key', async () => {
    writeFileSync(at('cell.csv'), CSV.replace('2.8,', 'high,'));
    const { code, stderr } = await ask('cell.csv');
    expect(code).toBe(2);
    expect(stderr).toContain(`error: ${at('cell.csv')} line `);
    writeFileSync(at('cell.json'), JSON.stringify({ ...SCORES, tree: ['high', ...SCORES.tree.slice(1)] }));
    expect((await ask('cell.json')).stderr).toContain(`error: ${at('cell.json')}: tree[0]: `);
  });

  it('says what it wants where nothing comes', async () => {
    const nothing = await type(['judge'], { isInteractive: true });
    expect(nothing).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('expected a file with scores, or -'),
    });
    const empty = await type(['judge', '-'], { stdin: '' });
    expect(empty.stderr).toBe('error: expected scores on standard input, which is empty\n');
  });

  it('asks for the nearest option', async () => {
    const { code, stderr } = await ask('scores.csv', ['--fold', '5']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('--folds') });
  });

  it('that a limit makes says nothing of lifting it', async () => {
    const many = Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`c${i}`, [1, 2]]));
    writeFileSync(at('many.json'), JSON.stringify(many));
    const { code, stderr } = await ask('many.json', []);
    expect(code).toBe(2);
    expect(stderr).toContain('expected at most 1000 candidates, got 1001');
    expect(stderr).not.toContain('--no-limits');
  });
});
