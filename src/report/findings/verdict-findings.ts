import { testPairs } from '../../math/paired-test.ts';
import { METRIC_KINDS } from '../../recipe/metrics.ts';
import { formatCount } from '../../words/amounts.ts';
import { sayLambda } from '../../words/lambdas.ts';
import { percent, round } from '../../words/numbers.ts';
import { estimateBias } from '../verdict/bias.ts';
import { weighReferences } from '../verdict/contest.ts';
import { pairUp } from '../verdict/contrast.ts';
import { LEVEL } from '../verdict/test-design.ts';
import { type Finding, makeFinding } from './finding.ts';
import { roundOff, takeLambdas } from './mend.ts';
import { averageSpread, type Observed, type TriedLambda } from './observed.ts';

/** Only one draw of weights and split, so that nothing shows how large chance is. */
export function findSingleRun({ pairs, test, recipe }: Observed): Finding | null {
  const repeats = new Set(pairs.map(({ repeat }) => repeat)).size;
  const chained = recipe.split.order === 'given' && recipe.split.folds !== undefined;
  const single = pairs.length === 1 || (repeats === 1 && test.observations === 1 && !chained);
  if (!single) return null;
  const message =
    'A single run is a coin flip: another seed may rank the lambdas differently, and nothing was tested; take folds, or ' +
    'split.repeats of 5 or more.';
  const next = { split: { repeats: 5 } };
  return makeFinding('single-run', [], { pairs: pairs.length, repeats }, message, next);
}

/** The lambda with the best mean cannot be told apart from the baseline by the test. */
export function findWithinNoise({ lambdas, recipe, test, testDesign, choice }: Observed): Finding | null {
  const leader = choice.negative ?? choice.minimum;
  const best = lambdas.find(({ report }) => report.lambda === leader);
  const { comparison } = best?.report ?? {};
  if (best === undefined || !comparison || comparison.verdict !== 'undecided') return null;
  const { difference, interval, level, pHolm } = comparison;
  if (difference === null || interval === null || (pHolm !== null && pHolm < LEVEL)) return null;
  const base = lambdas.find(({ report }) => report.lambda === recipe.compare.baseline);
  const pNaive = base === undefined ? null : testNaively(best, base, test, testDesign);
  const evidence = { difference, interval, level, pHolm, pNaive, observations: test.observations };
  const teeth =
    pNaive !== null && pNaive < LEVEL
      ? ` (a plain paired t-test would call it real, at p = ${round(pNaive)}, since it treats the pairs as independent)`
      : '';
  const message =
    `lambda = ${sayLambda(best.report.lambda)} has the best mean validation ${METRIC_KINDS[test.metric].label}, but its lead over the baseline is ` +
    `within the noise${teeth}: do not choose it for that reason.`;
  return makeFinding('within-noise', [best.report.lambda], evidence, message);
}

function testNaively(
  candidate: TriedLambda,
  base: TriedLambda,
  { metric }: Observed['test'],
  design: Observed['testDesign'],
): number | null {
  const { differences } = pairUp(candidate.report, base.report, metric) ?? { differences: [] };
  const isWhole = differences.length === candidate.trials.length;
  const observed = isWhole ? design.observe(differences) : differences;
  return observed.length < 2 ? null : testPairs(observed, 0).p;
}

/** Undecided lambdas in a design that detects only large differences. */
export function findDetectableLimit({ lambdas, recipe, test }: Observed): Finding | null {
  const { detectableShare } = recipe.thresholds;
  const { label, isError } = METRIC_KINDS[test.metric];
  const unit = isError ? Math.abs(test.baselineMean ?? 0) : 1;
  const undecided = lambdas.flatMap(({ report: { lambda, comparison } }) => {
    const { detectable = null, detectableAtBest = null } =
      comparison?.verdict === 'undecided' ? comparison : {};
    return detectable !== null && unit > 0 && detectable > detectableShare * unit
      ? [{ lambda, detectable, detectableAtBest }]
      : [];
  });
  if (undecided.length === 0) return null;
  const largest = undecided.reduce((most, each) => (each.detectable > most.detectable ? each : most));
  const { detectable, detectableAtBest } = largest;
  const amount = isError ? `${percent(detectable / unit)} of the baseline` : round(detectable);
  const advice =
    detectableAtBest === null
      ? 'take more rows'
      : `even endless repeats would only bring that to ${round(detectableAtBest)}; to see smaller ones, take more rows`;
  const evidence = {
    detectable: undecided.map((each) => each.detectable),
    share: undecided.map((each) => each.detectable / unit),
    observations: test.observations,
    detectableAtBest,
    threshold: detectableShare,
  };
  const message =
    `With ${test.clusters} ${test.clusteredBy} and ${formatCount(test.observations, 'observation')} this design detects differences of ` +
    `${round(detectable)} in validation ${label} (${amount}) in 80 % of cases, and misses many smaller ones: ${advice}.`;
  const values = undecided.map(({ lambda }) => lambda);
  return makeFinding('detectable-limit', values, evidence, message);
}

/** The best of several lambdas, judged on the rows that chose it. */
export function findOptimisticBest({ lambdas, recipe, test, choice }: Observed): Finding | null {
  const { optimisticLambdas, optimisticShare } = recipe.thresholds;
  const { metric } = test;
  const candidates = lambdas.filter(
    ({ report }) => report.lambda >= 0 && report.validation[metric].mean !== null,
  );
  const best = candidates.find(({ report }) => report.lambda === choice.minimum);
  if (best === undefined || candidates.length < optimisticLambdas) return null;
  if (recipe.compare.nested !== null || choice.minimum === recipe.compare.baseline) return null;
  const { mean, se } = best.report.validation[metric];
  const bias = estimateBias(
    best.report.validation[metric].values,
    candidates.map(({ report }) => report.validation[metric].values),
    METRIC_KINDS[metric].higherIsBetter,
  );
  if (bias !== null && bias <= optimisticShare * (se ?? 0)) return null;
  const thresholds = { optimisticLambdas, optimisticShare };
  const evidence = { candidates: candidates.length, mean, se, bias, thresholds };
  const size =
    bias === null ? '' : ` (by about ${round(bias)}, as estimated by Tibshirani and Tibshirani 2009)`;
  const message =
    `lambda = ${sayLambda(best.report.lambda)} was chosen as the best of ${candidates.length} by the same rows that judge it, so its mean validation ` +
    `${METRIC_KINDS[metric].label} of ${round(mean ?? 0)} flatters it${size}: ask for compare.nested, which judges the choice on rows that had no part in it.`;
  // Inner folds shuffle the rows.
  const next = recipe.split.order === 'given' ? null : { compare: { nested: { folds: 4 } } };
  return makeFinding('optimistic-best', [best.report.lambda], evidence, message, next);
}

/** The best lambda is better than the baseline and at the end of the grid: a better one may lie beyond. */
export function findBestAtEdge({ lambdas, recipe, test, choice, references }: Observed): Finding | null {
  // Of networks that predict no better than the mean, there is no better one to look for.
  if (weighReferences(references, test.metric).mean !== null) return null;
  const best = lambdas.find(({ report }) => report.lambda === choice.lambda);
  if (best?.report.comparison?.verdict !== 'better') return null;
  const grid = lambdas.map(({ report }) => report.lambda).filter((lambda) => lambda >= 0);
  const { lambda } = best.report;
  const spread = averageSpread(best);
  const isLargest = grid.every((other) => other <= lambda);
  const isSmallest = grid.every((other) => other >= lambda);
  // There is nothing to look for beyond a lambda at which nothing is left of the network.
  const isCollapsed = spread !== null && spread < recipe.thresholds.collapsedSpread;
  if (lambda === 0 || !(isSmallest || (isLargest && !isCollapsed))) return null;
  const edge = isLargest ? (isSmallest ? 'only' : 'largest') : 'smallest';
  const beyond = isLargest ? (isSmallest ? 'smaller and larger' : 'larger') : 'smaller';
  const auto = recipe.penalty.lambdas === 'auto' ? '' : ', or take lambdas "auto"';
  const message =
    `The best lambda >= 0, ${sayLambda(lambda)}, is the ${edge} of the grid, so a better one may lie beyond it: add ${beyond} ` +
    `lambdas${auto}.`;
  const further = [...(isLargest ? [3, 10, 30] : []), ...(isSmallest ? [1 / 3, 1 / 10, 1 / 30] : [])];
  const wider = [
    ...lambdas.map(({ report }) => report.lambda),
    ...further.map((factor) => roundOff(factor * lambda)),
  ];
  const next = takeLambdas(
    recipe,
    wider.toSorted((a, b) => a - b),
  );
  return makeFinding('best-at-edge', [lambda], { edge, grid }, message, next);
}
