import { finishReport } from '../compare/finish-report.ts';
import { serveOthers } from '../pace.ts';
import { openCurveMeans } from '../report/summarize.ts';
import type { PairOutcome } from '../training/pair.ts';
import { writeExact } from './exact-text.ts';
import type { PairTexts } from './ledger.ts';
import { ask, type LedgerClient, workFor } from './ledger-client.ts';
import { readClosing, readTrial } from './row-text.ts';
import { beatWhile, type ShardOptions } from './run-shard.ts';
import type { SweepWork } from './sweep-work.ts';

/** Pairs read between two beats; all of a large sweep may take a minute. */
const PAIRS_A_BEAT = 20;

export interface FinishOptions extends ShardOptions {
  /** Stores the report's text, before the sweep is said to be done. */
  readonly keep: (report: string) => Promise<void>;
}

/**
 * Makes and stores the report of a sweep whose pairs are all complete, and ends it.
 *
 * @returns `stopped` where the sweep has ended before, which an error in the work brings about
 * @throws what `client` and `keep` throw, an abort, and a `RangeError`: then call it again
 */
export function finishSweep(
  sweep: SweepWork,
  client: LedgerClient,
  { pacer, keep }: FinishOptions,
): Promise<'done' | 'stopped'> {
  const readPair = async (pair: number) => {
    if (pair % PAIRS_A_BEAT === 0) await ask(client.beat());
    await serveOthers();
    return ask(readComplete(client, pair));
  };
  return workFor(client, async () => {
    const paced = beatWhile(pacer, sweep.plan.figures, client);
    const report = await buildSweepReport(sweep, readPair, { pacer: paced });
    await ask(keep(report));
    await ask(client.finish());
  });
}

async function readComplete(client: LedgerClient, pair: number): Promise<PairTexts> {
  const texts = await client.readPair(pair);
  if (texts === null) throw new Error(`pair ${pair} is not complete`);
  return texts;
}

/**
 * Makes the report of a sweep from what its ledger kept: the text of the report that `compare` gives. The curves,
 * most of what there is, are held one pair at a time.
 */
export async function buildSweepReport(
  { asked, resolved, plan, work }: SweepWork,
  readPair: (pair: number) => Promise<PairTexts>,
  { pacer }: ShardOptions,
): Promise<string> {
  const means = work.recipe.penalty.lambdas.map(openCurveMeans);
  const share = openShares();
  const outcomes: PairOutcome[] = [];
  for (const position of plan.pairs.keys()) {
    const texts = await readPair(position);
    const trials = texts.cells.map((text, i) => {
      const trial = readTrial(text);
      means[i].add(trial.curve);
      return { ...trial, kept: trial.kept && share(trial.kept), curve: [] };
    });
    outcomes.push({ trials, ...readClosing(texts.closing) });
  }
  const curves = means.map((mean) => mean.average());
  const report = await finishReport({ asked, resolved, plan, outcomes, curves }, { pacer });
  return JSON.stringify(report);
}

/** Takes one object for all that are alike: most trials of a lambda keep the same features. */
function openShares(): <T>(value: T) => T {
  const known = new Map<string, unknown>();
  return <T>(value: T) => {
    const text = writeExact(value);
    if (!known.has(text)) known.set(text, value);
    return known.get(text) as T;
  };
}
