import type { ProgressEvent } from '../../compare/progress.ts';
import { AbsumError } from '../../errors.ts';
import { DEFAULTS } from '../../recipe/defaults.ts';
import { chooseMetric, METRIC_KINDS, type MetricName } from '../../recipe/metrics.ts';
import type { Draft } from '../../recipe/parameters.ts';
import type { Report } from '../../report/schema.ts';
import { buildRecipe, putData, type Setup } from '../setup/setup.ts';
import { collectLive, type Live } from './live.ts';
import { loadAhead, loadAnswer } from './load-ahead.ts';
import type { LocalEngine } from './local-engine.ts';

/** Where a comparison is worked on; the report is the same. A sweep goes on on the server when the page is left. */
export type Place = 'browser' | 'server' | 'sweep';

/** What became of the last comparison. */
export type Run =
  | { readonly state: 'idle' }
  | { readonly state: 'running'; readonly live: Live; readonly place: Place }
  /** Stopped by the user; what was done stays visible. */
  | { readonly state: 'stopped'; readonly live: Live }
  /** A sweep that goes on without this page. */
  | { readonly state: 'left'; readonly live: Live }
  | { readonly state: 'failed'; readonly error: unknown; readonly setup: Setup; readonly place: Place }
  | Answered;

/** A run with its answer. */
export interface Answered {
  readonly state: 'answered';
  /** What it is kept by. */
  readonly id: string;
  /** When it was answered, or opened: milliseconds since 1970. */
  readonly at: number;
  readonly report: Report;
  /** What was asked; the form may have moved on. */
  readonly setup: Setup;
  /** Elsewhere: the report was brought as a file. */
  readonly place: Place | 'elsewhere';
  /** How long it took; 0 where that is not known. */
  readonly seconds: number;
  /** The name of the file that the report was opened from. */
  readonly openedFrom?: string;
  /** Places of its recipe that the form has no field for. */
  readonly unsaid?: readonly string[];
}

/** An id and the time, for a new answer. */
export function stampAnswer(): Pick<Answered, 'id' | 'at'> {
  const at = Date.now();
  // Not `crypto.randomUUID`, which is not there where the page came over plain HTTP from another machine.
  return { id: `${at.toString(36)}-${Math.random().toString(36).slice(2)}`, at };
}

/** The base address of the service that the page came from, with a slash at its end. */
export const findBase = () => new URL('.', location.href).href;

/** What is to be run: a setup, and what the report holds besides. */
export interface ComparisonSetup extends Setup {
  readonly include: readonly string[];
}

/** How the page parts from a running comparison: it stops it, or leaves a sweep running and only stops listening. */
export type Parting = 'stop' | 'leave';

interface RunOptions {
  readonly engine: LocalEngine;
  readonly place: Place;
  /** The server's key. */
  readonly key?: string | undefined;
  /** Whether nobody asked for it: then what is seen on a press alone is loaded on that press. */
  readonly isUnasked?: boolean | undefined;
  /** Aborted with a `Parting`. */
  readonly signal: AbortSignal;
  /** A sweep that runs already; without it a sweep is started. */
  readonly sweep?: string | undefined;
  /** Told of the sweep that was started. */
  readonly onSweep: (id: string) => void;
  /** Told of every change, at most some ten times a second while trials run. */
  readonly onChange: (run: Run) => void;
}

const MILLISECONDS_BETWEEN_LOOKS = 100;

/** Runs a comparison; resolves when there is nothing more to tell. */
export async function runComparison(asked: ComparisonSetup, options: RunOptions): Promise<void> {
  const { place, signal, onChange } = options;
  let { sweep } = options;
  const onSweep = (id: string) => {
    sweep = id;
    options.onSweep(id);
  };
  const recipe = buildRecipe(asked);
  const collector = collectLive(readMetric(recipe), readEpochs(recipe), () => performance.now());
  let isNew = true;
  const onProgress = (event: ProgressEvent) => {
    collector.add(event);
    isNew = true;
  };
  const look = () => {
    if (isNew && !signal.aborted) onChange({ state: 'running', live: collector.read(), place });
    isNew = false;
  };
  look();
  void loadAnswer();
  if (options.isUnasked !== true) void loadAhead(options.engine);
  const timer = setInterval(look, MILLISECONDS_BETWEEN_LOOKS);
  try {
    const report = await compare(asked, { ...options, onSweep }, onProgress);
    const seconds = collector.read().elapsed;
    const { include: _, ...setup } = asked;
    if (!signal.aborted) onChange({ state: 'answered', ...stampAnswer(), report, setup, place, seconds });
  } catch (error) {
    if (!signal.aborted) onChange({ state: 'failed', error, setup: asked, place });
  } finally {
    clearInterval(timer);
    if (signal.aborted) {
      const isLeft = place === 'sweep' && signal.reason === 'leave';
      if (sweep !== undefined && !isLeft) void stopOnServer(sweep, options.key).catch(() => {});
      onChange({ state: isLeft ? 'left' : 'stopped', live: collector.read() });
    }
  }
}

async function compare(
  { source, include, ...setup }: ComparisonSetup,
  { engine, place, key, signal, sweep, onSweep }: RunOptions,
  onProgress: (event: ProgressEvent) => void,
): Promise<Report> {
  if (sweep !== undefined) {
    const { followSweep } = await import('./server.ts');
    return followSweep(findBase(), sweep, { key, signal, onProgress });
  }
  if (source === null) throw new AbsumError('invalid-data', [NO_DATA]);
  const recipe = buildRecipe({ source, ...setup }, include);
  if (place === 'browser') {
    engine.open(source);
    return engine.ask('compare', { recipe }, { signal, onProgress });
  }
  const whole = putData(recipe, source);
  const { compareRemotely, followSweep, startSweep } = await import('./server.ts');
  if (place === 'server') return compareRemotely(findBase(), whole, { key, signal, onProgress });
  // Not stopped by the signal: a sweep that has started must be known, to be stopped or found again.
  const { id } = await startSweep(findBase(), whole, { key });
  onSweep(id);
  return followSweep(findBase(), id, { key, signal, onProgress });
}

async function stopOnServer(sweep: string, key: string | undefined): Promise<void> {
  const { stopSweep } = await import('./server.ts');
  await stopSweep(findBase(), sweep, { key });
}

const NO_DATA = {
  place: 'data',
  message: 'expected a data set: choose a file, paste a table, or take a built-in set',
};

function readMetric({ compare, loss }: Draft): MetricName {
  const { metric } = (compare ?? {}) as { readonly metric?: string };
  if (metric !== undefined && metric in METRIC_KINDS) return metric as MetricName;
  return chooseMetric(loss);
}

function readEpochs({ training }: Draft): number {
  const { epochs } = (training ?? {}) as { readonly epochs?: unknown };
  return typeof epochs === 'number' ? epochs : DEFAULTS.epochs;
}
