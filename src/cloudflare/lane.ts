import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers';
import type { Engine } from '../engines/engine.ts';
import { createPacer, TimeLimit } from '../pace.ts';
import { type Limits, limitPairUse } from '../recipe/limits.ts';
import { finishSweep } from '../sweeps/finish.ts';
import type { Answer, CallLedger, CallName } from '../sweeps/ledger-calls.ts';
import type { SweepSpec } from '../sweeps/sweep.ts';
import {
  loadGround,
  prepareSweep,
  resolveWork,
  type SweepGround,
  type SweepWork,
  type WorkOptions,
  workOnPair,
} from '../sweeps/work.ts';
import { NUMERICS_VERSION } from '../version.ts';
import type { SweepEnv } from './environment.ts';
import { openFiles, type SweepFiles } from './files.ts';
import type { LaneParameters } from './lane-watch.ts';
import { countBatches, listPairs } from './share.ts';
import type { Sweep } from './sweep-object.ts';

/**
 * Only for faults of the platform, since errors in a trial are recorded; after these retries, the watchdog
 * takes over.
 */
const STEP = {
  retries: { limit: 5, delay: '1 second', backoff: 'exponential' },
  timeout: '1 hour',
} as const;

/**
 * Works on every n-th pair of a sweep with n lanes. A step returns next to nothing: its results are in the
 * ledger, and a step that is run again asks the ledger what is left. A subclass in an entry provides the
 * engines and the limits of a sweep.
 */
export abstract class SweepLaneBase extends WorkflowEntrypoint<SweepEnv, LaneParameters> {
  protected abstract readonly engines: readonly Engine[];
  protected abstract readonly limits: Limits;

  override async run(
    { payload }: Readonly<WorkflowEvent<LaneParameters>>,
    step: WorkflowStep,
  ): Promise<string> {
    const lane = new Lane(this.env, payload, { engines: this.engines, limits: this.limits });
    const batches = await step.do('begin', STEP, () => lane.begin());
    for (let batch = 0; batch < batches; batch++) {
      const outcome = await step.do(`batch-${batch}`, STEP, () => lane.workOn(batch));
      if (outcome === 'stopped') return outcome;
    }
    return step.do('end', STEP, () => lane.end());
  }
}

interface LaneOptions {
  readonly engines: readonly Engine[];
  readonly limits: Limits;
}

/** A sweep as a lane holds it. */
interface Held extends WorkOptions {
  readonly spec: SweepSpec;
  readonly ground: SweepGround;
  readonly prepared: string | null;
}

/** The steps of a lane. Each may be run again, even by another process. */
class Lane {
  readonly #parameters: LaneParameters;
  readonly #options: LaneOptions;
  readonly #object: DurableObjectStub<Sweep>;
  readonly #files: SweepFiles;
  readonly #call: CallLedger;
  /** Loaded by the first step that this process runs, and kept for later steps. */
  #loaded: ({ readonly ground: SweepGround } & WorkOptions) | null = null;

  constructor({ SWEEPS, SWEEP_FILES }: SweepEnv, parameters: LaneParameters, options: LaneOptions) {
    this.#parameters = parameters;
    this.#options = options;
    const object = SWEEPS.getByName(parameters.sweep);
    this.#object = object;
    this.#files = openFiles(SWEEP_FILES);
    const call: (...call: Parameters<CallLedger>) => Promise<Answer<CallName>> = (name, ...given) =>
      object.call(parameters.lane, NUMERICS_VERSION, name, given);
    // The platform's types of a remote call lose the fact that the type of the answer depends on the name.
    this.#call = call as CallLedger;
  }

  /** Searches for the lambdas if needed. Returns how many batches of pairs follow. */
  async begin(): Promise<number> {
    const begun = await this.#call('takeUp');
    if (begun === null) return 0;
    const { lane } = this.#parameters;
    if (lane === 0 && begun.spec.plan.counts.search > 0 && begun.prepared === null) {
      const held = await this.#hold();
      if (held === null) return 0;
      if ((await prepareSweep(held.ground, held.prepared, this.#call, held)) === 'stopped') return 0;
    }
    return countBatches(begun.spec, lane);
  }

  async workOn(batch: number): Promise<'done' | 'stopped'> {
    const held = await this.#hold();
    const work = held && (await this.#resolve(held));
    if (held === null || work === null) return 'stopped';
    for (const pair of listPairs(held.spec, this.#parameters.lane, batch)) {
      if ((await workOnPair(work, pair, this.#call, held)) === 'stopped') return 'stopped';
    }
    return 'done';
  }

  /** Makes the report, if no other lane has work left. */
  async end(): Promise<'done' | 'stopped'> {
    if (!(await this.#object.leave(this.#parameters.lane))) return 'done';
    const held = await this.#hold();
    const work = held && (await this.#resolve(held));
    if (held === null || work === null) return 'stopped';
    const keep = (report: string) => this.#files.writeReport(this.#parameters.sweep, report);
    return finishSweep(work, this.#call, { ...held, keep });
  }

  /** Null if the sweep has ended, which a fault in its data also causes. */
  async #hold(): Promise<Held | null> {
    const begun = await this.#call('takeUp');
    const loaded = begun && (await this.#load(begun.spec));
    return begun && loaded && { ...begun, ...loaded };
  }

  async #load(spec: SweepSpec) {
    if (this.#loaded !== null) return this.#loaded;
    const stored = await this.#files.readData(spec.dataKey);
    if (stored === null) {
      await this.#call('fail', 'data-lost', 'the data set of the sweep is no longer in the store');
      return null;
    }
    const ground = await loadGround(spec, stored, this.#call, this.#options);
    if (ground === null) return null;
    const { seconds, steps } = ground.plan.figures;
    const timeLimit = new TimeLimit(limitPairUse(this.#options.limits));
    this.#loaded = { ground, timeLimit, pacer: createPacer(seconds / steps, { timeLimit }) };
    return this.#loaded;
  }

  #resolve({ ground, prepared, pacer }: Held): Promise<SweepWork | null> {
    return resolveWork(ground, prepared, this.#call, { pacer });
  }
}
