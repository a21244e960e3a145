import type { DurableObjectNamespace, R2Bucket, Workflow } from 'cloudflare:workers';
import type { LaneParameters } from './sweep-lane.ts';
import type { Sweep } from './sweep-object.ts';

/** What `wrangler.toml` binds for sweeps. */
export interface SweepEnv {
  readonly SWEEPS: DurableObjectNamespace<Sweep>;
  readonly SWEEP_LANES: Workflow<LaneParameters>;
  /** Data sets and reports. */
  readonly SWEEP_FILES: R2Bucket;
  /** Lanes that a sweep has at most. */
  readonly MOST_LANES?: number | string;
  /** Days after which a sweep and its report are dropped. */
  readonly SWEEP_DAYS?: number | string;
}

/** Whether the worker was deployed with all that sweeps need. */
export function hasSweeps<E extends Partial<SweepEnv>>(env: E): env is E & SweepEnv {
  return env.SWEEPS !== undefined && env.SWEEP_LANES !== undefined && env.SWEEP_FILES !== undefined;
}
