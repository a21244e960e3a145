import { mean } from '../../math/mean.ts';
import type { Next } from '../../recipe/next.ts';
import { sayLambda } from '../../words/lambdas.ts';
import { joinWords, nameLambdas } from '../../words/lists.ts';
import { percent, round, roundUp } from '../../words/numbers.ts';
import { summarizeMeasures } from '../summarize.ts';
import { type Finding, makeFinding } from './finding.ts';
import { flipLambdas, lowerRate, roundOff, takeLambdas, takeProximal } from './mend.ts';
import { averageMeanLoss, type Observed, type TriedLambda } from './observed.ts';

/** A negative lambda subtracts the penalty. */
export function findNegativeLambda({ lambdas, recipe, facts }: Observed): Finding | null {
  const negative = lambdas.filter(({ report }) => report.lambda < 0);
  if (negative.length === 0) return null;
  const before = negative.map(({ report }) => report.weights.l1Initial.mean);
  const after = negative.map(({ report }) => report.weights.l1.mean);
  const { bounded, reason } = explainBound(recipe, facts[0].fullRank);
  const grown = negative.flatMap(({ report }, i) => {
    const [from, to] = [before[i], after[i]];
    if (from === null) return [];
    const end = to === null ? 'until it diverged' : `to ${round(to)}`;
    return [`${sayLambda(report.lambda)}: from ${round(from)} ${end}`];
  });
  const values = negative.map(({ report }) => report.lambda);
  const evidence = { bounded, l1Initial: before, l1: after };
  const message =
    `With ${nameLambdas(values)} the penalty is subtracted, which rewards large weights (mean sum of |w| at ` +
    `${grown.join(', ')}). ${reason} Take lambda > 0 to penalise.`;
  return makeFinding('negative-lambda', values, evidence, message, flipLambdas(recipe));
}

type Bound = { readonly bounded: boolean | null; readonly reason: string };

/**
 * Whether data loss - |lambda| sum of |w| has a lower bound: null if that depends on lambda or was not
 * checked.
 */
function explainBound({ network, loss }: Observed['recipe'], fullRank: boolean | null): Bound {
  const { hidden, activation } = network;
  if (hidden.length > 0) {
    const unbounded = 'The objective has no lower bound:';
    if (activation === 'relu' || activation === 'linear') {
      const reason = `${unbounded} scaling one layer up and the next down leaves the output unchanged, while the sum of |w| grows without bound.`;
      return { bounded: false, reason };
    }
    const reason = hidden.some((width) => width > 1)
      ? `${unbounded} two units with equal inputs can grow opposite outputs that cancel, while the sum of |w| grows without bound.`
      : `${unbounded} the weights into a unit can grow without bound while its output stays bounded.`;
    return { bounded: false, reason };
  }
  if (loss === 'cross-entropy') {
    const reason =
      'The objective has no lower bound: adding the same amount to the weights of all classes leaves the probabilities unchanged.';
    return { bounded: false, reason };
  }
  if (loss !== 'mse') {
    const reason =
      'Loss and penalty both grow in proportion to the weights: which of them wins depends on lambda.';
    return { bounded: null, reason };
  }
  switch (fullRank) {
    case true: {
      const reason =
        'With no hidden layer, squared error and features of full rank, the objective stays bounded: the squares outgrow what is subtracted.';
      return { bounded: true, reason };
    }
    case false: {
      const reason =
        'The objective has no lower bound: the features are linearly dependent (as all categories of one column are), so weights that cancel in every row can grow without bound.';
      return { bounded: false, reason };
    }
    case null: {
      const reason =
        'With no hidden layer and squared error, the objective stays bounded only if the features are linearly independent, which is not checked for this many.';
      return { bounded: null, reason };
    }
  }
}

/** A larger penalty also raises the data loss a little, so a little more of it is advised. */
const SPARE = 1.1;

/** A penalty too small to decide anything, unless the verdict calls its lambda better or worse. */
export function findInertPenalty({ lambdas, recipe }: Observed): Finding | null {
  const { inertShare } = recipe.thresholds;
  const inert = lambdas.flatMap(({ report }) => {
    const shares = measurePenaltyShares(report);
    const decided = ['better', 'worse'].includes(report.comparison?.verdict ?? '');
    return shares === null || shares.share >= inertShare || decided ? [] : [{ report, ...shares }];
  });
  if (inert.length === 0) return null;
  const values = inert.map(({ report }) => report.lambda);
  const shares = inert.map(({ share }) => share);
  const largest = Math.max(...shares);
  const count = Math.round(inert[0].report.weights.count);
  const evidence = {
    penaltyOverDataLoss: shares,
    perWeight: inert.map(({ report }) => report.perWeight),
    threshold: inertShare,
  };
  const needed = (SPARE * inertShare) / Math.min(...inert.map(({ first }) => first));
  const factor = roundUp(needed);
  const larger = `lambdas at least ${factor} times as large`;
  const advice =
    recipe.penalty.scale === 'mean'
      ? `with scale "mean" lambda is divided by the ${count} penalised parameters; take scale "sum", or ${larger}`
      : `take ${larger}`;
  const message = `At ${nameLambdas(values)} the penalty is at most ${percent(largest)} of the data loss, too little to matter: ${advice}.`;
  // The sum is as many times the mean as there are parameters.
  const isMean = recipe.penalty.scale === 'mean' && count >= needed;
  const tried = lambdas.map(({ report }) => report.lambda);
  const next = isMean
    ? ({ penalty: { scale: 'sum' } } as const)
    : takeLarger(recipe, tried, values, Number(factor));
  return makeFinding('inert-penalty', values, evidence, message, next);
}

/** Multiplies the lambdas that are too small, or leaves them out of a grid; null where the baseline is one of them. */
function takeLarger(
  recipe: Observed['recipe'],
  tried: readonly number[],
  tooSmall: readonly number[],
  factor: number,
): Next | null {
  const { baseline } = recipe.compare;
  if (baseline !== null && tooSmall.includes(baseline)) return null;
  const kept = tried.filter((lambda) => !tooSmall.includes(lambda));
  const isGrid = recipe.penalty.lambdas === 'auto' && kept.some((lambda) => lambda > 0);
  const larger = isGrid ? [] : tooSmall.map((lambda) => roundOff(factor * lambda));
  return takeLambdas(
    recipe,
    [...new Set([...kept, ...larger])].toSorted((a, b) => a - b),
  );
}

/**
 * |penalty| over the data loss: at the first weights, which are the same for every lambda, and at the larger of the
 * first and the last; null if one of them is missing.
 */
function measurePenaltyShares({ lambda, perWeight, weights, training }: TriedLambda['report']) {
  const [before, after, loss] = [weights.l1Initial.mean, weights.l1.mean, training.dataLoss.mean];
  if (lambda === 0 || before === null || after === null || !loss) return null;
  const shareOf = (l1: number) => (Math.abs(perWeight) * l1) / loss;
  return { first: shareOf(before), share: shareOf(Math.max(before, after)) };
}

/** An objective so far above that of all weights at zero has lost its way; a little above does no harm. */
const OVERSHOOT = 0.75;

/** An objective that falls by this share from one quarter of the epochs to the next may still settle. */
const STILL_FALLING = 0.1;

/** Steps so large that the penalty stays above the loss of no weights at all, which is never its minimum. */
export function findOvershootingStep({ lambdas, recipe, facts }: Observed): Finding | null {
  if (recipe.penalty.method !== 'subgradient') return null;
  const meanLoss = averageMeanLoss(facts);
  const swinging = lambdas.flatMap(({ report: { lambda, perWeight, training, weights, curves } }) => {
    const [loss, penalty, l1] = [training.dataLoss.mean, training.penalty.mean, weights.l1.mean];
    if (lambda <= 0 || loss === null || penalty === null || l1 === null || penalty <= loss) return [];
    const [step, meanWeight] = [measureStep(recipe.optimizer, perWeight), l1 / weights.count];
    const objective = loss + penalty;
    const isHigh =
      objective > (1 + OVERSHOOT) * meanLoss && measureFall(curves.batchObjective) < STILL_FALLING;
    return isHigh && step >= meanWeight / 2 ? [{ lambda, step, meanWeight, objective }] : [];
  });
  if (swinging.length === 0) return null;
  const values = swinging.map(({ lambda }) => lambda);
  const evidence = {
    step: swinging.map(({ step }) => step),
    meanWeight: swinging.map(({ meanWeight }) => meanWeight),
    objective: swinging.map(({ objective }) => objective),
    meanLoss,
    threshold: OVERSHOOT,
  };
  const [step, size, objective] = [evidence.step, evidence.meanWeight, evidence.objective].map((figures) =>
    joinWords(figures.map(round)),
  );
  const message =
    `At ${nameLambdas(values)} steps of up to ${step} carry weights of mean size ${size} across zero and back, so the objective ` +
    `stays at ${objective}, where all weights at zero give ${round(meanLoss)}: take a lower learning rate, smaller lambdas, or method "proximal".`;
  const next = takeProximal(recipe) ?? lowerRate(recipe);
  return makeFinding('overshooting-step', values, evidence, message, next);
}

/** By which share the last quarter of a curve lies below the quarter before. */
function measureFall(curve: readonly number[]): number {
  const quarter = Math.ceil(curve.length / 4);
  const [last, before] = [curve.slice(-quarter), curve.slice(-2 * quarter, -quarter)];
  return before.length === 0 ? 1 : 1 - mean(last) / mean(before);
}

/**
 * By how much one step after the other moves a weight at most, while the penalty's gradient outweighs that of the data
 * loss and keeps its sign. Adam and RMSprop divide a gradient by its own size.
 */
function measureStep(optimizer: Observed['recipe']['optimizer'], coefficient: number): number {
  const { name, learningRate } = optimizer;
  if (name === 'adam' || name === 'rmsprop') return learningRate;
  return (learningRate * coefficient) / (name === 'momentum' ? 1 - optimizer.momentum : 1);
}

/** Weights that circle around zero, where a proximal step would have set them to zero. */
export function findNoExactZeros({ lambdas, recipe }: Observed): Finding | null {
  if (recipe.penalty.method !== 'subgradient') return null;
  const { nearZero, nearZeroShare } = recipe.thresholds;
  const circling = lambdas.flatMap(({ report, trials }) => {
    const { mean: share } = summarizeMeasures(trials.map((trial) => trial.nearZero));
    const none = report.weights.zeros.values.every((zeros) => zeros === 0);
    return report.lambda > 0 && none && share !== null && share >= nearZeroShare
      ? [{ lambda: report.lambda, share }]
      : [];
  });
  if (circling.length === 0) return null;
  const values = circling.map(({ lambda }) => lambda);
  const evidence = {
    zeros: circling.map(() => 0),
    nearZero: circling.map(({ share }) => share),
    thresholds: { nearZero, nearZeroShare },
  };
  const shares = joinWords(circling.map(({ share }) => percent(share)));
  const message =
    `At ${nameLambdas(values)} no weight is exactly zero, though ${shares} of them are below ${percent(nearZero)} of ` +
    'their layer\'s largest: the subgradient moves weights back and forth across zero; take method "proximal" for exact zeros.';
  return makeFinding('no-exact-zeros', values, evidence, message, takeProximal(recipe));
}

/** The biases are penalised too. */
export function findPenalisedBiases({ lambdas, recipe }: Observed): Finding | null {
  const values = lambdas.map(({ report }) => report.lambda).filter((lambda) => lambda !== 0);
  if (recipe.penalty.include !== 'all' || values.length === 0) return null;
  const count = Math.round(lambdas[0].report.weights.count);
  const message =
    `The biases are penalised too (${count} parameters in all), which pulls predictions towards 0 without making the ` +
    'network simpler: take include "weights", unless that is what you want to compare.';
  const next = { penalty: { include: 'weights' } } as const;
  return makeFinding('biases-penalised', values, { parameters: count }, message, next);
}
