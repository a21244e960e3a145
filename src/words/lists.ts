// Lists as a sentence says them.

import { sayLambda } from './lambdas.ts';

/** More than a sentence can hold; the report has them all. */
const MOST_NAMED = 8;

/** "a", "a and b", "a, b and c"; for many, the first ones and how many more. */
export function joinWords(words: readonly string[]): string {
  const left = words.length - MOST_NAMED;
  const shown = left > 0 ? [...words.slice(0, MOST_NAMED), `${left} more`] : words;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`;
}

/** "lambda = 0.1", or "lambda = -0.1, 0.1 and 1". */
export function nameLambdas(lambdas: readonly number[]): string {
  return `lambda = ${joinWords(lambdas.map(sayLambda))}`;
}

/** "0.1, 1, 10", for a list in brackets; for many, the first ones and how many more. Numbers are lambdas. */
export function listFirst(values: readonly (number | string)[], most = MOST_NAMED): string {
  const named = values.map((value) => (typeof value === 'number' ? sayLambda(value) : value)).slice(0, most);
  const left = values.length - most;
  return left > 0 ? `${named.join(', ')} and ${left} more` : named.join(', ');
}

/** "a; b; c", for parts that have commas of their own; for many, the first `most` and how many more. */
export function listSome(parts: readonly string[], most: number): string {
  const listed = parts.slice(0, most).join('; ');
  return parts.length > most ? `${listed}; and ${parts.length - most} more` : listed;
}
