import type { Pacer } from '../pace.ts';
import type { Plan } from '../plan/plan.ts';
import type { PairRecipe } from '../recipe/schema.ts';
import { inspectNetwork } from './inspect-network.ts';
import type { Measure } from './metrics.ts';
import { listRows, type PreparedPair } from './rows.ts';
import { type Trained, type TrialsOfPair, trainOnPair } from './train-on-pair.ts';

/** One trial of the grid of pairs and lambdas, without its parameters and outputs: what they show is measured. */
export interface Cell extends Omit<Trained, 'parameters' | 'outputs'> {
  /** Share of nearly zero weights; see `inspect-network.ts`. */
  readonly nearZero: Measure;
  /** Share of dead hidden units. */
  readonly dead: Measure;
}

/** What the trials of every pair share. */
export interface PairRun {
  readonly recipe: PairRecipe;
  readonly plan: Pick<Plan, 'engine' | 'dataset' | 'figures'>;
  readonly pacer: Pacer;
  /** Told of each trial once it is done; `value` is `compare.metric` on its validation rows. */
  readonly onTrial?: ((lambda: number | null, value: number | null) => void) | undefined;
  readonly onEpoch?: TrialsOfPair['onEpoch'];
}

/** Called with each trial before its parameters and outputs are let go; the next waits for it. */
export type Keep = (cell: Cell, trained: Trained) => void | Promise<void>;

/** Trains every lambda on one pair. */
export async function runPair(
  { recipe, plan, pacer, onTrial, onEpoch }: PairRun,
  pair: PreparedPair,
  lambdas: readonly number[],
  keep?: Keep,
): Promise<Cell[]> {
  const { engine, dataset, figures } = plan;
  const rows = await engine.openPair(listRows(pair), figures.bytes);
  try {
    const cells: Cell[] = [];
    for (const lambda of lambdas) {
      const trained = await trainOnPair({ recipe, dataset, pair, rows, pacer, onEpoch }, lambda);
      const cell = toCell(trained, pair, recipe.thresholds.nearZero);
      cells.push(cell);
      await keep?.(cell, trained);
      onTrial?.(lambda, trained.validation[recipe.compare.metric]?.value ?? null);
    }
    return cells;
  } finally {
    rows.close();
  }
}

function toCell(
  { parameters, outputs: _, ...trained }: Trained,
  pair: PreparedPair,
  threshold: number,
): Cell {
  if (trained.diverged !== null) return { ...trained, nearZero: trained.l1, dead: trained.l1 };
  const { features } = pair.training;
  const { nearZero, dead } = inspectNetwork(trained.spec.network, parameters, features, threshold);
  const unseen = { value: null, reason: 'no relu units, or too many to look at' };
  return { ...trained, nearZero: { value: nearZero }, dead: dead === null ? unseen : { value: dead } };
}
