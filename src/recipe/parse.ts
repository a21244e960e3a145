import type { Issue } from '../errors.ts';
import { refuse, validate } from '../validate.ts';
import { listFirst } from '../words/lists.ts';
import { DEFAULTS } from './defaults.ts';
import { assumeMethod } from './method.ts';
import { chooseMetric, METRIC_KINDS } from './metrics.ts';
import {
  type AskedRecipe,
  type ParsedRecipe,
  RecipeSchema,
  type TrainRecipe,
  TrainSchema,
} from './schema.ts';

/**
 * Validates a recipe and fills in its defaults.
 *
 * @throws AbsumError `invalid-recipe` with one issue for each fault and its place (`penalty.lambdas[2]`)
 */
export function parseRecipe(input: unknown): AskedRecipe {
  const completed = complete(validate(RecipeSchema, input, 'invalid-recipe'));
  const recipe = {
    ...completed,
    split: fillSplit(completed.split),
    compare: fillCompare(completed),
  };
  refuse('invalid-recipe', findFaults(recipe));
  return recipe;
}

function* findFaults(recipe: AskedRecipe): Generator<Issue> {
  const { lambdas } = recipe.penalty;
  if (lambdas !== 'auto') yield* findRepetitions(lambdas, 'penalty.lambdas');
  yield* findRepetitions(recipe.include, 'include');
  if (lambdas !== 'auto') {
    for (const [i, lambda] of lambdas.entries()) yield* findNegative(lambda, recipe.penalty, `lambdas[${i}]`);
  }
  yield* findGroupFaults(recipe.penalty);
  yield* findLossFaults(recipe);
  yield* findCompareFaults(recipe);
}

/** The same for the recipe of `train`. */
export function parseTrainRecipe(input: unknown): TrainRecipe {
  const recipe = complete(validate(TrainSchema, input, 'invalid-recipe'));
  refuse('invalid-recipe', [
    ...findNegative(recipe.penalty.lambda, recipe.penalty, 'lambda'),
    ...findGroupFaults(recipe.penalty),
    ...findLossFaults(recipe),
  ]);
  return recipe;
}

type Incomplete = Pick<ParsedRecipe, 'network' | 'loss' | 'huberDelta'> & {
  readonly penalty: Omit<ParsedRecipe['penalty'], 'lambdas'> &
    Partial<Pick<ParsedRecipe['penalty'], 'lambdas'>>;
};

/** Fills in the defaults that depend on other fields. */
function complete<Parsed extends Incomplete>(parsed: Parsed) {
  const { network } = parsed;
  // Last, whether it was named or not: a report repeats the recipe in this order.
  const { method = assumeMethod(parsed.penalty).name, ...penalty } = parsed.penalty;
  const initialization = network.initialization ?? (network.activation === 'relu' ? 'he' : 'glorot');
  return {
    ...parsed,
    network: { ...network, initialization },
    penalty: { ...penalty, method },
    ...(parsed.loss === 'huber' && { huberDelta: parsed.huberDelta ?? 1 }),
  };
}

function fillSplit(split: AskedRecipe['split']): AskedRecipe['split'] {
  const chosen = split.folds ?? split.holdout ?? split.column;
  return chosen === undefined ? { folds: DEFAULTS.folds, ...split } : split;
}

function fillCompare({
  compare,
  loss,
  penalty,
}: Pick<AskedRecipe, 'loss' | 'penalty'> & Pick<ParsedRecipe, 'compare'>): AskedRecipe['compare'] {
  const { metric, baseline, equivalence, tolerance, nested } = compare;
  return {
    metric: metric ?? chooseMetric(loss),
    baseline:
      baseline === undefined
        ? penalty.lambdas === 'auto' || penalty.lambdas.includes(0)
          ? 0
          : null
        : baseline,
    equivalence,
    tolerance,
    nested,
  };
}

function findCompareFaults({
  compare: { metric, baseline, nested },
  loss,
  penalty,
  split,
}: AskedRecipe): Issue[] {
  const listed = penalty.lambdas === 'auto' ? [0] : penalty.lambdas;
  const task = loss === 'cross-entropy' ? 'classification' : 'regression';
  const faults: Issue[] = [];
  if (METRIC_KINDS[metric].task !== task && METRIC_KINDS[metric].task !== 'any') {
    const message = `expected a metric of ${task}, since the loss is "${loss}", got "${metric}"`;
    faults.push({ place: 'compare.metric', message });
  }
  if (nested !== null && split.order === 'given') {
    const message =
      'inner folds shuffle the rows, which order "given" forbids: take order "shuffled", or nested null';
    faults.push({ place: 'compare.nested', message });
  }
  if (nested !== null && !listed.some((lambda) => lambda >= 0)) {
    const message = 'there is no lambda >= 0 to choose, and a negative one is never chosen';
    faults.push({ place: 'compare.nested', message });
  }
  if (baseline !== null && !listed.includes(baseline)) {
    const which =
      penalty.lambdas === 'auto'
        ? '0, the only lambda known in advance with lambdas "auto",'
        : `one of the lambdas (${listFirst(listed, 20)}),`;
    const message = `expected ${which} got ${baseline}`;
    faults.push({ place: 'compare.baseline', message });
  }
  return faults;
}

/** Values that are listed twice; 0 and -0 are the same. */
function* findRepetitions(values: readonly (number | string)[], place: string): Generator<Issue> {
  const field = place.slice(place.lastIndexOf('.') + 1);
  const firsts = new Map<number | string, number>();
  for (const [i, value] of values.entries()) {
    const first = firsts.get(value);
    if (first === undefined) firsts.set(value, i);
    else yield { place: `${place}[${i}]`, message: `${value} is already listed at ${field}[${first}]` };
  }
}

function findNegative(
  lambda: number,
  { method, groups }: Pick<AskedRecipe['penalty'], 'method' | 'groups'>,
  field: string,
): Issue[] {
  if (lambda >= 0 || method !== 'proximal') return [];
  const message =
    `the proximal method${groups === null ? '' : ', which groups need,'} needs lambda >= 0, got ${lambda}: minus |w| is not convex ` +
    `and has no proximal operator; use method "subgradient"${groups === null ? '' : ' without groups'} to run a subtracted penalty`;
  return [{ place: `penalty.${field}`, message }];
}

function findGroupFaults({ groups, method }: Pick<AskedRecipe['penalty'], 'groups' | 'method'>): Issue[] {
  if (groups === null || method === 'proximal') return [];
  const message =
    `groups need the proximal method, which alone makes a whole group zero, got "${method}"; ` +
    'use method "proximal", or leave groups out to penalise each weight by itself';
  return [{ place: 'penalty.groups', message }];
}

function findLossFaults({ loss, huberDelta }: Pick<AskedRecipe, 'loss' | 'huberDelta'>): Issue[] {
  if (huberDelta === undefined || loss === 'huber') return [];
  return [{ place: 'huberDelta', message: `applies only to loss "huber", but the loss is "${loss}"` }];
}

/** Whether the inner folds try a lambda: a negative one is never chosen, but may be the baseline. */
export function isNestedCandidate(lambda: number, baseline: number | null): boolean {
  return lambda >= 0 || lambda === baseline;
}
