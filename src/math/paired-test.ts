import { takeMoments } from './mean.ts';
import { computeQuantile, computeTail } from './student-t.ts';

/** An estimate about which the true value is distributed as Student's t, with the standard error as scale. */
export interface Estimate {
  readonly mean: number;
  /** 0, or kept within the range of doubles. */
  readonly standardError: number;
  readonly df: number;
  /** Null if the standard error is 0; so is p. */
  readonly t: number | null;
  /** Two-sided. */
  readonly p: number | null;
}

/** A test of the mean of paired differences. */
export interface PairedTest extends Estimate {
  readonly pairs: number;
  /** Sample variance; 0 exactly when all differences are equal, else kept within the range of doubles. */
  readonly variance: number;
}

/**
 * The corrected resampled t-test (Nadeau and Bengio 2003, "Inference for the generalization error"): the standard
 * error is sqrt(variance * (1 / pairs + testOverTrain)).
 *
 * Every figure is finite, however large or small the differences are.
 *
 * @param differences candidate minus baseline for each pair; at least 2, finite, and so is their range
 * @param testOverTrain validation over training rows; 0 gives the plain paired t-test
 * @param leastVariance what the differences vary by at least, though few of them show it: where they were rounded
 */
export function testPairs(
  differences: readonly number[],
  testOverTrain: number,
  leastVariance = 0,
): PairedTest {
  const pairs = differences.length;
  const { mean, range, squares } = takeMoments(differences);
  const seen = range === 0 ? 0 : holdPositive(range * Math.sqrt(squares / (pairs - 1)));
  return describeTest(mean, Math.max(seen, Math.sqrt(leastVariance)), pairs, testOverTrain);
}

/** The same, from mean and sample variance. */
export function testMean(mean: number, variance: number, pairs: number, testOverTrain: number): PairedTest {
  return describeTest(mean, Math.sqrt(variance), pairs, testOverTrain);
}

function describeTest(mean: number, sd: number, pairs: number, testOverTrain: number): PairedTest {
  const standardError = sd === 0 ? 0 : holdPositive(sd * Math.sqrt(1 / pairs + testOverTrain));
  const variance = sd === 0 ? 0 : holdPositive(sd * sd);
  return { pairs, variance, ...testEstimate(mean, standardError, pairs - 1) };
}

/** Tests whether the true value may be 0. */
export function testEstimate(mean: number, standardError: number, df: number): Estimate {
  if (standardError === 0) return { mean, standardError, df, t: null, p: null };
  const t = holdFinite(mean / standardError);
  return { mean, standardError, df, t, p: computeTail(t, df) };
}

/**
 * The interval about an estimate that holds the true value with the probability `level`.
 *
 * @param level above 0, below 1
 */
export function spanInterval({ mean, standardError, df }: Estimate, level: number): [number, number] {
  const reach = standardError === 0 ? 0 : computeQuantile((1 + level) / 2, df) * standardError;
  return [holdFinite(mean - reach), holdFinite(mean + reach)];
}

/** A positive number; the smallest or the largest double if rounding has made it 0 or Infinity. */
function holdPositive(value: number): number {
  return Math.min(Math.max(value, Number.MIN_VALUE), Number.MAX_VALUE);
}

/** A number; the largest double of its sign if it is infinite. */
function holdFinite(value: number): number {
  return Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);
}

/** The variance that a difference of two values has by their rounding to steps: a step squared over 12 for each. */
export function measureRounding(step: number): number {
  return (step * step) / 6;
}
