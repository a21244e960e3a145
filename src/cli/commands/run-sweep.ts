import type { RemoteSweep } from '../../client/sweeps.ts';
import { AbsumError } from '../../errors.ts';
import { formatCount, formatSeconds } from '../../words/amounts.ts';
import type { Context } from '../environment.ts';
import { FailureError, isRemoteFault, StoppedError } from '../exit-codes.ts';
import { readInput } from '../input/read-input.ts';
import { listEntries } from '../input/recipe-options.ts';
import { openProgressBar, type ProgressBar } from '../terminal/progress-bar.ts';
import { requireService, type Service } from './find-service.ts';
import { type AnswerFlags, giveAnswer, listIncludes, prepareOutputs } from './give-answer.ts';

/** The options of `sweep follow`. */
export interface FollowFlags extends AnswerFlags {
  readonly url?: string | undefined;
  readonly key?: string | undefined;
}

/** The options of `sweep start`, apart from those of the recipe. */
export interface StartFlags extends FollowFlags {
  readonly recipe?: string | undefined;
  readonly detach?: boolean | undefined;
}

/** Starts a sweep, says how to find it again, and follows it. */
export async function startAndFollow(
  context: Context,
  file: string | undefined,
  flags: StartFlags,
  signal: AbortSignal,
): Promise<void> {
  const { environment, services } = context;
  const { stdout, stderr, now } = environment;
  const { url, key } = requireService(flags, context.environment.env);
  await prepareOutputs(flags);
  const entries = listEntries(flags);
  const choice = { file, recipeFile: flags.recipe, entries, include: listIncludes(flags) };
  const { recipe, translate } = await readInput(context, choice, signal);
  const { startSweep } = await services.sweeps();
  const began = now();
  const sweep = await startSweep(url, recipe, { signal, key }).catch((error: unknown) => {
    if (!isAbort(error)) throw translate(error);
    throw new StoppedError(
      'Stopped before the service answered; whether the sweep was started is not known.',
    );
  });
  if (flags.detach) {
    stdout.write(flags.json ? `${JSON.stringify(sweep)}\n` : describeStart(sweep, url));
    return;
  }
  // Standard output is the report's.
  stderr.write(describeStart(sweep, url));
  await follow(context, { sweep, url, key, began }, flags, signal).catch((error: unknown) => {
    throw translate(error);
  });
}

/** Follows a sweep that was started before. */
export async function findAndFollow(
  context: Context,
  id: string,
  flags: FollowFlags,
  signal: AbortSignal,
): Promise<void> {
  const { url, key } = requireService(flags, context.environment.env);
  await prepareOutputs(flags);
  const { readSweep } = await context.services.sweeps();
  const sweep = await readSweep(url, id, { signal, key });
  await follow(context, { sweep, url, key, began: null }, flags, signal);
}

interface Found extends Service {
  readonly sweep: RemoteSweep;
  /** When it was started, by the clock here; null where that was elsewhere. */
  readonly began: number | null;
}

async function follow(
  context: Context,
  { sweep, url, key, began }: Found,
  flags: AnswerFlags,
  signal: AbortSignal,
): Promise<void> {
  const { env, stderr, now } = context.environment;
  const { followSweep } = await context.services.sweeps();
  const bar = openProgressBar(stderr, env, now, estimateWorked(sweep));
  const report = await followSweep(url, sweep.id, { signal, key, onProgress: bar.listener })
    .catch((error: unknown) => {
      throw explainEnd(error, sweep.id, url, bar);
    })
    .finally(() => bar.stop());
  const trials = bar.counted().done || report.design.trials;
  const seconds = began === null ? null : (now() - began) / 1000;
  await giveAnswer(context, report, flags, { trials, seconds, url });
}

/** Seconds that a sweep has worked, by its own estimate of those left, so that no two clocks are compared. */
function estimateWorked({ progress: { done, of }, secondsLeft }: RemoteSweep): number {
  return done === 0 || done >= of ? 0 : ((secondsLeft ?? 0) * done) / (of - done);
}

function explainEnd(error: unknown, id: string, url: string, bar: ProgressBar): unknown {
  const again = `Follow it again: ${writeCommand('follow', id, url)}`;
  if (isAbort(error)) {
    const { done, of } = bar.counted();
    const where = of === 0 ? '' : ` after ${done} of ${of} trials`;
    const stop = `Stop it: ${writeCommand('stop', id, url)}`;
    return new StoppedError(`Left sweep ${id} running${where}.\n${again}\n${stop}`);
  }
  const isLost = isRemoteFault(error) && (error.code === 'unreachable' || error.code === 'interrupted');
  return isLost ? new FailureError(`${error.message}; the sweep may still be running.\n${again}`) : error;
}

function describeStart({ id, progress, secondsLeft }: RemoteSweep, url: string): string {
  const time = secondsLeft === null ? '' : `, about ${formatSeconds(secondsLeft)}`;
  return `Sweep ${id} runs at ${url}: ${formatCount(progress.of, 'trial')}${time}.\nFind it again: ${writeCommand('follow', id, url)}\n`;
}

/** A command line as one can paste it into a shell. */
export function writeCommand(verb: 'follow' | 'stop' | 'show', id: string, url: string): string {
  const isPlain = /^[\w:/.@%+~-]+$/.test(url);
  return `absum sweep ${verb} ${id} --url ${isPlain ? url : `'${url.replaceAll("'", "'\\''")}'`}`;
}

function isAbort(error: unknown): boolean {
  return error instanceof AbsumError && error.code === 'aborted';
}
