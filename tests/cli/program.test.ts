import { describe, expect, it } from 'vitest';
import { errorAt } from '../../src/errors.ts';
import { VERSION } from '../../src/version.ts';
import { openFolder } from './samples.ts';
import { measureWidest, type } from './screen.ts';

const at = openFolder();

describe('absum plan', () => {
  it('prints the figures for people and as JSON', async () => {
    const argv = ['plan', at('data.csv'), '--target', 'y', '--lambdas=0,0.001,0.01,0.1'];
    const { code, stdout } = await type(argv);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^data {5}30 rows, 2 inputs\nnetwork {2}\d+ parameters, engine fused\ntrials {3}80 on 20 pairs\n/,
    );
    const { stdout: json } = await type([...argv, '--json']);
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
    const kept = { sweeps: 'absum-sweeps', sweepDays: 7 };
    expect(events).toEqual([{ port: 0, hostname: '::1', workers: 3, ...kept }, 'closed']);
    await serve(start, ['--workers', '0', '--no-sweeps']);
    expect(events[2]).toEqual({ port: 8787, hostname: '127.0.0.1' });
    await serve(start, ['--workers', '0', '--sweeps', 'kept', '--sweep-days', '30']);
    expect(events[4]).toMatchObject({ sweeps: 'kept', sweepDays: 30 });
  });

  it.each([
    ['0', 2],
    ['3651', 2],
    ['week', 2],
  ])('refuses %s as the days of a sweep', async (days, code) => {
    const start = () => Promise.reject(new Error('not to be started'));
    expect(await serve(start, ['--sweep-days', days])).toMatchObject({ code, stdout: '' });
  });

  it('says what to do about a folder of sweeps that it cannot have', async () => {
    const { code, stderr } = await serve(() => Promise.reject(errorAt('misconfigured', 'sweeps', 'in use')));
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'error: --sweeps: in use. Name another, or start it with --no-sweeps\n',
    });
  });

  it('says what it waits for where requests are under way', async () => {
    const close = () => new Promise((resolve) => setTimeout(resolve, 400));
    const { code, stderr } = await serve(async () => ({ port: 1, close }));
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'Answering the requests under way; Ctrl-C again ends at once.\n',
    });
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

describe('other formats', () => {
  const argv = () => ['plan', at('data.csv'), '--target', 'y', '--lambdas=0,0.001'];

  it('of a plan are a table of Markdown, and a row of CSV', async () => {
    const md = (await type([...argv(), '--format', 'md'])).stdout;
    expect(md).toMatch(/^\| plan \| {2}\|\n\| --- \| --- \|\n\| data \| 30 rows, 2 inputs \|\n/);
    const [head, row] = (await type([...argv(), '--format', 'csv'])).stdout.trim().split('\n');
    const cell = (name: string) => row.split(',')[head.split(',').indexOf(name)];
    expect([cell('rows'), cell('trials'), cell('engine')]).toEqual(['30', '40', 'fused']);
  });

  it('of the data sets have a row for each', async () => {
    const md = (await type(['datasets', '--format', 'md'])).stdout;
    expect(md).toMatch(/^\| name \| rows \| features \| target \| about \|\n/);
    expect(md).toMatch(/^\| diabetes \| 442 \| 10 \| y \| /m);
    const csv = (await type(['datasets', '--format', 'csv'])).stdout;
    expect(csv).toMatch(/^name,rows,features,target,about\n/);
    expect(csv).toMatch(/^diabetes,442,10,y,/m);
  });
});
