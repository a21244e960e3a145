import { compareRemotely } from '../../client/compare-remotely.ts';
import type { Draft } from '../../compare/parameters.ts';
import type { ProgressEvent } from '../../compare/progress.ts';
import type { Report } from '../../compare/report.ts';
import { METRIC_KINDS, type MetricName } from '../../compare/verdict/metric-kinds.ts';
import { buildRecipe, putData, type Setup, type Source } from '../setup/setup.ts';
import { collectLive, type Live } from './live.ts';
import type { LocalEngine } from './local-engine.ts';

/** Where a comparison is worked on; the report is the same. */
export type Place = 'browser' | 'server';

/** What became of the last comparison. */
export type Run =
  | { readonly state: 'idle' }
  | { readonly state: 'running'; readonly live: Live }
  /** Stopped by the user; what was done stays in sight. */
  | { readonly state: 'stopped'; readonly live: Live }
  | { readonly state: 'failed'; readonly error: unknown; readonly setup: Setup; readonly place: Place }
  | {
      readonly state: 'answered';
      readonly report: Report;
      /** What was asked; the form may have moved on. */
      readonly setup: Setup;
      readonly place: Place;
      readonly seconds: number;
    };

/** The base address of the service that the page came from, with a slash at its end. */
export const findBase = () => new URL('.', location.href).href;

/** What is to be run: a setup that has its data, and what the report holds besides. */
export interface Comparison extends Setup {
  readonly source: Source;
  readonly include: readonly string[];
}

export interface RunOptions {
  readonly engine: LocalEngine;
  readonly place: Place;
  /** Of the server. */
  readonly key?: string | undefined;
  readonly signal: AbortSignal;
  /** Told of every change, at most some ten times a second while trials run. */
  readonly onChange: (run: Run) => void;
}

const MILLISECONDS_BETWEEN_LOOKS = 100;

/** Runs a comparison; resolves when there is nothing more to tell. */
export async function runComparison(asked: Comparison, options: RunOptions): Promise<void> {
  const { signal, onChange } = options;
  const recipe = buildRecipe(asked);
  const collector = collectLive(readMetric(recipe), readEpochs(recipe), () => performance.now());
  let isNew = true;
  const onProgress = (event: ProgressEvent) => {
    collector.add(event);
    isNew = true;
  };
  const look = () => {
    if (isNew && !signal.aborted) onChange({ state: 'running', live: collector.read() });
    isNew = false;
  };
  look();
  const timer = setInterval(look, MILLISECONDS_BETWEEN_LOOKS);
  try {
    const report = await compare(asked, options, onProgress);
    const seconds = collector.read().elapsed;
    if (!signal.aborted) onChange({ state: 'answered', report, setup: asked, place: options.place, seconds });
  } catch (error) {
    if (!signal.aborted) onChange({ state: 'failed', error, setup: asked, place: options.place });
  } finally {
    clearInterval(timer);
    if (signal.aborted) onChange({ state: 'stopped', live: collector.read() });
  }
}

function compare(
  asked: Comparison,
  { engine, place, key, signal }: RunOptions,
  onProgress: (event: ProgressEvent) => void,
): Promise<Report> {
  const recipe = buildRecipe(asked, asked.include);
  if (place === 'browser') {
    engine.open(asked.source);
    return engine.ask('compare', { recipe }, { signal, onProgress });
  }
  return compareRemotely(findBase(), putData(recipe, asked.source), { key, signal, onProgress });
}

function readMetric({ compare, loss }: Draft): MetricName {
  const { metric } = (compare ?? {}) as { readonly metric?: string };
  if (metric !== undefined && metric in METRIC_KINDS) return metric as MetricName;
  return loss === 'cross-entropy' ? 'crossEntropy' : 'rmse';
}

function readEpochs({ training }: Draft): number {
  const { epochs } = (training ?? {}) as { readonly epochs?: unknown };
  return typeof epochs === 'number' ? epochs : 100;
}
