import {
  evictDurableObject,
  introspectWorkflowInstance,
  runDurableObjectAlarm,
  runInDurableObject,
} from 'cloudflare:test';
import { describe, expect, it, vi } from 'vitest';
import type { Sweep } from '../../src/cloudflare/sweep-object.ts';
import { NUMERICS_VERSION } from '../../src/version.ts';
import {
  awaitState,
  awaitView,
  env,
  expectWhole,
  LONG,
  LONG_TRIALS,
  listFiles,
  runSql,
  service,
  sleep,
  smallRecipe,
  start,
  takeApart,
} from './sweeps.ts';

const hasBegun = ({ progress }: { progress: { done: number } }) => progress.done > 2;

/** Has the object of a sweep fail where its lane begins, until the function returned is called. */
function breakCalls(id: string): Promise<() => void> {
  return runInDurableObject(env.SWEEPS.getByName(id), (sweep) => {
    const methods: Pick<Sweep, 'call'> = Object.getPrototypeOf(sweep);
    const { call } = methods;
    methods.call = () => {
      throw new Error('no such object');
    };
    return () => {
      methods.call = call;
    };
  });
}

describe('a sweep outlives', () => {
  it('a step that fails', async () => {
    await using lane = await introspectWorkflowInstance(env.SWEEP_LANES, 'step-0');
    await lane.modify(async (modifier) => {
      await modifier.disableRetryDelays();
      await modifier.mockStepError({ name: 'batch-0' }, new Error('no such machine'), 2);
    });
    await start('step', smallRecipe());
    await expectWhole('step', smallRecipe());
    await lane.waitForStatus('complete');
    expect(await lane.getOutput()).toBe('done');
  });

  it('a step that fails for good, after which the watchdog runs the lane anew', async () => {
    await using lane = await introspectWorkflowInstance(env.SWEEP_LANES, 'lost-step-0');
    await lane.modify((modifier) => modifier.disableRetryDelays());
    const mend = await breakCalls('lost-step');
    await start('lost-step', smallRecipe());
    await lane.waitForStatus('errored').finally(mend);
    expect(await service.view('lost-step')).toMatchObject({ state: 'running', progress: { done: 0 } });
    await runSql('lost-step', 'UPDATE sweep SET beat = 0');
    expect(await runDurableObjectAlarm(env.SWEEPS.getByName('lost-step'))).toBe(true);
    await expectWhole('lost-step', smallRecipe());
  });

  it('a lane that was ended behind its back', async () => {
    await start('ended', LONG);
    await awaitView('ended', hasBegun);
    await (await env.SWEEP_LANES.get('ended-0')).terminate();
    expect(await service.view('ended')).toMatchObject({ state: 'running' });
    await runSql('ended', 'UPDATE sweep SET beat = 0');
    await runDurableObjectAlarm(env.SWEEPS.getByName('ended'));
    await expectWhole('ended', LONG);
  });

  it('the eviction of its object, in the middle of the work', async () => {
    await start('evicted', LONG);
    await awaitView('evicted', hasBegun);
    await evictDurableObject(env.SWEEPS.getByName('evicted'));
    await expectWhole('evicted', LONG);
  });

  it('writes that fail at the storage', async () => {
    await start('disk', LONG);
    await awaitView('disk', hasBegun);
    const countLeft = await runInDurableObject(env.SWEEPS.getByName('disk'), (_, { storage }) => {
      const transact = storage.transactionSync.bind(storage);
      let left = 3;
      storage.transactionSync = <T>(work: () => T) =>
        transact(() => {
          const result = work();
          if (left === 0) return result;
          left -= 1;
          throw new Error('disk I/O error');
        });
      return () => left;
    });
    await expectWhole('disk', LONG);
    expect(countLeft()).toBe(0);
  });

  it('a start that comes twice at once, and again at the end', async () => {
    const [one, other] = await Promise.all([start('twice', smallRecipe()), start('twice', smallRecipe())]);
    expect(one.started).toBe(other.started);
    await expectWhole('twice', smallRecipe());
    expect(await start('twice', smallRecipe())).toMatchObject({ state: 'done', started: one.started });
    await expectWhole('twice', smallRecipe());
  });

  it('a start whose answer was lost, and leaves no data behind', async () => {
    await start('late', smallRecipe());
    await awaitState('late', 'done');
    const object = env.SWEEPS.getByName('late');
    await runDurableObjectAlarm(object);
    const { recipe, data, plan } = await takeApart(smallRecipe());
    const [{ dataKey: key }] = await runSql('late', 'SELECT dataKey FROM head');
    if (typeof key !== 'string') throw new Error('the head names no data');
    await env.SWEEP_FILES.put(key, data);
    await object.start('late', { recipe, dataKey: key, plan, lanes: 1 }, 1);
    await runDurableObjectAlarm(object);
    expect(await listFiles('late')).toEqual(['reports/late']);
  });
});

describe('a sweep ends clearly', () => {
  it('where its data are lost', async () => {
    const { recipe, plan } = await takeApart(smallRecipe());
    const spec = { recipe, dataKey: 'datasets/nothing/lost', plan, lanes: 1 };
    await env.SWEEPS.getByName('lost').start('lost', spec, Date.now() + 60_000);
    const { error } = await awaitState('lost', 'failed');
    expect(error).toEqual({
      code: 'data-lost',
      message: 'the data set of the sweep is no longer in the store',
    });
    expect(await service.report('lost')).toBeNull();
  });

  it('where its lanes, woken again and again, bring nothing', async () => {
    await start('hopeless', LONG);
    await awaitView('hopeless', hasBegun);
    await (await env.SWEEP_LANES.get('hopeless-0')).terminate();
    await runSql('hopeless', 'UPDATE sweep SET beat = 0, pokes = 20');
    await runDurableObjectAlarm(env.SWEEPS.getByName('hopeless'));
    const { error, trials } = await awaitState('hopeless', 'failed');
    expect(error?.code).toBe('sweep-lost');
    expect(trials.length).toBeGreaterThan(2);
  });

  it('where another version finds it, which brings nothing into it', async () => {
    await using lane = await introspectWorkflowInstance(env.SWEEP_LANES, 'version-0');
    await start('version', LONG);
    await awaitView('version', hasBegun);
    await runSql('version', `UPDATE head SET numerics = ${NUMERICS_VERSION + 1}`);
    const { error, trials } = await awaitState('version', 'failed');
    expect(error).toMatchObject({
      code: 'version-changed',
      message: expect.stringContaining('start it again'),
    });
    expect(trials.length).toBeLessThan(LONG_TRIALS);
    await lane.waitForStatus('complete');
    expect(await lane.getOutput()).toBe('stopped');
    expect((await service.view('version'))?.trials).toEqual(trials);
    await runDurableObjectAlarm(env.SWEEPS.getByName('version'));
    expect(await listFiles('version')).toEqual([]);
    expect(await start('version', LONG)).toMatchObject({ state: 'failed', error });
  });

  it('where the watch finds another version, with no lane there', async () => {
    await start('watched', LONG);
    await awaitView('watched', hasBegun);
    await (await env.SWEEP_LANES.get('watched-0')).terminate();
    await runSql('watched', `UPDATE head SET numerics = ${NUMERICS_VERSION + 1}`);
    await runDurableObjectAlarm(env.SWEEPS.getByName('watched'));
    expect(await service.standing('watched')).toMatchObject({ error: { code: 'version-changed' } });
  });

  it('where its ledger is of another layout, and is dropped on its day all the same', async () => {
    await start('layout', smallRecipe());
    await awaitState('layout', 'done');
    await runDurableObjectAlarm(env.SWEEPS.getByName('layout'));
    await runSql('layout', 'UPDATE head SET layout = 99; DROP TABLE sweep');
    await evictDurableObject(env.SWEEPS.getByName('layout'));
    expect(await service.view('layout')).toMatchObject({
      state: 'failed',
      error: { code: 'version-changed' },
    });
    expect(await service.report('layout')).toBeNull();
    await runDurableObjectAlarm(env.SWEEPS.getByName('layout'));
    expect(await listFiles('layout')).toEqual(['reports/layout']);
    await runSql('layout', 'UPDATE head SET expires = 1');
    await runDurableObjectAlarm(env.SWEEPS.getByName('layout'));
    expect([await service.view('layout'), await listFiles('layout')]).toEqual([null, []]);
  });

  it('where it is stopped in the middle of a trial, and keeps what is done', async () => {
    await using lane = await introspectWorkflowInstance(env.SWEEP_LANES, 'stopped-0');
    await start('stopped', LONG);
    await awaitView('stopped', hasBegun);
    const stopped = await service.stop('stopped');
    expect(stopped).toMatchObject({ state: 'stopped', secondsLeft: null });
    expect(stopped?.progress.done).toBeLessThan(LONG_TRIALS);
    await lane.waitForStatus('complete');
    expect(await lane.getOutput()).toBe('stopped');
    await runDurableObjectAlarm(env.SWEEPS.getByName('stopped'));
    await sleep(100);
    expect(await service.view('stopped')).toEqual(stopped);
    expect(await listFiles('stopped')).toEqual([]);
    expect(await service.report('stopped')).toBeNull();
    const events = await service.eventsAfter('stopped', 0);
    expect(events.at(-1)?.name).toBe('stopped');
    // Nor does another start take it up again.
    expect(await start('stopped', LONG)).toEqual(stopped);
  });
});

it('a fault of the watch is written down by name and place alone', async () => {
  await start('logged', smallRecipe());
  await awaitState('logged', 'done');
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const remove = vi.spyOn(env.SWEEP_FILES, 'delete').mockRejectedValue(new TypeError('S3CR3T'));
  await runDurableObjectAlarm(env.SWEEPS.getByName('logged'));
  const lines = log.mock.calls.map(([line]) => String(line));
  expect(remove).toHaveBeenCalled();
  vi.restoreAllMocks();
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      time: expect.any(String),
      level: 'error',
      message: 'the watch over a sweep failed',
      error: 'TypeError',
      stack: expect.any(Array),
    },
  ]);
  expect(lines.join()).not.toContain('S3CR3T');
});
