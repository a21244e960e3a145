import type { Sweep } from './sweep-object.ts';

/** Which lane of which sweep a workflow is. */
export interface LaneParameters {
  /** The id of the sweep. */
  readonly sweep: string;
  /** From 0. */
  readonly lane: number;
}

/** What `wrangler.toml` binds for sweeps. */
export interface SweepEnv {
  readonly SWEEPS: DurableObjectNamespace<Sweep>;
  readonly SWEEP_LANES: Workflow<LaneParameters>;
  /** Data sets and reports. */
  readonly SWEEP_FILES: R2Bucket;
}

/** Whether the worker was deployed with all that sweeps need. */
export function hasSweeps<E extends Partial<SweepEnv>>(env: E): env is E & SweepEnv {
  return env.SWEEPS !== undefined && env.SWEEP_LANES !== undefined && env.SWEEP_FILES !== undefined;
}
