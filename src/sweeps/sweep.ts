import * as v from 'valibot';
import { errorAt } from '../errors.ts';
import { type PlanFigures, PlanSchema } from '../plan/schema.ts';

/** A sweep runs until its report is stored, an error ends it, or it is stopped; then it stays as it is. */
export type SweepState = 'running' | 'done' | 'failed' | 'stopped';

/** The definition of a sweep, which its ledger keeps from the start. */
export const SweepSpecSchema = v.strictObject({
  /** As asked, without its data. */
  recipe: v.record(v.string(), v.unknown()),
  /** Where the data are kept. */
  dataKey: v.string(),
  plan: PlanSchema,
  /** How many pairs are worked on at once. */
  lanes: v.number(),
  /** Of recipe and data, as whoever starts it digests them. */
  digest: v.optional(v.string()),
});
export type SweepSpec = Readonly<v.InferOutput<typeof SweepSpecSchema>>;

/** Lambdas of the grid, and so the number of a pair's trials in the report. */
export function countLambdas({ counts, pairs }: PlanFigures): number {
  return counts.grid / pairs;
}

/** Trials of a pair's inner folds, including those with what they chose. */
export function countInner({ counts, pairs }: PlanFigures): number {
  return counts.inner / pairs;
}

/** A trial of the grid as progress reports it. */
export interface ToldTrial {
  readonly repeat: number;
  readonly fold: number;
  readonly lambda: number;
  /** `compare.metric` on the validation rows; null if it diverged or the metric is undefined. */
  readonly value: number | null;
}

/** Why a sweep failed: a stable word, and what went wrong. */
export interface SweepError {
  readonly code: string;
  readonly message: string;
}

/** How a sweep stands. Times are milliseconds since 1970. */
export interface SweepStanding {
  readonly id: string;
  readonly state: SweepState;
  /** Trials of the plan. */
  readonly progress: { readonly done: number; readonly of: number };
  /** Estimated from the pace so far, at first from the plan; null once the sweep has ended. */
  readonly secondsLeft: number | null;
  readonly started: number;
  readonly expires: number;
  readonly error?: SweepError;
}

/** A sweep as its readers see it. */
export interface SweepView extends SweepStanding {
  /** The trials of the grid that are done, by pair and lambda. */
  readonly trials: readonly ToldTrial[];
}

/**
 * The events of a sweep, in order. `plan`: the plan's figures. `trial`: as in `ProgressEvent`, without its
 * kind; there is also one after the search for lambdas and one after each pair's inner folds, in which
 * repeat, fold and lambda are null. `report`: null, since the report is kept elsewhere. `error`: the code and
 * the message. `stopped`: the progress.
 */
export interface SweepEvent {
  /** 1, 2, 3 and so on. */
  readonly sequence: number;
  readonly name: 'plan' | 'trial' | 'report' | 'error' | 'stopped';
  /** One line of JSON. */
  readonly data: string;
}

/** A request for a sweep. */
export interface SweepInput {
  /** As asked, without its data. */
  readonly recipe: SweepSpec['recipe'];
  /** JSON. */
  readonly data: string;
  readonly plan: PlanFigures;
  /** Of recipe and data: an id that a caller may give again stands for one of them. */
  readonly digest?: string | undefined;
}

/** Runs sweeps for a service. Every method may be called again with the same arguments. */
export interface SweepService {
  /** @throws AbsumError `key-reused` if the id is that of a sweep with another digest */
  start(id: string, input: SweepInput): Promise<SweepView>;
  /**
   * Everything that can be seen of it, which grows with its trials; null if there is no such sweep, or no
   * longer.
   */
  view(id: string): Promise<SweepView | null>;
  /** The same without the trials, at little cost. */
  standing(id: string): Promise<SweepStanding | null>;
  /** The report's text; null unless the sweep is done. */
  report(id: string): Promise<string | null>;
  eventsAfter(id: string, sequence: number): Promise<readonly SweepEvent[]>;
  /** Stops it and keeps what is done. */
  stop(id: string): Promise<SweepView | null>;
}

/** The error of a start under an id that stands for something else. */
export function keyReused() {
  const message =
    'the key belongs to a sweep of another recipe or other data: send another key, or the same request again';
  return errorAt('key-reused', 'idempotency-key', message);
}
