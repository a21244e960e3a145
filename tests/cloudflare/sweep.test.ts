import { runDurableObjectAlarm } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { createSweepService } from '../../src/cloudflare/service.ts';
import {
  awaitState,
  env,
  expectWhole,
  listFiles,
  runSql,
  service,
  smallRecipe,
  start,
  takeApart,
} from './sweeps.ts';

const AUTO = smallRecipe({ penalty: { lambdas: 'auto', method: 'proximal' } });

/** What the suite that all hosts share does not see of them. */
describe('a sweep', () => {
  it('is refused to another digest under its id, and goes on as it was', async () => {
    const input = await takeApart(smallRecipe());
    await service.start('keyed', { ...input, digest: 'one' });
    const other = service.start('keyed', { ...input, recipe: { seed: 9 }, digest: 'other' });
    await expect(other).rejects.toMatchObject({ code: 'key-reused' });
    expect(await service.start('keyed', { ...input, digest: 'one' })).toMatchObject({ id: 'keyed' });
    await expectWhole('keyed', smallRecipe());
  });

  it('works in lanes that share the pairs, the last of which makes the report', async () => {
    const input = await takeApart(AUTO);
    const plan = { ...input.plan, seconds: 1_000 };
    await createSweepService(env, { mostLanes: 3, days: 7 }).start('lanes', { ...input, plan });
    await expectWhole('lanes', AUTO);
    const outcomes = await Promise.all(
      [0, 1, 2].map(async (lane) => (await env.SWEEP_LANES.get(`lanes-${lane}`)).status()),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['complete', 'complete', 'complete']);
    await expect(env.SWEEP_LANES.get('lanes-3')).rejects.toThrow();
  });

  it('drops its data once it has ended, and all of itself on its day', async () => {
    await start('expiry', smallRecipe());
    await awaitState('expiry', 'done');
    await runDurableObjectAlarm(env.SWEEPS.getByName('expiry'));
    expect(await listFiles('expiry')).toEqual(['reports/expiry']);
    await runSql('expiry', 'UPDATE head SET expires = 1');
    await runDurableObjectAlarm(env.SWEEPS.getByName('expiry'));
    expect(await service.view('expiry')).toBeNull();
    expect([await service.report('expiry'), await service.eventsAfter('expiry', 0)]).toEqual([null, []]);
    expect(await listFiles('expiry')).toEqual([]);
    expect(
      await runSql('expiry', "SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'"),
    ).toEqual([]);
  });

  it('can be started again after its day', async () => {
    await start('again', smallRecipe());
    await awaitState('again', 'done');
    await runSql('again', 'UPDATE head SET expires = 1');
    await runDurableObjectAlarm(env.SWEEPS.getByName('again'));
    await start('again', smallRecipe({ seed: 5 }));
    await expectWhole('again', smallRecipe({ seed: 5 }));
  });

  it('is not made by looking for it', async () => {
    expect([await service.view('nobody'), await service.stop('nobody')]).toEqual([null, null]);
    expect(await runSql('nobody', 'SELECT name FROM sqlite_master')).toEqual([]);
  });
});
