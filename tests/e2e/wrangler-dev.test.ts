import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import golden from '../../fixtures/report-digests.json' with { type: 'json' };
import { type RunningWorker, startWorker } from '../../scripts/start-worker.ts';
import type { Report } from '../../src/entries/index.ts';
import { VERSION } from '../../src/version.ts';
import { readPage, run } from './commands.ts';
import { HAS_PROC, leaveStream } from './leave-stream.ts';

let worker: RunningWorker;
beforeAll(async () => {
  worker = await startWorker();
});
afterAll(() => worker.stop());

function post(body: unknown, signal?: AbortSignal): Promise<Response> {
  return fetch(`${worker.url}/v1/compare`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
}

/** Runs a curl of a page against the worker of this test. */
async function runCurl(command: string): Promise<string> {
  const { code, stdout } = await run(
    command.replace('http://localhost:8787', worker.url).replace('curl', 'curl -sS'),
  );
  expect(code).toBe(0);
  return stdout;
}

/** The answer itself, or what the last of its events brings. */
function findReport(answer: string): string {
  return answer.startsWith('{') ? answer : answer.slice(answer.lastIndexOf('\ndata: ') + '\ndata: '.length);
}

const PAGE = readPage('docs/http.md');
const curls = PAGE.commands.filter((command) => command.startsWith('curl '));

describe('wrangler dev', () => {
  test.each(curls)('%s works as printed', async (command) => {
    const answer = await runCurl(command);
    const [, shown] = PAGE.find(command);
    if (shown.language === 'json') expect(answer).toBe(shown.text);
    else if (shown.language === 'text') expect(JSON.parse(answer).headline).toBe(shown.text);
    else expect(JSON.parse(findReport(answer))).toMatchObject({ engine: 'fused', version: VERSION });
  });

  test('the curl of the README gets the verdicts that the library prints there', async () => {
    const page = readPage('README.md');
    const [command] = page.commands.filter((line) => line.startsWith('curl '));
    const [, shown] = page.find("from 'absum-l1'");
    const { headline, lambdas }: Report = JSON.parse(await runCurl(command));
    const verdicts = lambdas.map(
      ({ lambda, comparison }) => `${lambda} ${comparison?.verdict ?? 'baseline'}`,
    );
    expect([headline, ...verdicts].join('\n')).toBe(shown.text);
  });

  test.each(Object.entries(golden.recipes))(
    'gives the golden bytes of %s over real HTTP',
    async (name, recipe) => {
      const response = await post(recipe);
      expect(response.status).toBe(200);
      const digest = createHash('sha256')
        .update(await response.text())
        .digest('hex');
      expect(digest).toBe(golden.digests[name as keyof typeof golden.digests]);
    },
  );

  test('answers wrong input with its place, a large body with 413, and goes on', async () => {
    const wrong = await post({ data: { dataset: 'diabetes' }, penalty: { lambdas: ['x'] } });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('"place":"penalty.lambdas[0]"');
    const large = await post({ data: { csv: 'x'.repeat(9_000_000), target: 'y' } });
    expect(large.status).toBe(413);
    expect((await fetch(`${worker.url}/healthz`)).status).toBe(200);
  });

  test.skipIf(!HAS_PROC)('stops training when the client of a stream goes away (needs /proc)', async () => {
    await leaveStream(worker);
    expect((await fetch(`${worker.url}/healthz`)).status).toBe(200);
  });

  test('answers others while it trains, and outlives a client that goes away', async () => {
    const leaving = new AbortController();
    const recipe = {
      data: { dataset: 'diabetes' },
      network: { hidden: [64, 32] },
      training: { epochs: 100 },
    };
    const long = post(recipe, leaving.signal);
    const left = expect(long).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await fetch(`${worker.url}/healthz`)).status).toBe(200);
    leaving.abort();
    await left;
    const [[name, known]] = Object.entries(golden.recipes);
    const digest = createHash('sha256')
      .update(await (await post(known)).text())
      .digest('hex');
    expect(digest).toBe(golden.digests[name as keyof typeof golden.digests]);
  });
});
