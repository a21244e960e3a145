import type { PairWork } from '../compare/executor.ts';
import type { NestedCell } from '../compare/nested.ts';
import { isTold } from '../compare/thin-epochs.ts';
import type { Pair } from '../data/split.ts';
import type { Engine } from '../engines/engine.ts';
import type { PairOutcome } from '../report/build.ts';
import { inspectPair, type PairFacts } from './facts.ts';
import { chooseKeeping, type IncludedPair, type IncludedTrial, type Keeping, keepTrial } from './keep.ts';
import { type PreparedPair, preparePair } from './rows.ts';
import { type Cell, type PairRun, runPair } from './run-pair.ts';

/** Where and how one pair is worked on. */
export interface PairTask extends Pick<PairRun, 'pacer' | 'onTrial' | 'onEpoch'> {
  readonly engine: Engine;
  /** How many epochs of each trial `onEpoch` is told of. */
  readonly points: number;
}

/** A pair about to be worked on, its rows encoded. */
export interface OpenedPair {
  readonly run: PairRun;
  readonly split: Pair;
  readonly pair: PreparedPair;
  readonly keeping: Keeping | null;
}

/** One trial of the grid: all that the report will ask of it. */
export interface PairTrial {
  readonly cell: Cell;
  /** What `include` asks of it; null where that is nothing. */
  readonly included: IncludedTrial | null;
}

/** What a pair brings besides its trials. */
export interface PairClosing extends Pick<PairOutcome, 'unseen'> {
  readonly facts: PairFacts;
  readonly nested: NestedCell | null;
  /** The inputs of its networks, where `include` asks something of it; else null. */
  readonly columns: IncludedPair['columns'] | null;
}

/** Does all that is to be done with one pair. */
export async function comparePair(work: PairWork, split: Pair, task: PairTask): Promise<PairOutcome> {
  const opened = openPair(work, split, task);
  const trials: PairTrial[] = [];
  const positions = work.recipe.penalty.lambdas.keys();
  await trainCells(opened, [...positions], (_, trial) => void trials.push(trial));
  const cells = trials.map(({ cell }) => cell);
  return joinPair(trials, await closePair(opened, cells));
}

/** Encodes the rows of a pair. */
export function openPair(
  { recipe, dataset, figures }: PairWork,
  split: Pair,
  { engine, pacer, points, onTrial, onEpoch }: PairTask,
): OpenedPair {
  const { epochs } = recipe.training;
  const tell: PairRun['onEpoch'] = (lambda, point) => {
    if (isTold(point.epoch, epochs, points)) onEpoch?.(lambda, point);
  };
  const plan = { engine, dataset, figures };
  return {
    run: { recipe, plan, pacer, onTrial, onEpoch: onEpoch && tell },
    split,
    pair: preparePair(dataset, split, recipe),
    keeping: chooseKeeping(recipe.include, split),
  };
}

/**
 * Trains some of a pair's trials, each as it would be among all.
 *
 * @param positions of their lambdas in the recipe
 * @param take given each trial once it is done; the next waits for it, and what it throws comes through
 */
export async function trainCells(
  { run, pair, keeping }: OpenedPair,
  positions: readonly number[],
  take: (position: number, trial: PairTrial) => void | Promise<void>,
): Promise<void> {
  const { lambdas } = run.recipe.penalty;
  const waiting = positions.values();
  await runPair(
    run,
    pair,
    positions.map((position) => lambdas[position]),
    (cell, trained) => {
      const included = keeping && keepTrial(keeping, trained, run.plan.dataset, pair);
      return take(waiting.next().value as number, { cell, included });
    },
  );
}

/**
 * Does what is left of a pair once its trials are there.
 *
 * @param cells one for each lambda
 */
export async function closePair(
  { run, split, pair, keeping }: OpenedPair,
  cells: readonly Pick<Cell, 'validation'>[],
): Promise<PairClosing> {
  const { recipe, plan, onTrial } = run;
  // What inner folds train is none of the grid's.
  const told = onTrial && ((lambda: number | null) => onTrial(lambda, null));
  const inner = { ...run, onTrial: told, onEpoch: undefined };
  return {
    facts: inspectPair(pair, recipe, plan.dataset.target.name),
    nested: recipe.compare.nested === null ? null : await chooseInside(inner, split, pair, cells),
    unseen: pair.unseen,
    columns: keeping && pair.encoding.columns.map(({ feature, category }) => ({ feature, category })),
  };
}

/** Puts together what a pair brought, one trial for each lambda. */
export function joinPair(trials: readonly PairTrial[], { columns, ...rest }: PairClosing): PairOutcome {
  const included = trials.flatMap((trial) => trial.included ?? []);
  return {
    cells: trials.map(({ cell }) => cell),
    ...rest,
    included: columns && { trials: included, columns },
  };
}

/** Loaded where it is asked for. */
async function chooseInside(
  ...task: Parameters<typeof import('../compare/nested.ts').runNested>
): Promise<NestedCell> {
  const { runNested } = await import('../compare/nested.ts');
  return runNested(...task);
}
