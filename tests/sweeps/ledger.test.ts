import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Ledger } from '../../src/sweeps/ledger.ts';
import { openSqlite, PLAN, SPEC, tell } from './samples.ts';

/** A ledger at a clock that the test sets, and its sweep. */
function openLedger(onRun?: (statement: string) => void) {
  const clock = { ms: 1_000_000 };
  const { store, database } = openSqlite(':memory:', onRun);
  const ledger = new Ledger(store, () => clock.ms);
  ledger.open('abc', SPEC, 9_000_000);
  return { ledger, clock, database };
}

function complete(ledger: Ledger): void {
  ledger.prepare('found');
  for (const pair of [0, 1]) {
    for (const position of [0, 1, 2]) {
      ledger.recordTrial(pair, position, `${pair} ${position}`, tell(pair, position));
    }
    ledger.recordClosing(pair, `closing ${pair}`);
  }
}

const namesOf = (ledger: Ledger) => ledger.eventsAfter(0, 100).map(({ name }) => name);

describe('a ledger', () => {
  it('knows of no sweep before it is opened', () => {
    const ledger = new Ledger(openSqlite().store, () => 0);
    expect(ledger.standing()).toBeNull();
    expect([ledger.view(), ledger.dataKey(), ledger.takeUp(), ledger.todo(0), ledger.readPair(0)]).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect([ledger.beat(), ledger.isComplete(), ledger.idleMs(), ledger.notePoke()]).toEqual([
      false,
      false,
      0,
      0,
    ]);
    expect(ledger.recordTrial(0, 0, 'text', tell(0, 0))).toBe(false);
    ledger.stop();
    expect(ledger.eventsAfter(0, 10)).toEqual([]);
  });

  it('is opened once: a start that comes again changes nothing', () => {
    const { ledger, clock } = openLedger();
    ledger.recordTrial(0, 0, 'text', tell(0, 0));
    const before = ledger.view();
    clock.ms += 5;
    ledger.open('other', { ...SPEC, lanes: 9 }, 1);
    expect(ledger.view()).toMatchObject({ id: before?.id, started: 1_000_000, expires: 9_000_000 });
    const { trials: _, ...standing } = before ?? { trials: [] };
    expect(ledger.standing()).toEqual({ ...standing, secondsLeft: 0.085 });
    expect(ledger.takeUp()).toEqual({ spec: SPEC, prepared: null });
    expect(namesOf(ledger)).toEqual(['plan', 'trial']);
  });

  it('counts what comes again once, and keeps what came first', () => {
    const { ledger } = openLedger();
    for (let i = 0; i < 3; i++) {
      expect(ledger.recordTrial(0, 1, `text ${i}`, tell(0, i))).toBe(true);
      expect(ledger.recordClosing(0, `closing ${i}`)).toBe(true);
      expect(ledger.prepare(`prepared ${i}`)).toBe(true);
    }
    for (const position of [0, 2]) ledger.recordTrial(0, position, 'text', tell(0, position));
    expect(ledger.readPair(0)).toEqual({ trials: ['text', 'text 0', 'text'], closing: 'closing 0' });
    expect(ledger.takeUp()?.prepared).toBe('prepared 0');
    expect(ledger.view()).toMatchObject({
      progress: { done: 3 + 3 + 4, of: 18 },
      trials: [tell(0, 0), tell(0, 0), tell(0, 2)],
    });
  });

  it('says what is missing of a pair', () => {
    const { ledger } = openLedger();
    expect(ledger.todo(1)).toEqual({ positions: [0, 1, 2], closing: true });
    ledger.recordTrial(1, 1, 'text', tell(1, 1));
    ledger.recordClosing(0, 'text');
    expect(ledger.todo(1)).toEqual({ positions: [0, 2], closing: true });
    expect(ledger.todo(0)).toEqual({ positions: [0, 1, 2], closing: false });
    expect([ledger.readTrials(1), ledger.readPair(1), ledger.isComplete()]).toEqual([null, null, false]);
    for (const position of [0, 2]) ledger.recordTrial(1, position, 'more', tell(1, position));
    expect(ledger.readTrials(1)).toEqual(['more', 'text', 'more']);
    expect(ledger.readPair(1)).toBeNull();
    ledger.recordClosing(1, 'text');
    expect([ledger.readPair(0), ledger.isComplete()]).toEqual([null, false]);
    for (const position of [0, 1, 2]) ledger.recordTrial(0, position, 'text', tell(0, position));
    expect(ledger.isComplete()).toBe(true);
  });

  it('is complete once every trial and closing is there, and done once its report is', () => {
    const { ledger } = openLedger();
    complete(ledger);
    expect(ledger.isComplete()).toBe(true);
    expect(ledger.view()).toMatchObject({ state: 'running', progress: { done: 16, of: 18 } });
    ledger.finish();
    expect(ledger.view()).toMatchObject({
      state: 'done',
      progress: { done: 18, of: 18 },
      secondsLeft: null,
    });
    expect(namesOf(ledger).slice(-2)).toEqual(['trial', 'report']);
    expect(ledger.readPair(1)?.closing).toBe('closing 1');
  });

  it.each([
    ['stopped', (ledger: Ledger) => ledger.stop()],
    ['failed', (ledger: Ledger) => ledger.fail('invalid-data', 'no scale')],
    ['done', (ledger: Ledger) => ledger.finish()],
  ])('takes nothing more once it is %s, and stays that', (state, end) => {
    const { ledger } = openLedger();
    ledger.recordTrial(0, 0, 'text', tell(0, 0));
    end(ledger);
    const before = ledger.view();
    const events = namesOf(ledger);
    expect(ledger.recordTrial(0, 1, 'text', tell(0, 1))).toBe(false);
    expect(ledger.recordTrial(0, 0, 'text', tell(0, 0))).toBe(false);
    expect([ledger.recordClosing(0, 'text'), ledger.prepare('text'), ledger.beat()]).toEqual([
      false,
      false,
      false,
    ]);
    expect(ledger.todo(0)).toBeNull();
    ledger.finish();
    ledger.fail('internal', 'late');
    ledger.stop();
    ledger.open('abc', SPEC, 1);
    expect(ledger.view()).toEqual(before);
    expect(ledger.view()?.state).toBe(state);
    expect(ledger.view()?.trials).toEqual([tell(0, 0)]);
    expect(namesOf(ledger)).toEqual(events);
  });

  it('says why it failed', () => {
    const { ledger } = openLedger();
    ledger.fail('invalid-data', 'penalty.lambdas: no scale');
    const error = { code: 'invalid-data', message: 'penalty.lambdas: no scale' };
    expect(ledger.view()).toMatchObject({ state: 'failed', error });
    expect(ledger.eventsAfter(1, 9)).toEqual([{ sequence: 2, name: 'error', data: JSON.stringify(error) }]);
    expect(openLedger().ledger.view()).not.toHaveProperty('error');
  });

  it('tells its events in order, from any on', () => {
    const { ledger } = openLedger();
    ledger.prepare('text');
    ledger.recordTrial(1, 2, 'text', { repeat: 0, fold: 1, lambda: 0.1, value: null });
    ledger.recordClosing(1, 'text');
    ledger.stop();
    const all = ledger.eventsAfter(0, 100);
    const beside = { repeat: null, fold: null, lambda: null, value: null };
    expect(all.map(({ sequence, name, data }) => [sequence, name, JSON.parse(data)])).toEqual([
      [1, 'plan', PLAN],
      [2, 'trial', { done: 4, of: 18, ...beside }],
      [3, 'trial', { done: 5, of: 18, repeat: 0, fold: 1, lambda: 0.1, value: null }],
      [4, 'trial', { done: 8, of: 18, ...beside }],
      [5, 'stopped', { done: 8, of: 18 }],
    ]);
    expect(ledger.eventsAfter(2, 2)).toEqual(all.slice(2, 4));
    expect(ledger.eventsAfter(5, 2)).toEqual([]);
  });

  it('reports no trial if there is none', () => {
    const { store } = openSqlite();
    const ledger = new Ledger(store, () => 0);
    const counts = { ...PLAN.counts, inner: 0, search: 0 };
    ledger.open('abc', { ...SPEC, plan: { ...PLAN, counts } }, 1);
    ledger.recordClosing(0, 'text');
    ledger.prepare('text');
    expect(namesOf(ledger)).toEqual(['plan']);
  });

  it('estimates the time left by the plan, then by the pace so far', () => {
    const { ledger, clock } = openLedger();
    clock.ms += 500;
    expect(ledger.view()?.secondsLeft).toBe(30);
    for (const position of [0, 1, 2]) ledger.recordTrial(0, position, 'text', tell(0, position));
    clock.ms += 2500;
    expect(ledger.view()?.secondsLeft).toBe(15);
  });

  it('is idle since the last beat, ask, record or poke', () => {
    const { ledger, clock } = openLedger();
    const acts = [
      () => ledger.beat(),
      () => ledger.todo(0),
      () => ledger.recordTrial(0, 0, 'text', tell(0, 0)),
      () => ledger.recordTrial(0, 0, 'text', tell(0, 0)),
      () => ledger.recordClosing(0, 'text'),
      () => ledger.prepare('text'),
      () => ledger.notePoke(),
    ];
    for (const act of acts) {
      clock.ms += 1234;
      expect(ledger.idleMs()).toBe(1234);
      act();
      expect(ledger.idleMs()).toBe(0);
    }
    clock.ms += 10;
    ledger.view();
    ledger.eventsAfter(0, 10);
    expect(ledger.idleMs()).toBe(10);
  });

  it('does not write a beat soon after another', () => {
    const { ledger, clock } = openLedger();
    ledger.beat();
    clock.ms += 999;
    expect([ledger.beat(), ledger.idleMs()]).toEqual([true, 999]);
    clock.ms += 1;
    expect([ledger.beat(), ledger.idleMs()]).toEqual([true, 0]);
  });

  it('lists the pairs that are open, and reads one trial', () => {
    const { ledger } = openLedger();
    ledger.recordTrial(1, 2, 'text', tell(1, 2));
    ledger.recordClosing(0, 'text');
    expect([ledger.listOpen(), ledger.readTrial(1, 2), ledger.readTrial(1, 1)]).toEqual([[1], 'text', null]);
    ledger.stop();
    expect(ledger.listOpen()).toBeNull();
  });

  it('counts the pokes since something new was recorded', () => {
    const { ledger } = openLedger();
    expect([ledger.notePoke(), ledger.notePoke()]).toEqual([1, 2]);
    ledger.beat();
    ledger.todo(0);
    expect(ledger.notePoke()).toBe(3);
    ledger.recordTrial(0, 0, 'text', tell(0, 0));
    expect(ledger.notePoke()).toBe(1);
    ledger.recordTrial(0, 0, 'text', tell(0, 0));
    expect(ledger.notePoke()).toBe(2);
    ledger.recordClosing(0, 'text');
    expect(ledger.notePoke()).toBe(1);
    ledger.prepare('text');
    expect(ledger.notePoke()).toBe(1);
  });

  it('keeps texts of any size and letter, none in a row of 2 MB', () => {
    const { ledger, database } = openLedger();
    const long = `a${'𝄞'.repeat(700_000)}é\u2028"\\`;
    ledger.recordTrial(0, 0, long, tell(0, 0));
    ledger.recordTrial(0, 1, '', tell(0, 1));
    ledger.recordTrial(0, 2, 'text', tell(0, 2));
    ledger.recordClosing(0, long);
    expect(ledger.readPair(0)).toEqual({ trials: [long, '', 'text'], closing: long });
    const [{ most }] = database.prepare('SELECT max(length(CAST(text AS BLOB))) AS most FROM texts').all();
    expect(most).toBeLessThan(2_000_000);
  });

  it('keeps all of a record or nothing, at whichever statement the store fails', () => {
    let left = Infinity;
    const { ledger } = openLedger(() => {
      left -= 1;
      if (left < 0) throw new Error('disk full');
    });
    const snapshot = () => {
      left = Infinity;
      return [ledger.view(), ledger.todo(0), ledger.takeUp(), ledger.eventsAfter(0, 99)];
    };
    const writes = [
      () => ledger.prepare('text'),
      () => ledger.recordTrial(0, 0, 'text', tell(0, 0)),
      () => ledger.recordClosing(0, 'text'),
      () => ledger.finish(),
    ];
    for (const write of writes) {
      const before = snapshot();
      let failures = 0;
      for (let most = 0; ; most++) {
        left = most;
        try {
          write();
          break;
        } catch (error) {
          expect(error).toEqual(new Error('disk full'));
          failures += 1;
        }
        expect(snapshot()).toEqual(before);
      }
      expect(failures).toBeGreaterThan(3);
      expect(snapshot()).not.toEqual(before);
    }
  });

  it('outlives its process', () => {
    const folder = mkdtempSync(join(tmpdir(), 'absum-ledger-'));
    const path = join(folder, 'sweep.sqlite');
    const first = openSqlite(path);
    const ledger = new Ledger(first.store, () => 5);
    ledger.open('abc', SPEC, 9);
    complete(ledger);
    const seen = [ledger.view(), ledger.readPair(1), ledger.takeUp(), ledger.eventsAfter(0, 99)];
    first.database.close();
    const again = new Ledger(openSqlite(path).store, () => 5);
    expect([again.view(), again.readPair(1), again.takeUp(), again.eventsAfter(0, 99)]).toEqual(seen);
    expect(again.isComplete()).toBe(true);
    rmSync(folder, { recursive: true });
  });
});
