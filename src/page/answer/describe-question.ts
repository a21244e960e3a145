import type { Report } from '../../report/schema.ts';
import { formatCount } from '../../words/amounts.ts';
import { nameLambdas } from '../../words/lists.ts';
import type { Setup } from '../setup/setup.ts';

/** Lambdas that are named one by one. */
const MOST_NAMED = 5;

/** What an answer answers: "diabetes, y by a network of 32, lambda = -0.01, 0, 0.01 and 0.1". */
export function describeQuestion({ recipe, data, lambdas }: Report, { source }: Setup): string {
  const { hidden } = recipe.network as { readonly hidden: readonly number[] };
  const name = source?.kind === 'csv' ? source.fileName : (source?.name ?? 'data');
  const model = hidden.length === 0 ? 'a linear model' : `a network of ${hidden.join('-')}`;
  const tried =
    lambdas.length > MOST_NAMED
      ? formatCount(lambdas.length, 'lambda')
      : nameLambdas(lambdas.map(({ lambda }) => lambda));
  return `${name}, ${data.target} by ${model}, ${tried}`;
}
