import type { PlanFigures } from '../plan/plan.ts';

/** A sweep runs until its report is stored, an error ends it, or somebody stops it; then it stays as it is. */
export type SweepState = 'running' | 'done' | 'failed' | 'stopped';

/** What a sweep is, told once at its start; see `specify-sweep.ts`. */
export interface SweepSpec {
  /** As asked, without its data. */
  readonly recipe: object;
  /** Where the data are kept. */
  readonly dataKey: string;
  readonly pairs: number;
  /** Lambdas of the grid: each pair has as many cells. */
  readonly lambdas: number;
  /** As planned: those of the grid, `search`, `inner` for each pair, and the refit for a model. */
  readonly trials: number;
  /** Trials that the search for lambdas "auto" may take. */
  readonly search: number;
  /** Trials of a pair's closing: those of its inner folds, and of what these chose. */
  readonly inner: number;
  /** Estimated seconds of work, on one lane. */
  readonly seconds: number;
  /** How many pairs are worked on at once. */
  readonly lanes: number;
}

/** A trial of the grid as progress tells of it. */
export interface ToldTrial {
  readonly repeat: number;
  readonly fold: number;
  readonly lambda: number;
  /** `compare.metric` on the validation rows; null where it diverged or the metric is undefined. */
  readonly value: number | null;
}

/** Why a sweep failed: a stable word, and what went wrong. */
export interface SweepError {
  readonly code: string;
  readonly message: string;
}

/** A sweep as its readers see it. Times are milliseconds since 1970. */
export interface SweepView {
  readonly id: string;
  readonly state: SweepState;
  /** Trials of the plan. */
  readonly progress: { readonly done: number; readonly of: number };
  /** Estimated by the pace so far, at first by the plan; null once the sweep has ended. */
  readonly secondsLeft: number | null;
  readonly started: number;
  readonly expires: number;
  readonly error?: SweepError;
  /** Those of the grid that are done, by pair and lambda. */
  readonly trials: readonly ToldTrial[];
}

/**
 * What a sweep told, in order. `plan`: the plan's figures. `trial`: as `ProgressEvent` has it, without its kind; one
 * after the search for lambdas and one after each pair's inner folds too, which tell of no repeat, fold and lambda.
 * `report`: null, since the report is kept elsewhere. `error`: the code and the message. `stopped`: the progress.
 */
export interface SweepEvent {
  /** 1, 2, 3 and so on. */
  readonly sequence: number;
  readonly name: 'plan' | 'trial' | 'report' | 'error' | 'stopped';
  /** One line of JSON. */
  readonly data: string;
}

/** Who runs sweeps for a service. Every method may be called again with the same arguments. */
export interface SweepService {
  /** @param input the recipe without its data, and the data as JSON */
  start(id: string, input: SweepInput): Promise<SweepView>;
  /** Null where there is no such sweep, or no longer. */
  view(id: string): Promise<SweepView | null>;
  /** The report's text; null unless the sweep is done. */
  report(id: string): Promise<string | null>;
  eventsAfter(id: string, sequence: number): Promise<readonly SweepEvent[]>;
  /** Stops it and keeps what is done. */
  stop(id: string): Promise<SweepView | null>;
}

export interface SweepInput {
  readonly recipe: object;
  readonly data: string;
  readonly plan: PlanFigures;
}
