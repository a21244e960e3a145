import type { Dataset } from '../data/dataset.ts';
import { type Pair, splitInner } from '../data/split.ts';
import { isNestedCandidate } from '../recipe/parse.ts';
import type { AskedRecipe } from '../recipe/schema.ts';
import { FEWEST_EVALUATED } from '../training/evaluated-epochs.ts';
import { countSearchTrials, GRID_SIZE } from './grid/lambda-grid.ts';
import type { PlanFigures } from './schema.ts';

/** Trials that train and validate on equally many rows, which are prepared once for all of them. */
export interface Job {
  readonly trainingRows: number;
  readonly heldRows: number;
  readonly trials: number;
  /** The most epochs after which each evaluates its training rows. */
  readonly evaluate: number;
}

/** What a comparison trains, in pieces that no other machine can take over. */
export interface Pieces {
  /** In the search for lambdas "auto". */
  readonly search: readonly Job[];
  /** For the pairs: their own rows, then those of their inner folds; pairs of equal sizes once. */
  readonly pairs: readonly { readonly times: number; readonly jobs: readonly Job[] }[];
  /** For the model of all rows. */
  readonly refit: readonly Job[];
}

/** Lists the pieces, with the rows as they are split. */
export function listPieces(recipe: AskedRecipe, dataset: Dataset, pairs: readonly Pair[]): Pieces {
  const { folds } = countNested(recipe);
  const sizes = pairs.map((pair) => ({
    ...measurePart(pair),
    inner: folds === 0 ? [] : splitInner(dataset, pair, folds, recipe.split, recipe.seed).map(measurePart),
  }));
  return layPieces(recipe, dataset.rows, sizes);
}

/** Lists the pieces that rows make if they are split evenly, before anything is known of them but their number. */
export function foreseePieces(recipe: AskedRecipe, rows: number): Pieces {
  const { folds, holdout, order, repeats, column } = recipe.split;
  const inner = countNested(recipe).folds;
  const cut = (trainingRows: number, heldRows: number): Sizes => ({
    trainingRows,
    heldRows,
    inner: Array(inner).fill(leaveOut(trainingRows, 1 / Math.max(1, inner))),
  });
  const cutShare = (share: number) => {
    const { trainingRows, heldRows } = leaveOut(rows, share);
    return cut(trainingRows, heldRows);
  };
  // Marks in a column may say anything.
  if (column !== undefined) return layPieces(recipe, rows, [cutShare(0.5)]);
  const blocks = folds ?? 1;
  const once = Array.from({ length: blocks }, (_, fold) => {
    if (folds === undefined) return cutShare(holdout ?? 0);
    if (order === 'shuffled') return cutShare(1 / folds);
    const block = rows / (folds + 1);
    return cut(Math.floor((fold + 1) * block), Math.floor(block));
  });
  return layPieces(recipe, rows, Array.from({ length: repeats }, () => once).flat());
}

interface Size {
  readonly trainingRows: number;
  readonly heldRows: number;
}

interface Sizes extends Size {
  readonly inner: readonly Size[];
}

function leaveOut(rows: number, share: number): Size {
  const heldRows = Math.min(rows - 1, Math.max(1, Math.round(rows * share)));
  return { trainingRows: rows - heldRows, heldRows };
}

function measurePart({ training, validation }: Pick<Pair, 'training' | 'validation'>): Size {
  return { trainingRows: training.length, heldRows: validation.length };
}

function layPieces(recipe: AskedRecipe, rows: number, sizes: readonly Sizes[]): Pieces {
  const { candidates, refits } = countNested(recipe);
  const { search, refit } = countTrials(recipe, sizes.length);
  const evaluate = FEWEST_EVALUATED;
  const whole = { trainingRows: rows, heldRows: 0, trials: refit, evaluate };
  const [{ trainingRows }] = sizes;
  return {
    search: search === 0 ? [] : [{ trainingRows, heldRows: 0, trials: search, evaluate }],
    pairs: countEqual(
      sizes.map(({ inner, ...size }) => [
        { ...size, trials: countLambdas(recipe) + refits, evaluate: recipe.training.evaluate },
        ...inner.map((part) => ({ ...part, trials: candidates, evaluate })),
      ]),
    ),
    refit: refit === 0 ? [] : [whole],
  };
}

function countEqual(pairs: readonly (readonly Job[])[]): Pieces['pairs'] {
  const kinds = new Map<string, { times: number; readonly jobs: readonly Job[] }>();
  for (const jobs of pairs) {
    const key = jobs.map(({ trainingRows, heldRows }) => `${trainingRows} ${heldRows}`).join();
    const kind = kinds.get(key) ?? { times: 0, jobs };
    kind.times += 1;
    kinds.set(key, kind);
  }
  return [...kinds.values()];
}

export function countTrials(recipe: AskedRecipe, pairs: number): PlanFigures['counts'] {
  const { folds, candidates, refits } = countNested(recipe);
  return {
    grid: pairs * countLambdas(recipe),
    search: countSearchTrials(recipe),
    inner: pairs * (folds * candidates + refits),
    refit: recipe.include.includes('model') ? 1 : 0,
  };
}

export function countLambdas({ penalty: { lambdas } }: AskedRecipe): number {
  return lambdas === 'auto' ? GRID_SIZE : lambdas.length;
}

/** Inner folds, lambdas tried in each, and trials with what they chose; see `nested.ts`. */
function countNested({ compare, penalty, training }: AskedRecipe) {
  const { nested, baseline } = compare;
  if (nested === null) return { folds: 0, candidates: 0, refits: 0 };
  const { lambdas } = penalty;
  const candidates =
    lambdas === 'auto' ? GRID_SIZE : lambdas.filter((lambda) => isNestedCandidate(lambda, baseline)).length;
  const refits = training.patience !== null ? 0 : baseline === null ? 1 : 2;
  return { folds: nested.folds, candidates, refits };
}
