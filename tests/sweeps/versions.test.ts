import { describe, expect, it } from 'vitest';
import { Ledger } from '../../src/sweeps/ledger.ts';
import type { CallName } from '../../src/sweeps/ledger-calls.ts';
import { createLocalSweeps } from '../../src/sweeps/local-service.ts';
import { unwrapData, wrapData } from '../../src/sweeps/versions.ts';
import { NUMERICS_VERSION } from '../../src/version.ts';
import { recordEngine, smallRecipe } from '../compare/samples.ts';
import { fused } from '../host.ts';
import { callTo, keepTexts, live, openSqlite, SPEC, specify, tell, writeReport } from './samples.ts';

const OTHER = NUMERICS_VERSION + 1;
const OF_OTHER = {
  code: 'version-changed',
  message: `the sweep was begun by another version of absum (numerics ${NUMERICS_VERSION}, now ${OTHER}), whose numbers must not be mixed with those of this one: start it again, with another idempotency key if it had one`,
};

/** A sweep of which some trials are done. */
async function beginSweep() {
  const { recorder, recording } = recordEngine(fused);
  const { spec, data } = await specify(smallRecipe(), [recorder]);
  const { store } = openSqlite();
  const ledger = new Ledger(store, () => 0);
  ledger.open('abc', spec, 9);
  const reports: string[] = [];
  const keep = async (report: string) => void reports.push(report);
  let left = 5;
  const call = callTo(ledger);
  await live({
    data,
    keep,
    engines: [recorder],
    call: async (name, ...given) => {
      left -= name === 'recordTrial' ? 1 : 0;
      if (left === 0) throw new Error('killed');
      return call(name, ...given);
    },
  }).catch(() => {});
  const goOn = (numerics: number) =>
    live({ data, keep, engines: [recorder], call: callTo(new Ledger(store, () => 0), numerics) });
  return { ledger, goOn, recording, reports };
}

describe('a sweep that another version finds', () => {
  it('is not continued: it fails, in words, and keeps what is done', async () => {
    const { ledger, goOn, recording, reports } = await beginSweep();
    const before = { trained: recording.trials.length, trials: ledger.view()?.trials };
    expect(before.trials).toHaveLength(4);
    expect(await goOn(OTHER)).toBe('stopped');
    expect(ledger.view()).toMatchObject({ state: 'failed', error: OF_OTHER, trials: before.trials });
    expect(ledger.eventsAfter(0, 99).at(-1)).toMatchObject({ name: 'error', data: JSON.stringify(OF_OTHER) });
    expect([recording.trials.length, reports]).toEqual([before.trained, []]);
    // Nor does the version that began it.
    expect(await goOn(NUMERICS_VERSION)).toBe('stopped');
  });

  it('comes to its bytes where the version is the same', async () => {
    const { goOn, reports } = await beginSweep();
    expect(await goOn(NUMERICS_VERSION)).toBe('done');
    expect(reports).toEqual([await writeReport(smallRecipe(), [fused])]);
  });

  it('takes no call of it', async () => {
    const calls: { [K in CallName]: (ledger: Ledger) => Promise<unknown> } = {
      takeUp: (ledger) => callTo(ledger, OTHER)('takeUp'),
      beat: (ledger) => callTo(ledger, OTHER)('beat'),
      prepare: (ledger) => callTo(ledger, OTHER)('prepare', 'text'),
      todo: (ledger) => callTo(ledger, OTHER)('todo', 0),
      recordTrial: (ledger) => callTo(ledger, OTHER)('recordTrial', 0, 0, 'text', tell(0, 0)),
      recordClosing: (ledger) => callTo(ledger, OTHER)('recordClosing', 0, 'text'),
      listOpen: (ledger) => callTo(ledger, OTHER)('listOpen'),
      readTrial: (ledger) => callTo(ledger, OTHER)('readTrial', 0, 0),
      readTrials: (ledger) => callTo(ledger, OTHER)('readTrials', 0),
      readPair: (ledger) => callTo(ledger, OTHER)('readPair', 0),
      finish: (ledger) => callTo(ledger, OTHER)('finish'),
      fail: (ledger) => callTo(ledger, OTHER)('fail', 'internal', 'its own'),
    };
    for (const call of Object.values(calls)) {
      const ledger = new Ledger(openSqlite().store, () => 0);
      ledger.open('abc', SPEC, 9);
      expect((await call(ledger)) || null).toBeNull();
      expect(ledger.view()).toMatchObject({ state: 'failed', error: OF_OTHER, trials: [] });
    }
  });

  it('stays done where it is done', () => {
    const ledger = new Ledger(openSqlite().store, () => 0);
    ledger.open('abc', SPEC, 9);
    ledger.finish();
    const before = ledger.view();
    ledger.refuseOther(OTHER);
    expect(ledger.view()).toEqual(before);
    expect(before?.state).toBe('done');
  });

  it('is not worked on by a service, which says so when it is started again', async () => {
    const { store } = openSqlite();
    const { recorder, recording } = recordEngine(fused);
    const { spec, ...input } = await specify(smallRecipe());
    new Ledger(store, () => 0).open('abc', spec, 9, OTHER);
    const faults: unknown[] = [];
    const { kept, texts } = keepTexts();
    kept.set(spec.dataKey, wrapData(input.data));
    const sweeps = createLocalSweeps({
      engines: [recorder],
      openStore: () => store,
      texts,
      onFault: (_, fault) => faults.push(fault),
    });
    await sweeps.start('abc', input);
    await sweeps.settle();
    expect(await sweeps.standing('abc')).toMatchObject({
      state: 'failed',
      error: { code: 'version-changed' },
    });
    expect(await sweeps.start('abc', input)).toMatchObject({ state: 'failed' });
    await sweeps.settle();
    expect([recording.trials, faults, await sweeps.report('abc')]).toEqual([[], [], null]);
  });
});

describe('stored data', () => {
  it('are given back to the version that stored them', () => {
    const data = { csv: 'a,y\n1,"2"\n', target: 'y' };
    expect(unwrapData(wrapData(JSON.stringify(data)))).toEqual(data);
  });

  it('of another version end the sweep', async () => {
    const { spec, data } = await specify(smallRecipe());
    const stored = wrapData(data).replace(`"numerics":${NUMERICS_VERSION}`, `"numerics":${OTHER}`);
    expect(() => unwrapData(stored)).toThrow(`(numerics ${OTHER}, now ${NUMERICS_VERSION})`);
    const { store } = openSqlite();
    new Ledger(store, () => 0).open('abc', spec, 9);
    const sweeps = createLocalSweeps({
      engines: [fused],
      openStore: () => store,
      texts: { ...keepTexts().texts, get: async () => stored },
      onFault: () => {},
    });
    sweeps.wake('abc');
    await sweeps.settle();
    expect(await sweeps.standing('abc')).toMatchObject({
      state: 'failed',
      error: { code: 'version-changed' },
    });
  });
});

describe('a ledger of another layout', () => {
  /** A sweep some trials of which a version with another layout has recorded. */
  function openOther() {
    const { store, database } = openSqlite();
    const first = new Ledger(store, () => 5);
    first.open('abc', SPEC, 9);
    first.recordTrial(0, 0, 'text', tell(0, 0));
    database.exec('UPDATE head SET layout = 99; DROP TABLE sweep; ALTER TABLE trials RENAME TO results');
    return new Ledger(store, () => 6);
  }

  it('is not read: its sweep has failed, in words', () => {
    const ledger = openOther();
    const error = {
      code: 'version-changed',
      message: expect.stringContaining('another version of absum (ledger layout 99, now 3)'),
    };
    const standing = { id: 'abc', state: 'failed', started: 5, expires: 9, secondsLeft: null, error };
    const progress = { done: 0, of: 0 };
    expect(ledger.standing()).toEqual({ ...standing, progress });
    expect(ledger.view()).toEqual({ ...standing, progress, trials: [] });
    for (const last of [0, 1, 60_000]) {
      const [event, ...more] = ledger.eventsAfter(last, 9);
      expect([event.name, JSON.parse(event.data), more]).toEqual(['error', error, []]);
      expect(ledger.eventsAfter(event.sequence, 9)).toEqual([]);
    }
  });

  it('takes nothing, and stays as it is whatever is done to it', () => {
    const ledger = openOther();
    const before = ledger.view();
    ledger.open('other', SPEC, 1);
    ledger.refuseOther(OTHER);
    ledger.stop();
    ledger.finish();
    ledger.fail('internal', 'late');
    expect([ledger.takeUp(), ledger.todo(0), ledger.readTrials(0), ledger.readPair(0)]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect([ledger.beat(), ledger.prepare('x'), ledger.recordTrial(0, 1, 'x', tell(0, 1))]).toEqual([
      false,
      false,
      false,
    ]);
    expect([ledger.recordClosing(0, 'x'), ledger.isComplete(), ledger.isRunning()]).toEqual([
      false,
      false,
      false,
    ]);
    expect([ledger.countLanes(), ledger.idleMs(), ledger.notePoke()]).toEqual([0, 0, 0]);
    expect(ledger.view()).toEqual(before);
    // What a host must know to drop it on its day.
    expect(ledger.dataKey()).toBe(SPEC.dataKey);
  });

  it('without a head makes room for a new sweep', () => {
    const { store, database } = openSqlite();
    database.exec(
      "CREATE TABLE sweep (id TEXT); INSERT INTO sweep VALUES ('old'); CREATE TABLE cells (pair)",
    );
    const ledger = new Ledger(store, () => 5);
    expect([ledger.view(), ledger.eventsAfter(0, 9)]).toEqual([null, []]);
    ledger.open('abc', SPEC, 9);
    expect(ledger.standing()).toMatchObject({ id: 'abc', state: 'running' });
    expect(ledger.recordTrial(0, 0, 'text', tell(0, 0))).toBe(true);
  });
});
