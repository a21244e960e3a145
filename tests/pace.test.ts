import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPacer, serveOthers, TimeLimit, takeTurn } from '../src/pace.ts';

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
  await createPacer(1).pause(1);
  const counts = { channels, timers: timers.mock.calls.length };
  timers.mockRestore();
  vi.unstubAllGlobals();
  await vi.waitUntil(() => closed.length === channels);
  return counts;
}

it('a pacer lets 5 ms of estimated work run at once', () => {
  expect(createPacer(0.001).stepsAtOnce).toBe(5);
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
  const pause = () => createPacer(1).pause(1);

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

describe('a slice of a long computation', () => {
  /** Milliseconds of work, by the clock, between two pauses: those after the first pause. */
  async function measureSlices(): Promise<number[]> {
    const clock = { ms: 0 };
    const pacer = createPacer(1e-9, { now: () => clock.ms });
    const lengths: number[] = [];
    let since = 0;
    while (lengths.length < 5) {
      clock.ms += 1;
      since += 1;
      if ((await countTurns(pacer.pause(1))) <= 1) continue;
      lengths.push(since);
      since = 0;
    }
    return lengths;
  }

  it('is longer after a pause in which nobody else has worked', async () => {
    expect(await measureSlices()).toEqual([5, 20, 20, 20, 20]);
  });

  it('is short while another computation works', async () => {
    const [one, other] = await Promise.all([measureSlices(), measureSlices()]);
    expect(one).toEqual([5, 5, 5, 5, 5]);
    expect(other).toEqual([5, 5, 5, 5, 5]);
  });

  it('is short while others begin pieces of work', async () => {
    let isOver = false;
    const others = (async () => {
      while (!isOver) await serveOthers();
    })();
    const lengths = await measureSlices();
    isOver = true;
    await others;
    expect(lengths.slice(1)).toContain(5);
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

describe('the time limit of a pacer', () => {
  /** A clock that work moves by hand. */
  function openClock() {
    const clock = { ms: 1000, now: () => clock.ms };
    return clock;
  }

  it('is used by the clock, whatever was estimated', async () => {
    const clock = openClock();
    const timeLimit = new TimeLimit(10);
    const pacer = createPacer(1e-6, { timeLimit, now: clock.now });
    clock.ms += 4000;
    await pacer.pause(1);
    expect(timeLimit.left).toBe(6);
    clock.ms += 6000;
    await pacer.spend(1e-9);
    expect(timeLimit.left).toBe(0);
    clock.ms += 20;
    await expect(pacer.pause(1)).rejects.toMatchObject({
      code: 'out-of-time',
      issues: [{ place: 'training.epochs', message: expect.stringContaining('its limit of 10 seconds') }],
    });
  });

  it('does not count the time in which others work', async () => {
    const clock = openClock();
    const timeLimit = new TimeLimit(10);
    const pacer = createPacer(1e-6, { timeLimit, now: clock.now });
    clock.ms += 1000;
    const pause = pacer.pause(1);
    clock.ms += 5000;
    await pause;
    clock.ms += 1000;
    await pacer.pause(1);
    expect(timeLimit.left).toBe(8);
  });

  it('begins anew without what was waited for between', async () => {
    const clock = openClock();
    const timeLimit = new TimeLimit(10);
    const pacer = createPacer(1e-6, { timeLimit, now: clock.now });
    clock.ms += 9000;
    await pacer.pause(1);
    clock.ms += 3_600_000;
    timeLimit.renew();
    await pacer.pause(1);
    expect(timeLimit.left).toBe(10);
    clock.ms += 2000;
    await pacer.pause(1);
    expect(timeLimit.left).toBe(8);
  });

  it('is used by estimate where the clock stands still', async () => {
    const timeLimit = new TimeLimit(1);
    const pacer = createPacer(0.1, { timeLimit, now: () => 0 });
    for (let i = 0; i < 10; i++) await pacer.pause(1);
    expect(timeLimit.left).toBeCloseTo(0, 12);
    await expect(pacer.pause(1)).rejects.toMatchObject({ code: 'out-of-time' });
  });

  it('is used by what a turn shows where the clock moves between turns alone, four times the estimate at most', async () => {
    const clock = openClock();
    const timeLimit = new TimeLimit(100);
    const pacer = createPacer(1, { timeLimit, now: clock.now });
    const paused = async (ms: number) => {
      setImmediate(() => {
        clock.ms += ms;
      });
      const before = timeLimit.left;
      await pacer.pause(1);
      return before - timeLimit.left;
    };
    expect(await paused(3000)).toBeCloseTo(3, 12);
    expect(await paused(60_000)).toBeCloseTo(4, 12);
  });

  it('pauses by the clock where work takes longer than estimated', async () => {
    const clock = openClock();
    const pacer = createPacer(1e-9, { now: clock.now });
    expect(await countTurns(pacer.pause(1))).toBeLessThanOrEqual(1);
    clock.ms += 5;
    expect(await countTurns(pacer.pause(1))).toBeGreaterThan(5);
  });
});
