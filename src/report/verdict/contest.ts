import { METRIC_KINDS, type MetricName } from '../../recipe/metrics.ts';
import { sayLambda } from '../../words/lambdas.ts';
import type { Reference } from '../schema.ts';

/** How the chosen network does against its references, as far as it is worth saying; null where it is not. */
export interface Contest {
  /** What the network is beside the mean: null where it is better, or was not tested. */
  readonly mean: 'worse' | 'no better' | null;
  /** What the linear model was judged to be beside the network: null where it is worse, or was not tested. */
  readonly linear: 'better' | 'equivalent' | 'undecided' | null;
}

const BESIDE_MEAN = {
  better: 'worse',
  worse: null,
  equivalent: 'no better',
  undecided: 'no better',
  'not tested': null,
} as const;

/**
 * Weighs the references. Beside a network that is no better than the mean, the linear model is worth a word only if it
 * is better than both: else there is nothing to predict by.
 */
export function weighReferences(references: readonly Reference[], metric: MetricName): Contest {
  const read = (name: Reference['name']) => {
    const reference = references.find((each) => each.name === name);
    const sign = METRIC_KINDS[metric].higherIsBetter ? -1 : 1;
    const value = reference?.validation[metric].mean ?? null;
    const verdict = reference?.comparison?.verdict ?? 'not tested';
    return { verdict, loss: value === null ? Infinity : sign * value };
  };
  const [constant, linear] = [read('mean'), read('linear')];
  const mean = BESIDE_MEAN[constant.verdict];
  if (linear.verdict === 'worse' || linear.verdict === 'not tested') return { mean, linear: null };
  const isBest = linear.verdict === 'better' && linear.loss < constant.loss;
  return { mean, linear: mean === null || isBest ? linear.verdict : null };
}

/** The network of a lambda, less its article. */
export function nameNetwork(lambda: number): string {
  return lambda === 0 ? 'network without a penalty' : `network with lambda = ${sayLambda(lambda)}`;
}
