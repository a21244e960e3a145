import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { FUZZ_TIMEOUT } from './fuzz.ts';
import { BODIES } from './large-bodies.ts';
import type { LargeAnswer, LargeRequest } from './large-worker.ts';

/** Bytes of a request's body, and megabytes of the heap that must be enough for it. */
const MOST_BYTES = 4 * 2 ** 20;
const HEAP_MB = 128;
/** Processor time; reading 4 MiB of JSON takes a twentieth of a second. */
const MOST_SECONDS = 5;

/** What a test run has time for: the attacks that once ended a host. */
const KNOWN = ['predict: layers {}', 'compare: "a" as lambdas', 'compare: "a" as include', 'predict: arrays'];
const ASKED = process.env.FUZZ_RUNS !== undefined;

let worker: Worker | null = null;
afterAll(() => worker?.terminate());

/** Asks the app in its thread; fails if that ends it. */
async function ask(request: LargeRequest): Promise<LargeAnswer> {
  worker ??= new Worker(new URL('./large-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 16 },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const thread = worker;
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      worker = null;
      reject(error);
    };
    thread.once('error', fail);
    thread.once('message', (answer: LargeAnswer) => {
      thread.off('error', fail);
      resolve(answer);
    });
    thread.postMessage(request, [request.body.buffer]);
  });
}

async function judge(name: string, bytes: number): Promise<LargeAnswer> {
  const make = BODIES.get(name);
  if (make === undefined) throw new Error(`there is no body "${name}"`);
  const { path, type, text } = make(bytes);
  expect(text.length).toBeLessThanOrEqual(MOST_BYTES);
  const answer = await ask({ path, type, body: new TextEncoder().encode(text) });
  expect(answer.status, answer.text).toBeLessThan(500);
  expect(answer.seconds).toBeLessThan(MOST_SECONDS);
  if (answer.status >= 400) {
    expect(JSON.parse(answer.text).errors.length).toBeGreaterThan(0);
    expect(answer.length).toBeLessThan(8192);
  }
  return answer;
}

describe(`under a heap of ${HEAP_MB} MB a body of 4 MiB is answered`, () => {
  it.each(ASKED ? [...BODIES.keys()] : KNOWN)('%s', { timeout: FUZZ_TIMEOUT }, async (name) => {
    const { status, seconds, length } = await judge(name, MOST_BYTES);
    if (ASKED) console.log(`${name}: ${status}, ${length} bytes after ${seconds.toFixed(2)} s`);
  });
});

it.runIf(ASKED)(
  'so is a smaller one',
  async () => {
    const kinds = fc.tuple(fc.constantFrom(...BODIES.keys()), fc.integer({ min: 2000, max: MOST_BYTES }));
    const numRuns = Math.min(1000, Math.ceil(Number(process.env.FUZZ_RUNS) / 100));
    await fc.assert(
      fc.asyncProperty(kinds, async ([name, bytes]) => void (await judge(name, bytes))),
      { numRuns, seed: Number(process.env.FUZZ_SEED), endOnFailure: true },
    );
  },
  FUZZ_TIMEOUT,
);
