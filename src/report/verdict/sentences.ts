import { kindOf, type Metric, sayMetric } from '../../recipe/metrics.ts';
import { formatCount } from '../../words/amounts.ts';
import { sayLambda } from '../../words/lambdas.ts';
import { listFirst } from '../../words/lists.ts';
import { percent, round } from '../../words/numbers.ts';
import type { Comparison, Test, TestOn } from '../comparison.ts';
import type { Choice } from '../schema.ts';
import { LEVEL, ON_THESE_ROWS } from './test-design.ts';

/** What a sentence needs of a comparison. */
type Judged = Omit<Comparison, 'sentence' | 'otherMetrics' | 'atBestEpoch'>;

/** The difference and its interval: "lowers validation RMSE by 9 % (95 % interval 2 to 15 %, 442 rows, 20 trainings)". */
export function describeDifference(comparison: Judged, test: TestOn<Metric>): string {
  const spelt = spellDifference(comparison);
  if (spelt === null) return '';
  const metric = sayMetric(test.metric);
  const { difference, size, interval } = spelt;
  if (difference === 0) return `does not change the mean ${metric}`;
  return `${difference < 0 ? 'lowers' : 'raises'} ${metric} by ${size} (${interval}, ${describeBasis(comparison, test)})`;
}

/** A difference that was estimated, its size and interval in words: "9 %" and "95 % interval 2 to 15 %". */
export function spellDifference({ difference, relative, interval, level }: Judged) {
  if (difference === null || interval === null || level === null) return null;
  // In percent of the baseline's mean if that has a meaning, and in the direction of the difference, so that
  // an interval that crosses zero has a negative end.
  const factor = relative === null ? Math.sign(difference) : (100 * Math.abs(relative)) / difference;
  const unit = relative === null ? '' : ' %';
  const [from, to] = interval.map((end) => end * factor).toSorted((x, y) => x - y);
  return {
    difference,
    size: `${round(difference * factor)}${unit}`,
    interval: `${Number((100 * level).toPrecision(3))} % interval ${round(from)} to ${round(to)}${unit}`,
  };
}

/** What an interval rests on. */
function describeBasis(
  { basis, pairs }: Judged,
  { clusters, clusteredBy, observations, name }: TestOn<Metric>,
): string {
  switch (basis) {
    case 'rows and trainings':
      return `${clusters} ${clusteredBy}, ${pairs} trainings`;
    case 'rows':
      return `${clusters} ${clusteredBy}, these two networks alone`;
    case 'blocks':
      return `${observations} blocks of steps`;
    default:
      return name === ON_THESE_ROWS ? `${observations} repeats of this split` : `${pairs} pairs`;
  }
}

/** The name of a baseline: no penalty, or its lambda. */
export function nameBaseline(baseline: number): string {
  return baseline === 0 ? 'no penalty' : `lambda = ${sayLambda(baseline)}`;
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
  test: TestOn<Metric>,
  reason: string,
): string {
  const only = test.name === ON_THESE_ROWS ? `, for networks trained ${limit(comparison)}on these rows` : '';
  switch (comparison.verdict) {
    case 'not tested': {
      const seen = describeDifference(comparison, test);
      return `${name} ${seen === '' ? '' : `${seen}, but `}was not tested: ${reason}.`;
    }
    case 'better':
    case 'worse':
      return `${name} ${describeDifference(comparison, test)}: ${comparison.verdict} than ${base}${only}.`;
    case 'equivalent':
      return `${name} makes no practical difference compared with ${base}: it ${describeDifference(comparison, test)}${only}.`;
    case 'undecided': {
      const what = isSignificant(comparison)
        ? 'real, but perhaps too small to matter'
        : 'this cannot be told from chance';
      const partial =
        comparison.pairs < test.pairs
          ? `, and ${test.pairs - comparison.pairs} of ${test.pairs} pairs ${typeof test.metric === 'string' ? 'diverged' : 'have no value'}`
          : '';
      return `${name} ${describeDifference(comparison, test)}: ${what}${partial}${only}.`;
    }
  }
}

/** Where no row has a value of its own, other rows to validate on might say something else. */
function limit({ basis }: Judged): string {
  return basis === 'pairs' ? 'and validated ' : '';
}

/** Within one report everybody knows the baseline; elsewhere a sentence must say what it compares with. */
export function nameBaseIn(sentence: string, base: string): string {
  return sentence.includes(base) ? sentence : `Compared with ${base}, ${sentence}`;
}

/** Whether the interval leaves 0 out. */
export function isSignificant({ pHolm }: Judged): boolean {
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
    return `Nothing was compared: lambda = ${sayLambda(test.baseline)} is the only one; add a lambda to compare it with.`;
  }
  const tested = compared.filter(({ comparison }) => comparison.verdict !== 'not tested');
  if (tested.length === 0) return compared[0].comparison.sentence;
  const positive = tested.filter(({ lambda }) => lambda >= 0);
  const better = positive.filter(({ comparison }) => comparison.verdict === 'better');
  if (better.length > 0) {
    const [chosen = better[0]] = better.filter(({ lambda }) => lambda === choice.lambda);
    return chosen.comparison.sentence;
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

function describeChance(
  undecided: readonly Compared[],
  besideNegative: boolean,
  test: Test,
  baseline: number,
): string {
  const what = besideNegative ? 'No lambda >= 0' : 'Nothing here';
  return sayChance(
    what,
    nameBaseline(baseline),
    undecided.map(({ comparison }) => comparison),
    test,
  );
}

/** What is said where nothing could be told from chance: how large a difference would have been seen. */
export function sayChance(
  what: string,
  base: string,
  undecided: readonly Judged[],
  test: TestOn<Metric>,
): string {
  const largest = Math.max(...undecided.map(({ detectable }) => detectable ?? 0));
  const { isError } = kindOf(test.metric);
  const share = isError && test.baselineMean ? ` (${percent(largest / Math.abs(test.baselineMean))})` : '';
  const amount =
    test.clusters > 0
      ? `${test.clusters} ${test.clusteredBy}`
      : formatCount(test.observations, test.name === ON_THESE_ROWS ? 'repeat' : 'pair');
  return (
    `${what} can be told apart from ${base}: with ${amount} a true difference of ` +
    `${round(largest)} in ${sayMetric(test.metric)}${share} would be seen four times in five, a smaller one less often.`
  );
}

function describeNoGain(verdicts: readonly Compared[], baseline: number): string {
  const parts = groupVerdicts(verdicts.map(({ lambda, comparison }) => ({ name: lambda, comparison })));
  if (parts.length > 0) return `No lambda is better than ${nameBaseline(baseline)} (${parts.join('; ')}).`;
  const negative = listFirst(verdicts.map(({ lambda }) => lambda));
  return `Only a subtracted penalty (lambda = ${negative}) was compared with ${nameBaseline(baseline)}, and it is better: add lambdas > 0, which penalise.`;
}

/** "worse: 0.1, 1; undecided: 0.01": who got which verdict, without those that are better. */
export function groupVerdicts(
  judged: readonly { readonly name: number | string; readonly comparison: Judged }[],
): string[] {
  const having = (isMeant: (comparison: Judged) => boolean) =>
    judged.filter(({ comparison }) => isMeant(comparison)).map(({ name }) => name);
  const isUndecided = ({ verdict }: Judged) => verdict === 'undecided';
  return [
    { words: 'worse', names: having(({ verdict }) => verdict === 'worse') },
    { words: 'practically equal', names: having(({ verdict }) => verdict === 'equivalent') },
    {
      words: 'real, but perhaps too small to matter',
      names: having((comparison) => isUndecided(comparison) && isSignificant(comparison)),
    },
    {
      words: 'undecided',
      names: having((comparison) => isUndecided(comparison) && !isSignificant(comparison)),
    },
    { words: 'not tested', names: having(({ verdict }) => verdict === 'not tested') },
  ].flatMap(({ words, names }) => (names.length === 0 ? [] : [`${words}: ${listFirst(names)}`]));
}
