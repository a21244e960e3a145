import { METRIC_KINDS } from '../../recipe/metrics.ts';
import { nameReference } from '../../words/references.ts';
import type { Comparison } from '../comparison.ts';
import type { Reference } from '../schema.ts';
import { nameNetwork, weighReferences } from '../verdict/contest.ts';
import { spellDifference } from '../verdict/sentences.ts';
import { type Finding, makeFinding } from './finding.ts';
import type { Observed } from './observed.ts';

/** The mean of the target is judged better than the chosen network. */
export function findWorseThanMean(observed: Observed): Finding | null {
  const met = meet('mean', observed);
  if (met === null || weigh(observed).mean !== 'worse') return null;
  const message =
    `${met.network} predicts worse than ${nameMean(observed)}${met.figures}: what it has learnt does not hold for new ` +
    'rows; take fewer epochs, a larger lambda or a smaller network, or check whether the features say anything about the target.';
  const stopped = observed.stopping.baseline;
  const isLate = stopped?.comparison.verdict === 'better';
  const next = isLate ? { training: { epochs: stopped.epoch } } : null;
  return makeFinding('worse-than-mean', met.lambdas, met.evidence, message, next);
}

/** The chosen network is not judged better than the mean of the target, nor worse. */
export function findNotBetterThanMean(observed: Observed): Finding | null {
  const met = meet('mean', observed);
  if (met === null || weigh(observed).mean !== 'no better') return null;
  const message =
    `${met.network} is judged no better than ${nameMean(observed)}${met.figures}, so there is no prediction yet that a ` +
    'penalty could improve: check whether the features say anything about the target, or take more rows.';
  return makeFinding('not-better-than-mean', met.lambdas, met.evidence, message);
}

/** The linear model is not judged worse than the chosen network. */
export function findNoBetterThanLinear(observed: Observed): Finding | null {
  const met = meet('linear', observed);
  const { linear } = weigh(observed);
  // A network with no hidden layer is a linear model itself.
  if (met === null || linear === null || observed.recipe.network.hidden.length === 0) return null;
  const judged = {
    better: 'predicts worse than',
    equivalent: 'predicts as well as',
    undecided: 'is judged no better than',
  };
  const message =
    `${met.network} ${judged[linear]} a linear model${met.figures}: take the linear model, which is quicker to fit and ` +
    'easier to explain, unless more rows or another network show a gain.';
  const next = { network: { hidden: [] } };
  return makeFinding('no-better-than-linear', met.lambdas, met.evidence, message, next);
}

function weigh({ references, test }: Observed) {
  return weighReferences(references, test.metric);
}

function nameMean({ recipe }: Observed): string {
  const task = recipe.loss === 'cross-entropy' ? 'classification' : 'regression';
  return `predicting the ${nameReference('mean', task)}`;
}

/** The chosen network beside a reference that was tested against it. */
interface Meeting {
  readonly network: string;
  readonly lambdas: readonly number[];
  readonly evidence: Record<string, unknown>;
  /** The difference in the network's favour or disfavour, in brackets. */
  readonly figures: string;
}

function meet(name: Reference['name'], { references, choice, test }: Observed): Meeting | null {
  const reference = references.find((each) => each.name === name);
  if (reference === undefined || reference.comparison === null || choice.lambda === null) return null;
  const { comparison, validation } = reference;
  const { verdict, difference, relative, interval, level, p } = comparison;
  return {
    network: `The ${nameNetwork(choice.lambda)}`,
    lambdas: [choice.lambda],
    evidence: { verdict, difference, relative, interval, level, p, reference: validation[test.metric].mean },
    figures: describeFigures(comparison, METRIC_KINDS[test.metric].label),
  };
}

/** " (whose validation RMSE is 4 % lower, 95 % interval 1 to 7 %)": the reference's, beside the network. */
function describeFigures(comparison: Comparison, label: string): string {
  const spelt = spellDifference(comparison);
  if (spelt === null) return '';
  const { difference, size, interval } = spelt;
  if (difference === 0) return ` (whose validation ${label} is the same)`;
  return ` (whose validation ${label} is ${size} ${difference < 0 ? 'lower' : 'higher'}, ${interval})`;
}
