import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPacer, serveOthers, takeTurn } from '../src/pace.ts';

/** Counts what a pause that takes a turn does on a host with such globals. */
async function countUsed(globals: Record<string, unknown>) {
  let channels = 0;
  const closed: boolean[] = [];
  class CountedChannel extends MessageChannel {
    constructor() {
      super();
      channels += 1;
      this.port1.addEventListener('close', () => closed.push(true));
    }
  }
  vi.stubGlobal('MessageChannel', CountedChannel);
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
  const timers = vi.spyOn(globalThis, 'setTimeout');
  await createPacer(1, undefined).pause(1);
  const counts = { channels, timers: timers.mock.calls.length };
  timers.mockRestore();
  vi.unstubAllGlobals();
  await vi.waitUntil(() => closed.length === channels);
  return counts;
}

it('a pacer lets 5 ms of estimated work run at once', () => {
  expect(createPacer(0.001, undefined).stepsAtOnce).toBe(5);
});

/** Turns of the loop that pass until some work is done. */
async function countTurns(work: Promise<void>): Promise<number> {
  let isDone = false;
  let turns = 0;
  void work.then(() => {
    isDone = true;
  });
  for (; !isDone; turns++) await takeTurn();
  return turns;
}

describe('a pause of a long computation', () => {
  const pause = () => createPacer(1, undefined).pause(1);

  it('is short where nobody else works', async () => {
    expect(await countTurns(pause())).toBeLessThanOrEqual(9);
  });

  it('is longer while others begin pieces of work', async () => {
    const piece = serveOthers();
    await countTurns(pause());
    // With this one, the piece begins.
    expect(await countTurns(pause())).toBeGreaterThan(9);
    await piece;
    expect(await countTurns(pause())).toBeLessThanOrEqual(9);
  });

  it('gives way to no other one: long computations take turns', async () => {
    const order: string[] = [];
    const work = async (name: string) => {
      for (let slice = 0; slice < 10; slice++) {
        await pause();
        order.push(name);
      }
    };
    await Promise.all(['a', 'b', 'c'].map(work));
    expect(order.join('')).toBe('abc'.repeat(10));
  });

  it('ends while others go on and on', async () => {
    let isOver = false;
    const others = Array.from({ length: 16 }, async (_, turns) => {
      for (let turn = 0; turn < turns; turn++) await takeTurn();
      while (!isOver) await serveOthers();
    });
    for (let turn = 0; turn < 40; turn++) await takeTurn();
    const turns = await countTurns(pause());
    isOver = true;
    await Promise.all(others);
    expect(turns).toBeGreaterThan(200);
  });
});

describe('the turn of a pacer', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('takes the immediate where the host has one, a browser or not', async () => {
    expect(await countUsed({})).toEqual({ channels: 0, timers: 0 });
    expect(await countUsed({ document: {} })).toEqual({ channels: 0, timers: 0 });
  });

  it.each(['document', 'DedicatedWorkerGlobalScope'])(
    'is a message in a browser, known by %s',
    async (name) => {
      expect(await countUsed({ setImmediate: undefined, [name]: {} })).toEqual({ channels: 1, timers: 0 });
    },
  );

  it('is timers on other hosts, as many as it takes turns', async () => {
    expect(await countUsed({ setImmediate: undefined })).toEqual({ channels: 0, timers: 8 });
  });
});
