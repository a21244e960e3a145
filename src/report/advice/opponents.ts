import { sayLambda } from '../../words/lambdas.ts';
import type { Reference } from '../schema.ts';
import { nameBaseline } from '../verdict/sentences.ts';
import { type Advised, findVerdict, type Step } from './advised.ts';
import { describeGain } from './amounts.ts';

// What may do as well as a penalty: the mean of the target, a linear model, and stopping earlier.

/** Nothing is worth its while if always answering the same does as well. */
export function doubtFeatures(advised: Advised): Step | null {
  const mean = findUnbeaten(advised, 'mean');
  if (mean === null) return null;
  const same =
    advised.recipe.loss === 'cross-entropy'
      ? 'always answering with the shares of the classes'
      : 'always answering with the mean of the target';
  const sentence =
    mean.verdict === 'better'
      ? `Take more rows or other features: ${same} predicts better than the network here, and no penalty changes that.`
      : `Take more rows or other features: the network is not shown to predict better than ${same}, so no penalty can be recommended.`;
  return { sentence, next: null };
}

/** A linear model that does as well is simpler. */
export function takeLinear(advised: Advised): Step | null {
  const { hidden } = advised.recipe.network;
  const linear = hidden.length === 0 ? null : findUnbeaten(advised, 'linear');
  if (linear === null) return null;
  const why = {
    better: `compared with the network it ${describeGain(linear, advised.test.metric)}`,
    equivalent: 'it predicts as well as the network, and is simpler',
    undecided: 'the network is not shown to predict better, and a linear model is simpler',
  }[linear.verdict];
  return { sentence: `Take a linear model: ${why}.`, next: { network: { hidden: [] } } };
}

type Unbeaten = NonNullable<Reference['comparison']> & { verdict: 'better' | 'equivalent' | 'undecided' };

/** A reference that is not judged worse than the network; null where it is, or was not tested. */
function findUnbeaten({ references }: Advised, name: Reference['name']): Unbeaten | null {
  const comparison = references.find((reference) => reference.name === name)?.comparison ?? null;
  if (comparison === null) return null;
  const { verdict } = comparison;
  return verdict === 'worse' || verdict === 'not tested' ? null : { ...comparison, verdict };
}

/** Stopping earlier, where that helps the baseline and the chosen lambda does not gain by more than that. */
export function stopEarlier(advised: Advised): Step | null {
  const { stopping, choice, recipe, test } = advised;
  const best = stopping.baseline;
  if (best === null || best.comparison.verdict !== 'better') return null;
  const chosen = findVerdict(advised, choice.lambda);
  const isBetter = chosen?.verdict === 'better';
  if (isBetter && chosen.atBestEpoch?.verdict === 'better') return null;
  const { epochs } = recipe.training;
  const also =
    isBetter && choice.lambda !== null
      ? `; when both stop at their best, lambda = ${sayLambda(choice.lambda)} is not shown to be better`
      : '';
  const sentence =
    `Stop earlier, at about epoch ${best.epoch} instead of ${epochs}: with ${nameBaseline(test.baseline ?? 0)} that ` +
    `${describeGain(best.comparison, test.metric)}${also}.`;
  const epoch = isBetter ? (chosen.atBestEpoch?.epoch ?? best.epoch) : best.epoch;
  return { sentence, next: { training: { epochs: best.epoch } }, epoch };
}
