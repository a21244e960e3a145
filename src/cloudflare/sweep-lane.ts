import { WorkflowEntrypoint, type WorkflowStep } from 'cloudflare:workers';
import type { Engine } from '../engines/engine.ts';
import type { HostLimits } from '../sweeps/limits.ts';
import type { SweepEnv } from './environment.ts';
import { openLane } from './lane.ts';

export interface LaneParameters {
  /** The id of the sweep. */
  readonly sweep: string;
  /** From 0. */
  readonly lane: number;
}

/** For faults of the platform alone, since what goes wrong in a trial is recorded; after these the watchdog comes. */
const STEP = {
  retries: { limit: 5, delay: '1 second', backoff: 'exponential' },
  timeout: '1 hour',
} as const;

/**
 * Works on every so many-th pair of a sweep. A step returns next to nothing: what was worked out is in the ledger, and one
 * that is run again asks there what is left. An entry brings the engines.
 */
export abstract class SweepLaneBase extends WorkflowEntrypoint<
  SweepEnv & { readonly LIMITS?: HostLimits },
  LaneParameters
> {
  protected abstract readonly engines: readonly Engine[];

  override async run({ payload }: { readonly payload: LaneParameters }, step: WorkflowStep): Promise<string> {
    const lane = openLane(this.env, payload, this.engines, this.env.LIMITS);
    const batches = await step.do('begin', STEP, () => lane.begin());
    for (let batch = 0; batch < batches; batch++) {
      const outcome = await step.do(`batch-${batch}`, STEP, () => lane.workOn(batch));
      if (outcome === 'stopped') return outcome;
    }
    return step.do('end', STEP, () => lane.end());
  }
}
