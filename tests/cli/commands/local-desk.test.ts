import { existsSync, readFileSync, rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { openNodeSweeps } from '../../../src/node/sweeps/sweeps.ts';
import { engines } from '../../host.ts';
import { openFolder } from '../samples.ts';
import { type Typed, type as typeWords } from '../screen.ts';

/** Sweeps of this machine, worked on in this process. */

const at = openFolder();
afterEach(() => rmSync(at('kept'), { recursive: true, force: true }));

const services = { folder: () => import('../../../src/node/sweeps/for-commands.ts') };
const type = (argv: readonly string[], typed: Typed = {}) => typeWords(argv, { ...typed, services });
const SMALL = ['--target', 'y', '--epochs', '2', '--folds', '2', '--repeats', '2', '--hidden', '3'];
/** Some seconds of work in 128 trials. */
const LONG = [
  '--target',
  'y',
  '--epochs',
  '150',
  '--folds',
  '4',
  '--repeats',
  '8',
  '--lambdas=0,0.1,0.2,0.3',
];
const sweep = (verb: string, ...words: string[]) => ['sweep', verb, ...words, '--sweeps', at('kept')];
const startHere = (...words: string[]) => sweep('start', at('data.csv'), ...words, '--workers', '0');
const findId = (text: string) => /Sweep ([a-z2-7]{26}) is kept/i.exec(text)?.[1] ?? '';
const list = async () => JSON.parse((await type(sweep('list', '--json'))).stdout);

/** Starts a long one, and presses Ctrl-C once some trials are on record. */
async function startAndLeave() {
  const keyboard = { press: () => {} };
  const running = type(startHere(...LONG), { keyboard });
  await expect
    .poll(async () => (await list())[0]?.progress.done ?? 0, { timeout: 20_000 })
    .toBeGreaterThan(3);
  keyboard.press();
  const left = await running;
  return { left, id: findId(left.stderr) };
}

describe('absum sweep without a deployment', () => {
  it('works here, says how to go on if it is cut off, and prints the bytes of compare', async () => {
    const compared = await type(['compare', at('data.csv'), ...SMALL, '--workers', '0', '--json']);
    const { code, stdout, stderr } = await type(startHere(...SMALL, '--json', '--out', at('o.json')));
    expect({ code, stdout }).toEqual({ code: 0, stdout: compared.stdout });
    expect(readFileSync(at('o.json'), 'utf8')).toBe(stdout);
    const id = findId(stderr);
    const follow = `absum sweep follow ${id} --sweeps ${at('kept')}`;
    expect(stderr).toMatch(/^Sweep \w{26} is kept in \S+: \d+ trials, about [\d.]+ (m?s)\.\n/);
    expect(stderr).toContain(`If it is cut off, go on with it: ${follow}\n`);
    expect(await list()).toMatchObject([{ id, state: 'done' }]);
    expect((await type(sweep('follow', id, '--json', '--workers', '0'))).stdout).toBe(stdout);
    const shown = await type(sweep('list'));
    expect(shown.stdout).toMatch(new RegExp(`\\n${id} {2}done +\\d+ of \\d+ `));
  });

  it('leaves one at Ctrl-C, which follow goes on with, to the same bytes', async () => {
    const { left, id } = await startAndLeave();
    expect({ code: left.code, stdout: left.stdout }).toEqual({ code: 130, stdout: '' });
    expect(left.stderr).toMatch(/\nLeft sweep \w{26} unfinished after \d+ of 128 trials\.\n/);
    expect(left.stderr).toContain(`\nGo on with it: absum sweep follow ${id} --sweeps `);
    const [{ state, progress }] = await list();
    expect(state).toBe('running');
    expect(progress.done).toBeLessThan(128);
    expect((await type(sweep('show', id))).stdout).toContain(`trials   ${progress.done} of 128\n`);
    const followed = await type(sweep('follow', id, '--json', '--workers', '0'));
    const compared = await type(['compare', at('data.csv'), ...LONG, '--workers', '0', '--json']);
    expect(followed.stdout).toBe(compared.stdout);
  });

  it('stops one, of which there is no report', async () => {
    const { id } = await startAndLeave();
    expect((await type(sweep('stop', id))).stdout).toMatch(/^state {4}stopped$/m);
    expect(existsSync(at(`kept/${id}/data.json`))).toBe(false);
    expect(await type(sweep('follow', id, '--workers', '0'))).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^error: sweep \w+ was stopped after \d+ of 128 trials\n$/),
    });
  });

  it('only keeps one with --detach, and says that nothing works on it', async () => {
    const { code, stdout } = await type(startHere(...SMALL, '--detach'));
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing works on it yet.\nDo its work: absum sweep follow ');
    expect(await list()).toMatchObject([{ state: 'running', progress: { done: 0 } }]);
    expect((await type(sweep('follow', findId(stdout), '--workers', '0'))).code).toBe(0);
  });

  it('says which server has the folder, and how to ask it', async () => {
    const server = await openNodeSweeps(at('kept'), { engines, onFault: () => {} });
    server.tellUrl('http://127.0.0.1:4321');
    const { code, stderr } = await type(startHere(...SMALL));
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(
        /in use by a server, process \d+ at http:\S+; .*: ask the server: --url http:\/\/127\.0\.0\.1:4321\n$/,
      ),
    });
    // Looking needs no right to work there.
    expect(await list()).toEqual([]);
    await server.close();
    const command = await openNodeSweeps(at('kept'), { engines, kind: 'command', onFault: () => {} });
    expect((await type(startHere(...SMALL))).stderr).toContain('another command, process');
    await command.close();
  });

  it('refuses what is beyond its limits, unless they are lifted', async () => {
    const wide = ['--target', 'y', '--epochs', '5000', '--hidden', '1024,1024', '--detach'];
    const { code, stderr } = await type(startHere(...wide));
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('--no-limits lifts them') });
    expect(existsSync(at('kept'))).toBe(false);
    expect((await type(startHere(...wide, '--no-limits'))).code).toBe(0);
  });

  it.each([
    ['follow', 'aaaaaaaaaaaaaaaaaaaaaaaaaa'],
    ['show', 'aaaaaaaaaaaaaaaaaaaaaaaaaa'],
    ['stop', '../kept'],
    ['show', '..'],
  ])('%s %s says that there is none, and makes no folder', async (verb, id) => {
    const { code, stderr } = await type(sweep(verb, id));
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `error: there is no sweep ${id} in ${at('kept')}, or it has expired; absum sweep list shows what is\n`,
    });
    expect((await type(sweep('list'))).stdout).toBe(`There is no sweep in ${at('kept')}.\n`);
    expect(existsSync(at('kept'))).toBe(false);
  });

  it('takes a folder, threads or lifted limits for a word that it is here, whatever ABSUM_URL says', async () => {
    const env = { ABSUM_URL: 'http://127.0.0.1:1' };
    expect((await type(startHere(...SMALL), { env })).code).toBe(0);
    const { code, stderr } = await type([...startHere(...SMALL), '--url', 'http://127.0.0.1:1'], { env });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('cannot be used with') });
  });
});
