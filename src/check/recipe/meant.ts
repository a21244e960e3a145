import { DEFAULTS } from '../../recipe/defaults.ts';
import type { RecipeInput } from '../../recipe/schema.ts';
import { FAULT_CODES, type FaultCode } from '../faults/codes.ts';

// What each fault of a loop is in a recipe: the field that it spoils, or why no training has it.

/** What a loop says of a recipe: everything but the data. */
export type LoopRecipe = Omit<RecipeInput, 'data'>;

/** A loop as it was read: with all of its faults, and with none of them. */
export interface ReadLoop {
  readonly asWritten: LoopRecipe;
  readonly asMeant: LoopRecipe;
}

/** A fault that a recipe can have. */
interface InRecipe {
  readonly kind: 'recipe';
  /**
   * What the loop was meant to say, as its line reads once it is mended: each number stays as it is written, but for epochs
   * whose batches overlap. Once is enough.
   */
  readonly mend: (recipe: LoopRecipe) => LoopRecipe;
  /**
   * What it trains with this fault.
   *
   * @param recipe the loop as meant, or with other faults
   * @param loop the loop as it was read, for what only the loop knows
   */
  readonly spoil: (recipe: LoopRecipe, loop: ReadLoop) => LoopRecipe;
}

/** One that no training of absum has. */
interface OutsideRecipe {
  /** `split`: it is about how often one trains, not about what is trained. */
  readonly kind: 'split' | 'none';
  /** Why, in a sentence. */
  readonly why: string;
}

type MeantFault = InRecipe | OutsideRecipe;

/** What a fault is in a recipe. */
export function findInRecipe(code: FaultCode): MeantFault {
  return FAULTS_IN_RECIPES[code];
}

/** A recipe without those of the faults that a recipe can have. */
export function mendAll(recipe: LoopRecipe, codes: Iterable<FaultCode>): LoopRecipe {
  let mended = recipe;
  for (const { mend } of listInRecipe(codes)) mended = mend(mended);
  return mended;
}

/**
 * A recipe with all of the faults that a recipe can have.
 *
 * @param loop as for `InRecipe.spoil`
 */
export function spoilAll(recipe: LoopRecipe, codes: Iterable<FaultCode>, loop: ReadLoop): LoopRecipe {
  let spoilt = recipe;
  for (const { spoil } of listInRecipe(codes)) spoilt = spoil(spoilt, loop);
  return spoilt;
}

/** Each once, in the order of the codes, so that the order of a loop's lines decides nothing. */
function listInRecipe(codes: Iterable<FaultCode>): InRecipe[] {
  const present = new Set(codes);
  return FAULT_CODES.filter((code) => present.has(code))
    .map(findInRecipe)
    .filter((fault) => fault.kind === 'recipe');
}

/**
 * Up to this lambda a penalty over the mean of |w| is meant over the sum, as textbooks, Keras and PyTorch's examples have it:
 * with standardised data it is of the size that is usual there. A larger one would leave no weight over the sum, so whoever
 * wrote it chose it for the mean.
 */
const LARGEST_OVER_SUM = 0.1;

/** Whether a penalty over the mean is meant over the sum, at the same lambda. */
function isMeantOverSum({ penalty }: LoopRecipe): boolean {
  return listLambdas(penalty).every((lambda) => Math.abs(lambda) <= LARGEST_OVER_SUM);
}

/** The lambdas that a penalty lists. */
export function listLambdas(penalty: LoopRecipe['penalty']): readonly number[] {
  return Array.isArray(penalty?.lambdas) ? penalty.lambdas : [];
}

function mapLambdas(recipe: LoopRecipe, map: (lambda: number) => number): LoopRecipe {
  const { penalty } = recipe;
  if (!Array.isArray(penalty?.lambdas)) return recipe;
  // In a set each stands once, and there is no -0.
  const lambdas = [...new Set(listLambdas(penalty).map((lambda) => map(lambda)))];
  return { ...recipe, penalty: { ...penalty, lambdas } };
}

const setPenalty = (recipe: LoopRecipe, fields: LoopRecipe['penalty']): LoopRecipe => ({
  ...recipe,
  penalty: { ...recipe.penalty, ...fields },
});
const setBatches = (batches: 'shuffled' | 'sequential' | 'overlapping') => (recipe: LoopRecipe) => ({
  ...recipe,
  training: { ...recipe.training, batches },
});
const same = (recipe: LoopRecipe) => recipe;
const meanPositive = (recipe: LoopRecipe) => mapLambdas(recipe, Math.abs);

const SUBTRACTED: InRecipe = {
  kind: 'recipe',
  mend: meanPositive,
  spoil(recipe) {
    const negative = mapLambdas(recipe, (lambda) => -Math.abs(lambda));
    // The proximal method has no step for a subtracted penalty.
    return recipe.penalty?.method === 'proximal' ? setPenalty(negative, { method: 'subgradient' }) : negative;
  },
};

const MOST_EPOCHS = 100_000;

/**
 * Where a batch starts at every row, an epoch takes about as many steps as epochs of the size of a batch do: as meant takes
 * as many steps, since the loop needed them to learn what it did.
 */
const OVERLAPPING: InRecipe = {
  kind: 'recipe',
  mend: (recipe) => setBatches('shuffled')(scaleEpochs(recipe, (epochs, batchSize) => epochs * batchSize)),
  spoil: (recipe) =>
    setBatches('overlapping')(scaleEpochs(recipe, (epochs, batchSize) => epochs / batchSize)),
};

function scaleEpochs(recipe: LoopRecipe, scale: (epochs: number, batchSize: number) => number): LoopRecipe {
  const { epochs = DEFAULTS.epochs, batchSize = DEFAULTS.batchSize } = { ...recipe.training };
  const scaled = Math.min(MOST_EPOCHS, Math.max(1, Math.round(scale(epochs, batchSize))));
  return { ...recipe, training: { ...recipe.training, epochs: scaled } };
}

/** The penalty gives no gradient: the loop trains as without it. */
const WITHOUT_EFFECT: InRecipe = {
  kind: 'recipe',
  mend: meanPositive,
  spoil: (recipe) => mapLambdas(recipe, () => 0),
};

/** By how much the loop's penalty is scaled, as far as its lambda as written says so. */
function measureScaling({ asWritten, asMeant }: ReadLoop): number {
  const [meant] = listLambdas(asMeant.penalty);
  const [trained] = listLambdas(asWritten.penalty);
  return meant && trained ? Math.abs(trained / meant) : 1;
}

const outside = (why: string): OutsideRecipe => ({ kind: 'none', why });

const FAULTS_IN_RECIPES: Readonly<Record<FaultCode, MeantFault>> = {
  'penalty-subtracted': SUBTRACTED,
  'penalty-detached': WITHOUT_EFFECT,
  'penalty-unused': WITHOUT_EFFECT,
  'penalty-computed-once': WITHOUT_EFFECT,
  'penalises-nothing': WITHOUT_EFFECT,
  'gradients-add-up': outside(
    'absum clears the gradients before each step, so no training of it has this fault.',
  ),
  'gradients-erased': outside(
    'As written no gradient reaches the optimizer and nothing is learned, which needs no training to be seen.',
  ),
  'steps-in-validation': outside('absum never trains on rows that validate.'),
  'validates-in-train-mode': outside(
    'absum measures without dropout, so both are measured as if eval() were called.',
  ),
  'trains-in-eval-mode': {
    kind: 'recipe',
    mend: same,
    spoil: (recipe) => ({ ...recipe, network: { ...recipe.network, dropout: 0 } }),
  },
  'probabilities-as-logits': outside('absum gives the loss its logits, so no training of it has this fault.'),
  'shapes-broadcast': outside('absum compares each prediction with the target of its own row alone.'),
  'biases-penalised': {
    kind: 'recipe',
    mend: (recipe) => setPenalty(recipe, { include: 'weights' }),
    spoil: (recipe) => setPenalty(recipe, { include: 'all' }),
  },
  'penalty-over-count': {
    kind: 'recipe',
    mend: (recipe) => (isMeantOverSum(recipe) ? setPenalty(recipe, { scale: 'sum' }) : recipe),
    spoil: (recipe) => setPenalty(recipe, { scale: 'mean' }),
  },
  'penalty-scaled': {
    kind: 'recipe',
    mend: same,
    spoil: (recipe, loop) => {
      const factor = measureScaling(loop);
      return mapLambdas(recipe, (lambda) => lambda * factor);
    },
  },
  'weight-decay-as-l1': WITHOUT_EFFECT,
  'penalty-in-validation': outside(
    'absum validates by the metric alone and reports the penalty beside it, so no penalty is in its figures.',
  ),
  'batches-overlap': OVERLAPPING,
  'sorted-batches': { kind: 'recipe', mend: setBatches('shuffled'), spoil: setBatches('sequential') },
  'scaler-before-split': outside('absum scales by the training rows of each pair alone.'),
  'tuned-on-reported': outside(
    'Here nothing is tuned, since one lambda is compared; the honest figure of a lambda that is chosen comes from inner folds (compare.nested).',
  ),
  'last-batch-reported': outside('absum measures on all rows that validate, not on the last batch.'),
  'loss-keeps-graph': outside('It costs memory and changes no figure.'),
  'zeros-of-subgradient': {
    kind: 'recipe',
    mend: (recipe) => setPenalty(recipe, { method: 'proximal' }),
    spoil: (recipe) => setPenalty(recipe, { method: 'subgradient' }),
  },
  'gradients-in-validation': outside('It costs time and memory and changes no figure.'),
  'last-batch-weight': outside('absum takes its means over rows, whatever batch they are in.'),
  'one-seed': { kind: 'split', why: 'A single run decides nothing.' },
};
