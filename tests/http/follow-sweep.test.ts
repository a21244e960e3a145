import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type SweepStreamOptions, streamSweep } from '../../src/http/follow-sweep.ts';
import { namesOf, parseEvents } from './events.ts';
import { createFakeSweeps } from './fake-sweeps.ts';

const ID = 'sweep';
const PLAN = { trials: 300 } as Parameters<
  ReturnType<typeof createFakeSweeps>['service']['start']
>[1]['plan'];
const FAST = { pollMs: 5 };

let fake: ReturnType<typeof createFakeSweeps>;
beforeEach(async () => {
  fake = createFakeSweeps();
  await fake.service.start(ID, { recipe: {}, data: '{}', plan: PLAN });
  fake.calls.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const looks = () => fake.calls.filter((name) => name === 'eventsAfter').length;

function open(after: number, options: SweepStreamOptions) {
  const reader = streamSweep(fake.service, ID, after, options).getReader();
  return {
    async read() {
      const { value } = await reader.read();
      return value === undefined ? null : new TextDecoder().decode(value);
    },
    cancel: () => reader.cancel(),
  };
}

const readAll = async (after: number, options: SweepStreamOptions) =>
  parseEvents(await new Response(streamSweep(fake.service, ID, after, options)).text());

describe('following a sweep', () => {
  test('tells events as they come', async () => {
    const { read } = open(0, FAST);
    expect(parseEvents((await read()) ?? '').events).toMatchObject([{ id: '1', event: 'plan' }]);
    const later = read();
    setTimeout(() => fake.advance(ID, 2), 30);
    expect(parseEvents((await later) ?? '').events).toMatchObject([
      { id: '2', event: 'trial' },
      { id: '3', event: 'trial' },
    ]);
    fake.finish(ID, '{"a":1}');
    expect(await read()).toBe('id: 4\nevent: report\ndata: {"a":1}\n\n');
    expect(await read()).toBe(null);
  });

  test('looks every half a second', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { read } = open(0, {});
    await read();
    const next = read();
    await vi.advanceTimersByTimeAsync(2400);
    expect(looks()).toBe(1 + 4);
    fake.advance(ID);
    await vi.advanceTimersByTimeAsync(100);
    expect(await next).toContain('trial');
  });

  test('does not wait between two looks while as much as one can carry is there', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    fake.advance(ID, 300);
    fake.finish(ID, '{}');
    // 302 events, 100 in a look: the last 2 alone come after a full one too.
    const { events } = await readAll(0, {});
    expect(events).toHaveLength(302);
    expect(events.map(({ id }) => Number(id))).toEqual(events.map((_, i) => i + 1));
  });

  test('beats at once for a reader that reconnects, and then after every 10 s of silence', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { read } = open(1, {});
    expect(await read()).toBe(': beat\n\n');
    let beat: string | null = null;
    const next = read().then((text) => {
      beat = text;
    });
    await vi.advanceTimersByTimeAsync(9900);
    expect(beat).toBe(null);
    await vi.advanceTimersByTimeAsync(700);
    await next;
    expect(beat).toBe(': beat\n\n');
  });

  test('looks for nothing while nobody reads', async () => {
    fake.advance(ID, 300);
    const { read, cancel } = open(0, FAST);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(looks()).toBe(0);
    await read();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(looks()).toBe(1);
    await cancel();
  });

  test('looks no more when its reader goes away', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { read, cancel } = open(0, {});
    await read();
    void read();
    await vi.advanceTimersByTimeAsync(600);
    expect(vi.getTimerCount()).toBe(1);
    const before = looks();
    await cancel();
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(5000);
    expect(looks()).toBe(before);
  });

  test('looks no more when its reader goes away in the middle of a look', async () => {
    let answer = () => {};
    const slow = new Promise<[]>((resolve) => {
      answer = () => resolve([]);
    });
    const service = { ...fake.service };
    const reader = streamSweep(service, ID, 0, FAST).getReader();
    await reader.read();
    const eventsAfter = vi.fn(() => slow);
    service.eventsAfter = eventsAfter;
    void reader.read();
    await vi.waitFor(() => expect(eventsAfter).toHaveBeenCalled());
    await reader.cancel();
    answer();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(eventsAfter).toHaveBeenCalledTimes(1);
  });

  test('ends after a number of looks, within what a request may ask for, and is taken up from there', async () => {
    fake.advance(ID, 2);
    const { events } = await readAll(0, { ...FAST, looks: 4 });
    expect(namesOf(events)).toEqual(['plan', 'trial', 'trial']);
    expect(looks()).toBe(4);
    fake.finish(ID, '{}');
    expect((await readAll(3, FAST)).events).toEqual([{ id: '4', event: 'report', data: '{}' }]);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    fake.sweeps.get(ID)?.events.splice(1);
    fake.calls.length = 0;
    const whole = readAll(0, {});
    await vi.advanceTimersByTimeAsync(500 * 1000);
    await whole;
    expect(looks()).toBe(900);
  });

  test('ends where the service has a fault, which is no error of the sweep', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const secret = 'S3CR3T';
    const fault = new TypeError(`the object of ${secret} was reset`);
    const service = { ...fake.service };
    const body = streamSweep(service, ID, 0, FAST);
    const text = new Response(body).text();
    await vi.waitFor(() => expect(looks()).toBeGreaterThan(1));
    service.eventsAfter = () => Promise.reject(fault);
    expect(namesOf(parseEvents(await text).events)).toEqual(['plan']);
    const [[line]] = log.mock.calls;
    expect(JSON.parse(line)).toEqual({
      time: expect.any(String),
      level: 'error',
      requestId: null,
      error: 'TypeError',
      stack: expect.arrayContaining([expect.stringMatching(/^at .*follow-sweep\.test/)]),
    });
    expect(line).not.toContain(secret);
  });

  test('writes a fault down under the id of the request', async () => {
    const entries: unknown[] = [];
    const trace = { id: 'ray', log: (entry: unknown) => void entries.push(entry), key: null, code: null };
    const service = { ...fake.service, eventsAfter: () => Promise.reject(new RangeError('S3CR3T')) };
    const text = await new Response(streamSweep(service, ID, 0, { ...FAST, trace })).text();
    expect(text).toBe('');
    expect(entries).toEqual([expect.objectContaining({ requestId: 'ray', error: 'RangeError' })]);
    expect(JSON.stringify(entries)).not.toContain('S3CR3T');
  });

  test('reports a lost report as an error', async () => {
    fake.finish(ID, null);
    const { events } = await readAll(0, FAST);
    expect(namesOf(events)).toEqual(['plan', 'error']);
    expect(JSON.parse(events[1].data)).toMatchObject({ code: 'report-lost', status: 410 });
  });

  test('reports a sweep of another version as its own problem', async () => {
    fake.fail(ID, 'version-changed', 'start it again');
    const { events } = await readAll(0, FAST);
    expect(JSON.parse(events[1].data)).toMatchObject({ code: 'version-changed', status: 409 });
  });

  test('reports a failure with an unknown code as a fault on this side', async () => {
    fake.fail(ID, 'toString', 'nobody knows');
    const { events } = await readAll(0, FAST);
    expect(JSON.parse(events[1].data)).toMatchObject({
      code: 'internal',
      status: 500,
      detail: 'nobody knows',
    });
  });
});
