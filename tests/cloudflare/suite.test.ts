import { runDurableObjectAlarm } from 'cloudflare:test';
import worker from '../../src/entries/worker.ts';
import { describeSweeps } from '../sweeps/suite.ts';
import { env, listFiles, runSql, sleep } from './sweeps.ts';

/** The suite of sweeps, over the worker with one lane for each. */

const { SWEEPS, SWEEP_LANES, SWEEP_FILES } = env;
const bindings = { SWEEPS, SWEEP_LANES, SWEEP_FILES, MOST_LANES: '1' };

describeSweeps({
  request: async (path, init) => worker.fetch(new Request(`http://absum.test${path}`, init), bindings),
  async awaitRest(id) {
    const lane = await SWEEP_LANES.get(`${id}-0`);
    while ((await lane.status()).status !== 'complete') await sleep(20);
  },
  async listKept(id) {
    const files = await listFiles(id);
    return (['data', 'report'] as const).filter((kind) => files.some((file) => file.startsWith(kind)));
  },
  async letExpire(id) {
    await runSql(id, 'UPDATE head SET expires = 1');
    await runDurableObjectAlarm(SWEEPS.getByName(id));
  },
});
