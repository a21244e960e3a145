import { finishReport } from '../compare/finish-report.ts';
import { serveOthers } from '../pace.ts';
import { openCurveMeans } from '../report/summarize.ts';
import { ask, type CallLedger, type PairTexts, workFor } from './ledger-calls.ts';
import { openJoin } from './pair-texts.ts';
import { beatWhile, type SweepWork, type WorkOptions } from './work.ts';

/** Pairs read between two beats; reading all of a large sweep may take a minute. */
const PAIRS_A_BEAT = 20;

export interface FinishOptions extends WorkOptions {
  /** Stores the report's text, before the sweep becomes `done`. */
  readonly keep: (report: string) => Promise<void>;
}

/**
 * Makes and stores the report of a sweep whose pairs are all complete, and ends it.
 *
 * @returns `stopped` if the sweep has already ended, which an error in the work also causes
 * @throws what `call` and `keep` throw, an abort, and a `RangeError`: then call it again
 */
export function finishSweep(
  sweep: SweepWork,
  call: CallLedger,
  { pacer, timeLimit, keep }: FinishOptions,
): Promise<'done' | 'stopped'> {
  const readPair = async (pair: number) => {
    if (pair % PAIRS_A_BEAT === 0) await ask(call('beat'));
    await serveOthers();
    return ask(readComplete(call, pair));
  };
  return workFor(call, async () => {
    timeLimit?.renew();
    const paced = beatWhile(pacer, sweep.plan.figures, call);
    const report = await buildSweepReport(sweep, readPair, { pacer: paced });
    await ask(keep(report));
    await ask(call('finish'));
  });
}

async function readComplete(call: CallLedger, pair: number): Promise<PairTexts> {
  const texts = await call('readPair', pair);
  if (texts === null) throw new Error(`pair ${pair} is not complete`);
  return texts;
}

/**
 * Makes the report of a sweep from its ledger: the same text as that of the report that `compare` gives. The
 * curves are held one pair at a time.
 */
async function buildSweepReport(
  { asked, resolved, plan, work }: SweepWork,
  readPair: (pair: number) => Promise<PairTexts>,
  { pacer }: WorkOptions,
): Promise<string> {
  const means = work.recipe.penalty.lambdas.map(openCurveMeans);
  const join = openJoin((position, curve) => means[position].add(curve));
  const outcomes: ReturnType<typeof join>[] = [];
  for (const pair of plan.pairs.keys()) outcomes.push(join(await readPair(pair)));
  const curves = means.map((mean) => mean.average());
  const report = await finishReport({ asked, resolved, plan, outcomes, curves }, { pacer });
  return JSON.stringify(report);
}
