import type { ObjectEnv, Sweep } from './sweep-object.ts';

/** What `wrangler.toml` binds for sweeps. */
export interface SweepEnv extends ObjectEnv {
  readonly SWEEPS: DurableObjectNamespace<Sweep>;
}

/** Whether the worker was deployed with all that sweeps need. */
export function hasSweeps<E extends Partial<SweepEnv>>(env: E): env is E & SweepEnv {
  return env.SWEEPS !== undefined && env.SWEEP_LANES !== undefined && env.SWEEP_FILES !== undefined;
}
