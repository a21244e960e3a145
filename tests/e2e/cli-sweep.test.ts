import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSweeps } from '../client/sweep-samples.ts';
import { ROOT, run } from './commands.ts';

const CLI = join(ROOT, 'dist/cli.js');
const QUICK = '--dataset diabetes --epochs 2 --folds 2 --repeats 2 --hidden 3 --lambdas 0,0.1';
/** Some seconds of work: long enough that somebody leaves. */
const LONG = '--dataset diabetes --epochs 2000 --folds 5 --repeats 2 --lambdas 0,0.01';
const UNKNOWN = 'aaaaaaaaaaaaaaaaaaaaaaaaaa';

type Node = Pick<typeof import('../../src/entries/node.ts'), 'createEngines' | 'startServer'>;

let folder = '';
let url = '';
let server: Awaited<ReturnType<Node['startServer']>>;
let sweeps: ReturnType<typeof openSweeps>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'absum-sweep-'));
  symlinkSync(CLI, join(folder, 'absum'));
  const { createEngines, startServer } = (await import(join(ROOT, 'dist/node.js'))) as Node;
  const engines = createEngines();
  sweeps = openSweeps(engines);
  server = await startServer({ port: 0, engines, sweeps: sweeps.service });
  url = `http://127.0.0.1:${server.port}`;
});
afterAll(async () => {
  for (const id of sweeps.stores.keys()) await sweeps.service.stop(id);
  await sweeps.service.settle();
  await server.close();
  rmSync(folder, { recursive: true });
});

/** A shell with the command in its path and the address of the service in its environment. */
const absum = (words: string) => run(`export PATH=${folder}:$PATH ABSUM_URL=${url}; ${words}`, folder);

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
  /** Resolves once standard error holds the text. */
  complained(text: string): Promise<void>;
}

function start(words: string): Running {
  const child = spawn(process.execPath, [CLI, ...words.split(' ')], { cwd: folder });
  let [stdout, stderr] = ['', ''];
  const listeners = new Set<() => void>();
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
    for (const listener of listeners) listener();
  });
  return {
    child,
    ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr }))),
    complained: (text) =>
      new Promise((resolve, reject) => {
        listeners.add(() => stderr.includes(text) && resolve());
        child.on('close', () => reject(new Error(`it ended without saying so: ${stderr}`)));
      }),
  };
}

describe('absum sweep', () => {
  test('starts one, follows it, and prints the bytes that compare prints', async () => {
    const [here, there] = [
      await absum(`absum compare ${QUICK} --json --workers 0`),
      await absum(`absum sweep start ${QUICK} --json --out report.json --svg charts --include predictions`),
    ];
    expect(there.code).toBe(0);
    expect(there.stderr).toMatch(
      /^Sweep [a-z2-7]{26} runs at http:\S+: 8 trials, about [\d.]+ s\.\nFind it again: absum sweep follow /,
    );
    const report = JSON.parse(there.stdout);
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toEqual(report);
    expect(readdirSync(join(folder, 'charts')).length).toBeGreaterThan(4);
    const { predictions, weights, ...rest } = report;
    expect({ predictions: typeof predictions, weights: typeof weights }).toEqual({
      predictions: 'object',
      weights: 'object',
    });
    const recipe = { ...rest.recipe, include: [] };
    expect({ ...rest, recipe }).toEqual(JSON.parse(here.stdout));
    const plain = await absum(`absum sweep start ${QUICK} --json`);
    expect(plain.stdout).toBe(here.stdout);
    expect(sweeps.faults).toEqual([]);
  });

  test('is left at Ctrl-C, shown, followed again by the line that was printed, to the same report', async () => {
    const { child, ended, complained } = start(`sweep start ${LONG} --url ${url}`);
    await complained('Find it again: ');
    // Until trials have been heard of.
    await new Promise((resolve) => setTimeout(resolve, 700));
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    const [, id] = /^Left sweep ([a-z2-7]{26}) running/m.exec(stderr) ?? [];
    expect(stderr).toMatch(/^Left sweep \S+ running( after \d+ of 20 trials)?\.$/m);
    expect(existsSync(`/proc/${child.pid}`)).toBe(false);

    const shown = await absum(`absum sweep show ${id}`);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(/^trials {3}\d+ of 20$/m);
    const [, follow] = /^Follow it again: (.*)$/m.exec(stderr) ?? [];
    const [again, here] = [
      await absum(`env -u ABSUM_URL ${follow} --json`),
      await absum(`absum compare ${LONG} --json --workers 0`),
    ];
    expect({ code: again.code, stderr: again.stderr }).toEqual({ code: 0, stderr: '' });
    expect(again.stdout).toBe(here.stdout);
    const done = await absum(`absum sweep show ${id} --json`);
    expect(JSON.parse(done.stdout)).toMatchObject({ id, state: 'done', progress: { done: 20, of: 20 } });
    expect(JSON.parse(done.stdout).trials).toHaveLength(20);
    expect((await absum(`absum sweep follow ${id}`)).stdout).toMatch(/\n20 trials, \d+ steps\n$/);
  });

  test('is only started with --detach, and stopped', async () => {
    const started = await absum(`absum sweep start ${LONG} --detach --json`);
    expect({ code: started.code, stderr: started.stderr }).toEqual({ code: 0, stderr: '' });
    const { id, state } = JSON.parse(started.stdout);
    expect(state).toBe('running');
    const stopped = await absum(`absum sweep stop ${id}`);
    expect(stopped.code).toBe(0);
    expect(stopped.stdout).toMatch(/^state {4}stopped$/m);
    expect(await absum(`absum sweep follow ${id}`)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(new RegExp(`^error: sweep ${id} was stopped after \\d+ of 20 trials\n$`)),
    });
  });

  test('is gone on with here after kill -9, to the bytes that compare prints', async () => {
    const { child, ended } = start(`sweep start ${LONG} --sweeps here --json`);
    const list = async () => JSON.parse((await absum('absum sweep list --sweeps here --json')).stdout);
    await expect
      .poll(async () => (await list())[0]?.progress.done ?? 0, { timeout: 60_000 })
      .toBeGreaterThan(1);
    child.kill('SIGKILL');
    expect(await ended).toMatchObject({ stdout: '' });
    const [{ id, state }] = await list();
    expect(state).toBe('running');
    const followed = await absum(`absum sweep follow ${id} --sweeps here --json`);
    const compared = await absum(`env -u ABSUM_URL absum compare ${LONG} --json`);
    expect({ code: followed.code, stderr: followed.stderr }).toEqual({ code: 0, stderr: '' });
    expect(followed.stdout).toBe(compared.stdout);
  });

  test('that is kept here is taken up by a server, which the commands then name', async () => {
    const kept = await absum(`absum sweep start ${QUICK} --sweeps shared --detach --json`);
    const { id } = JSON.parse(kept.stdout);
    const serving = spawn(process.execPath, [CLI, 'serve', '--port', '0', '--sweeps', 'shared'], {
      cwd: folder,
    });
    const ended = new Promise<number | null>((resolve) => serving.once('close', resolve));
    const address = await new Promise<string>((resolve) => {
      serving.stdout.on('data', (chunk) => {
        const [, found] = /answers at (http:\S+)/.exec(String(chunk)) ?? [];
        if (found !== undefined) resolve(found);
      });
    });
    const followed = await absum(`absum sweep follow ${id} --url ${address} --json`);
    expect(followed.stdout).toBe((await absum(`absum compare ${QUICK} --json --workers 0`)).stdout);
    expect(await absum(`absum sweep start ${QUICK} --sweeps shared`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`ask the server: --url ${address}\n`),
    });
    expect(await absum('absum serve --port 0 --sweeps shared')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Name another, or start it with --no-sweeps'),
    });
    expect(JSON.parse((await absum('absum sweep list --sweeps shared --json')).stdout)).toMatchObject([
      { id, state: 'done' },
    ]);
    serving.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  test.each([
    [2, `absum sweep follow ${UNKNOWN}`, 'error: id: there is no sweep'],
    [2, `absum sweep show ${UNKNOWN}`, 'error: id: there is no sweep'],
    [2, 'absum sweep stop nonsense', 'error: id: expected the id of a sweep'],
    [2, `absum sweep show ${UNKNOWN} --url nonsense`, "argument 'nonsense' is invalid"],
    [2, 'absum sweep start --dataset diabetes --epochs 0', 'error: --epochs: expected at least 1, got 0'],
    [2, 'absum sweep start --dataset nope', 'error: --dataset: expected one of diabetes'],
    [2, `env -u ABSUM_URL absum sweep show ${UNKNOWN}`, 'error: there is no sweep'],
    [
      1,
      `absum sweep show ${UNKNOWN} --url http://127.0.0.1:1`,
      'error: no answer from http://127.0.0.1:1/v1/sweeps/',
    ],
    [
      1,
      'absum sweep start flat.csv --target y --lambdas auto --epochs 1',
      'error: --lambdas: "auto" finds no scale',
    ],
  ])('ends with %d: %s', async (expected, command, message) => {
    const rows = Array.from({ length: 20 }, (_, i) => `1,${i}\n`).join('');
    const { code, stdout, stderr } = await absum(`printf 'a,y\n${rows}' > flat.csv; ${command}`);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
