import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import event from '../../fixtures/api-gateway-v2-event.json' with { type: 'json' };
import { type Consumer, installPackage } from '../../scripts/hosts/consumer.ts';
import { startWorker } from '../../scripts/start-worker.ts';
import type { Report } from '../../src/entries/index.ts';
import { HAS_CHROMIUM, openBrowser, openPage, type Visit, watchLongTasks } from './chromium.ts';
import { type Outcome, ROOT, readPage, run } from './commands.ts';
import { HAS_PROC, leaveStream } from './leave-stream.ts';

const HOSTS = join(ROOT, '.hosts/node_modules');
const DENO = join(HOSTS, '@deno/linux-x64-glibc/deno');
const BUN = join(HOSTS, 'bun/bin/bun.exe');
const explain = (isThere: boolean) => (isThere ? '' : ' (skipped: not installed, scripts/install-hosts.sh)');

const csv = readFileSync(join(ROOT, 'fixtures/diabetes.csv'), 'utf8');
/** What the examples ask of the library where they ask by themselves. */
const RECIPE = {
  data: { csv, target: 'y' },
  penalty: { lambdas: [0, 0.001, 0.01, 0.1] },
  training: { epochs: 20 },
};
const QUERY = 'target=y&lambdas=0,0.001,0.01,0.1&epochs=20';

let consumer: Consumer;
/** The examples in a folder outside the repository, with the packed package installed above them. */
let folder: string;
/** The report that the packed library gives in Node. */
let report: Report;
let verdicts: string[];

beforeAll(async () => {
  consumer = installPackage();
  folder = join(consumer.folder, 'examples');
  cpSync(join(ROOT, 'examples'), folder, { recursive: true });
  mkdirSync(join(consumer.folder, 'fixtures'));
  writeFileSync(join(consumer.folder, 'fixtures/diabetes.csv'), csv);
  const { compare } = await load('node_modules/absum-l1/dist/index.js');
  report = await compare(RECIPE);
  verdicts = report.lambdas.flatMap(({ comparison }) => comparison?.sentence ?? []);
  expect(verdicts).toHaveLength(3);
});
afterAll(() => consumer?.remove());

/** Imports a module of the folder as Node does. */
function load(path: string) {
  return import(/* @vite-ignore */ pathToFileURL(join(consumer.folder, path)).href);
}

/** Runs a command line in the folder of an example, with the tools that its package.json names at hand. */
function runIn(example: string, command: string, programs: readonly string[] = []): Promise<Outcome> {
  const tools = [...programs.map((program) => dirname(program)), dirname(process.execPath)];
  const path = [...tools, join(ROOT, 'node_modules/.bin')].join(delimiter);
  return run(`export PATH="${path}:$PATH"; ${command}`, join(folder, example));
}

async function postCsv(url: string, query: string) {
  const response = await fetch(`${url}/v1/compare?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: csv,
  });
  return { status: response.status, text: await response.text() };
}

/** A server that mounts the app under /absum gives the library's report, and problems that name the place. */
async function checkMounted(url: string): Promise<void> {
  expect(await (await fetch(url)).text()).toContain('POST /absum/v1/compare');
  expect(await (await fetch(`${url}/absum`)).json()).toMatchObject({
    endpoints: { '/absum/v1/compare': 'POST' },
  });
  const { status, text } = await postCsv(`${url}/absum`, QUERY);
  expect([status, text]).toEqual([200, JSON.stringify(report)]);
  const refused = await postCsv(`${url}/absum`, 'target=z');
  expect(refused.status).toBe(422);
  expect(JSON.parse(refused.text)).toMatchObject({ code: 'invalid-data', errors: [{ place: 'target' }] });
}

test('every example has a README, and docs/embed.md lists it', () => {
  const names = readdirSync(join(ROOT, 'examples'));
  const listed = [
    ...readPage('docs/embed.md').text.matchAll(/^\| \[`(\S+)`\]\(\.\.\/examples\/\1\) \|/gm),
  ].map(([, name]) => name);
  expect(listed.sort()).toEqual(names.sort());
  for (const name of names) {
    expect(readFileSync(join(ROOT, 'examples', name, 'README.md'), 'utf8')).toMatch(/^# /);
  }
});

test('examples depend on the tarball of absum, and on the versions of the rest that it is tried with', () => {
  const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
  const { version, dependencies, devDependencies } = read('package.json');
  const known = { 'absum-l1': `file:../../absum-l1-${version}.tgz`, ...dependencies, ...devDependencies };
  for (const name of readdirSync(join(ROOT, 'examples'))) {
    if (!existsSync(join(ROOT, 'examples', name, 'package.json'))) continue;
    const example = read(`examples/${name}/package.json`);
    expect(example).toMatchObject({ private: true, type: 'module' });
    expect(known).toMatchObject({ ...example.dependencies, ...example.devDependencies });
  }
});

test('examples/worker-mount serves absum beside its own routes, in workerd', async () => {
  const worker = await startWorker(join(folder, 'worker-mount'));
  try {
    await checkMounted(worker.url);
    const lost = await fetch(`${worker.url}/absum/v2`);
    expect([lost.status, await lost.json()]).toEqual([404, { error: 'nothing answers at /absum/v2' }]);
    if (HAS_PROC) await leaveStream(worker, '/absum');
  } finally {
    await worker.stop();
  }
});

/** Starts the Node server of the example; resolves once it listens. */
async function startNodeServer() {
  const server = spawn(process.execPath, ['server.js'], {
    cwd: join(folder, 'node-server'),
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit');
  const [line] = await once(server.stdout, 'data');
  const [url] = /http:\S+/.exec(String(line)) ?? [];
  return { url: String(url), ended, interrupt: () => server.kill('SIGINT') };
}

describe('examples/node-server', () => {
  test('serves absum beside its own route, and answers what is under way before it stops', async () => {
    const { url, ended, interrupt } = await startNodeServer();
    try {
      await checkMounted(url);
      const answer = postCsv(`${url}/absum`, QUERY);
      await new Promise((resolve) => setTimeout(resolve, 100));
      interrupt();
      expect((await answer).text).toBe(JSON.stringify(report));
      const answered = performance.now();
      expect(await ended).toEqual([0, null]);
      // Not after the 5 s for which Node keeps an idle connection open.
      expect(performance.now() - answered).toBeLessThan(2000);
      await expect(fetch(url)).rejects.toThrow();
    } finally {
      interrupt();
    }
  });

  test('says that its port is taken', async () => {
    const { url, ended, interrupt } = await startNodeServer();
    const { port } = new URL(url);
    const { code, stderr } = await runIn('node-server', `PORT=${port} npm start`);
    interrupt();
    await ended;
    expect([code, stderr]).toEqual([1, expect.stringContaining(`Cannot listen on port ${port}: `)]);
  });
});

describe('examples/lambda, on a recorded event of API Gateway v2', () => {
  const wrong = { ...event, rawQueryString: 'target=z' };
  const asked = {
    ...event,
    rawQueryString: QUERY,
    headers: { ...event.headers, 'content-length': String(csv.length) },
    body: btoa(csv),
  };

  test('handler.js answers with the report, and with a problem', async () => {
    const { handler } = await load('examples/lambda/handler.js');
    const answer = await handler(asked);
    expect([answer.statusCode, answer.body]).toEqual([200, JSON.stringify(report)]);
    const byTfjs = await handler({ ...event, rawQueryString: `${event.rawQueryString}&engine=tfjs` });
    expect(JSON.parse(byTfjs.body).engine).toBe('tfjs');
    const refused = await handler(wrong);
    expect([refused.statusCode, JSON.parse(refused.body).errors[0].place]).toEqual([422, 'target']);
  });

  test('stream.js streams the same', async () => {
    let head: { statusCode: number; headers: Record<string, string> } | undefined;
    // As the runtime of Lambda has it: the handler is marked and returned, the head goes before the body.
    const awslambda = {
      streamifyResponse: (handler: unknown) => handler,
      HttpResponseStream: {
        from(stream: unknown, metadata: typeof head) {
          head = metadata;
          return stream;
        },
      },
    };
    Object.assign(globalThis, { awslambda });
    const { handler } = await load('examples/lambda/stream.js');
    const stream = async (sent: object) => {
      const body = new PassThrough();
      const text = body.setEncoding('utf8').toArray();
      await handler(sent, body, {});
      return { ...head, body: (await text).join('') };
    };
    const { statusCode, headers, body } = await stream(asked);
    expect([statusCode, headers?.['content-type']]).toEqual([200, 'application/json']);
    expect(body).toBe(JSON.stringify(report));
    const refused = await stream(wrong);
    expect([refused.statusCode, JSON.parse(refused.body).errors[0].place]).toEqual([422, 'target']);
  });
});

describe.skipIf(!HAS_CHROMIUM)(`examples/browser, from the disk, in Chromium${explain(HAS_CHROMIUM)}`, () => {
  let browser: Browser;
  let visit: Visit;
  beforeAll(async () => {
    const { code, stderr } = await runIn('browser', 'npm run build');
    if (code !== 0) throw new Error(stderr);
    browser = await openBrowser();
    visit = await openPage(browser, pathToFileURL(join(folder, 'browser/index.html')).href);
    await visit.page.setInputFiles('[type=file]', join(consumer.folder, 'fixtures/diabetes.csv'));
  });
  afterAll(() => browser?.close());

  const read = (selector: string) => visit.page.locator(selector).allTextContents();

  test('shows headline, verdicts and findings, by the keyboard alone', async () => {
    const { page } = visit;
    await page.fill('[name=target]', 'y');
    await page.press('[name=target]', 'Enter');
    await page.waitForSelector('#report:not([hidden])');
    expect(await read('#headline')).toEqual([report.headline]);
    expect(await read('#verdicts li')).toEqual(verdicts);
    expect(await read('#findings li')).toEqual(
      report.findings.map(({ severity, message }) => `${severity}: ${message}`),
    );
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('lambdas');
  });

  test('stays responsive while it compares, and stops', async () => {
    const { page } = visit;
    const readLongest = await watchLongTasks(browser, page);
    // Some seconds of work, so that it is not done before it is stopped.
    const lambdas = Array.from({ length: 40 }, (_, i) => i / 1000);
    await page.fill('[name=lambdas]', lambdas.join(','));
    await page.click('[type=submit]');
    await page.waitForTimeout(400);
    await page.click('#stop');
    await page.waitForFunction(() => document.querySelector('#status')?.textContent === 'Stopped.');
    // Work is cut by estimate, 5 ms of it at once.
    expect(await readLongest()).toBeLessThan(100);
    expect(await page.isHidden('#report')).toBe(true);
  });

  test('names the place of each fault', async () => {
    await visit.page.fill('[name=lambdas]', '0, many');
    await visit.page.press('[name=lambdas]', 'Enter');
    await visit.page.waitForSelector('#faults li');
    expect(await read('#faults li')).toEqual(['penalty.lambdas[1]: expected a number, got "many"']);
  });

  test('asks nobody for anything, and complains of nothing', () => {
    expect([visit.errors, visit.failures]).toEqual([[], []]);
    expect(visit.requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
  });
});

/** The examples of a command line: the program, and what its README runs. */
const SCRIPTS = [
  { name: 'deno', program: DENO, command: 'deno run --allow-read compare.js' },
  { name: 'bun', program: BUN, command: 'bun.exe compare.js' },
];

for (const { name, program, command } of SCRIPTS) {
  const isThere = existsSync(program);
  describe.skipIf(!isThere)(`examples/${name}${explain(isThere)}`, () => {
    test('prints the headline and the verdicts', async () => {
      const { code, stdout, stderr } = await runIn(name, `${command} ../../fixtures/diabetes.csv y`, [
        program,
      ]);
      expect([code, stdout], stderr).toEqual([0, `${[report.headline, ...verdicts].join('\n')}\n`]);
    });

    test('names the place of a fault', async () => {
      const { code, stdout, stderr } = await runIn(name, `${command} ../../fixtures/diabetes.csv z`, [
        program,
      ]);
      expect([code, stdout, stderr]).toEqual([
        1,
        '',
        expect.stringMatching(/^data\.target: expected one of the columns /),
      ]);
      expect((await runIn(name, command, [program])).code).toBe(2);
    });
  });
}

const hasPython = (await run('python3 --version')).code === 0;

describe.skipIf(!hasPython)(`examples/python${explain(hasPython)}`, () => {
  test('prints headline, verdicts and findings of a running server, and what is wrong', async () => {
    const { url, ended, interrupt } = await startNodeServer();
    try {
      const ask = (change: string) =>
        runIn('python', `sed '${change}' compare.py > ask.py && ABSUM_URL=${url}/absum python3 ask.py`);
      const { code, stdout, stderr } = await ask('');
      const findings = report.findings.map(({ severity, message }) => `[${severity}] ${message}`);
      expect([code, stdout], stderr).toEqual([
        0,
        `${[report.headline, '', ...verdicts, '', ...findings].join('\n')}\n`,
      ]);
      const refused = await ask('s/^TARGET = .*/TARGET = "z"/');
      expect([refused.code, refused.stdout]).toEqual([1, '']);
      expect(refused.stderr).toMatch(
        /^The data set cannot be used\n {2}data\.target: expected one of the columns /,
      );
      const lost = await runIn('python', `ABSUM_URL=${url}/lost python3 compare.py`);
      expect(lost.stderr).toContain('/lost/v1/compare is no absum server? It answers 404');
    } finally {
      interrupt();
      await ended;
    }
    const alone = await runIn('python', `ABSUM_URL=${url} python3 compare.py`);
    expect([alone.code, alone.stdout]).toEqual([1, '']);
    expect(alone.stderr).toMatch(new RegExp(`^No absum server at ${url} \\(.*refused.*\\): start one`));
  });
});
