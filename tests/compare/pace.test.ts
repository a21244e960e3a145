import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPacer } from '../../src/compare/pace.ts';

/** Counts what a pause that takes a turn does on a host with such globals. */
async function takeTurn(globals: Record<string, unknown>) {
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

it('a pacer lets as many steps run at once as it is told', () => {
  expect(createPacer(0.001, undefined).stepsAtOnce).toBe(25);
  expect(createPacer(0.001, undefined, 0.01).stepsAtOnce).toBe(10);
});

describe('the turn of a pacer', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('takes the immediate where the host has one, a browser or not', async () => {
    expect(await takeTurn({})).toEqual({ channels: 0, timers: 0 });
    expect(await takeTurn({ document: {} })).toEqual({ channels: 0, timers: 0 });
  });

  it.each(['document', 'DedicatedWorkerGlobalScope'])(
    'is a message in a browser, known by %s',
    async (name) => {
      expect(await takeTurn({ setImmediate: undefined, [name]: {} })).toEqual({ channels: 1, timers: 0 });
    },
  );

  it('is a timer on other hosts', async () => {
    expect(await takeTurn({ setImmediate: undefined })).toEqual({ channels: 0, timers: 1 });
  });
});
