import type { RemoteSweep } from '../../client/sweeps.ts';
import { AbsumError } from '../../errors.ts';
import { formatCount, formatSeconds } from '../../words/amounts.ts';
import type { Context } from '../environment.ts';
import { FailureError, isRemoteFault, StoppedError } from '../exit-codes.ts';
import { chooseFormat } from '../formats/format.ts';
import { readInput } from '../input/read-input.ts';
import { listEntries } from '../input/recipe-options.ts';
import { openProgressBar, type ProgressBar } from '../terminal/progress-bar.ts';
import type { PlaceFlags } from './find-service.ts';
import { type AnswerFlags, giveAnswer, listIncludes, prepareOutputs } from './give-answer.ts';
import { withDesk } from './open-desk.ts';
import { namePlace, type SweepDesk, type SweepPlace, writeCommand } from './sweep-desk.ts';

/** The options of `sweep follow`. */
export interface FollowFlags extends AnswerFlags, PlaceFlags {
  readonly quiet?: boolean | undefined;
}

/** The options of `sweep start`, apart from those of the recipe. */
export interface StartFlags extends FollowFlags {
  readonly recipe?: string | undefined;
  readonly sheet?: string | undefined;
  readonly detach?: boolean | undefined;
}

/** Starts a sweep, says how to find it again, and follows it. */
export async function startAndFollow(
  context: Context,
  file: string | undefined,
  flags: StartFlags,
  signal: AbortSignal,
): Promise<void> {
  const { stdout, stderr, now } = context.environment;
  await withDesk(context, flags, async (desk) => {
    await prepareOutputs(flags);
    const entries = listEntries(flags);
    const choice = {
      file,
      sheet: flags.sheet,
      recipeFile: flags.recipe,
      entries,
      include: listIncludes(flags),
    };
    const { recipe, translate } = await readInput(context, choice, signal);
    const began = now();
    const isLeft = flags.detach === true;
    const sweep = await desk.start(recipe, isLeft, signal).catch((error: unknown) => {
      if (!isAbort(error)) throw translate(error);
      throw new StoppedError(describeNoStart(desk.place));
    });
    if (isLeft) {
      stdout.write(
        chooseFormat(flags) === 'json'
          ? `${JSON.stringify(sweep)}\n`
          : describeStart(sweep, desk.place, isLeft),
      );
      return;
    }
    // Standard output is the report's.
    stderr.write(describeStart(sweep, desk.place, isLeft));
    await follow(context, { desk, sweep, began }, flags, signal).catch((error: unknown) => {
      throw translate(error);
    });
  });
}

/** Follows a sweep that was started before; on this machine, goes on with it. */
export async function findAndFollow(
  context: Context,
  id: string,
  flags: FollowFlags,
  signal: AbortSignal,
): Promise<void> {
  await withDesk(context, flags, async (desk) => {
    await prepareOutputs(flags);
    const sweep = await desk.read(id, signal);
    await follow(context, { desk, sweep, began: null }, flags, signal);
  });
}

interface Found {
  readonly desk: SweepDesk;
  readonly sweep: RemoteSweep;
  /** When it was started, by the clock here; null where that was elsewhere. */
  readonly began: number | null;
}

async function follow(
  context: Context,
  { desk, sweep, began }: Found,
  flags: AnswerFlags,
  signal: AbortSignal,
): Promise<void> {
  const { env, stderr, now } = context.environment;
  const { place } = desk;
  const bar = openProgressBar(stderr, env, now, estimateWorked(sweep));
  const report = await desk
    .follow(sweep.id, { signal, onProgress: bar.listener })
    .catch((error: unknown) => {
      throw explainEnd(error, sweep.id, place, bar);
    })
    .finally(() => bar.stop());
  const trials = bar.counted().done || report.design.trials;
  const seconds = began === null ? null : (now() - began) / 1000;
  await giveAnswer(context, report, flags, { trials, seconds, url: 'url' in place ? place.url : undefined });
}

/** Seconds that a sweep has worked, by its own estimate of those left, so that no two clocks are compared. */
function estimateWorked({ progress: { done, of }, secondsLeft }: RemoteSweep): number {
  return done === 0 || done >= of ? 0 : ((secondsLeft ?? 0) * done) / (of - done);
}

function explainEnd(error: unknown, id: string, place: SweepPlace, bar: ProgressBar): unknown {
  const isHere = 'folder' in place;
  const again = `${isHere ? 'Go on with it' : 'Follow it again'}: ${writeCommand('follow', id, place)}`;
  if (isAbort(error)) {
    const { done, of } = bar.counted();
    const where = of === 0 ? '' : ` after ${done} of ${of} trials`;
    const stop = `Stop it: ${writeCommand('stop', id, place)}`;
    const left = isHere ? 'unfinished' : 'running';
    return new StoppedError(`Left sweep ${id} ${left}${where}.\n${again}\n${stop}`);
  }
  const isLost = isRemoteFault(error) && (error.code === 'unreachable' || error.code === 'interrupted');
  return isLost ? new FailureError(`${error.message}; the sweep may still be running.\n${again}`) : error;
}

function describeNoStart(place: SweepPlace): string {
  if ('folder' in place) return 'Stopped before the sweep was started.';
  return 'Stopped before the service answered; whether the sweep was started is not known.';
}

function describeStart(
  { id, progress, secondsLeft }: RemoteSweep,
  place: SweepPlace,
  isLeft: boolean,
): string {
  const time = secondsLeft === null ? '' : `, about ${formatSeconds(secondsLeft)}`;
  const work = `${formatCount(progress.of, 'trial')}${time}`;
  const command = writeCommand('follow', id, place);
  if ('url' in place) return `Sweep ${id} runs ${namePlace(place)}: ${work}.\nFind it again: ${command}\n`;
  return isLeft
    ? `Sweep ${id} is kept ${namePlace(place)}: ${work}. Nothing works on it yet.\nDo its work: ${command}, or absum serve\n`
    : `Sweep ${id} is kept ${namePlace(place)}: ${work}.\nIf it is cut off, go on with it: ${command}\n`;
}

function isAbort(error: unknown): boolean {
  return error instanceof AbsumError && error.code === 'aborted';
}
