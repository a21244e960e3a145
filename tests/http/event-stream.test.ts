import { describe, expect, test, vi } from 'vitest';
import { openEventStream } from '../../src/http/event-stream.ts';
import { namesOf, parseEvents } from './events.ts';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const readAll = async (body: ReadableStream<Uint8Array>) => parseEvents(await new Response(body).text());

const LINE = 'x'.repeat(100);

describe('a stream of events', () => {
  test('numbers what it sends, and ends', async () => {
    const stream = openEventStream(() => {});
    stream.send('plan', '{"a":1}', 'wait');
    stream.send('epoch', '2', 'skip');
    stream.end();
    stream.send('trial', 'after its end', 'wait');
    expect(await new Response(stream.body).text()).toBe(
      'id: 1\nevent: plan\ndata: {"a":1}\n\nid: 2\nevent: epoch\ndata: 2\n\n',
    );
  });

  test('leaves out epochs and older trials while nobody reads, and nothing else', async () => {
    const stream = openEventStream(() => {}, { mostBytes: 1000 });
    stream.send('plan', LINE, 'wait');
    for (let i = 1; i <= 1000; i++) {
      stream.send('epoch', `${i} ${LINE}`, 'skip');
      stream.send('trial', `${i} ${LINE}`, 'replace');
    }
    stream.send('report', LINE, 'wait');
    stream.end();
    const { events } = await readAll(stream.body);
    // An event takes some 130 bytes, and the one that reaches the bound is among them.
    expect(namesOf(events)).toEqual([
      'plan',
      ...Array(3).fill(['epoch', 'trial']).flat(),
      'epoch',
      'trial',
      'report',
    ]);
    expect(events.at(-2)?.data).toMatch(/^1000 /);
    expect(events.map(({ id }) => Number(id))).toEqual(events.map((_, i) => i + 1));
  });

  test('goes on with all once the reader has caught up', async () => {
    const stream = openEventStream(() => {}, { mostBytes: 300 });
    const reader = stream.body.getReader();
    for (let i = 1; i <= 9; i++) stream.send('epoch', `${i} ${LINE}`, 'skip');
    stream.send('trial', '9', 'replace');
    const read = async () => new TextDecoder().decode((await reader.read()).value);
    const texts = [await read(), await read(), await read(), await read()];
    expect(texts.map((text) => /data: \d+/.exec(text)?.[0])).toEqual([
      'data: 1',
      'data: 2',
      'data: 3',
      'data: 9',
    ]);
    for (let i = 10; i <= 12; i++) {
      stream.send('epoch', `${i}`, 'skip');
      expect(await read()).toContain(`data: ${i}`);
    }
    stream.end();
    expect((await reader.read()).done).toBe(true);
  });

  test('beats while it is silent, and only then', async () => {
    const stream = openEventStream(() => {}, { beatMs: 40 });
    const text = new Response(stream.body).text();
    for (let i = 0; i < 10; i++) {
      stream.send('trial', `${i}`, 'replace');
      await wait(4);
    }
    await wait(200);
    stream.send('report', '1', 'wait');
    stream.end();
    const { events, comments } = parseEvents(await text);
    expect(events).toHaveLength(11);
    expect(new Set(comments)).toEqual(new Set([': beat']));
    expect(comments.length).toBeGreaterThanOrEqual(2);
    expect(comments.length).toBeLessThanOrEqual(6);
    expect((await text).indexOf('beat')).toBeGreaterThan((await text).indexOf('id: 10'));
  });

  test('keeps no beats for a reader that lags', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const stream = openEventStream(() => {}, { beatMs: 2, mostBytes: 50 });
    vi.advanceTimersByTime(100);
    vi.useRealTimers();
    stream.send('report', '1', 'wait');
    stream.end();
    const { comments } = await readAll(stream.body);
    expect(comments).toHaveLength(Math.ceil(50 / ': beat\n\n'.length));
  });

  test('tells when its reader goes away, and takes no more', async () => {
    let left = 0;
    const stream = openEventStream(() => {
      left += 1;
    });
    stream.send('plan', '1', 'wait');
    const reader = stream.body.getReader();
    await reader.read();
    await reader.cancel();
    expect(left).toBe(1);
    stream.send('report', '1', 'wait');
    stream.end();
    expect(await reader.read()).toEqual({ done: true, value: undefined });
    expect(left).toBe(1);
  });

  test('leaves no timer behind, at its end or when its reader goes away', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    for (const finish of ['end', 'cancel']) {
      const stream = openEventStream(() => {});
      stream.send('plan', '1', 'wait');
      expect(vi.getTimerCount()).toBe(1);
      if (finish === 'cancel') await stream.body.cancel();
      stream.end();
      expect(vi.getTimerCount()).toBe(0);
    }
    vi.useRealTimers();
  });
});
