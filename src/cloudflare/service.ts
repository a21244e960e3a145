import { expireAfter } from '../sweeps/limits.ts';
import { keyReused, type SweepService } from '../sweeps/sweep.ts';
import type { SweepEnv } from './environment.ts';
import { nameData, openFiles } from './files.ts';
import { chooseLanes } from './share.ts';

export interface SweepSettings {
  /** The most lanes that a sweep has. */
  readonly mostLanes: number;
  /** Days after which a sweep and its report are deleted. */
  readonly days: number;
}

/** The sweeps of a Cloudflare Worker: each is a Durable Object whose lanes are Workflows. */
export function createSweepService(env: SweepEnv, { mostLanes, days }: SweepSettings): SweepService {
  const files = openFiles(env.SWEEP_FILES);
  const open = (id: string) => env.SWEEPS.getByName(id);
  return {
    async start(id, { recipe, data, plan, digest }) {
      const object = open(id);
      const known = (await object.standing()) && (await object.view());
      if (known !== null) {
        if (!(await object.isOf(digest))) throw keyReused();
        return known;
      }
      const dataKey = await nameData(id, data);
      // Before the sweep is recorded, since its lanes look for the data at once.
      await files.writeData(dataKey, data);
      const spec = { recipe, dataKey, plan, lanes: chooseLanes(plan, mostLanes), digest };
      const view = await object.start(id, spec, expireAfter(days, Date.now()));
      // Two may have come at once.
      if (await object.isOf(digest)) return view;
      throw keyReused();
    },
    view: async (id) => open(id).view(),
    standing: async (id) => open(id).standing(),
    report: async (id) => ((await open(id).standing())?.state === 'done' ? files.readReport(id) : null),
    eventsAfter: async (id, sequence) => open(id).eventsAfter(sequence),
    stop: async (id) => open(id).stop(),
  };
}
