import type { Next } from '../../recipe/next.ts';
import type { AskedRecipe } from '../../recipe/schema.ts';

// What to run next for a lambda.

/** Compares a lambda with the baseline alone, and trains the model of the better one. */
export function confirm({ penalty, compare, include }: AskedRecipe, lambda: number): Next {
  const { baseline } = compare;
  const lambdas = [...new Set([...(baseline === null ? [] : [baseline]), lambda])].toSorted((a, b) => a - b);
  return { penalty: { lambdas, method: penalty.method }, include: withModel(include) };
}

/** Trains the model of a lambda, whatever it costs. */
export function trainAlone({ penalty, include }: AskedRecipe, lambda: number): Next {
  return {
    penalty: { lambdas: [lambda], method: penalty.method },
    compare: { baseline: lambda },
    include: withModel(include),
  };
}

/** Looks for lambdas that zero weights; null where that was done, or another baseline than 0 stands against it. */
export function searchLambdas({ penalty, compare }: AskedRecipe): Next | null {
  const isOther = compare.baseline !== null && compare.baseline !== 0;
  if (penalty.lambdas === 'auto' || isOther) return null;
  return { penalty: { lambdas: 'auto', method: 'proximal' } };
}

function withModel(include: AskedRecipe['include']): AskedRecipe['include'] {
  return [...new Set([...include, 'model' as const])];
}
