import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServer } from '../../../src/entries/node.ts';
import { listSweeps, viewSweep } from '../../../src/node/sweeps/look.ts';
import { type NodeSweepOptions, openNodeSweeps } from '../../../src/node/sweeps/sweeps.ts';
import type { RecipeInput } from '../../../src/recipe/schema.ts';
import { smallRecipe } from '../../compare/samples.ts';
import { fused } from '../../host.ts';
import { parseEvents } from '../../http/events.ts';
import { specify, writeReport } from '../../sweeps/samples.ts';

const ID = 'abcdefghijklmnopqrstuvwxyz';
const OTHER = ID.replace('a', 'b');
const PROCESS = fileURLToPath(new URL('process.ts', import.meta.url));
const engines = [fused];
const PATIENCE = { interval: 5, timeout: 30_000 };
/** Half a second of work in many trials. */
const LONG = smallRecipe({ split: { folds: 4, repeats: 8 }, training: { epochs: 400, batchSize: 4 } });

let folder = '';
const children = new Set<ChildProcess>();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'absum-sweeps-'));
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  rmSync(folder, { recursive: true });
});

const faults: unknown[] = [];
const open = (given: Partial<NodeSweepOptions> = {}) => {
  faults.length = 0;
  return openNodeSweeps(folder, { engines, onFault: (fault) => faults.push(fault), ...given });
};
const specifyHere = async (recipe: RecipeInput) => {
  const { spec: _, ...input } = await specify(recipe, engines);
  return input;
};
const runSql = (id: string, statement: string) => {
  const database = new DatabaseSync(join(folder, id, 'ledger.sqlite'));
  database.exec(statement);
  database.close();
};

/** Starts a process in the folder; resolves once it has it. */
async function startProcess(...words: string[]): Promise<{ kill(): Promise<void> }> {
  const child = spawn(process.execPath, [PROCESS, folder, ...words]);
  children.add(child);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let complaint = '';
    child.stderr.on('data', (chunk) => (complaint += chunk));
    child.stdout.once('data', () => resolve());
    child.once('close', () => reject(new Error(complaint)));
  });
  return {
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The pair, lambda and count of each trial that was told of. */
async function listTold(sweeps: Awaited<ReturnType<typeof open>>, id: string) {
  const told = (await sweeps.eventsAfter(id, 0)).filter(({ name }) => name === 'trial');
  return told.map(({ data }) => JSON.parse(data));
}

describe('a folder of sweeps', () => {
  it('goes on after kill -9 in the middle, to the same bytes, every trial counted once', async () => {
    const { kill } = await startProcess(ID, JSON.stringify(await specifyHere(LONG)));
    await expect.poll(() => viewSweep(folder, ID)?.progress.done, PATIENCE).toBeGreaterThan(12);
    await kill();
    const killed = viewSweep(folder, ID);
    expect(killed).toMatchObject({ state: 'running' });
    expect(killed?.progress.done).toBeLessThan(96);
    const sweeps = await open();
    await sweeps.settle();
    expect(await sweeps.report(ID)).toBe(await writeReport(LONG, engines));
    const told = await listTold(sweeps, ID);
    expect(told.map(({ done }) => done)).toEqual(told.map((_, i) => i + 1));
    expect(new Set(told.map(({ repeat, fold, lambda }) => `${repeat} ${fold} ${lambda}`)).size).toBe(96);
    expect((await sweeps.view(ID))?.trials.slice(0, 12)).toEqual(killed?.trials.slice(0, 12));
    expect(faults).toEqual([]);
    await sweeps.close();
  });

  it('is refused to a second process, which is told who has it, until the first is killed', async () => {
    const { kill } = await startProcess();
    await expect(open()).rejects.toMatchObject({
      name: 'FolderInUse',
      code: 'misconfigured',
      holder: { kind: 'server', url: 'http://127.0.0.1:4321' },
      message: expect.stringMatching(
        /in use by a server, process \d+ at http:\/\/127\.0\.0\.1:4321; only one/,
      ),
    });
    await kill();
    const sweeps = await open({ kind: 'command' });
    await expect(startProcess()).rejects.toThrow('in use by another command');
    await expect(open()).rejects.toMatchObject({ holder: { kind: 'command', pid: process.pid, url: null } });
    await sweeps.close();
    {
      await using _ = await open();
    }
    await (await open()).close();
  });

  it('tells of one that has not said who it is, and of a file in its place', async () => {
    const sweeps = await open();
    writeFileSync(join(folder, 'holder.json'), '{');
    await expect(open()).rejects.toThrow('in use by another process; only one');
    await sweeps.close();
    writeFileSync(join(folder, 'file'), '');
    await expect(openNodeSweeps(join(folder, 'file'), { engines, onFault: () => {} })).rejects.toMatchObject({
      code: 'misconfigured',
      message: expect.stringMatching(/^sweeps: the folder \S+file cannot be used: EEXIST/),
    });
  });

  it('tries again after a pause where a disk has failed a sweep', async () => {
    const sweeps = await open({ pauseMs: 50 });
    mkdirSync(join(folder, ID, 'report.json', 'full'), { recursive: true });
    await sweeps.start(ID, await specifyHere(smallRecipe()));
    await expect.poll(() => faults.length, PATIENCE).toBeGreaterThan(1);
    expect(await sweeps.standing(ID)).toMatchObject({ state: 'running', progress: { done: 12 } });
    rmSync(join(folder, ID, 'report.json'), { recursive: true });
    await expect.poll(async () => (await sweeps.standing(ID))?.state, PATIENCE).toBe('done');
    expect(await sweeps.report(ID)).toBe(await writeReport(smallRecipe(), engines));
    await sweeps.close();
  });

  it('gives a sweep up that ends its process again and again', async () => {
    const first = await open({ kind: 'command' });
    await first.leave();
    await first.start(ID, await specifyHere(smallRecipe()));
    await first.close();
    runSql(ID, 'UPDATE sweep SET pokes = 20');
    const sweeps = await open();
    expect(await sweeps.standing(ID)).toMatchObject({ state: 'failed', error: { code: 'sweep-lost' } });
    await sweeps.close();
  });

  it('drops what has expired, running or not, and the remains of a start that was cut off', async () => {
    const first = await open({ days: 1 });
    const input = await specifyHere(smallRecipe());
    await first.start(ID, input);
    await first.settle();
    await first.leave();
    await first.start(OTHER, input);
    await first.close();
    mkdirSync(join(folder, ID.replace('a', 'c')));
    const day = 86_400_000;
    await (await open({ kind: 'command', now: () => Date.now() + day - 60_000 })).close();
    expect(listSweeps(folder).map(({ id }) => id)).toEqual([ID, OTHER]);
    expect(existsSync(join(folder, ID.replace('a', 'c')))).toBe(false);
    await (await open({ now: () => Date.now() + day + 60_000 })).close();
    expect([listSweeps(folder), existsSync(join(folder, ID)), existsSync(join(folder, OTHER))]).toEqual([
      [],
      false,
      false,
    ]);
  });

  it('keeps and leaves what comes while its process is about to end', async () => {
    const first = await open();
    await first.leave();
    await first.start(ID, await specifyHere(smallRecipe()));
    await first.settle();
    await expect(first.eventsAfter(ID, 0)).rejects.toMatchObject({ code: 'aborted' });
    await first.close();
    expect(viewSweep(folder, ID)).toMatchObject({ state: 'running', progress: { done: 0 } });
    const second = await open();
    await second.settle();
    expect(await second.standing(ID)).toMatchObject({ state: 'done' });
    await second.close();
  });
});

describe('startServer', () => {
  it('ends while a sweep is followed, and the next goes on with it after the last event', async () => {
    const post = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(LONG),
    };
    const serve = () => startServer({ port: 0, engines, sweeps: folder, page: false });
    const first = await serve();
    const started = await fetch(`http://127.0.0.1:${first.port}/v1/sweeps`, post);
    const { links } = (await started.json()) as { links: { events: string; report: string } };
    let text = '';
    const following = fetch(`http://127.0.0.1:${first.port}${links.events}`).then(async ({ body }) => {
      for await (const chunk of body ?? []) text += new TextDecoder().decode(chunk);
    });
    await expect.poll(() => text, PATIENCE).toContain('event: trial');
    const since = performance.now();
    await first.close();
    expect(performance.now() - since).toBeLessThan(2_000);
    await following;
    const before = parseEvents(text).events;
    expect(before.at(-1)?.event).toBe('trial');
    const second = await serve();
    const headers = { 'last-event-id': String(before.at(-1)?.id) };
    const rest = await fetch(`http://127.0.0.1:${second.port}${links.events}`, { headers });
    const after = parseEvents(await rest.text()).events;
    const ids = [...before, ...after].map(({ id }) => Number(id));
    expect(ids).toEqual(ids.map((_, i) => i + 1));
    expect(after.at(-1)?.data).toBe(await writeReport(LONG, engines));
    await second.close();
  });

  it('frees the folder where it cannot listen, and touches none where a setting cannot be read', async () => {
    const first = await startServer({ port: 0, engines, page: false });
    const taken = { port: first.port, engines, sweeps: folder, page: false };
    await expect(startServer(taken)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await first.close();
    await (await open()).close();
    rmSync(folder, { recursive: true });
    for (const wrong of [{ keys: 'a' }, { sweepDays: Number.NaN }, { sweepDays: 0 }]) {
      await expect(startServer({ ...taken, ...wrong })).rejects.toMatchObject({ code: 'misconfigured' });
    }
    expect(existsSync(folder)).toBe(false);
    mkdirSync(folder);
  });
});
