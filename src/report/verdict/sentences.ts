import { METRIC_KINDS } from '../../recipe/metrics.ts';
import { listFirst } from '../../words/lists.ts';
import { round } from '../../words/numbers.ts';
import type { Choice, Comparison, Test } from '../schema.ts';
import { LEVEL } from './test-design.ts';

type Judged = Omit<Comparison, 'sentence'>;

/** The difference and its interval: "lowers validation RMSE by 9 % (95 % interval 2 to 15 %, 20 pairs)". */
function describeDifference({ difference, relative, interval95 }: Judged, test: Test): string {
  if (difference === null || interval95 === null) return '';
  const { label } = METRIC_KINDS[test.metric];
  if (difference === 0) return `does not change the mean validation ${label}`;
  // In percent of the baseline's mean if that has a meaning, and in the direction of the difference, so that
  // an interval that crosses zero has a negative end.
  const factor = relative === null ? Math.sign(difference) : (100 * Math.abs(relative)) / difference;
  const unit = relative === null ? '' : ' %';
  const [from, to] = interval95.map((end) => end * factor).toSorted((x, y) => x - y);
  const kind = test.name === 'corrected resampled t-test' ? 'pairs' : 'repeats of this split';
  return (
    `${difference < 0 ? 'lowers' : 'raises'} validation ${label} by ${round(difference * factor)}${unit} ` +
    `(95 % interval ${round(from)} to ${round(to)}${unit}, ${test.observations} ${kind})`
  );
}

/** The name of a baseline: no penalty, or its lambda. */
export function nameBaseline(baseline: number): string {
  return baseline === 0 ? 'no penalty' : `lambda = ${baseline}`;
}

/**
 * The verdict as a sentence.
 *
 * @param name what was compared with `base`
 * @param reason why nothing was tested
 */
export function describeVerdict(
  name: string,
  base: string,
  comparison: Judged,
  test: Test,
  reason: string,
): string {
  const only = test.name === 'paired t-test, this split only' ? ', on this split only' : '';
  switch (comparison.verdict) {
    case 'not tested':
      return `${name} was not tested: ${reason}.`;
    case 'better':
    case 'worse':
      return `${name} ${describeDifference(comparison, test)}: ${comparison.verdict} than ${base}${only}.`;
    case 'equivalent':
      return `${name} makes no practical difference compared with ${base}: it ${describeDifference(comparison, test)}${only}.`;
    case 'undecided': {
      const { p } = comparison;
      // The interval is for this lambda by itself, and may exclude zero although the adjusted p is not small.
      const adjusted = p !== null && p < LEVEL ? ', with p adjusted for the number of lambdas' : '';
      const what = isSignificant(comparison)
        ? 'real, but perhaps negligible'
        : `this cannot be distinguished from chance${adjusted}`;
      return `${name} ${describeDifference(comparison, test)}: ${what}${only}.`;
    }
  }
}

function isSignificant({ pHolm }: Judged): boolean {
  return pHolm !== null && pHolm < LEVEL;
}

/** One lambda with what was found about it. */
export interface Verdict {
  readonly lambda: number;
  readonly comparison: Comparison | null;
  /** Whether its predictions are almost constant. */
  readonly collapsed: boolean;
}

/**
 * The answer in one sentence: the lambda >= 0 with the best mean among those that are better, else what the
 * others have in common. A negative lambda is never the answer.
 */
export function writeHeadline(verdicts: readonly Verdict[], choice: Choice, test: Test): string {
  const compared = verdicts.flatMap(({ lambda, comparison, collapsed }) =>
    comparison === null ? [] : [{ lambda, comparison, collapsed }],
  );
  if (test.baseline === null) {
    return 'Nothing was compared: no lambda is the baseline; add lambda = 0, or name a baseline.';
  }
  if (compared.length === 0) {
    return `Nothing was compared: lambda = ${test.baseline} is the only one; add a lambda to compare it with.`;
  }
  const tested = compared.filter(({ comparison }) => comparison.verdict !== 'not tested');
  if (tested.length === 0) return describeUntested(compared[0].comparison, choice);
  const positive = tested.filter(({ lambda }) => lambda >= 0);
  const better = positive.filter(({ comparison }) => comparison.verdict === 'better');
  if (better.length > 0) {
    const chosen = better.find(({ lambda }) => lambda === choice.minimum) ?? findStrongest(better);
    const caution = chosen.collapsed ? ' But its predictions are almost constant.' : '';
    return chosen.comparison.sentence + caution;
  }
  const asked = positive.length > 0 ? positive : tested;
  const unclear = asked.every(
    ({ comparison }) => comparison.verdict === 'undecided' && !isSignificant(comparison),
  );
  return unclear
    ? describeChance(asked, tested.length > asked.length, test, test.baseline)
    : describeNoGain(asked, test.baseline);
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

function describeChance(
  undecided: readonly Compared[],
  besideNegative: boolean,
  test: Test,
  baseline: number,
): string {
  const what = besideNegative ? 'No lambda >= 0' : 'Nothing here';
  const largest = Math.max(...undecided.map(({ comparison }) => comparison.detectable ?? 0));
  return (
    `${what} can be told apart from ${nameBaseline(baseline)}: this design detects a difference of ${round(largest)} ` +
    `in validation ${METRIC_KINDS[test.metric].label} in 80 % of cases, and smaller ones less often.`
  );
}

function describeNoGain(verdicts: readonly Compared[], baseline: number): string {
  const having = (verdict: string) =>
    verdicts.filter(({ comparison }) => comparison.verdict === verdict).map(({ lambda }) => lambda);
  const parts = [
    ['worse', 'worse'],
    ['equivalent', 'practically equal'],
    ['undecided', 'undecided'],
    ['not tested', 'not tested'],
  ].flatMap(([verdict, words]) => {
    const lambdas = having(verdict);
    return lambdas.length === 0 ? [] : [`${words}: ${listFirst(lambdas)}`];
  });
  return `No lambda is better than ${nameBaseline(baseline)} (${parts.join('; ')}).`;
}
