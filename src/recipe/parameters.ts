import type { AbsumError } from '../errors.ts';
import { applyFlat, type Draft, type FlatTable, type Kind, renameFlat } from './flat.ts';

export type { Draft, Kind };

/**
 * The recipe's fields as flat parameters: in a query beside a CSV body, in a multipart form, on the command
 * line, on the page and in its links. The names are those of the recipe's fields where they are unique; the
 * others say more.
 */
export const PARAMETERS = {
  target: ['data.target', 'text'],
  dataset: ['data.dataset', 'text'],
  missing: ['data.missing', 'text'],
  ignore: ['data.ignore', 'texts'],
  delimiter: ['data.delimiter', 'text'],
  decimal: ['data.decimal', 'text'],
  header: ['data.header', 'boolean'],
  missingMarkers: ['data.missingMarkers', 'texts'],
  categories: ['data.categories', 'texts'],
  dates: ['data.dates', 'dates'],
  folds: ['split.folds', 'number'],
  holdout: ['split.holdout', 'number'],
  column: ['split.column', 'text'],
  groups: ['split.groups', 'text'],
  duplicates: ['split.duplicates', 'text'],
  repeats: ['split.repeats', 'number'],
  order: ['split.order', 'text'],
  fixed: ['split.fixed', 'boolean'],
  standardizeFeatures: ['standardize.features', 'boolean'],
  standardizeTarget: ['standardize.target', 'boolean'],
  hidden: ['network.hidden', 'numbers'],
  activation: ['network.activation', 'text'],
  dropout: ['network.dropout', 'number'],
  initialization: ['network.initialization', 'text'],
  loss: ['loss', 'text'],
  huberDelta: ['huberDelta', 'number'],
  optimizer: ['optimizer.name', 'text'],
  learningRate: ['optimizer.learningRate', 'number'],
  momentum: ['optimizer.momentum', 'number'],
  decay: ['optimizer.decay', 'number'],
  beta1: ['optimizer.beta1', 'number'],
  beta2: ['optimizer.beta2', 'number'],
  epsilon: ['optimizer.epsilon', 'number'],
  epochs: ['training.epochs', 'number'],
  batchSize: ['training.batchSize', 'number'],
  batches: ['training.batches', 'text'],
  evaluate: ['training.evaluate', 'number'],
  patience: ['training.patience', 'number'],
  lambdas: ['penalty.lambdas', 'numbers or auto'],
  method: ['penalty.method', 'text'],
  scale: ['penalty.scale', 'text'],
  penalize: ['penalty.include', 'text'],
  penaltyGroups: ['penalty.groups', 'text'],
  metric: ['compare.metric', 'text'],
  baseline: ['compare.baseline', 'number'],
  equivalence: ['compare.equivalence', 'number'],
  tolerance: ['compare.tolerance', 'number'],
  nestedFolds: ['compare.nested.folds', 'number'],
  inertShare: ['thresholds.inertShare', 'number'],
  collapsedSpread: ['thresholds.collapsedSpread', 'number'],
  detectableShare: ['thresholds.detectableShare', 'number'],
  nearZero: ['thresholds.nearZero', 'number'],
  nearZeroShare: ['thresholds.nearZeroShare', 'number'],
  optimisticLambdas: ['thresholds.optimisticLambdas', 'number'],
  optimisticShare: ['thresholds.optimisticShare', 'number'],
  unscaledFactor: ['thresholds.unscaledFactor', 'number'],
  deadShare: ['thresholds.deadShare', 'number'],
  improvingShare: ['thresholds.improvingShare', 'number'],
  include: ['include', 'texts'],
  engine: ['engine', 'text'],
  arithmetic: ['arithmetic', 'text'],
  seed: ['seed', 'number'],
} as const satisfies FlatTable;

export type ParameterName = keyof typeof PARAMETERS;
export const PARAMETER_NAMES = Object.keys(PARAMETERS) as ParameterName[];

/** Where in the recipe a parameter goes. */
export function pathOf(name: ParameterName): string {
  return PARAMETERS[name][0];
}

/** How its text is read. */
export function kindOf(name: ParameterName): Kind {
  return PARAMETERS[name][1];
}

/**
 * Writes parameters into a draft of a recipe. Texts that are not numbers stay texts, so that the schema says
 * what it expected and what it got.
 *
 * @throws AbsumError `invalid-recipe` for unknown and repeated parameters
 */
export function applyParameters(draft: Draft, parameters: Iterable<readonly [string, string]>): void {
  applyFlat(PARAMETERS, draft, parameters);
  if ('optimizer' in draft) draft.optimizer = { name: 'adam', ...(draft.optimizer as object) };
}

/**
 * Names the places of an error as the caller wrote them: `lambdas[2]` for `penalty.lambdas[2]`. A parameter
 * is never called unknown, even where the rest of the recipe has no place for it.
 */
export function renamePlaces(error: AbsumError): AbsumError {
  return renameFlat(PARAMETERS, error, OWNERS);
}

/** What a recipe must choose before it has a place for these. */
const OWNERS: Partial<Record<ParameterName, string>> = {
  delimiter: 'a CSV',
  decimal: 'a CSV',
  header: 'a CSV',
  momentum: 'optimizer "momentum"',
  decay: 'optimizer "rmsprop"',
  beta1: 'optimizer "adam"',
  beta2: 'optimizer "adam"',
  epsilon: 'optimizer "adam" or "rmsprop"',
};
