import type { Report } from '../report/schema.ts';
import { askService, type PostOptions, type Question, readAnswer, refuseAnswer } from './ask-service.ts';

const STATES = ['running', 'done', 'failed', 'stopped'] as const;

/** A sweep as a service describes it. Times are milliseconds since 1970 by the clock of the service. */
export interface RemoteSweep {
  readonly id: string;
  readonly state: (typeof STATES)[number];
  /** Trials of the plan. */
  readonly progress: { readonly done: number; readonly of: number };
  /** Estimated; null once the sweep has ended. */
  readonly secondsLeft: number | null;
  readonly started: number;
  /** When the service deletes the sweep and its report. */
  readonly expires: number;
  /** Those of the grid that are done. */
  readonly trials: readonly SweepTrial[];
  /** Why it failed. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** A trial that is done. */
interface SweepTrial {
  readonly repeat: number;
  readonly fold: number;
  readonly lambda: number;
  /** `compare.metric` on the validation rows; null where it diverged or the metric is undefined. */
  readonly value: number | null;
}

/** A sweep and, where it is done, its report. */
interface SweepAnswer {
  readonly sweep: RemoteSweep;
  /** Null while there is none, and where it was lost. */
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
  const value = readFields(await readAnswer(answer));
  const sweep = value && readSweepFields(value);
  if (value === null || sweep === null) {
    throw refuseAnswer(answer.address, answer.response.status, 'expected a sweep, got another JSON');
  }
  // What a report holds is taken as the service writes it.
  return { sweep, report: (readFields(value.report) as Report | null) ?? null };
}

type Fields = Readonly<Record<string, unknown>>;

function readFields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

/** A sweep, its fields checked one by one; null for anything else. */
function readSweepFields(value: Fields): RemoteSweep | null {
  const { id, secondsLeft, started, expires } = value;
  const state = STATES.find((known) => known === value.state);
  const progress = readProgress(value.progress);
  const trials = Array.isArray(value.trials) ? value.trials.map(readTrial) : [null];
  if (typeof id !== 'string' || state === undefined || progress === null) return null;
  if (!isNumberOrNull(secondsLeft) || typeof started !== 'number' || typeof expires !== 'number') return null;
  if (!trials.every((trial) => trial !== null)) return null;
  const error = readError(value.error);
  return { id, state, progress, secondsLeft, started, expires, trials, ...(error && { error }) };
}

function readProgress(value: unknown): RemoteSweep['progress'] | null {
  const { done, of } = readFields(value) ?? {};
  return typeof done === 'number' && typeof of === 'number' ? { done, of } : null;
}

function readTrial(given: unknown): SweepTrial | null {
  const { repeat, fold, lambda, value } = readFields(given) ?? {};
  const isPlaced = typeof repeat === 'number' && typeof fold === 'number' && typeof lambda === 'number';
  return isPlaced && isNumberOrNull(value) ? { repeat, fold, lambda, value } : null;
}

function readError(value: unknown): RemoteSweep['error'] | null {
  const { code, message } = readFields(value) ?? {};
  return typeof code === 'string' && typeof message === 'string' ? { code, message } : null;
}

function isNumberOrNull(value: unknown): value is number | null {
  return value === null || typeof value === 'number';
}
