import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXAMPLES } from '../../src/cli/program.ts';
import { ROOT, run, runProgram } from './commands.ts';

const CLI = join(ROOT, 'dist/cli.js');
const QUICK = '--epochs 2 --folds 2 --repeats 2 --hidden 3 --lambdas 0,0.1';
const RECIPE = `{
  data: { csv: readFileSync('${ROOT}fixtures/diabetes.csv', 'utf8'), target: 'y' },
  split: { folds: 2, repeats: 2 },
  network: { hidden: [3] },
  training: { epochs: 2 },
  penalty: { lambdas: [0, 0.1] },
}`;
/** What the examples end with that do not end as a comparison does. */
const ENDS: readonly (readonly [word: string, last: RegExp])[] = [
  ['plan', /^time +about/m],
  ['check', /^1 file, no faults\.$/m],
  ['judge', /^scores\.csv: a column of scores for each candidate;/m],
  ['show', /\(\d+ trials, \d+ steps; absum [\d.]+\)$/m],
];
/** Long enough that somebody stops it. */
const LONG = [
  'compare',
  '--dataset',
  'diabetes',
  '--lambdas=0,0.001,0.01,0.1',
  '--epochs',
  '5000',
  '--no-limits',
];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'absum-cli-'));
  // As npm puts it into the path.
  symlinkSync(CLI, join(folder, 'absum'));
  copyFileSync(join(ROOT, 'fixtures/diabetes.csv'), join(folder, 'data.csv'));
  copyFileSync(join(ROOT, 'fixtures/loops/right/early-stopping.py'), join(folder, 'train.py'));
  writeFileSync(join(folder, 'scores.csv'), 'old,new\n3.1,2.6\n3.4,2.8\n2.9,2.5\n3.3,2.9\n3.2,2.6\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const absum = (words: string) => run(`PATH=${folder}:$PATH; ${words}`, folder);

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }>;
  /** Resolves once standard output holds the text. */
  said(text: string): Promise<void>;
}

function start(argv: readonly string[]): Running {
  return follow(spawn(process.execPath, [CLI, ...argv], { cwd: folder }));
}

function follow(child: ChildProcessWithoutNullStreams): Running {
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return {
    child,
    ended: new Promise((resolve) => {
      child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
    }),
    said: (text) =>
      new Promise((resolve, reject) => {
        child.stdout.on('data', () => stdout.includes(text) && resolve());
        child.on('close', () => reject(new Error(`it ended without saying so: ${stderr}`)));
      }),
  };
}

/** Threads of a process, the main one among them. */
function countThreads({ pid }: ChildProcess): number {
  return readdirSync(`/proc/${pid}/task`).length;
}

async function waitFor(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('the command absum', () => {
  test.each([
    ['a file', `absum compare data.csv --target y ${QUICK} --json`],
    ['standard input', `cat data.csv | absum compare --target y ${QUICK} --json`],
    ['two threads', `absum compare data.csv --target y ${QUICK} --json --workers 2`],
    ['no thread', `absum compare data.csv --target y ${QUICK} --json --workers 0`],
  ])('prints the bytes of the library, from %s', async (_what, command) => {
    const program = `
      import { readFileSync } from 'node:fs';
      import { compare } from 'absum-l1';
      console.log(JSON.stringify(await compare(${RECIPE})));
    `;
    const [printed, { code, stdout, stderr }] = await Promise.all([runProgram(program), absum(command)]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim()).toBe(printed);
  });

  test.each(EXAMPLES)('runs the example of its help: %s', async (example) => {
    // Those that read what an earlier one wrote come after it.
    const { code, stdout, stderr } = await absum(example);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [, last] = ENDS.find(([word]) => example.includes(word)) ?? [];
    expect(stdout).toMatch(last ?? /^\d+ trials, \d+ steps, [\d.]+ s$/m);
    if (!example.includes('--svg')) return;
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')).lambdas).toHaveLength(9);
    const charts = readdirSync(join(folder, 'charts'));
    expect(charts.length).toBeGreaterThan(4);
    for (const chart of charts) expect(readFileSync(join(folder, 'charts', chart), 'utf8')).toMatch(/^<svg /);
  });

  test('writes the model that the library predicts by, and its ONNX file', async () => {
    const outputs = '--out full.json --model model.json --onnx model.onnx';
    const { code, stdout } = await absum(`absum compare data.csv --target y ${QUICK} ${outputs}`);
    expect(code).toBe(0);
    expect(stdout).toContain('Wrote full.json, model.json, model.onnx.');
    const model = readFileSync(join(folder, 'model.json'), 'utf8');
    expect(JSON.parse(readFileSync(join(folder, 'full.json'), 'utf8')).model).toEqual(JSON.parse(model));
    const predicted = await runProgram(`
      import { readFileSync } from 'node:fs';
      import { exportOnnx, predict } from 'absum-l1';
      const model = JSON.parse(readFileSync('${folder}/model.json', 'utf8'));
      const csv = readFileSync('${folder}/data.csv', 'utf8');
      const same = Buffer.compare(readFileSync('${folder}/model.onnx'), await exportOnnx(model)) === 0;
      console.log((await predict(model, csv)).predictions.length, same);
    `);
    expect(predicted).toBe('442 true');
  });

  test.each([
    [2, 'absum compare nope.csv --target y', 'error: nope.csv: there is no such file'],
    [2, 'absum compare data.csv', 'error: --target is required: one of age, sex, bmi,'],
    [
      2,
      'absum compare data.csv --target y --lambdas -0.001,0,x',
      'error: --lambdas, item 3: expected a number, got "x"',
    ],
    [2, 'absum compare --dataset diabetes --seed=-1', 'error: --seed: expected'],
    [2, 'absum compare --dataset nope', 'error: --dataset: expected one of diabetes'],
    [2, 'absum compare --dataset diabetes --epochs 90000', 'error: --epochs: '],
    [2, 'absum compare --dataset diabetes --activation elu --engine fused', 'error: --engine: '],
    [2, 'absum compare --dataset diabetes --frob', "error: unknown option '--frob'"],
    [2, 'echo a | absum compare --target a', 'error: standard input: '],
    [1, 'absum compare --dataset diabetes --url http://127.0.0.1:1', 'error: '],
  ])('ends with %d: %s', async (expected, command, message) => {
    const { code, stdout, stderr } = await absum(command);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test.each([['--workers=2'], ['--workers=0']])(
    'stops at Ctrl-C with %s, and leaves nothing running',
    async (workers) => {
      const { child, ended } = start([...LONG, workers]);
      // Busy once it has used this much time of a processor; a process that has ended has no more to say.
      const used = () => {
        if (!existsSync(`/proc/${child.pid}/stat`)) return Number.POSITIVE_INFINITY;
        const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
        return (Number(fields[11]) + Number(fields[12])) / 100;
      };
      await waitFor(() => used() > 0.9);
      if (workers === '--workers=2') expect(countThreads(child)).toBeGreaterThan(2);
      const pressed = performance.now();
      child.kill('SIGINT');
      const { code, signal, stdout, stderr } = await ended;
      expect({ code, signal }).toEqual({ code: 130, signal: null });
      expect(stdout).toMatch(/^($|Means of what was done, which is no verdict:\n)/);
      expect(stderr).toMatch(/^Stopped after \d+ of 80 trials\. No verdict: .* is no test\.\n$/);
      expect(performance.now() - pressed).toBeLessThan(5000);
      expect(existsSync(`/proc/${child.pid}`)).toBe(false);
    },
  );

  test('stops at Ctrl-C while it waits for standard input', async () => {
    const { child, ended } = start(['compare', '--target', 'y']);
    await waitFor(() => countThreads(child) > 1);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, stdout: '' });
  });

  test('ends quietly where nobody reads on', async () => {
    const command = `absum compare data.csv --target y ${QUICK} | head -n 1; echo \${PIPESTATUS[0]}`;
    const { stdout, stderr } = await absum(command);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^442 rows, .*\n0\n$/);
  });

  test.skipIf(!existsSync('/dev/full'))('says that its output could not be written', async () => {
    const { code, stderr } = await absum('absum datasets > /dev/full');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: ENOSPC/);
  });

  test('is silent on standard error and without colour in a pipe, unless forced', async () => {
    const command = `absum compare data.csv --target y ${QUICK}`;
    expect(await absum(command)).toMatchObject({ code: 0, stderr: '' });
    expect((await absum(command)).stdout).not.toContain('\u001B');
    expect((await absum(`FORCE_COLOR=1 ${command}`)).stdout).toContain('\u001B[1m');
    expect((await absum(`FORCE_COLOR=1 NO_COLOR=1 ${command}`)).stdout).not.toContain('\u001B');
  });

  const hasScript = existsSync('/usr/bin/script');
  test.skipIf(!hasScript)(
    'shows a bar on a terminal, as wide as that, and clears it (needs script of util-linux)',
    async () => {
      const command = `stty cols 44; absum compare data.csv --target y ${QUICK}`;
      const { code, stdout } = await absum(`script -qec '${command}' /dev/null`);
      expect(code).toBe(0);
      const cleared = stdout.lastIndexOf('\u001B[2K');
      expect(stdout.slice(0, cleared)).toMatch(/8 of 8 trials {2}━+/);
      const answer = stdout.slice(cleared + 4);
      expect(answer).toMatch(/^442 rows/);
      expect(answer).toContain('\u001B[1m');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what paints is no part of the width.
      const lines = answer.replace(/\u001B\[\d+m/g, '').split('\r\n');
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(44);
    },
  );

  test('serves the API, answers, and stops at Ctrl-C', async () => {
    const { child, ended, said } = start(['serve', '--port', '0', '--workers', '1']);
    let url = '';
    child.stdout?.on('data', (chunk) => {
      url = /http:\S+/.exec(String(chunk))?.[0] ?? url;
    });
    await said('http://127.0.0.1:');
    const { code, stdout } = await absum(`absum compare data.csv --target y ${QUICK} --json --url ${url}`);
    const here = await absum(`absum compare data.csv --target y ${QUICK} --json`);
    expect({ code, stdout }).toEqual({ code: 0, stdout: here.stdout });
    expect(await absum(`absum compare data.csv --target y --epochs 0 --url ${url}/`)).toMatchObject({
      code: 2,
      stderr: 'error: --epochs: expected at least 1, got 0\n',
    });
    const planned = await absum(`absum plan --dataset diabetes --json --url ${url}`);
    expect(planned.stdout).toBe((await absum('absum plan --dataset diabetes --json')).stdout);
    expect(await absum(`absum serve --port ${new URL(url).port}`)).toMatchObject({ code: 1, stdout: '' });
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
    await expect(fetch(url)).rejects.toThrow();
  });

  test('runs in a clone by npm run absum, with its exit codes and the paths of the caller', async () => {
    const command = `compare data.csv --target y ${QUICK} --json`;
    const npm = (words: string) => run(`npm --prefix ${ROOT} run --silent absum -- ${words}`, folder);
    expect(await npm(command)).toEqual(await absum(`absum ${command}`));
    expect(await npm('compare nope.csv --target y')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: nope.csv: there is no such file\n',
    });
  });

  test('stops at a Ctrl-C below npm, which passes on what the terminal has sent already', async () => {
    const words = ['serve', '--port', '0', '--workers', '1', '--no-sweeps'];
    const argv = ['run', '--silent', 'absum', '--', ...words];
    // A group of its own, as a terminal makes one of what it runs.
    const { child, ended, said } = follow(spawn('npm', argv, { cwd: ROOT, detached: true }));
    await said('http://127.0.0.1:');
    process.kill(-Number(child.pid), 'SIGINT');
    const { code, signal, stdout, stderr } = await ended;
    // A shell between npm and the command ends by the signal itself; one that hands its process over leaves the code.
    expect([0, 'SIGINT']).toContain(signal ?? code);
    expect(stderr).toBe('');
    await expect(fetch(/http:\S+/.exec(stdout)?.[0] ?? '')).rejects.toThrow('fetch failed');
  });

  test('takes two Ctrl-C at once for one, and still answers what is under way', async () => {
    const { child, ended, said } = start(['serve', '--port', '0', '--workers', '1']);
    let url = '';
    child.stdout?.on('data', (chunk) => {
      url = /http:\S+/.exec(String(chunk))?.[0] ?? url;
    });
    await said('http://127.0.0.1:');
    const response = await fetch(`${url}/v1/compare`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: '{"data":{"dataset":"diabetes"}}',
    });
    // The first event has come: there is work to be stopped.
    const reader = response.body?.getReader();
    let events = new TextDecoder().decode((await reader?.read())?.value);
    child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) {
      events += new TextDecoder().decode(piece.value);
    }
    expect(events).toContain('event: report');
    expect(await ended).toMatchObject({ code: 0, signal: null });
  });

  test('is a program that says its version without loading an engine', async () => {
    expect(statSync(CLI).mode & 0o111).toBe(0o111);
    expect(readFileSync(CLI, 'utf8').startsWith('#!/usr/bin/env node\n')).toBe(true);
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const spy = `
      import { registerHooks } from 'node:module';
      const load = (url, context, next) => (console.error(url), next(url, context));
      registerHooks({ load });
    `;
    writeFileSync(join(folder, 'spy.js'), spy);
    const { code, stdout, stderr } = await absum(`node --import ./spy.js ${CLI} --version`);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${version}\n` });
    const loaded = stderr.trim().split('\n');
    expect(loaded).toContain(pathToFileURL(CLI).href);
    expect(loaded.filter((url) => url.includes('/node_modules/'))).toEqual([]);
    const chunks = loaded.filter((url) => url.includes('/dist/'));
    for (const url of chunks) expect(readFileSync(new URL(url), 'utf8'), url).not.toContain('WebAssembly');
  });
});
