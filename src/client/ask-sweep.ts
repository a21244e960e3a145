import type { Report } from '../report/schema.ts';
import { askService, type PostOptions, type Question, readAnswer, refuseAnswer } from './ask-service.ts';

/** A sweep as a service tells of it. Times are milliseconds since 1970 by the clock of the service. */
export interface RemoteSweep {
  readonly id: string;
  readonly state: 'running' | 'done' | 'failed' | 'stopped';
  /** Trials of the plan. */
  readonly progress: { readonly done: number; readonly of: number };
  /** Estimated; null once the sweep has ended. */
  readonly secondsLeft: number | null;
  readonly started: number;
  /** When the service deletes the sweep and its report. */
  readonly expires: number;
  /** Those of the grid that are done. */
  readonly trials: readonly {
    readonly repeat: number;
    readonly fold: number;
    readonly lambda: number;
    /** `compare.metric` on the validation rows; null where it diverged or the metric is undefined. */
    readonly value: number | null;
  }[];
  /** Why it failed. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** A sweep and, where it is done, its report. */
export interface SweepAnswer {
  readonly sweep: RemoteSweep;
  /** Null where there is none, or it was lost. */
  readonly report: Report | null;
}

/** The path of a sweep, or of a part of it. */
export function pathOfSweep(id: string, part = ''): string {
  return `/v1/sweeps/${encodeURIComponent(id)}${part}`;
}

/** Asks a question that is answered with a sweep. */
export async function askSweep(
  url: string,
  question: Omit<Question, 'type'>,
  options: PostOptions,
): Promise<SweepAnswer> {
  const answer = await askService(url, { ...question, type: 'application/json' }, options);
  const value = (await readAnswer(answer)) as (Partial<RemoteSweep> & { report?: Report | null }) | null;
  const { id, state, progress, secondsLeft, started, expires, trials, error } = value ?? {};
  const isSweep = typeof id === 'string' && typeof progress?.done === 'number' && Array.isArray(trials);
  if (!isSweep) {
    throw refuseAnswer(answer.address, answer.response.status, 'expected a sweep, got another JSON');
  }
  const sweep = { id, state, progress, secondsLeft, started, expires, trials, ...(error && { error }) };
  return { sweep: sweep as RemoteSweep, report: value?.report ?? null };
}
