import type { Context } from 'hono';
import type { BudgetStore } from '../admission/budget.ts';
import type { MemoryAdmission } from '../admission/memory.ts';
import type { Executor } from '../compare/executor.ts';
import type { Engine } from '../engines/engine.ts';
import type { SweepService } from '../sweeps/sweep.ts';
import type { FindRequestId, Log } from './log.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { AppSettings, ServiceLimits } from './settings.ts';

/** What is known about a request that has been let in. */
export interface AskedBy {
  readonly requestId: string;
  /** Who asks, as limits are counted. */
  readonly caller: string;
}

/** What does the work of requests that an app lets in: another thread, say. */
export interface DeskLine {
  /** Whether it runs sweeps. */
  readonly hasSweeps: boolean;
  /** @param body of the request, or null; it is handed over, and can be read no more */
  ask(request: Request, body: ArrayBuffer | null, about: AskedBy): Promise<Response>;
}

export interface AppOptions {
  readonly engines: readonly Engine[];
  /** Those left out keep their defaults. */
  readonly limits?: Partial<ServiceLimits> | undefined;
  /** Where comparisons are worked on; in place by default. */
  readonly executor?: Executor | undefined;
  /** `name:digest` of each key, separated by commas or line breaks; without them, anyone may ask. */
  readonly keys?: string | undefined;
  /** How often one key, or else one address, may ask; without a limit by default. */
  readonly limiter?: RateLimiter | undefined;
  /**
   * The caller's address; a header that callers can write themselves will not do. Without it, all callers
   * share one limit.
   */
  readonly findAddress?: ((c: Context) => string | null | undefined) | undefined;
  /**
   * The id that the host's edge gave a request, which the log and the answer then bear. As with the address, a
   * header that callers can write themselves will not do. Without it, ids are drawn here.
   */
  readonly findRequestId?: FindRequestId | undefined;
  /** Origins whose scripts may read answers, separated by commas; `*` for all, none by default. */
  readonly origins?: string | undefined;
  /**
   * Names by which the service may be called, separated by commas, besides those of a loopback address; `*` for
   * any. With them it takes no POST of a page of another origin, save those of `origins`. Without, neither is looked at.
   */
  readonly allowHosts?: string | undefined;
  /** Estimated seconds of work that a key, or else an address, may ask for in a day; no end by default. */
  readonly budgetSeconds?: number | undefined;
  /** Sweeps of one key, or else one address, that run at once; no end by default. */
  readonly mostSweeps?: number | undefined;
  /** What keeps the budgets; by default this process, until it ends. */
  readonly budgets?: BudgetStore | undefined;
  /** Pairs that `executor` works on at once; 1 by default. */
  readonly threads?: number | undefined;
  /** Trials of one sweep that are under way at once; 1 by default. */
  readonly lanes?: number | undefined;
  /** The memory, where the process has other work besides this; by default `limits.memory` for this app. */
  readonly memory?: MemoryAdmission | undefined;
  /** Called for every request, and for errors; by default only errors go to the console. */
  readonly log?: Log | undefined;
  /** What runs sweeps; without it their paths answer 501. */
  readonly sweeps?: SweepService | undefined;
  /** What does all work in place of this app, which then lets requests in and hands them over. */
  readonly desk?: DeskLine | undefined;
}

/** What an app is made of, once its settings have been read. */
export type AppParts = AppSettings & Omit<AppOptions, keyof AppSettings>;
