import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RemoteError } from '../../src/client/compare-remotely.ts';
import { compare } from '../../src/compare/compare.ts';
import { errorAt } from '../../src/errors.ts';
import { VERSION } from '../../src/version.ts';
import { engines } from '../host.ts';
import { measureWidest, SERVICES, type } from './screen.ts';

const CSV = `a,b,y\n${Array.from({ length: 30 }, (_, i) => `${i},${(i * 7) % 11},${i + ((i * 5) % 3)}`).join('\n')}\n`;
const QUICK = ['--epochs', '2', '--folds', '2', '--repeats', '2', '--hidden', '3', '--workers', '0'];
const RECIPE = {
  split: { folds: 2, repeats: 2 },
  network: { hidden: [3] },
  training: { epochs: 2 },
  penalty: { lambdas: [0, 0.1] },
};

let folder = '';
const at = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'absum-cli-'));
  writeFileSync(at('data.csv'), CSV);
  writeFileSync(at('recipe.json'), JSON.stringify({ ...RECIPE, data: { csv: CSV, target: 'y' } }));
  writeFileSync(at('broken.json'), '{');
  writeFileSync(at('latin1.csv'), Buffer.from([97, 0xe9, 10]));
});
afterAll(() => rmSync(folder, { recursive: true }));

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
    expect(optimizer).toEqual({ name: 'sgd', learningRate: 0.001 });
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
      '--model',
      at('none.json'),
    ];
    const { code, stderr } = await type(['compare', at('data.csv'), '--target', 'y', ...QUICK, ...wild]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: there is no model to write: /);
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
      compareRemotely: () => Promise.reject(new RemoteError('invalid-recipe', 422, issues)),
    });
    expect(await type(argv, { services: { client: refuse } as never })).toMatchObject({
      code: 2,
      stderr: 'error: --epochs: expected at least 1, got 0\n',
    });
  });

  it('stops at the first Ctrl-C without a verdict, and ends at once at the second', async () => {
    const keyboard = { press: () => {} };
    const compareForever = (_: unknown, { signal, onProgress }: Parameters<typeof compare>[1]) => {
      onProgress?.({ kind: 'plan', plan: { trials: 80 } as never });
      onProgress?.({ kind: 'trial', done: 7, of: 80, repeat: 0, fold: 0, lambda: 0, value: null } as never);
      setTimeout(() => keyboard.press());
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          keyboard.press();
          reject(errorAt('aborted', '', 'the caller stopped the work'));
        });
      });
    };
    const library = async () => ({ ...(await SERVICES.library()), compare: compareForever as never });
    const typed = { services: { library }, keyboard };
    const { code, stdout, stderr, exits, listeners } = await type(
      ['compare', '--dataset', 'diabetes', ...QUICK],
      typed,
    );
    expect({ code, stdout, exits, listeners }).toEqual({ code: 130, stdout: '', exits: [130], listeners: 0 });
    expect(stderr).toBe(
      'Stopped after 7 of 80 trials. No verdict: a comparison that was stopped by looking at it is no test.\n',
    );
  });

  it('shows a bar and colours on a terminal, and neither with --json', async () => {
    const argv = ['compare', at('data.csv'), '--target', 'y', ...QUICK];
    const { stdout, stderr } = await type(argv, { terminal: 50 });
    expect(stderr).toContain('16 of 16 trials');
    expect(stdout).toContain('\u001B[1m');
    expect(measureWidest(stdout)).toBeLessThanOrEqual(50);
    expect((await type([...argv, '--no-color'], { terminal: 50 })).stdout).not.toContain('\u001B');
    expect((await type([...argv, '--json'], { terminal: 50 })).stdout).not.toContain('\u001B');
  });

  it.each([
    ['no data', ['compare'], 'expected a CSV file, - for standard input, or --dataset'],
    ['a missing file', ['compare', '/nowhere/x.csv'], '/nowhere/x.csv: there is no such file'],
    ['a folder', ['compare', '/'], '/: expected a file, got a folder'],
    ['a file and a data set', ['compare', 'FOLDER/data.csv', '--dataset', 'diabetes'], 'got both'],
    ['no target', ['compare', 'FOLDER/data.csv'], '--target is required: one of a, b, y'],
    [
      'a wrong target',
      ['compare', 'FOLDER/data.csv', '--target', 'Y'],
      '--target: expected one of the columns',
    ],
    ['no UTF-8', ['compare', 'FOLDER/latin1.csv', '--target', 'a'], 'latin1.csv: expected a text in UTF-8'],
    ['no JSON', ['compare', '--recipe', 'FOLDER/broken.json'], 'broken.json: expected JSON'],
    ['an unknown data set', ['compare', '--dataset', 'x'], '--dataset: expected one of diabetes'],
    ['an unknown option', ['compare', '--fold', '3'], 'Did you mean --folds?'],
    [
      'a lambda that is none',
      ['compare', '--dataset', 'diabetes', '--lambdas', '0,1,x'],
      '--lambdas[2]: expected a number, got "x"',
    ],
    [
      'an option given twice',
      ['compare', '--dataset', 'diabetes', '--folds', '2', '--folds', '3'],
      '--folds: given more than once',
    ],
    ['too much work', ['compare', '--dataset', 'diabetes', '--epochs', '90000'], '--no-limits lifts them'],
    [
      'a folder that is not there',
      ['compare', '--dataset', 'diabetes', '--out', '/nowhere/x.json'],
      '--out: the folder',
    ],
    [
      'a count that is none',
      ['compare', '--dataset', 'diabetes', '--workers', '-1'],
      'expected a whole number from 0 up',
    ],
    [
      'two places to run',
      ['compare', '--dataset', 'diabetes', '--workers', '1', '--url', 'http://x'],
      'cannot be used with',
    ],
    ['two files', ['compare', 'a.csv', 'b.csv'], 'too many arguments'],
    ['an unknown command', ['compere'], 'Did you mean compare?'],
    ['no command', [], 'Usage: absum'],
    ['a port that is none', ['serve', '--port', '70000'], 'expected a whole number from 0 to 65535'],
  ])('refuses %s', async (_what, argv, message) => {
    const words = argv.map((word) => word.replace('FOLDER', folder));
    const { code, stdout, stderr } = await type(words, { isInteractive: true });
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('tells a fault in a CSV by the name of its file, and one in a recipe by the recipe', async () => {
    writeFileSync(at('short.csv'), 'a,y\n1,2\n3\n');
    const csv = await type(['compare', at('short.csv'), '--target', 'y']);
    expect(csv.stderr).toBe(`error: ${at('short.csv')} line 3: expected 2 cells, as in the header, got 1\n`);
    const piped = await type(['compare', '--target', 'y'], { stdin: 'a,y\n1,2\n3\n' });
    expect(piped.stderr).toContain('error: standard input line 3: ');
    expect((await type(['compare', '--target', 'y'])).stderr).toContain('standard input, which is empty');
    writeFileSync(
      at('wrong.json'),
      '{"data":{"dataset":"diabetes"},"penalty":{"lambdas":[0,"x"]},"seed":-1}',
    );
    const recipe = await type(['compare', '--recipe', at('wrong.json'), '--seed', 'y']);
    expect(recipe.stderr).toContain(
      `error: ${at('wrong.json')}: penalty.lambdas[1]: expected a number, got "x"\n`,
    );
    expect(recipe.stderr).toContain('error: --seed: expected');
  });

  it('runs whatever it costs where one says so', async () => {
    const many = ['plan', '--dataset', 'friedman1', '--repeats', '600'];
    expect((await type(many)).code).toBe(2);
    expect((await type([...many, '--no-limits'])).code).toBe(0);
  });
});

describe('absum plan', () => {
  it('prints the figures for people and as JSON', async () => {
    const { code, stdout } = await type(['plan', at('data.csv'), '--target', 'y']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^data {5}30 rows, 2 inputs\nnetwork {2}\d+ parameters, engine fused\ntrials {3}80 on 20 pairs\n/,
    );
    const { stdout: json } = await type(['plan', at('data.csv'), '--target', 'y', '--json']);
    expect(JSON.parse(json)).toMatchObject({ rows: 30, trials: 80 });
  });
});

describe('absum datasets', () => {
  it.each([40, 80, 120])('lists them in %d columns', async (width) => {
    const { stdout } = await type(['datasets'], { env: { COLUMNS: String(width) } });
    for (const name of ['diabetes', 'boston-house-prices', 'cps-wages-1985', 'friedman1'])
      expect(stdout).toContain(name);
    expect(measureWidest(stdout)).toBeLessThanOrEqual(width);
  });

  it('lists them as the service does', async () => {
    const { stdout } = await type(['datasets', '--json']);
    expect(JSON.parse(stdout).datasets.map(({ name }: { name: string }) => name)).toContain('diabetes');
  });
});

describe('absum serve', () => {
  const serve = (start: (options: unknown) => Promise<unknown>, argv: string[] = []) => {
    const keyboard = { press: () => {} };
    const server = async () => ({
      startServer: async (options: unknown) => {
        setTimeout(() => keyboard.press());
        return start(options);
      },
    });
    return type(['serve', ...argv], { services: { server } as never, keyboard });
  };

  it('says its address, and ends well at Ctrl-C', async () => {
    const events: unknown[] = [];
    const start = async (options: unknown) => {
      events.push(options);
      return { port: 4321, close: async () => void events.push('closed') };
    };
    const { code, stdout } = await serve(start, ['--port', '0', '--host', '::1', '--workers', '3']);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `absum ${VERSION} answers at http://[::1]:4321 (Ctrl-C ends it)\n`,
    });
    expect(events).toEqual([{ port: 0, hostname: '::1', workers: 3 }, 'closed']);
    await serve(start, ['--workers', '0']);
    expect(events[2]).toEqual({ port: 8787, hostname: '127.0.0.1' });
  });

  it.each([
    ['EADDRINUSE', 1, '--port: 8787 is taken by another program'],
    ['EACCES', 2, '--port: 8787 needs rights'],
    ['EADDRNOTAVAIL', 2, '--host: 127.0.0.1 is no address of this machine'],
  ])('explains %s', async (code, exit, message) => {
    const outcome = await serve(() => Promise.reject(Object.assign(new Error(code), { code })));
    expect(outcome.code).toBe(exit);
    expect(outcome.stderr).toContain(message);
  });
});

describe('absum', () => {
  it('says its version and its help', async () => {
    expect(await type(['--version'])).toMatchObject({ code: 0, stdout: `${VERSION}\n` });
    const { code, stdout } = await type(['--help']);
    expect(code).toBe(0);
    expect(measureWidest(stdout)).toBeLessThanOrEqual(80);
    for (const words of [
      ['compare', '--help'],
      ['help', 'compare'],
    ]) {
      expect((await type(words)).stdout).toContain('--learning-rate <number>');
    }
  });

  it('shows where a fault of its own came from', async () => {
    const library = () => Promise.reject(new TypeError('x is undefined'));
    const { code, stderr } = await type(['plan', '--dataset', 'diabetes'], { services: { library } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: TypeError: x is undefined\n +at /);
  });
});
