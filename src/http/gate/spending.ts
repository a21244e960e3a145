import type { Context } from 'hono';
import { type Balance, type Budget, DAY_MS, type FindSweep } from '../../admission/budget.ts';
import { errorAt } from '../../errors.ts';
import type { PlanFigures } from '../../plan/schema.ts';
import type { SweepStanding } from '../../sweeps/sweep.ts';
import { formatSeconds } from '../../words/amounts.ts';
import { readCaller } from '../guard.ts';
import { HttpError } from '../problem.ts';
import { keepUntilDone } from '../tasks/keep-until-done.ts';

// What a caller pays for work, and how an answer says what is left: by the headers of
// draft-ietf-httpapi-ratelimit-headers-10, whose unit is here a second of estimated work.

/** Says what is left of the caller's day. */
export async function tellBalance(c: Context, budget: Budget | undefined): Promise<void> {
  if (hasQuota(budget)) writeBalance(c, await budget.look(readCaller(c)));
}

/**
 * Pays for a comparison.
 *
 * @returns what gives back the seconds of the trials that were never begun
 * @throws HttpError `budget-exceeded`; AbsumError `limit-exceeded` for what exceeds a whole day
 */
export async function payFor(
  c: Context,
  budget: Budget | undefined,
  figures: PlanFigures,
): Promise<(done: number) => void> {
  if (!hasQuota(budget)) return () => {};
  refuseForever(budget, figures.seconds);
  const { outcome, balance, settle } = await budget.pay(readCaller(c), figures);
  writeBalance(c, balance);
  if (outcome !== 'paid') refuseUntilTomorrow(c, figures.seconds, balance);
  return (done) => keepUntilDone(c, settle(done));
}

/**
 * Pays for a sweep, once, however often it is asked for.
 *
 * @throws HttpError `budget-exceeded` or `too-many-sweeps`; AbsumError `limit-exceeded` for what exceeds a whole
 *   day
 */
export async function paySweep(
  c: Context,
  budget: Budget | undefined,
  { id, plan: { seconds } }: { readonly id: string; readonly plan: PlanFigures },
  find: FindSweep,
): Promise<void> {
  if (budget === undefined) return;
  refuseForever(budget, seconds);
  const { outcome, balance, running } = await budget.paySweep(readCaller(c), { id, seconds }, find);
  writeBalance(c, balance);
  if (outcome === 'no-seconds') refuseUntilTomorrow(c, seconds, balance);
  if (outcome === 'no-room') refuseUntilOneEnds(c, budget, running);
}

/** A sweep of the caller's was stopped, or never started: its caller gets back what was not used. */
export async function endSweep(
  c: Context,
  budget: Budget | undefined,
  id: string,
  standing: SweepStanding | null,
): Promise<void> {
  if (budget === undefined) return;
  await budget.endSweep(readCaller(c), id, standing);
  await tellBalance(c, budget);
}

function hasQuota(budget: Budget | undefined): budget is Budget {
  return budget !== undefined && budget.allowance.seconds !== Number.POSITIVE_INFINITY;
}

/** The draft knows whole numbers alone: what is left is rounded down, and the wait up. */
function writeBalance(c: Context, { quota, left, secondsToReset }: Balance): void {
  if (quota === Number.POSITIVE_INFINITY) return;
  c.header('ratelimit-policy', `"budget";q=${Math.floor(quota)};w=${DAY_MS / 1000}`);
  c.header('ratelimit', `"budget";r=${Math.floor(left)};t=${secondsToReset}`);
}

/** Tomorrow it would be too much again, so that no client is told to come back. */
function refuseForever({ allowance }: Budget, seconds: number): void {
  if (seconds <= allowance.seconds) return;
  const [asked, most] = [seconds, allowance.seconds].map(formatSeconds);
  const message = `${asked} of estimated work exceed the budget of a whole day, ${most}: take fewer epochs, lambdas, folds or repeats`;
  throw errorAt('limit-exceeded', 'training.epochs', message);
}

function refuseUntilTomorrow(
  c: Context,
  seconds: number,
  { quota, left, resets, secondsToReset }: Balance,
): never {
  c.header('retry-after', String(secondsToReset));
  const day = new Date(resets).toISOString().slice(0, 16).replace('T', ' ');
  const [asked, rest, whole] = [seconds, left, quota].map(formatSeconds);
  throw new HttpError(
    'budget-exceeded',
    `this takes about ${asked}, and ${rest} are left of today's ${whole}: ask for less, or again from ${day} UTC on`,
  );
}

function refuseUntilOneEnds(c: Context, { allowance }: Budget, running: readonly SweepStanding[]): never {
  const seconds = Math.min(...running.map(({ secondsLeft }) => secondsLeft ?? 0), LONGEST_WAIT);
  c.header('retry-after', String(Math.max(1, Math.ceil(seconds))));
  const most = allowance.sweeps === 1 ? 'a sweep runs' : `${allowance.sweeps} sweeps run`;
  throw new HttpError(
    'too-many-sweeps',
    `${most} already, which is the most at once: stop one, or wait for its end (about ${formatSeconds(seconds)})`,
  );
}

/** In seconds: sweeps end sooner than estimated, too, when they are stopped. */
const LONGEST_WAIT = 3600;
