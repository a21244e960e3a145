import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatSweep } from '../../../src/cli/commands/show-sweep.ts';
import type { RemoteSweep } from '../../../src/client/sweeps.ts';
import { compare } from '../../../src/compare/compare.ts';
import { errorAt } from '../../../src/errors.ts';
import { engines } from '../../host.ts';
import { CSV, failRemotely, openFolder, RECIPE } from '../samples.ts';
import { measureWidest, PLAIN, type SERVICES, type Typed, type } from '../screen.ts';

const at = openFolder();
const URL = 'https://absum.example.org';
const ID = 'aaaaaaaaaaaaaaaaaaaaaaaaaa';
const SWEEP: RemoteSweep = {
  id: ID,
  state: 'running',
  progress: { done: 0, of: 8 },
  secondsLeft: 12,
  started: Date.UTC(2026, 6, 1, 12),
  expires: Date.UTC(2026, 6, 8, 12),
  trials: [],
};
const TRIALS = [
  { repeat: 0, fold: 0, lambda: 0.1, value: 2 },
  { repeat: 0, fold: 0, lambda: 0, value: 1 },
  { repeat: 0, fold: 1, lambda: 0, value: 2 },
];
const FOLLOW = `absum sweep follow ${ID} --url ${URL}`;
const FILE = ['--target', 'y', '--recipe'];

type Sweeps = Awaited<ReturnType<typeof SERVICES.sweeps>>;

/** A client whose service has one sweep; what it is asked is kept. */
async function openClient(given: Partial<Sweeps> = {}) {
  const calls: unknown[][] = [];
  const report = await compare({ ...RECIPE, data: { csv: CSV, target: 'y' } }, { engines });
  const note =
    (name: string) =>
    async (...call: unknown[]) => {
      calls.push([name, ...call.slice(0, 2)]);
      return SWEEP;
    };
  const client: Sweeps = {
    startSweep: note('start') as Sweeps['startSweep'],
    readSweep: note('read'),
    stopSweep: note('stop'),
    async followSweep(url, id, options) {
      calls.push(['follow', url, id]);
      options?.onProgress?.({ kind: 'plan', plan: { trials: 8 } as never });
      options?.onProgress?.({ kind: 'trial', done: 8, of: 8, repeat: 0, fold: 0, lambda: 0, value: 1 });
      return report;
    },
    ...given,
  };
  const services: Typed['services'] = { sweeps: async () => client };
  return { calls, report, services };
}

describe('absum sweep start', () => {
  it('starts one, says how to find it again, follows it and prints the answer as compare does', async () => {
    const { calls, report, services } = await openClient();
    const argv = ['sweep', 'start', at('data.csv'), '--target', 'y', '--epochs', '2', '--url', URL];
    const { code, stdout, stderr } = await type(argv, { services });
    expect(code).toBe(0);
    const recipe = { data: { csv: CSV, target: 'y' }, training: { epochs: 2 } };
    expect(calls).toEqual([
      ['start', URL, recipe],
      ['follow', URL, ID],
    ]);
    expect(stderr).toBe(`Sweep ${ID} runs at ${URL}: 8 trials, about 12 s.\nFind it again: ${FOLLOW}\n`);
    expect(stdout).toMatch(/^30 rows, 2 features, target y; 4 pairs, 8 trials, engine fused at\nhttps:/);
    expect(stdout).toMatch(/\n8 trials, \d+ steps, [\d.]+ s\n$/);
    const json = await type([...argv, '--json', '--out', at('o.json')], { services });
    expect(json.stdout).toBe(`${JSON.stringify(report)}\n`);
    expect(readFileSync(at('o.json'), 'utf8')).toBe(json.stdout);
  });

  it('asks for what the files need', async () => {
    const { calls, services } = await openClient();
    const charts = async () => ({ listCharts: () => [], listLambdaCharts: () => [] });
    const argv = ['sweep', 'start', ...FILE, at('recipe.json'), '--url', URL, '--svg', at('charts')];
    expect(await type(argv, { services: { ...services, charts } })).toMatchObject({ code: 0 });
    expect(calls[0][2]).toMatchObject({ include: ['predictions', 'weights'] });
  });

  it('only starts one with --detach', async () => {
    const { calls, services } = await openClient();
    const argv = ['sweep', 'start', '--dataset', 'diabetes', '--url', URL, '--detach'];
    const { code, stdout, stderr } = await type(argv, { services });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`\nFind it again: ${FOLLOW}\n`);
    expect(JSON.parse((await type([...argv, '--json'], { services })).stdout)).toEqual(SWEEP);
    expect(calls.map(([name]) => name)).toEqual(['start', 'start']);
    const { code: refused, stderr: why } = await type([...argv, '--out', at('o.json')], { services });
    expect(refused).toBe(2);
    expect(why).toContain("option '--detach' cannot be used with option '--out <file>'");
  });

  it('leaves it running at Ctrl-C, and says so', async () => {
    const keyboard = { press: () => {} };
    const followSweep: Sweeps['followSweep'] = (_url, _id, options) => {
      options?.onProgress?.({ kind: 'plan', plan: { trials: 8 } as never });
      options?.onProgress?.({ kind: 'trial', done: 3, of: 8, repeat: 0, fold: 0, lambda: 0, value: 1 });
      setTimeout(() => keyboard.press());
      return new Promise((_resolve, reject) => {
        options?.signal?.addEventListener('abort', () => reject(errorAt('aborted', '', 'stopped')));
      });
    };
    const { calls, services } = await openClient({ followSweep });
    const argv = ['sweep', 'start', '--dataset', 'diabetes', '--url', URL];
    const { code, stdout, stderr } = await type(argv, { services, keyboard });
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr.split('\n').slice(2)).toEqual([
      `Left sweep ${ID} running after 3 of 8 trials.`,
      `Follow it again: ${FOLLOW}`,
      `Stop it: absum sweep stop ${ID} --url ${URL}`,
      '',
    ]);
    expect(calls.map(([name]) => name)).toEqual(['start']);
  });

  it('is candid where it is stopped before the service answered', async () => {
    const startSweep = () => Promise.reject(errorAt('aborted', '', 'stopped'));
    const { services } = await openClient({ startSweep });
    const { code, stderr } = await type(['sweep', 'start', '--dataset', 'diabetes', '--url', URL], {
      services,
    });
    expect({ code, stderr }).toEqual({
      code: 130,
      stderr: 'Stopped before the service answered; whether the sweep was started is not known.\n',
    });
  });

  it.each<[string, number, Error, RegExp]>([
    [
      'of options',
      2,
      failRemotely('invalid-recipe', 422, [{ place: 'training.epochs', message: 'expected at least 1' }]),
      /^error: --epochs: expected at least 1\n$/,
    ],
    ['of a host without sweeps', 1, failRemotely('no-sweeps', 501, []), /^error: as the service says\n$/],
  ])('reports faults %s', async (_, exit, fault, message) => {
    const { services } = await openClient({ startSweep: () => Promise.reject(fault) });
    const argv = ['sweep', 'start', '--dataset', 'diabetes', '--epochs', '0', '--url', URL];
    const { code, stderr } = await type(argv, { services });
    expect(code).toBe(exit);
    expect(stderr).toMatch(message);
  });

  it('shows the time left by the pace of the sweep, even for a later reader', async () => {
    const half = { ...SWEEP, progress: { done: 4, of: 8 }, secondsLeft: 3600 };
    const { services } = await openClient({ readSweep: async () => half });
    const { stderr } = await type(['sweep', 'follow', ID, '--url', URL], { services, terminal: 80 });
    expect(stderr).toContain('8 of 8 trials');
    const client = await openClient({
      readSweep: async () => half,
      async followSweep(_url, _id, options) {
        options?.onProgress?.({ kind: 'plan', plan: { trials: 8 } as never });
        options?.onProgress?.({ kind: 'trial', done: 4, of: 8, repeat: 0, fold: 0, lambda: 0, value: 1 });
        await new Promise((resolve) => setTimeout(resolve, 250)); // the bar draws ten times a second
        throw failRemotely('sweep-stopped', null, []);
      },
    });
    const shown = await type(['sweep', 'follow', ID, '--url', URL], {
      services: client.services,
      terminal: 80,
    });
    expect(shown.stderr).toContain('1 h 0 min left');
  });
});

describe('absum sweep follow', () => {
  it('finds one, and prints the answer without a time that nobody took', async () => {
    const { calls, report, services } = await openClient();
    const { code, stdout, stderr } = await type(['sweep', 'follow', ID, '--url', URL], { services });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(calls).toEqual([
      ['read', URL, ID],
      ['follow', URL, ID],
    ]);
    expect(stdout).toMatch(/\n8 trials, \d+ steps\n$/);
    const json = await type(['sweep', 'follow', ID, '--url', URL, '--json'], { services });
    expect(json.stdout).toBe(`${JSON.stringify(report)}\n`);
  });

  it.each<[string, number, Error, string]>([
    ['was stopped', 1, failRemotely('sweep-stopped', null, []), 'error: as the service says\n'],
    [
      'failed',
      1,
      failRemotely('invalid-data', null, [{ place: '', message: 'all targets are equal' }]),
      'error: all targets are equal\n',
    ],
    [
      'is out of reach',
      1,
      failRemotely('unreachable', null, []),
      `error: as the service says; the sweep may still be running.\nFollow it again: ${FOLLOW}\n`,
    ],
  ])('says that a sweep %s', async (_, exit, fault, message) => {
    const { services } = await openClient({ followSweep: () => Promise.reject(fault) });
    expect(await type(['sweep', 'follow', ID, '--url', URL], { services })).toMatchObject({
      code: exit,
      stdout: '',
      stderr: message,
    });
  });

  it.each(['follow', 'show', 'stop'])('%s says that there is no such sweep', async (verb) => {
    const refuse = () => Promise.reject(failRemotely('unknown-sweep', 404, []));
    const { services } = await openClient({ readSweep: refuse, stopSweep: refuse });
    expect(await type(['sweep', verb, ID, '--url', URL], { services })).toMatchObject({
      code: 2,
      stdout: '',
    });
  });
});

describe('absum sweep show and stop', () => {
  it('print the sweep for people and as JSON', async () => {
    const { calls, services } = await openClient();
    for (const verb of ['show', 'stop']) {
      const { code, stdout } = await type(['sweep', verb, ID, '--url', URL], { services });
      expect(code).toBe(0);
      expect(stdout).toBe(formatSweep(SWEEP, { place: { url: URL }, width: 80, style: PLAIN }));
      const json = await type(['sweep', verb, ID, '--url', URL, '--json'], { services });
      expect(JSON.parse(json.stdout)).toEqual(SWEEP);
    }
    expect(calls.map(([name]) => name)).toEqual(['read', 'read', 'stop', 'stop']);
  });

  it('say state, progress, time left and means so far', () => {
    const sweep = { ...SWEEP, progress: { done: 3, of: 8 }, trials: TRIALS };
    expect(formatSweep(sweep, { place: { url: URL }, width: 80, style: PLAIN }).split('\n')).toEqual([
      `sweep    ${ID} at ${URL}`,
      'state    running',
      'trials   3 of 8',
      'left     about 12 s',
      'started  2026-07-01 12:00 UTC',
      'kept     until 2026-07-08 12:00 UTC',
      '',
      'lambda  mean so far  trials',
      '───────────────────────────',
      '0             1.500       2',
      '0.1           2.000       1',
      '',
      'No verdict before the end: a sweep stopped because of its means so far is no',
      'test. To get the report:',
      '',
      FOLLOW,
      '',
    ]);
  });

  it('say what went wrong, and where there is no value', () => {
    const trials = [...TRIALS, { repeat: 0, fold: 1, lambda: 0.1, value: null }];
    const failed: RemoteSweep = {
      ...SWEEP,
      state: 'failed',
      secondsLeft: null,
      error: { code: 'invalid-data', message: 'all targets are equal' },
      trials: [...trials, { repeat: 0, fold: 0, lambda: 5, value: null }],
    };
    const text = formatSweep(failed, { place: { url: URL }, width: 80, style: PLAIN });
    expect(text).toContain('error    all targets are equal (invalid-data)\n');
    expect(text).toContain('0.1           2.000       2         1\n5              none       1         1\n');
    expect(text).not.toContain('left ');
    expect(text).not.toContain('absum sweep follow');
  });

  it.each([24, 40, 80])('fit into %d columns, commands aside', (width) => {
    const sweep = { ...SWEEP, trials: TRIALS.map((trial) => ({ ...trial, lambda: -0.123456789012 })) };
    const text = formatSweep(sweep, { place: { url: URL }, width, style: PLAIN });
    const lines = text.split('\n').filter((line) => line !== FOLLOW);
    expect(measureWidest(lines.join('\n'))).toBeLessThanOrEqual(width);
  });

  it('quote an address that a shell would take apart', () => {
    const text = formatSweep(SWEEP, { place: { url: "http://[::1]:8787/it's" }, width: 80, style: PLAIN });
    expect(text).toContain(`absum sweep follow ${ID} --url 'http://[::1]:8787/it'\\''s'\n`);
  });
});

describe('ABSUM_URL', () => {
  const env = { ABSUM_URL: URL };

  it('is where sweeps run, unless --url says otherwise', async () => {
    const { calls, services } = await openClient();
    await type(['sweep', 'show', ID], { services, env });
    await type(['sweep', 'stop', ID, '--url', 'http://other'], { services, env });
    await type(['sweep', 'follow', ID], { services, env });
    await type(['sweep', 'start', '--dataset', 'diabetes'], { services, env });
    expect(calls.map(([name, url]) => `${name} ${url}`)).toEqual([
      `read ${URL}`,
      'stop http://other',
      `read ${URL}`,
      `follow ${URL}`,
      `start ${URL}`,
      `follow ${URL}`,
    ]);
  });

  it('is where comparisons and plans run, unless threads or lifted limits say that it is here', async () => {
    const urls: unknown[] = [];
    const { report } = await openClient();
    const client = {
      compareRemotely: async (url: string) => {
        urls.push(url);
        return report;
      },
      planRemotely: async (url: string) => {
        urls.push(url);
        return {};
      },
    };
    const services = { client: async () => client } as never;
    const recipe = ['--recipe', at('recipe.json'), '--json'];
    for (const argv of [
      ['compare', ...recipe],
      ['plan', ...recipe],
      ['compare', ...recipe, '--url', 'http://other'],
    ]) {
      expect((await type(argv, { services, env })).code).toBe(0);
    }
    expect(urls).toEqual([URL, URL, 'http://other']);
    for (const argv of [
      ['compare', ...recipe, '--workers', '0'],
      ['compare', ...recipe, '--no-limits'],
      ['plan', ...recipe, '--no-limits'],
    ]) {
      expect((await type(argv, { services, env })).code).toBe(0);
    }
    expect((await type(['plan', ...recipe], { services, env: { ABSUM_URL: '' } })).code).toBe(0);
    expect(urls).toHaveLength(3);
  });

  it.each([
    [
      { ABSUM_URL: 'localhost:8787' },
      'ABSUM_URL: expected one such as https://absum.example.com, without ? and #, got localhost:8787',
    ],
  ])('given as %o is refused for a sweep', async (given, message) => {
    for (const verb of ['show', 'stop', 'follow']) {
      const { code, stderr } = await type(['sweep', verb, ID], { env: given as Record<string, string> });
      expect(code).toBe(2);
      expect(stderr).toContain(message);
    }
    const { code, stderr } = await type(['sweep', 'start', '--dataset', 'diabetes'], {
      env: given as Record<string, string>,
    });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  });
});

describe('the help of absum sweep', () => {
  it('lists its commands, and the options of a recipe where one is started', async () => {
    const { code, stdout } = await type(['sweep', '--help']);
    expect(code).toBe(0);
    for (const verb of ['start', 'follow', 'show', 'stop', 'list'])
      expect(stdout).toMatch(new RegExp(`^  ${verb} `, 'm'));
    expect((await type(['sweep', 'start', '--help'])).stdout).toContain('--learning-rate <number>');
    expect((await type(['sweep', 'follow', '--help'])).stdout).not.toContain('--learning-rate');
    expect((await type(['sweep'])).code).toBe(2);
    expect((await type(['sweep', 'begin'])).code).toBe(2);
  });
});
