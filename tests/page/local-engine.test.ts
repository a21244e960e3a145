import { describe, expect, it } from 'vitest';
import { AbsumError } from '../../src/errors.ts';
import { LocalEngine } from '../../src/page/run/local-engine.ts';
import type { FromEngine, ToEngine } from '../../src/page/run/protocol.ts';

/** A Web Worker as far as the engine uses it, answered by the test. */
class FakeWorker extends EventTarget {
  readonly posted: ToEngine[] = [];
  isTerminated = false;
  postMessage(message: ToEngine): void {
    this.posted.push(message);
  }
  terminate(): void {
    this.isTerminated = true;
  }
  tell(data: FromEngine): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
  breakOff(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }
}

function setUp() {
  const workers: FakeWorker[] = [];
  const engine = new LocalEngine(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  });
  return { engine, workers };
}

const SOURCE = { kind: 'built-in', name: 'diabetes' } as const;

describe('LocalEngine', () => {
  it('starts its worker when first asked, tells it of the data, and pairs answers with questions', async () => {
    const { engine, workers } = setUp();
    engine.open(SOURCE);
    expect(workers).toHaveLength(0);
    const first = engine.ask('plan', { recipe: {} });
    const second = engine.ask('datasets', {});
    expect(workers).toHaveLength(1);
    expect(workers[0].posted).toMatchObject([
      { kind: 'open' },
      { kind: 'plan', id: 1 },
      { kind: 'datasets', id: 2 },
    ]);
    workers[0].tell({ kind: 'answer', id: 2, value: ['b'] });
    workers[0].tell({ kind: 'answer', id: 1, value: 'a' });
    expect([await first, await second]).toEqual(['a', ['b']]);
  });

  it('sends data once, however often they are named', () => {
    const { engine, workers } = setUp();
    engine.ask('datasets', {}).catch(() => {});
    engine.open(SOURCE);
    engine.open(SOURCE);
    expect(workers[0].posted.map(({ kind }) => kind)).toEqual(['datasets', 'open']);
  });

  it('passes progress on, and stops when the signal says so', async () => {
    const { engine, workers } = setUp();
    const controller = new AbortController();
    const told: string[] = [];
    const onProgress = ({ kind }: { kind: string }) => void told.push(kind);
    const running = engine.ask('compare', { recipe: {} }, { signal: controller.signal, onProgress });
    const event = { kind: 'trial', done: 1, of: 2, repeat: 0, fold: 0, lambda: 0, value: 1 } as const;
    workers[0].tell({ kind: 'progress', id: 1, event });
    expect(told).toEqual(['trial']);
    controller.abort();
    expect(workers[0].posted.at(-1)).toEqual({ kind: 'stop', id: 1 });
    const issues = [{ place: '', message: 'the caller stopped the work' }];
    workers[0].tell({ kind: 'fault', id: 1, fault: { code: 'aborted', issues } });
    await expect(running).rejects.toThrow(AbsumError);
    await expect(running).rejects.toMatchObject({ code: 'aborted', issues });
  });

  it('stops at once what is asked under a signal that has fired', () => {
    const { engine, workers } = setUp();
    void engine.ask('compare', { recipe: {} }, { signal: AbortSignal.abort() });
    expect(workers[0].posted.map(({ kind }) => kind)).toEqual(['compare', 'stop']);
  });

  it('says that its worker broke off, and starts another that knows the data', async () => {
    const { engine, workers } = setUp();
    engine.open(SOURCE);
    const lost = engine.ask('plan', { recipe: {} });
    workers[0].breakOff('out of memory');
    await expect(lost).rejects.toThrow("the page's own worker broke off: out of memory");
    expect(workers[0].isTerminated).toBe(true);
    const next = engine.ask('plan', { recipe: {} });
    expect(workers[1].posted.map(({ kind }) => kind)).toEqual(['open', 'plan']);
    workers[1].tell({ kind: 'answer', id: 2, value: 7 });
    expect(await next).toBe(7);
  });
});
