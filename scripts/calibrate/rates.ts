import { mean, sd as measureSd, median } from '../../src/math/mean.ts';
import type { MetricName } from '../../src/recipe/metrics.ts';
import type { Cell } from './cells.ts';

/** The tests that are compared, each at 5 %, two-sided, without a region. */
export const TESTS = ['naive', 'corrected', 'rows alone', 'ours'] as const;
export type TestName = (typeof TESTS)[number];

/** What the tests said of one lambda against another on one data set. */
export interface Judged {
  /** The estimate, which they share: for errors the mean log ratio. */
  readonly mean: number;
  /** Fewer than five pairs have no test by rows. */
  readonly tests: Readonly<Record<Exclude<TestName, 'rows alone'>, Span>> & {
    readonly 'rows alone'?: Span;
  };
}

/** What a test knows of the true difference. */
interface Span {
  readonly standardError: number;
  readonly interval: readonly [number, number];
}

/** For each metric of a cell its lambdas, then 0 itself with other streams; null if there is no estimate. */
export type SetResult = readonly (readonly (Judged | null)[])[];

/** One lambda of one cell by one metric, over all data sets. */
export interface Arm {
  readonly cell: string;
  readonly metric: MetricName;
  /** Null for 0 itself with other streams. */
  readonly lambda: number | null;
  /** By the number of the data set. */
  readonly judged: ReadonlyMap<number, Judged>;
  /** What the tests estimate: 0 for the same lambda, else the mean of the estimate over all data sets. */
  readonly truth: number;
  /** Standard deviation of the estimate over all data sets. */
  readonly sd: number;
}

/** A share of tests, with its Monte Carlo error. */
export interface Rate {
  readonly rate: number;
  readonly error: number;
  readonly tests: number;
}

/** Nearer to 0 than this, in standard deviations of its estimate, a true difference counts as none. */
const NO_DIFFERENCE = 1 / 4;

/** Puts the results of a cell together; arms with fewer than two data sets are left out. */
export function listArms(cell: Cell, results: ReadonlyMap<number, SetResult>): Arm[] {
  return cell.metrics.flatMap((metric, m) =>
    [...cell.lambdas, null].flatMap((lambda, i) => {
      const judged = new Map<number, Judged>();
      // In the order of the data sets, whichever thread was first.
      for (const set of [...results.keys()].sort((a, b) => a - b)) {
        const found = results.get(set)?.[m][i];
        if (found) judged.set(set, found);
      }
      if (judged.size < 2) return [];
      const means = [...judged.values()].map((each) => each.mean);
      const truth = lambda === null ? 0 : mean(means);
      return [{ cell: cell.name, metric, lambda, judged, truth, sd: measureSd(means) }];
    }),
  );
}

/** The true difference in standard deviations of its estimate. */
export function measureSize({ truth, sd }: Arm): number {
  return sd === 0 ? 0 : Math.abs(truth) / sd;
}

/** The same lambda twice. */
export function isSame({ lambda }: Arm): boolean {
  return lambda === null;
}

/** A lambda that makes no difference to speak of. */
export function isNull(arm: Arm): boolean {
  return !isSame(arm) && measureSize(arm) < NO_DIFFERENCE;
}

export function countTests(arms: readonly Arm[]): number {
  return arms.reduce((sum, { judged }) => sum + judged.size, 0);
}

/** How often a test says that there is a difference. */
export function rateRejections(arms: readonly Arm[], test: TestName): Rate {
  return pool(arms, test, (interval) => !holds(interval, 0));
}

/** How often a test's interval misses the true difference. */
export function rateMisses(arms: readonly Arm[], test: TestName): Rate {
  return pool(arms, test, (interval, { truth }) => !holds(interval, truth));
}

function holds([low, high]: Span['interval'], value: number): boolean {
  return low <= value && value <= high;
}

/**
 * Arms of one data set rise and fall together, so a data set is one draw, however many arms it has. Of no tests the
 * rate is NaN.
 */
function pool(
  arms: readonly Arm[],
  test: TestName,
  isHit: (interval: Span['interval'], arm: Arm) => boolean,
): Rate {
  const draws = new Map<string, { hits: number; tests: number }>();
  for (const arm of arms) {
    for (const [set, { tests }] of arm.judged) {
      const span = tests[test];
      if (span === undefined) continue;
      const key = `${arm.cell} ${set}`;
      const draw = draws.get(key) ?? { hits: 0, tests: 0 };
      draws.set(key, draw);
      draw.tests += 1;
      if (isHit(span.interval, arm)) draw.hits += 1;
    }
  }
  let [hits, tests] = [0, 0];
  for (const draw of draws.values()) {
    hits += draw.hits;
    tests += draw.tests;
  }
  const rate = hits / tests;
  let squares = 0;
  for (const draw of draws.values()) squares += (draw.hits - draw.tests * rate) ** 2;
  return { rate, error: Math.sqrt(squares) / tests, tests };
}

/** The rate of the arm that has the largest; null if no arm has the test. */
export function findLargest(
  arms: readonly Arm[],
  test: TestName,
  rateOf: (arms: readonly Arm[], test: TestName) => Rate,
): Rate | null {
  const rates = arms.map((arm) => rateOf([arm], test)).filter(({ tests }) => tests > 0);
  return rates.reduce<Rate | null>(
    (most, each) => (most !== null && most.rate >= each.rate ? most : each),
    null,
  );
}

/**
 * What a test takes the standard deviation of the estimate for: median of its standard errors / that deviation. NaN
 * without tests.
 */
export function compareError(arms: readonly Arm[], test: TestName): number {
  const ratios = arms.flatMap(({ judged, sd }) => {
    if (sd === 0) return [];
    const spans = [...judged.values()].flatMap(({ tests }) => tests[test] ?? []);
    return spans.map(({ standardError }) => standardError / sd);
  });
  return median(ratios);
}
