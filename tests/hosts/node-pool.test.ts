import { expect, test } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { createPool, startServer } from '../../src/entries/node.ts';
import { startThread } from '../../src/node/pool.ts';
import { createWorkerPool } from '../../src/pool/pool.ts';
import { recordEngine, smallRecipe } from '../compare/samples.ts';
import { engines } from '../host.ts';
import { postJson, SMALL } from '../http/send.ts';
import { RECIPES } from '../pool/recipes.ts';

test.each([1, 2])('threads (%i) give the bytes of comparisons in place', async (workers) => {
  const pool = createPool({ workers });
  for (const recipe of Object.values(RECIPES)) {
    const inPlace = JSON.stringify(await compare(recipe, { engines }));
    expect(JSON.stringify(await compare(recipe, { engines, executor: pool }))).toBe(inPlace);
  }
  await pool.close();
});

test('comparisons share threads, and an abort of one leaves the others alone', async () => {
  const pool = createPool({ workers: 2 });
  const limits = { cells: 1e9, trials: 1e9, assignments: 1e9, included: 1e9, bytes: 1e9, seconds: 1e9 };
  const controller = new AbortController();
  const endless = smallRecipe({ training: { epochs: 100_000, batchSize: 1 } });
  const stopped = compare(endless, { engines, executor: pool, limits, signal: controller.signal });
  const refused = expect(stopped).rejects.toMatchObject({ code: 'aborted' });
  const finished = Object.values(RECIPES).map((recipe) => compare(recipe, { engines, executor: pool }));
  controller.abort();
  await refused;
  const inPlace = await Promise.all(Object.values(RECIPES).map((recipe) => compare(recipe, { engines })));
  expect(JSON.stringify(await Promise.all(finished))).toBe(JSON.stringify(inPlace));
  await pool.close();
});

test.each([
  ['process.exit(3);', 'its thread exited with code 3'],
  ["throw new Error('no script');", 'no script'],
  ["import 'node:nothing';", 'No such built-in module: node:nothing'],
  [
    "import { parentPort } from 'node:worker_threads'; parentPort.once('message', () => process.exit(0));",
    'its thread exited with code 0',
  ],
  [
    "import { parentPort } from 'node:worker_threads'; parentPort.once('message', () => { throw null; });",
    'null',
  ],
])('a thread that ends is an error, never a hang: %s', async (script, reason) => {
  const pool = createWorkerPool(2, startThread(new URL(`data:text/javascript,${script}`)));
  for (const attempt of [smallRecipe(), smallRecipe({ seed: 2 })]) {
    await expect(compare(attempt, { engines, executor: pool })).rejects.toMatchObject({
      code: 'worker-lost',
      message: `a worker ended before its work was done: ${reason}`,
    });
  }
  await pool.close();
});

test('startServer compares in threads of its own', async () => {
  const { recorder, recording } = recordEngine(engines[0]);
  const server = await startServer({ port: 0, engines: [recorder], workers: 2 });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`http://127.0.0.1:${server.port}/v1/compare`, {
    method: 'POST',
    headers,
    body: JSON.stringify(SMALL),
  });
  expect(await response.text()).toBe(await (await postJson('/v1/compare', SMALL)).text());
  expect(recording.pairs).toHaveLength(0);
  server.close();
});

test('the number of threads defaults to that of the cores, and is checked', () => {
  expect(() => createPool({ workers: 0 })).toThrow('workers: expected a whole number of at least 1, got 0');
});
