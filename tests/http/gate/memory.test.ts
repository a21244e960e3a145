import { describe, expect, test } from 'vitest';
import { createTestApp } from '#host';
import { createMemoryAdmission, type MemoryAdmission } from '../../../src/admission/memory.ts';
import { readRefusal, SMALL } from '../send.ts';

/** A comparison of a few steps on a wide network, in 189 bytes. */
const LARGE =
  '{"data":{"dataset":"friedman1","rows":20},"split":{"folds":2,"repeats":1},"network":{"hidden":[200,200]},"training":{"epochs":1},"penalty":{"lambdas":[0,1]},"compare":{"metric":"rmse"}}    ';

const post = (body: string, headers: Record<string, string> = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'content-length': String(body.length), ...headers },
  body,
});

/** Memory for two of these at once, and not for three. */
const MEMORY = await measureTwo();

async function measureTwo(): Promise<number> {
  const response = await createTestApp({}).request('/v1/plan', post(LARGE));
  return 2.5 * ((await response.json()) as { bytes: number }).bytes;
}

/** A body that is sent as it comes. */
const send = (body: ReadableStream, length?: string) =>
  ({
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(length !== undefined && { 'content-length': length }),
    },
    body,
    duplex: 'half',
  }) as RequestInit;

type App = ReturnType<typeof createTestApp>;
const ask = async (app: App, init: RequestInit, path = '/v1/compare') => app.request(path, init);

/** A memory, how it was asked for by texts, and what they hold of it. */
function watchMemory(bytes: number) {
  const memory = createMemoryAdmission({ bytes });
  const asked: number[] = [];
  let held = 0;
  const watched: MemoryAdmission = {
    ...memory,
    openText() {
      const account = memory.openText();
      let size = 0;
      return {
        grow(more) {
          asked.push(more);
          const fits = account.grow(more);
          if (fits) size += more;
          if (fits) held += more;
          return fits;
        },
        close() {
          held -= size;
          size = 0;
          account.close();
        },
      };
    },
  };
  return { memory: watched, asked, held: () => held };
}

describe('the memory of a service', () => {
  test('four bodies of 189 bytes at once, of which two fit: two are worked on, two are told to come again', async () => {
    expect(LARGE).toHaveLength(189);
    const app = createTestApp({ limits: { memory: MEMORY } });
    const answers = await Promise.all(Array.from({ length: 4 }, () => ask(app, post(LARGE))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 503, 503]);
    for (const answer of answers.filter(({ status }) => status === 503)) {
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(await readRefusal(answer)).toMatchObject({
        status: 503,
        code: 'busy',
        type: 'application/problem+json',
      });
    }
    const reports = await Promise.all(
      answers.filter(({ status }) => status === 200).map((answer) => answer.text()),
    );
    expect(reports[0]).toBe(reports[1]);
    expect((await ask(app, post(LARGE))).status).toBe(200);
  });

  test('as events too, whose work goes on after the answer has begun', async () => {
    const app = createTestApp({ limits: { memory: MEMORY } });
    const events = post(LARGE, { accept: 'text/event-stream' });
    const answers = await Promise.all([ask(app, events), ask(app, events)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await ask(app, events)).status).toBe(503);
    expect(await answers[0].text()).toContain('event: report');
    await answers[1].body?.cancel();
    await expect.poll(async () => (await ask(app, events)).status).toBe(200);
  });

  test('is given back by what fails and what is refused', async () => {
    const { memory, held } = watchMemory(1);
    const app = createTestApp({ memory, limits: { trials: 10 } });
    const faulty = JSON.stringify({ ...SMALL, data: { dataset: 'friedman1', rows: 1 } });
    const costly = JSON.stringify({ ...SMALL, split: { folds: 5, repeats: 9 } });
    for (const body of ['{', faulty, costly]) {
      expect((await ask(app, post(body))).status).toBeGreaterThanOrEqual(400);
      expect(held()).toBe(0);
    }
    expect((await ask(app, post(JSON.stringify(SMALL)))).status).toBe(200);
    await expect.poll(held).toBe(0);
    expect(memory.enter({ bytes: 2, pairs: 1, seconds: 1 })).not.toBeNull();
  });

  test('holds what reading a body takes, from when it arrives until its request is answered', async () => {
    const { memory, asked, held } = watchMemory(1e9);
    const app = createTestApp({ memory });
    const body = JSON.stringify(SMALL);
    expect((await ask(app, post(body), '/v1/plan')).status).toBe(200);
    expect([asked.splice(0), held()]).toEqual([[20 * body.length], 0]);
    const csv = 'a,y\n1,2\n';
    await ask(app, post(csv, { 'content-type': 'text/csv' }), '/v1/plan?target=y');
    expect([asked.splice(0), held()]).toEqual([[8 * csv.length], 0]);
    // What is judged is kept row by row, and takes more.
    await ask(app, post(csv, { 'content-type': 'text/csv' }), '/v1/judge?direction=lower');
    expect([asked.splice(0), held()]).toEqual([[16 * csv.length], 0]);
    // Of a loop every character may become a node, whatever the type of the body.
    await ask(app, post('a+a', { 'content-type': 'text/x-python' }), '/v1/check');
    expect([asked.splice(0), held()]).toEqual([[280 * 3], 0]);
    const { readable, writable } = new TransformStream<Uint8Array>();
    const answer = ask(app, send(readable), '/v1/plan');
    const writer = writable.getWriter();
    await writer.write(new TextEncoder().encode(body.slice(0, 20)));
    await expect.poll(held).toBe(400);
    await writer.write(new TextEncoder().encode(body.slice(20)));
    await writer.close();
    expect(await (await answer).json()).toMatchObject({ trials: 8 });
    expect([asked, held()]).toEqual([[400, 20 * body.length - 400], 0]);
  });

  test('is not held by bytes that are promised and never sent', async () => {
    const app = createTestApp({ memory: createMemoryAdmission({ bytes: 20_000 }) });
    const waiting = Array.from({ length: 20 }, () => {
      const { readable, writable } = new TransformStream<Uint8Array>();
      return { writable, answer: ask(app, send(readable, '4000000'), '/v1/plan') };
    });
    const body = JSON.stringify(SMALL);
    expect((await ask(app, post(body), '/v1/plan')).status).toBe(200);
    for (const { writable } of waiting) await writable.close();
    for (const { answer } of waiting) expect((await answer).status).toBe(400);
  });

  test('refuses bodies that arrive beyond it, whatever they ask, and takes them once there is room', async () => {
    const { memory, held } = watchMemory(20_000);
    const app = createTestApp({ memory });
    const { readable, writable } = new TransformStream<Uint8Array>();
    const waiting = ask(app, send(readable), '/v1/plan');
    const writer = writable.getWriter();
    await writer.write(new Uint8Array(990));
    await expect.poll(held).toBe(19_800);
    const body = JSON.stringify(SMALL);
    for (const path of ['/v1/plan', '/v1/compare', '/v1/predict', '/v1/onnx', '/v1/sweeps']) {
      expect((await ask(app, post(body), path)).status).toBe(503);
      expect((await ask(app, send(new Blob([body]).stream()), path)).status).toBe(503);
    }
    expect((await app.request('/healthz')).status).toBe(200);
    await writer.close();
    expect((await waiting).status).toBe(400);
    expect((await ask(app, post(body), '/v1/plan')).status).toBe(200);
  });

  test('reads on what it has no room for, holding none of it, so that the client sees the answer', async () => {
    const { memory, held } = watchMemory(20_000);
    const other = memory.openText();
    other.grow(100);
    const app = createTestApp({ memory, limits: { bodyBytes: 3000 } });
    for (const [pieces, status] of [
      [2, 503],
      [4, 413],
      [20, 413],
    ]) {
      const { readable, writable } = new TransformStream<Uint8Array>();
      const answer = ask(app, send(readable), '/v1/plan');
      const writer = writable.getWriter();
      await writer.write(new Uint8Array(900));
      await expect.poll(held).toBe(18_100);
      await writer.write(new Uint8Array(900));
      await expect.poll(held).toBe(100);
      // What comes after that is taken, and not kept.
      for (let piece = 2; piece < pieces; piece++) await writer.write(new Uint8Array(900)).catch(() => {});
      await writer.close().catch(() => {});
      expect((await answer).status).toBe(status);
      expect(held()).toBe(100);
    }
  });

  test('is not held by a body that is too long, which is read on up to four times that length', async () => {
    const { memory, held } = watchMemory(1e9);
    const app = createTestApp({ memory, limits: { bodyBytes: 1000 } });
    const { readable, writable } = new TransformStream<Uint8Array>();
    const answer = ask(app, send(readable), '/v1/plan');
    const writer = writable.getWriter();
    await writer.write(new Uint8Array(900));
    await expect.poll(held).toBe(18_000);
    for (let piece = 1; piece < 5; piece++) await writer.write(new Uint8Array(900));
    await expect.poll(held).toBe(0);
    await expect(writer.write(new Uint8Array(900))).rejects.toBeUndefined();
    expect((await answer).status).toBe(413);
    expect((await ask(app, post(' '.repeat(1001)), '/v1/plan')).status).toBe(413);
  });

  test('is not held for a moment by a body that says itself that it is too long', async () => {
    const { memory, asked, held } = watchMemory(1e9);
    const app = createTestApp({ memory, limits: { bodyBytes: 1000 } });
    const body = new ReadableStream({
      start(controller) {
        for (const bytes of [900, 101]) controller.enqueue(new Uint8Array(bytes));
        controller.close();
      },
    });
    const answer = await ask(app, send(body, '1001'), '/v1/plan');
    expect([answer.status, asked, held()]).toEqual([413, [], 0]);
  });

  test('is no reason to come again for what exceeds it alone', async () => {
    const app = createTestApp({ limits: { memory: MEMORY / 4 } });
    expect(await readRefusal(await ask(app, post(LARGE)))).toMatchObject({
      status: 422,
      code: 'limit-exceeded',
      places: ['network.hidden'],
    });
  });
});
