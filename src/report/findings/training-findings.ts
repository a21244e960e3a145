import { countSteps } from '../../training/epochs.ts';
import { sayLambda } from '../../words/lambdas.ts';
import { joinWords, nameLambdas } from '../../words/lists.ts';
import { percent, round } from '../../words/numbers.ts';
import type { LambdaReport } from '../schema.ts';
import { summarizeMeasures } from '../summarize.ts';
import { type Finding, makeFinding } from './finding.ts';
import { flipLambdas, lowerRate, takeSmaller } from './mend.ts';
import { averageMeanLoss, averageSpread, type Observed } from './observed.ts';

/** Trials whose loss stopped being finite. */
export function findDiverged({ lambdas, recipe, pairs }: Observed): Finding | null {
  const diverged = lambdas.map(({ report }) => report).filter((report) => report.diverged.length > 0);
  if (diverged.length === 0) return null;
  const values = diverged.map(({ lambda }) => lambda);
  const evidence = {
    trials: diverged.map((report) => report.diverged.length),
    ofPairs: pairs.length,
    first: diverged.map((report) => report.diverged[0]),
  };
  const tell = (count: string, { diverged: [{ epoch, step }] }: LambdaReport) =>
    `${count} (the first in epoch ${epoch}, step ${step})`;
  const total = lambdas.length * pairs.length;
  const isAll = diverged.reduce((sum, report) => sum + report.diverged.length, 0) === total;
  const told = isAll
    ? tell(`All ${total} trials diverged`, diverged[0])
    : `Trials diverged: ${joinWords(
        diverged.map((report) =>
          tell(
            `${report.diverged.length} of ${pairs.length} at lambda = ${sayLambda(report.lambda)}`,
            report,
          ),
        ),
      )}`;
  const isScaled = recipe.standardize.features && recipe.standardize.target;
  const cause = isScaled ? 'the learning rate' : 'the learning rate or the scale of the data';
  const lower = `take a lower learning rate${isScaled ? '' : ', standardise features and target'}`;
  const advice = values.includes(0)
    ? `, also without a penalty, so the cause is ${cause}: ${lower}`
    : isAll && lambdas.length > 1
      ? `, at every lambda, so the cause is probably ${cause}: ${lower}, and add lambda = 0`
      : `: ${lower} or lambdas closer to 0`;
  const isSubtracted = values.every((lambda) => lambda < 0) && !isAll;
  const standard = isScaled ? {} : { standardize: { features: true, target: true } };
  const next = isSubtracted ? flipLambdas(recipe) : { ...lowerRate(recipe), ...standard };
  return makeFinding('diverged', values, evidence, `${told}${advice}.`, next);
}

/** A bad fit has such an error, or weights that grew so much, but not both. */
const EXPLODED = 10;

/** Weights that grew far, and with them the error, though it stayed finite. */
export function findExploded({ lambdas, recipe, facts }: Observed): Finding | null {
  const meanLoss = averageMeanLoss(facts);
  const exploded = lambdas.flatMap(({ report: { lambda, training, validation, weights } }) => {
    const error = Math.max(
      ...[training, validation].map((metrics) => compareWithMean(metrics, meanLoss) ?? 0),
    );
    const growth = (weights.l1.mean ?? 0) / (weights.l1Initial.mean ?? Infinity);
    return lambda >= 0 && Math.min(error, growth) > EXPLODED ? [{ lambda, error, growth }] : [];
  });
  if (exploded.length === 0) return null;
  const values = exploded.map(({ lambda }) => lambda);
  const errors = exploded.map(({ error }) => error);
  const growths = exploded.map(({ growth }) => growth);
  const message =
    `At ${nameLambdas(values)} training went astray: the error is up to ${round(Math.max(...errors))} times that of predicting the ` +
    `${nameMean(recipe)}, and the sum of |w| grew up to ${round(Math.max(...growths))}-fold: take a lower learning rate.`;
  const evidence = { errorOverMean: errors, growth: growths, threshold: EXPLODED };
  return makeFinding('exploded', values, evidence, message, lowerRate(recipe));
}

/** How many times as large an error is as that of predicting the mean, or for classes their shares; null if unknown. */
function compareWithMean({ r2, dataLoss }: LambdaReport['training'], meanLoss: number): number | null {
  if (r2 !== undefined) return r2.mean === null ? null : 1 - r2.mean;
  return dataLoss.mean === null || meanLoss === 0 ? null : dataLoss.mean / meanLoss;
}

/** What a network without features can predict at best. */
function nameMean({ loss }: Observed['recipe']): string {
  return loss === 'cross-entropy' ? 'class shares' : 'mean of the target';
}

/** Predictions that are almost constant. */
export function findCollapsed({ lambdas, recipe }: Observed): Finding | null {
  const { collapsedSpread } = recipe.thresholds;
  const collapsed = lambdas.flatMap((lambda) => {
    const spread = averageSpread(lambda);
    return spread === null || spread >= collapsedSpread ? [] : [{ ...lambda, spread }];
  });
  if (collapsed.length === 0) return null;
  const values = collapsed.map(({ report }) => report.lambda);
  const evidence = {
    spread: collapsed.map(({ spread }) => spread),
    zeros: collapsed.map(({ report }) => report.weights.zeros.mean),
    threshold: collapsedSpread,
  };
  const shares = joinWords(collapsed.map(({ spread }) => percent(spread)));
  const unpenalised = values.filter((lambda) => lambda <= 0).length;
  const without = unpenalised === values.length ? 'though nothing is penalised' : 'without a penalty too';
  const advice =
    unpenalised > 0
      ? `${without}: try another learning rate or more epochs`
      : 'so a gain over the baseline comes from not fitting at all: take smaller lambdas';
  const message =
    `At ${nameLambdas(values)} the network predicts little more than the ${nameMean(recipe)} (the variance of its predictions is ${shares} of ` +
    `the target's), ${advice}, or check whether the features say anything about the target.`;
  const tried = lambdas.map(({ report }) => report.lambda);
  const next = unpenalised > 0 ? null : takeSmaller(recipe, tried, values);
  return makeFinding('collapsed-to-mean', values, evidence, message, next);
}

/** A batch starts at every row. */
export function findOverlappingBatches({ recipe, pairs }: Observed): Finding | null {
  const { training } = recipe;
  if (training.batches !== 'overlapping' || training.batchSize === 1) return null;
  const rows = pairs[0].training.length;
  const steps = countSteps(rows, training);
  const disjoint = countSteps(rows, { ...training, batches: 'sequential' });
  const message =
    `A batch starts at every row, so an epoch takes ${steps} steps instead of ${disjoint}, and sees most rows ` +
    `${Math.min(training.batchSize, rows)} times, always among the same neighbours: it is not comparable to a usual epoch; take ` +
    'batches "shuffled".';
  const evidence = { stepsPerEpoch: steps, disjointStepsPerEpoch: disjoint, batchSize: training.batchSize };
  const next = { training: { batches: 'shuffled' } } as const;
  return makeFinding('overlapping-batches', [], evidence, message, next);
}

/** Hidden relu units that give 0 on every training row, in a network whose predictions still vary. */
export function findDeadUnits({ lambdas, recipe }: Observed): Finding | null {
  const { deadShare, collapsedSpread } = recipe.thresholds;
  const dead = lambdas.flatMap(({ report, trials }) => {
    const { mean } = summarizeMeasures(trials.map((trial) => trial.dead));
    const spread = averageSpread({ trials });
    if (mean === null || mean <= deadShare || (spread !== null && spread < collapsedSpread)) return [];
    return [{ lambda: report.lambda, share: mean }];
  });
  if (dead.length === 0) return null;
  const values = dead.map(({ lambda }) => lambda);
  const shares = dead.map(({ share }) => share);
  const message =
    `At ${nameLambdas(values)} ${joinWords(shares.map(percent))} of the hidden units are dead: they give 0 on every training ` +
    'row and can no longer learn; take a lower learning rate or lambda, or another activation.';
  const tried = lambdas.map(({ report }) => report.lambda);
  const isPenalty = values.every((lambda) => lambda > 0) && values.length < tried.length;
  const next = (isPenalty ? takeSmaller(recipe, tried, values) : null) ?? lowerRate(recipe);
  return makeFinding('dead-units', values, { deadUnits: shares, threshold: deadShare }, message, next);
}
