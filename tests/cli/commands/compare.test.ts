import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/compare/compare.ts';
import { errorAt } from '../../../src/errors.ts';
import { DEFAULTS } from '../../../src/recipe/defaults.ts';
import { writeXlsx } from '../../data/doors/xlsx/write-xlsx.ts';
import { engines } from '../../host.ts';
import { CSV, failRemotely, openFolder, QUICK, RECIPE } from '../samples.ts';
import { measureWidest, SERVICES, type } from '../screen.ts';

const at = openFolder();
const answer = async (recipe: object) => `${JSON.stringify(await compare(recipe, { engines }))}\n`;
const expected = () => answer({ ...RECIPE, data: { csv: CSV, target: 'y' } });

describe('absum compare', () => {
  it('reads a file, standard input by name and standard input by itself, to the same bytes', async () => {
    const options = ['--target', 'y', '--lambdas', '0,0.1', '--json', ...QUICK];
    const bytes = await expected();
    expect(await type(['compare', at('data.csv'), ...options])).toMatchObject({
      code: 0,
      stdout: bytes,
      stderr: '',
    });
    expect((await type(['compare', '-', ...options], { stdin: CSV })).stdout).toBe(bytes);
    expect((await type(['compare', ...options], { stdin: CSV })).stdout).toBe(bytes);
  });

  it('says below the rows what was read differently from plain, and names options in findings', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `2024-01-${i + 1};${(i * 7) % 11}%;${i}`);
    const stdin = `Sales\nsold;share;y\n${rows.join('\n')}\n`;
    const argv = ['compare', '--target', 'y', '--lambdas', '0,0.1', ...QUICK];
    const { stdout } = await type(argv, { stdin, env: { COLUMNS: '200' } });
    expect(stdout).toMatch(/^30 rows, .*\n1 line above the header skipped; share: "%" removed\.\n\n/);
    expect(stdout).toContain('Left out as dates: sold. --dates takes year, month');
    const plain = await type(argv, { stdin: CSV, env: { COLUMNS: '200' } });
    expect(plain.stdout).toMatch(/^30 rows, .*\n\n/);
  });

  it('reads the same table from UTF-16, gzip, Parquet and a sheet, to the same bytes', async () => {
    const [names, ...rows] = CSV.trim()
      .split('\n')
      .map((line) => line.split(','));
    const numbers = rows.map((cells) => cells.map(Number));
    const columnData = names.map((name, c) => ({ name, data: numbers.map((cells) => cells[c]) }));
    writeFileSync(at('wide.csv'), Buffer.from(CSV, 'utf16le'));
    writeFileSync(at('data.csv.gz'), gzipSync(CSV));
    writeFileSync(at('data.parquet'), Buffer.from(parquetWriteBuffer({ columnData })));
    writeFileSync(at('data.xlsx'), writeXlsx({ Notes: [['none']], Data: [names, ...numbers] }));
    const options = ['--target', 'y', '--lambdas', '0,0.1', '--json', ...QUICK];
    const answer = { code: 0, stdout: await expected(), stderr: '' };
    for (const file of ['wide.csv', 'data.csv.gz', 'data.parquet']) {
      expect(await type(['compare', at(file), ...options])).toMatchObject(answer);
    }
    expect(await type(['compare', at('data.xlsx'), '--sheet', 'Data', ...options])).toMatchObject(answer);
    // Without a sheet's name it says which it takes.
    const { stderr } = await type(['compare', at('data.xlsx'), ...options]);
    expect(stderr).toContain(`${at('data.xlsx')}: taking sheet "Notes" of 2; --sheet takes another\n`);
    expect(stderr).toContain(`${at('data.xlsx')} (sheet "Notes" of 2)`);
  });

  it('adds nothing of its own where no option is given', async () => {
    const { stdout } = await type(['compare', '--dataset', 'friedman1', '--json', '--workers', '0']);
    expect(stdout).toBe(await answer({ data: { dataset: 'friedman1' } }));
  });

  it('takes a recipe, whose fields options override, and the recipe of a report', async () => {
    const flags = ['--json', '--workers', '0'];
    const { stdout } = await type(['compare', '--recipe', at('recipe.json'), ...flags], {
      stdin: 'not read',
    });
    expect(stdout).toBe(await expected());
    const lambdas = await type(['compare', '--recipe', at('recipe.json'), '--lambdas', '0,5', ...flags]);
    expect(JSON.parse(lambdas.stdout).recipe.penalty.lambdas).toEqual([0, 5]);
    writeFileSync(at('report.json'), stdout);
    const again = await type(['compare', at('data.csv'), '--recipe', at('report.json'), ...flags]);
    expect(again.stdout).toBe(stdout);
  });

  it('lets an option replace what it cannot stand beside', async () => {
    const flags = ['--recipe', at('recipe.json'), '--json', '--workers', '0'];
    const { stdout, stderr } = await type(['compare', ...flags, '--holdout', '0.3', '--optimizer', 'sgd']);
    expect(stderr).toBe('');
    const { split, optimizer } = JSON.parse(stdout).recipe;
    expect(split).toMatchObject({ holdout: 0.3 });
    expect(split.folds).toBeUndefined();
    expect(optimizer).toEqual({ name: 'sgd', learningRate: DEFAULTS.learningRate });
    const moved = await type(['compare', '--dataset', 'diabetes', ...flags]);
    expect(JSON.parse(moved.stdout).recipe.data).toMatchObject({ dataset: 'diabetes', target: 'y' });
  });

  it('writes the report, the charts, the model and the ONNX file, asking for what they need', async () => {
    const asked: string[][] = [];
    const chart = (name: string) => ({ name, title: '', description: '', draw: () => `<svg>${name}</svg>` });
    const charts = {
      listCharts: () => [chart('metric'), chart('a b/c')],
      listLambdaCharts: (_: unknown, lambda: number) => [chart('metric'), chart(`weights ${lambda}`)],
    };
    const services = {
      charts: async () => charts,
      library: async () => {
        const library = await SERVICES.library();
        const spy: typeof library.compare = (input, options) => {
          asked.push((input as { include: string[] }).include);
          return library.compare(input, options);
        };
        return { ...library, compare: spy };
      },
    };
    const outputs = [
      '--out',
      at('o.json'),
      '--svg',
      at('new/charts'),
      '--model',
      at('m.json'),
      '--onnx',
      at('m.onnx'),
    ];
    const data = ['compare', at('data.csv'), '--target', 'y', '--lambdas=-1,0', '--include', 'model'];
    const { code, stdout, stderr } = await type([...data, ...QUICK, ...outputs], { services });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(asked).toEqual([['model', 'predictions', 'weights']]);
    const report = JSON.parse(readFileSync(at('o.json'), 'utf8'));
    expect(JSON.parse(readFileSync(at('m.json'), 'utf8'))).toEqual(report.model);
    expect([...readFileSync(at('m.onnx'))]).toEqual([1, 2, 3]);
    const names = ['a-b-c', 'metric', 'metric--1', 'metric-0', 'weights--1', 'weights-0'];
    expect(readdirSync(at('new/charts')).toSorted()).toEqual(names.map((name) => `${name}.svg`).toSorted());
    expect(stdout.replace(/\s+/g, ' ')).toContain(`6 charts in ${at('new/charts')}`);
  });

  it('says that there is no model where its training diverged', async () => {
    const wild = [
      '--optimizer',
      'sgd',
      '--learning-rate',
      '1e9',
      '--activation',
      'linear',
      '--lambdas=0,0.1',
      '--model',
      at('none.json'),
    ];
    const argv = ['compare', at('data.csv'), '--target', 'y', ...QUICK, ...wild, '--out', at('wild.json')];
    const { code, stdout, stderr } = await type(argv);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: there is no model to write: /);
    // The answer that was paid for is there all the same.
    expect(stdout).toMatch(/^30 rows, /);
    expect(stdout).toContain(`Wrote ${at('wild.json')}.`);
  });

  it('runs on a deployment, telling its progress and translating its faults', async () => {
    const calls: unknown[][] = [];
    const report = await compare({ ...RECIPE, data: { csv: CSV, target: 'y' } }, { engines });
    const client = async () => ({
      compareRemotely: async (...call: unknown[]) => {
        calls.push(call);
        return report;
      },
      planRemotely: () => Promise.reject(new Error()),
    });
    const argv = [
      'compare',
      at('data.csv'),
      '--target',
      'y',
      '--url',
      'https://example.org',
      '--epochs',
      '0',
    ];
    const { code, stdout } = await type(argv, { services: { client } as never });
    expect(code).toBe(0);
    expect(stdout).toContain('https://example.org');
    expect(calls[0].slice(0, 2)).toEqual([
      'https://example.org',
      { data: { csv: CSV, target: 'y' }, training: { epochs: 0 } },
    ]);
    const issues = [{ place: 'training.epochs', message: 'expected at least 1, got 0' }];
    const refuse = async () => ({
      compareRemotely: () => Promise.reject(failRemotely('invalid-recipe', 422, issues)),
    });
    expect(await type(argv, { services: { client: refuse } as never })).toMatchObject({
      code: 2,
      stderr: 'error: --epochs: expected at least 1, got 0\n',
    });
  });

  /** A comparison that tells some trials and is then stopped by Ctrl-C, which is pressed again at its end. */
  function stopMidway(keyboard: { press: () => void }) {
    const compareForever = (_: unknown, { signal, onProgress }: Parameters<typeof compare>[1]) => {
      onProgress?.({ kind: 'plan', plan: { trials: 80, pairs: 20 } as never });
      const trial = { kind: 'trial', of: 80, repeat: 0, fold: 0 } as const;
      const values = [
        [0, 60],
        [0.1, 50.5],
        [0, 61],
        [0.1, null],
        [null, null],
      ] as const;
      for (const [i, [lambda, value]] of values.entries()) {
        onProgress?.({ ...trial, done: i + 3, lambda, value });
      }
      setTimeout(() => keyboard.press());
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          keyboard.press();
          reject(errorAt('aborted', '', 'the caller stopped the work'));
        });
      });
    };
    return async () => ({ ...(await SERVICES.library()), compare: compareForever as never });
  }
  const STOPPED =
    'Stopped after 7 of 80 trials. No verdict: a comparison stopped because of what it showed is no test.\n';
  const MEANS = [
    'Means of what was done, which is no verdict:',
    '',
    'lambda  mean validation RMSE    pairs',
    '─────────────────────────────────────',
    '0                      60.50  2 of 20',
    '0.1                    50.50  1 of 20',
    '',
  ].join('\n');

  it('stops at the first Ctrl-C with the means so far and no verdict, and ends at once at the second', async () => {
    const keyboard = { press: () => {} };
    const typed = { services: { library: stopMidway(keyboard) }, keyboard };
    const { code, stdout, stderr, exits, listeners } = await type(
      ['compare', '--dataset', 'diabetes', ...QUICK],
      typed,
    );
    expect({ code, exits, listeners }).toEqual({ code: 130, exits: [130], listeners: 1 });
    expect({ stdout, stderr }).toEqual({ stdout: MEANS, stderr: STOPPED });
  });

  it.each([
    [['--json'], MEANS + STOPPED],
    [['--format', 'csv'], MEANS + STOPPED],
    [['--format', 'md', '--quiet'], STOPPED],
  ])('keeps standard output free of the means with %j', async (options, expected) => {
    const keyboard = { press: () => {} };
    const typed = { services: { library: stopMidway(keyboard) }, keyboard };
    const { code, stdout, stderr } = await type(
      ['compare', '--dataset', 'diabetes', ...QUICK, ...options],
      typed,
    );
    expect({ code, stdout, stderr }).toEqual({ code: 130, stdout: '', stderr: expected });
  });

  it('names the metric that decides in the means so far', async () => {
    const keyboard = { press: () => {} };
    const typed = { services: { library: stopMidway(keyboard) }, keyboard };
    const { stdout } = await type(['compare', '--dataset', 'diabetes', '--metric', 'mae', ...QUICK], typed);
    expect(stdout).toContain('lambda  mean validation MAE ');
  });

  it('says so where it is stopped before the first trial', async () => {
    const keyboard = { press: () => {} };
    const library = async () => {
      keyboard.press();
      return SERVICES.library();
    };
    const typed = { services: { library }, keyboard };
    const { code, stderr } = await type(['compare', '--dataset', 'diabetes', ...QUICK], typed);
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'Stopped before the first trial.\n' });
  });

  it('works in as many threads as are asked for, counts all trials, and ends the threads', async () => {
    const pools: unknown[] = [];
    const pool = async () => {
      const { createPool } = await SERVICES.pool();
      return {
        createPool: (options?: { workers?: number }) => {
          pools.push(options);
          return { ...createPool(), close: async () => void pools.push('closed') };
        },
      };
    };
    const asked = ['--lambdas=0,0.001,0.01,0.1', ...QUICK.slice(0, -2), '--nested-folds', '2'];
    const argv = ['compare', at('data.csv'), '--target', 'y', ...asked];
    const { stdout } = await type([...argv, '--workers', '3'], { services: { pool } });
    expect(pools).toEqual([{ workers: 3 }, 'closed']);
    const { stdout: planned } = await type([
      'plan',
      at('data.csv'),
      '--target',
      'y',
      ...argv.slice(4),
      '--json',
    ]);
    const { trials, pairs } = JSON.parse(planned);
    expect(trials).toBeGreaterThan(4 * pairs);
    expect(stdout).toContain(`\n${trials} trials, `);
    const refused = await type(['compare', '--dataset', 'nope'], { services: { pool } });
    expect(refused.code).toBe(2);
    expect(pools.slice(2)).toEqual([{}, 'closed']);
  });

  it('writes nothing to standard error with --quiet but errors', async () => {
    const argv = ['compare', at('data.csv'), '--target', 'y', '--lambdas=0,0.1', ...QUICK];
    const { code, stdout, stderr } = await type([...argv, '--quiet'], { terminal: 80 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('30 rows');
    const piped = await type(['compare', '-q', '--target', 'y', '--lambdas=0,0.1', ...QUICK], { stdin: CSV });
    expect(piped.stdout).toContain('30 rows');
    expect((await type([...argv, '-q', '--seed', 'x'])).stderr).toContain('error: --seed: ');
  });

  it('prints Markdown and CSV, and refuses two formats at once', async () => {
    const argv = ['compare', at('data.csv'), '--target', 'y', '--lambdas=0,0.1', ...QUICK];
    const report = JSON.parse(await expected());
    const md = (await type([...argv, '--format', 'md'])).stdout;
    expect(md).toMatch(/^\*\*.*\*\*\n\n- For accuracy: /);
    const [head, ...rows] = (await type([...argv, '--format', 'csv'])).stdout.trim().split('\n');
    expect(head).toMatch(/^row,lambda,choice,validation rmse mean,/);
    expect(rows).toHaveLength(4);
    expect(rows[1].split(',').slice(3, 4)).toEqual([String(report.lambdas[1].validation.rmse.mean)]);
    expect((await type([...argv, '--format', 'json'])).stdout).toBe(await expected());
    const refused = await type([...argv, '--format', 'csv', '--json']);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect((await type([...argv, '--format', 'xml'])).stderr).toContain(
      'Allowed choices are text, md, csv, json',
    );
  });

  it('shows a bar and colours on a terminal, and neither with --json', async () => {
    const argv = ['compare', at('data.csv'), '--target', 'y', '--lambdas=0,0.1', ...QUICK];
    const { stdout, stderr } = await type(argv, { terminal: 50 });
    expect(stderr).toContain('8 of 8 trials');
    expect(stdout).toContain('\u001B[1m');
    expect(measureWidest(stdout)).toBeLessThanOrEqual(50);
    expect((await type([...argv, '--no-color'], { terminal: 50 })).stdout).not.toContain('\u001B');
    expect((await type([...argv, '--json'], { terminal: 50 })).stdout).not.toContain('\u001B');
  });
});
