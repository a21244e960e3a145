import type { Engine, Network } from '../../engines/engine.ts';
import type { AskedRecipe } from '../../recipe/schema.ts';
import { keepsOrders } from '../../training/epochs.ts';
import { keepsOutputs } from '../../training/included.ts';
import { spaceStops } from '../../training/stops.ts';
import type { Job, Pieces } from '../jobs.ts';
import type { Ground } from './count-pair.ts';

/** Bytes of what a comparison holds outside the heap of JavaScript, where buffers and memories are. */
export interface Bytes {
  /** At most, in all. */
  readonly all: number;
  /** Of these, the most that the engine holds for the rows of a pair and a trial on them. */
  readonly engine: number;
}

export interface Extent {
  readonly recipe: AskedRecipe;
  readonly ground: Ground;
  readonly network: Network;
  readonly engine: Pick<Engine, 'measureBytes'>;
  readonly pieces: Pieces;
  readonly lambdas: number;
  /** Whether linear models are fitted. */
  readonly fitsLinear: boolean;
}

/** Estimates the most bytes that a comparison holds at a time. */
export function estimateBytes(extent: Extent): Bytes {
  const { ground, pieces } = extent;
  const { pairs, search, refit } = pieces;
  const all = [...search, ...refit, ...pairs.flatMap(({ jobs }) => jobs)];
  const engine = all.reduce((most, job) => Math.max(most, measureEngine(extent, job)), 0);
  // The rows of a pair stay while those of its inner folds are worked on.
  const ofPieces = [search, refit, ...pairs.map(({ jobs }) => jobs)].map(([own, ...inner]) => {
    if (own === undefined) return 0;
    return (
      measureRows(extent, own) + inner.reduce((most, job) => Math.max(most, measureRows(extent, job)), 0)
    );
  });
  const longest = ofPieces.reduce((most, bytes) => Math.max(most, bytes), 0);
  const dataset = ground.rows * (8 * (ground.features - ground.texts) + 12);
  const dealt = 4 * ground.rows * pairs.reduce((sum, { times }) => sum + times, 0);
  return { all: dataset + dealt + measureKept(extent) + longest + engine, engine };
}

/** What the engine holds for the rows of a job and a trial on them. */
export function measureEngine(
  { recipe, network, ground, engine }: Pick<Extent, 'recipe' | 'network' | 'ground' | 'engine'>,
  job: Pick<Job, 'trainingRows' | 'heldRows'>,
): number {
  const { batchSize, patience } = recipe.training;
  const held = [job.heldRows];
  // With patience some training rows are also held apart; counting them twice errs on the safe side.
  if (patience !== null) held.push(Math.ceil(job.trainingRows / 10));
  const groups = recipe.penalty.groups === null ? 0 : ground.features;
  return engine.measureBytes({
    network,
    batchSize,
    trainingRows: job.trainingRows,
    heldRows: held,
    groups,
  });
}

/** The rows of a job as they are encoded, what is computed of them, and the parameters of its network. */
function measureRows({ ground, recipe, fitsLinear }: Extent, { trainingRows, heldRows }: Job): number {
  const { inputs, outputs } = ground;
  const rows = trainingRows + heldRows;
  const encoded = 4 * rows * (inputs + outputs);
  const { epochs } = recipe.training;
  const orders = 4 * trainingRows * (keepsOrders(trainingRows, epochs) ? epochs : 1);
  // Outputs in f32; actual and predicted values, errors, their squares and sizes in f64; or probabilities.
  const measured = (recipe.loss === 'cross-entropy' ? 12 : 44) * rows * outputs;
  const linear = fitsLinear ? 8 * trainingRows * (inputs + (outputs > 1 ? 3 * outputs : 1)) : 0;
  return encoded + orders + Math.max(measured, linear);
}

/** What is kept for the verdict, at the end of each trial and on the way. */
function measureKept({ recipe, ground, lambdas }: Extent): number {
  const one = recipe.split.repeats * ground.rows * ground.outputs;
  const kept = keepsOutputs(one * lambdas) ? lambdas + 2 : 0;
  const stops = spaceStops(recipe.split, recipe.training, one * lambdas).epochs.length;
  return 4 * one * (kept + lambdas * stops);
}
