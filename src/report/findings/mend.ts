import type { Next } from '../../recipe/next.ts';
import type { AskedRecipe, RecipeInput } from '../../recipe/schema.ts';

// Changes of a recipe that several findings advise.

type Optimizer = AskedRecipe['optimizer'];

/** A rate at which networks on standardised data learn steadily. */
const STEADY = { sgd: 0.01, momentum: 0.001, rmsprop: 0.001, adam: 0.001 } as const;

/** What an optimizer has where the recipe says nothing of it. */
const PRESETS: Readonly<Record<string, number>> = {
  momentum: 0.9,
  decay: 0.99,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
};

/** A tenth of the learning rate, or a steady one where even that is higher. */
export function lowerRate({ optimizer }: Pick<AskedRecipe, 'optimizer'>): Next {
  const { name, learningRate, ...own } = optimizer;
  const lower = Math.min(roundOff(learningRate / 10), STEADY[name]);
  // What is left out takes its default where a recipe has no optimizer to merge it into.
  const unusual = Object.entries(own).filter(([key, value]) => value !== PRESETS[key]);
  return { optimizer: { name, learningRate: lower, ...Object.fromEntries(unusual) } as Optimizer };
}

/** Compares these lambdas by the same method. */
export function takeLambdas({ penalty }: Pick<AskedRecipe, 'penalty'>, lambdas: readonly number[]): Next {
  // Beside a list the method has another default than beside "auto".
  const isAuto = penalty.lambdas === 'auto';
  return { penalty: { lambdas: [...lambdas], ...(isAuto && { method: penalty.method }) } };
}

/** Penalises where the penalty was subtracted. */
export function flipLambdas({ penalty, compare }: Pick<AskedRecipe, 'penalty' | 'compare'>): Next {
  const { lambdas } = penalty;
  const flipped =
    lambdas === 'auto' ? lambdas : [...new Set(lambdas.map(Math.abs))].toSorted((a, b) => a - b);
  const { baseline } = compare;
  const isNegative = baseline !== null && baseline < 0;
  return { penalty: { lambdas: flipped }, ...(isNegative && { compare: { baseline: -baseline } }) };
}

/** Takes the proximal method, which has no negative lambdas; null where one is the baseline or there is no other. */
export function takeProximal(
  { penalty, compare }: Pick<AskedRecipe, 'penalty' | 'compare'>,
  more: RecipeInput['penalty'] = {},
): Next | null {
  const method = 'proximal';
  const { lambdas } = penalty;
  if (lambdas === 'auto') return { penalty: { method, ...more } };
  const kept = lambdas.filter((lambda) => lambda >= 0);
  if (kept.length === 0 || (compare.baseline ?? 0) < 0) return null;
  return { penalty: { method, ...(kept.length < lambdas.length && { lambdas: kept }), ...more } };
}

/**
 * Leaves lambdas out that are too large, and takes a hundredth of the smallest of them where no other penalises; null
 * where one of them is the baseline.
 *
 * @param tried every lambda compared, in their order
 */
export function takeSmaller(
  recipe: Pick<AskedRecipe, 'penalty' | 'compare'>,
  tried: readonly number[],
  tooLarge: readonly number[],
): Next | null {
  const { baseline } = recipe.compare;
  if (baseline !== null && tooLarge.includes(baseline)) return null;
  const kept = tried.filter((lambda) => !tooLarge.includes(lambda));
  const penalises = kept.some((lambda) => lambda > 0);
  return takeLambdas(recipe, penalises ? kept : [...kept, roundOff(Math.min(...tooLarge) / 100)]);
}

/** Leaves columns out beside those that are left out already; null where no feature would be left. */
export function ignoreToo(
  { data }: { readonly data: Pick<AskedRecipe['data'], 'ignore'> },
  features: readonly string[],
  columns: readonly string[],
): Next | null {
  if (columns.length >= features.length) return null;
  return { data: { ignore: [...(data.ignore ?? []), ...columns] } };
}

/** Three significant digits: enough for a recipe, and without the tail of a rounding. */
export function roundOff(value: number): number {
  return Number(value.toPrecision(3));
}
