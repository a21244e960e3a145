import { type Pacer, serveOthers } from '../pace.ts';
import type { PlanFigures } from '../plan/plan.ts';
import { openPair } from '../training/pair.ts';
import { ask, type LedgerClient, workFor } from './ledger-client.ts';
import { readTrial, writeClosing, writeTrial } from './row-text.ts';
import { needsPreparing, prepareLambdas, type SweepGround, type SweepWork } from './sweep-work.ts';

/** Estimated seconds of work between two beats: one call to the ledger each, and no stop comes later. */
const BEAT_SECONDS = 2;

export interface ShardOptions {
  /** One for all that a lane does in a process: shards may be so short that each alone comes to no pause. */
  readonly pacer: Pacer;
}

/**
 * Does what a pair still needs, and records it piece by piece.
 *
 * @param position of the pair in the plan
 * @returns `stopped` where the sweep has ended, which an error in the work brings about
 * @throws what the client throws, an abort, and a `RangeError`: then call it again
 */
export function runShard(
  sweep: SweepWork,
  position: number,
  client: LedgerClient,
  { pacer }: ShardOptions,
): Promise<'done' | 'stopped'> {
  const { plan, work } = sweep;
  const { lambdas } = work.recipe.penalty;
  const split = plan.pairs[position];
  return workFor(client, async () => {
    const todo = await ask(client.todo(position));
    if (!todo.closing) return; // It comes last.
    const paced = beatWhile(pacer, plan.figures, client);
    const pair = openPair(work, split, { engine: plan.engine, pacer: paced });
    await pair.train(todo.cells, async (trial, i) => {
      const { metric } = work.recipe.compare;
      const value = trial.validation[metric]?.value ?? null;
      const told = { repeat: split.repeat, fold: split.fold, lambda: lambdas[i], value };
      // A short trial comes to no pause, and the answer of a ledger in this process lets nobody else in.
      await serveOthers();
      await ask(client.recordCell(position, i, writeTrial(trial), told));
    });
    // Inner folds take from the trials what another lane or life may have trained.
    const isNested = work.recipe.compare.nested !== null;
    const texts = isNested ? await ask(client.readCells(position)) : [];
    const closing = await pair.close(texts.map(readTrial));
    await ask(client.recordClosing(position, writeClosing(closing)));
  });
}

/**
 * Searches for the lambdas of "auto" and records them; nothing to do where they are listed.
 *
 * @param prepared what the ledger has of it
 * @throws as `runShard` does
 */
export function prepareSweep(
  ground: SweepGround,
  prepared: string | null,
  client: LedgerClient,
  { pacer }: ShardOptions,
): Promise<'done' | 'stopped'> {
  return workFor(client, async () => {
    await ask(client.beat());
    if (!needsPreparing(ground) || prepared !== null) return;
    const text = await prepareLambdas(ground, beatWhile(pacer, ground.plan.figures, client));
    await ask(client.prepare(text));
  });
}

/** A pacer that beats as work goes on, and throws `SweepEnded` once the sweep has ended. */
export function beatWhile(
  pacer: Pacer,
  { seconds, steps: all }: Pick<PlanFigures, 'seconds' | 'steps'>,
  client: Pick<LedgerClient, 'beat'>,
): Pacer {
  let worked = 0;
  return {
    stepsAtOnce: pacer.stepsAtOnce,
    async pause(steps) {
      await pacer.pause(steps);
      worked += (steps * seconds) / all;
      if (worked < BEAT_SECONDS) return;
      worked = 0;
      await ask(client.beat());
    },
  };
}
