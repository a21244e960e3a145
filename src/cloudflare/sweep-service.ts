import type { PlanFigures } from '../plan/plan.ts';
import { specifySweep } from '../sweeps/specify-sweep.ts';
import type { SweepService } from '../sweeps/sweep.ts';
import type { SweepEnv } from './environment.ts';
import { nameData, openStore } from './store.ts';

const MOST_LANES = 4;
/** Less work than this gains nothing by a lane of its own. */
const SECONDS_A_LANE = 5;
const DAYS = 7;
const MS_A_DAY = 86_400_000;

/** The sweeps of a Cloudflare Worker: a Durable Object each, whose lanes are Workflows. */
export function createSweepService(env: SweepEnv): SweepService {
  const store = openStore(env.SWEEP_FILES);
  const open = (id: string) => env.SWEEPS.getByName(id);
  return {
    async start(id, { recipe, data, plan }) {
      const object = open(id);
      const known = await object.view();
      if (known !== null) return known;
      const key = await nameData(id, data);
      // Before the sweep is on record, whose lanes look for it at once.
      await store.writeData(key, data);
      const spec = specifySweep(recipe, key, plan, chooseLanes(plan, Number(env.MOST_LANES ?? MOST_LANES)));
      return object.start(id, spec, plan, Date.now() + Number(env.SWEEP_DAYS ?? DAYS) * MS_A_DAY);
    },
    view: (id) => open(id).view(),
    report: async (id) => ((await open(id).state()) === 'done' ? store.readReport(id) : null),
    eventsAfter: (id, sequence) => open(id).eventsAfter(sequence),
    stop: (id) => open(id).stop(),
  };
}

function chooseLanes({ pairs, seconds }: PlanFigures, most: number): number {
  return Math.max(1, Math.min(most, pairs, Math.ceil(seconds / SECONDS_A_LANE)));
}
