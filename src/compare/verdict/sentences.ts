import type { Choice, Comparison, Test } from '../report.ts';
import { METRIC_KINDS, type MetricName } from './metric-kinds.ts';

type Judged = Omit<Comparison, 'sentence'>;

/** What the baseline is called: no penalty, or its lambda. */
function nameBaseline({ baseline }: Test): string {
  return baseline === 0 ? 'no penalty' : `lambda = ${baseline}`;
}

/** Two significant digits, as one would say a percentage or an amount. */
function round(value: number): string {
  return String(Number(Math.abs(value).toPrecision(2)));
}

/** The difference and its interval: "lowers validation RMSE by 9 % (95 % interval 2 to 15 %, 20 pairs)". */
function describeDifference(comparison: Judged, test: Test): string {
  const { difference, relative, interval95 } = comparison;
  if (difference === null || interval95 === null) return '';
  const { label } = METRIC_KINDS[test.metric as MetricName];
  // In percent of the baseline's mean where that has a meaning, and in the direction of the difference, so
  // that an interval which crosses zero shows a negative end.
  const factor = (relative === null ? 1 : (100 * relative) / difference) * (difference < 0 ? -1 : 1);
  const unit = relative === null ? '' : ' %';
  const [from, to] = interval95.map((end) => end * factor).toSorted((x, y) => x - y);
  const observed = `${test.observations} ${test.name === 'corrected resampled t-test' ? 'pairs' : 'repeats of this split'}`;
  const sign = (end: number) => (end < 0 ? '-' : '') + round(end);
  const verb = difference < 0 ? 'lowers' : 'raises';
  return `${verb} validation ${label} by ${round(difference * factor)}${unit} (95 % interval ${sign(from)} to ${sign(to)}${unit}, ${observed})`;
}

/** The verdict on one lambda as a sentence. */
export function describeVerdict(lambda: number, comparison: Judged, test: Test, reason: string): string {
  const name = `lambda = ${lambda}`;
  const base = nameBaseline(test);
  const only = test.name === 'paired t-test, this split only' ? ', on this split only' : '';
  switch (comparison.verdict) {
    case 'not tested':
      return `${name} was not tested: ${reason}.`;
    case 'better':
    case 'worse':
      return `${name} ${describeDifference(comparison, test)}: ${comparison.verdict} than ${base}${only}.`;
    case 'equivalent':
      return `${name} makes no practical difference against ${base}: it ${describeDifference(comparison, test)}${only}.`;
    case 'undecided': {
      const significant = (comparison.pHolm ?? 1) < 0.05;
      const what = significant ? 'real but negligible, or not settled' : 'this cannot be told from chance';
      return `${name} ${describeDifference(comparison, test)}: ${what}${only}.`;
    }
  }
}

/** One lambda with what was found of it. */
export interface Verdict {
  readonly lambda: number;
  readonly comparison: Comparison | null;
  /** Whether its predictions are all but constant. */
  readonly collapsed: boolean;
}

/**
 * The answer in one sentence: of the lambdas >= 0 that are better the one with the best mean, else what
 * the others have in common. A negative lambda is never the answer.
 */
export function writeHeadline(verdicts: readonly Verdict[], choice: Choice, test: Test): string {
  const compared = verdicts.flatMap(({ lambda, comparison, collapsed }) =>
    comparison === null ? [] : [{ lambda, comparison, collapsed }],
  );
  if (test.baseline === null) {
    return 'Nothing was compared: no lambda is the baseline; add lambda = 0, or name a baseline.';
  }
  if (compared.length === 0) {
    return `Nothing was compared: lambda = ${test.baseline} stands alone; add a lambda to compare it with.`;
  }
  const tested = compared.filter(({ comparison }) => comparison.verdict !== 'not tested');
  if (tested.length === 0) return describeUntested(compared[0].comparison, choice);
  const positive = tested.filter(({ lambda }) => lambda >= 0);
  const better = positive.filter(({ comparison }) => comparison.verdict === 'better');
  if (better.length > 0) {
    const chosen = better.find(({ lambda }) => lambda === choice.minimum) ?? findStrongest(better);
    const caution = chosen.collapsed ? ' It predicts little more than the mean.' : '';
    return chosen.comparison.sentence + caution;
  }
  if (tested.every(({ comparison }) => comparison.verdict === 'undecided'))
    return describeChance(tested, test);
  return describeNoGain(positive.length > 0 ? positive : tested, test);
}

type Compared = Verdict & { readonly comparison: Comparison };

function findStrongest(verdicts: readonly Compared[]): Compared {
  const size = ({ comparison }: Compared) => Math.abs(comparison.difference ?? 0);
  return verdicts.reduce((best, candidate) => (size(candidate) > size(best) ? candidate : best));
}

function describeUntested({ sentence }: Comparison, { minimum }: Choice): string {
  const best = minimum === null ? '' : `lambda = ${minimum} has the best mean, but nothing was tested. `;
  return best + sentence;
}

function describeChance(tested: readonly Compared[], test: Test): string {
  if (tested.some(({ comparison }) => (comparison.pHolm ?? 1) < 0.05))
    return findStrongest(tested).comparison.sentence;
  const largest = Math.max(...tested.map(({ comparison }) => comparison.detectable ?? 0));
  return (
    `Nothing here can be told from chance: no lambda differs from ${nameBaseline(test)} beyond it, and a difference of ` +
    `${round(largest)} in validation ${METRIC_KINDS[test.metric as MetricName].label} is the smallest that this design finds in 80 % of cases.`
  );
}

function describeNoGain(verdicts: readonly Compared[], test: Test): string {
  const having = (verdict: string) =>
    verdicts.filter(({ comparison }) => comparison.verdict === verdict).map(({ lambda }) => lambda);
  const parts = [
    ['worse', 'worse'],
    ['equivalent', 'practically equal'],
    ['undecided', 'undecided'],
    ['not tested', 'not tested'],
  ].flatMap(([verdict, words]) => {
    const lambdas = having(verdict);
    return lambdas.length === 0 ? [] : [`${words}: ${lambdas.join(', ')}`];
  });
  return `No lambda is better than ${nameBaseline(test)} (${parts.join('; ')}).`;
}
