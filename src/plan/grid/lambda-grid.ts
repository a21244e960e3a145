import type { AskedRecipe } from '../../recipe/schema.ts';

/**
 * `"auto"` takes 0 and this many lambdas, a constant factor apart, below the smallest that zeroes every
 * weight.
 */
const POSITIVE_LAMBDAS = 8;
export const GRID_SIZE = 1 + POSITIVE_LAMBDAS;

/**
 * The most trials that the search may take: one to begin with, eleven to find bounds, four to close them in.
 */
export const MOST_TRIALS = 16;

/** 1000^(1/8): the grid spans three powers of ten. */
const FACTOR = 2.371373705661655;

/** Lists the lambdas: 0, then from a thousandth of `maximum` up to `maximum` / 2.37, in three digits each. */
export function layGrid(maximum: number): number[] {
  const lambdas: number[] = [];
  let lambda = maximum;
  for (let i = 0; i < POSITIVE_LAMBDAS; i++) {
    lambda /= FACTOR;
    lambdas.unshift(roundLambda(lambda));
  }
  return [0, ...lambdas];
}

/** Three significant digits: what a person can type again. */
export function roundLambda(lambda: number): number {
  return Number(lambda.toPrecision(3));
}

/** How many trials `"auto"` may take besides those of the grid: 0 if there is no hidden layer. */
export function countSearchTrials({ penalty, network }: Pick<AskedRecipe, 'penalty' | 'network'>): number {
  return penalty.lambdas === 'auto' && network.hidden.length > 0 ? MOST_TRIALS : 0;
}
