import { detectDifference } from '../math/design.ts';
import { spanInterval } from '../math/paired-test.ts';
import { kindOf, type Metric, sayMetric } from '../recipe/metrics.ts';
import type { Judgement, TestOn } from '../report/comparison.ts';
import type { Contrast } from '../report/verdict/contrast.ts';
import type { Scale } from '../report/verdict/scale.ts';
import { LEVEL, ON_THESE_ROWS } from '../report/verdict/test-design.ts';
import { formatCount } from '../words/amounts.ts';
import { round } from '../words/numbers.ts';
import type { Gate, More } from './answer.ts';

// What scripts ask of a comparison, and what it would take to see more.

/** A comparison with the estimate that it rests on. */
export interface Weighed {
  readonly judgement: Judgement;
  readonly found: Contrast;
  readonly scale: Scale;
  readonly test: TestOn<Metric>;
}

/** What is known of the pairs and rows. */
export interface Extent {
  /** Folds of each repeat; 1 where each pair is a holdout of its own. */
  readonly folds: number;
  /** What a repeat is called. */
  readonly unit: 'repeat' | 'seed' | 'pair';
  /** Rows in all; null where nobody says. */
  readonly rows: number | null;
}

/** How large a true difference must be to be seen in 80 % of cases, in standard errors, by degrees of freedom. */
export type Reach = (df: number) => number;

/**
 * Remembers what it has worked out, since it is asked again and again.
 *
 * @param tests how many are compared, which share the level
 */
export function openReach(tests: number): Reach {
  const known = new Map<number, number>();
  return (df) => {
    const reach = known.get(df) ?? detectDifference(1, df, LEVEL / tests);
    known.set(df, reach);
    return reach;
  };
}

/** Nothing was tested, so no gate holds. */
export const NO_GATE: Gate = { better: false, notWorse: false, harm: null };

/**
 * Whether it is better, and whether the harm that it may do lies inside the region of equivalence: the upper end of the
 * one-sided interval, which the true harm exceeds in one case of twenty.
 */
export function weighGate({ judgement, found, scale, test }: Weighed): Gate {
  if (judgement.verdict === 'not tested') return NO_GATE;
  const { higherIsBetter } = kindOf(test.metric);
  const [low, high] = spanInterval(found, 1 - 2 * LEVEL);
  const isWhole = found.pairs === test.pairs;
  const [least, most] = scale.region;
  // Plus 0, since the harm of nothing is not minus nothing.
  const harm = (higherIsBetter ? -scale.toDifference(low) : scale.toDifference(high)) + 0;
  return {
    better: judgement.verdict === 'better',
    notWorse: isWhole && (higherIsBetter ? low >= least : high <= most),
    harm,
  };
}

/** Beyond this, a number of repeats is no advice. */
const MOST_PAIRS = 100_000;
/** So many times the rows are no advice either. */
const MOST_TIMES = 1000;

/**
 * What it takes to see a true difference in 80 % of cases, from the variance so far: repeats shrink only the luck of
 * single trainings, rows all of it.
 *
 * @param difference in units of the metric; null for the smallest that matters
 * @returns null where nothing was tested, or no difference matters
 */
export function weighMore(
  weighed: Weighed,
  difference: number | null,
  reach: Reach,
  extent: Extent,
): More | null {
  const { judgement, test } = weighed;
  const wanted = difference ?? test.region;
  if (judgement.verdict === 'not tested' || wanted === null || wanted === 0) return null;
  const pairs = countPairs(weighed, wanted, reach, extent);
  const timesRows = countRows(weighed, wanted, reach);
  const rows =
    extent.rows === null || timesRows === null ? null : Math.ceil(roundOff(timesRows * extent.rows));
  const counted = {
    difference: wanted,
    isNamed: difference !== null,
    pairs,
    repeats: pairs === null ? null : Math.ceil(pairs / extent.folds),
    rows,
    timesRows,
  };
  return { ...counted, sentence: sayMore(weighed, counted, extent) };
}

/** Whole repeats that make the difference visible; null where endless ones would not. */
function countPairs(
  { found, scale, test }: Weighed,
  wanted: number,
  reach: Reach,
  { folds }: Extent,
): number | null {
  const { standardError, errorAtBest, pairs, df } = found;
  const isSeen = (error: number, freedom: number) =>
    Math.abs(scale.toDifference(reach(freedom) * error)) <= wanted;
  if (isSeen(standardError, df)) return pairs;
  if (errorAtBest === null) return null;
  const luck = Math.max(0, standardError ** 2 - errorAtBest ** 2);
  const freedomOf = (count: number) => {
    if (found.basis === 'pairs') {
      const observations = test.name === ON_THESE_ROWS ? count / folds : count;
      return roundDown(Math.max(1, Math.floor(observations) - 1));
    }
    return Math.max(df, roundDown(Math.min(test.clusters - 1, count - 1)));
  };
  const isEnough = (repeats: number) => {
    const count = repeats * folds;
    return isSeen(Math.sqrt(errorAtBest ** 2 + (luck * pairs) / count), freedomOf(count));
  };
  const most = Math.ceil(MOST_PAIRS / folds);
  if (!isEnough(most)) return null;
  let [low, high] = [Math.floor(pairs / folds), most];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high * folds;
}

/** By how much the rows must grow; null where that is no advice. */
function countRows({ found, scale, test }: Weighed, wanted: number, reach: Reach): number | null {
  // Of these rows alone something is claimed: others would be another claim.
  if (test.name === ON_THESE_ROWS && found.basis === 'pairs') return null;
  const seen = reach(found.df) * found.standardError;
  if (Math.abs(scale.toDifference(seen)) <= wanted) return 1;
  let [low, high] = [0, seen];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (Math.abs(scale.toDifference(middle)) <= wanted) low = middle;
    else high = middle;
  }
  const times = (seen / low) ** 2;
  return times <= MOST_TIMES ? roundOff(times) : null;
}

/** From here on, the next degree of freedom changes nothing to speak of. */
const MANY_DEGREES = 100;

/** Fewer degrees of freedom that are asked for more than once. */
function roundDown(df: number): number {
  if (df < MANY_DEGREES) return df;
  const unit = 10 ** (Math.floor(Math.log10(df)) - 1);
  return Math.floor(df / unit) * unit;
}

function roundOff(value: number): number {
  return Number(value.toPrecision(2));
}

function sayMore(
  { test }: Weighed,
  { difference, pairs, repeats, rows, timesRows }: Omit<More, 'sentence'>,
  { unit, folds }: Extent,
): string {
  const what = `a true difference of ${round(difference)} in ${sayMetric(test.metric)}`;
  if (timesRows === 1 || pairs === test.pairs) {
    return `These scores are enough to see ${what} four times in five.`;
  }
  const byRows = timesRows === null ? null : sayRows(timesRows, rows);
  if (pairs === null) {
    const why =
      test.name === 'test of forward blocks'
        ? 'Repeats do not help a forward chain'
        : 'By these scores no number of repeats on these rows is enough';
    return `${why} to see ${what} four times in five; it takes ${byRows ?? 'far more rows'}.`;
  }
  const many = formatCount(repeats ?? 0, unit);
  const inAll = folds > 1 ? ` (${pairs} pairs in all)` : ' in all';
  const or = byRows === null ? '' : `, or ${byRows}`;
  return `To see ${what} four times in five takes about ${many}${inAll}${or}.`;
}

function sayRows(timesRows: number, rows: number | null): string {
  const size = rows === null ? 'as many rows' : `the rows (some ${rows})`;
  return `about ${timesRows} times ${size}`;
}
