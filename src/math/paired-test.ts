import { takeMoments } from './mean.ts';
import { computeQuantile, computeTail } from './student-t.ts';

/** A test of the mean of paired differences. */
export interface PairedTest {
  readonly pairs: number;
  readonly mean: number;
  /** Sample variance; 0 exactly when all differences are equal, else kept within the range of doubles. */
  readonly variance: number;
  /** sqrt(variance * (1 / pairs + testOverTrain)), kept within the range of doubles likewise. */
  readonly standardError: number;
  readonly df: number;
  /** Null if the variance is 0; so is p. */
  readonly t: number | null;
  /** Two-sided. */
  readonly p: number | null;
  readonly interval95: readonly [number, number];
}

/**
 * The corrected resampled t-test (Nadeau and Bengio 2003, "Inference for the generalization error").
 *
 * Every figure is finite, however large or small the differences are.
 *
 * @param differences candidate minus baseline for each pair; at least 2, finite, and so is their range
 * @param testOverTrain validation over training rows; 0 gives the plain paired t-test
 */
export function testPairs(differences: readonly number[], testOverTrain: number): PairedTest {
  const pairs = differences.length;
  const { mean, range, squares } = takeMoments(differences);
  const sd = range === 0 ? 0 : holdPositive(range * Math.sqrt(squares / (pairs - 1)));
  return describeTest(mean, sd, pairs, testOverTrain);
}

/** The same, from mean and sample variance. */
export function testMean(mean: number, variance: number, pairs: number, testOverTrain: number): PairedTest {
  return describeTest(mean, Math.sqrt(variance), pairs, testOverTrain);
}

function describeTest(mean: number, sd: number, pairs: number, testOverTrain: number): PairedTest {
  const df = pairs - 1;
  if (sd === 0) {
    return { pairs, mean, variance: 0, standardError: 0, df, t: null, p: null, interval95: [mean, mean] };
  }
  const variance = holdPositive(sd * sd);
  const standardError = holdPositive(sd * Math.sqrt(1 / pairs + testOverTrain));
  const t = holdFinite(mean / standardError);
  const reach = computeQuantile(0.975, df) * standardError;
  const interval95 = [holdFinite(mean - reach), holdFinite(mean + reach)] as const;
  return { pairs, mean, variance, standardError, df, t, p: computeTail(t, df), interval95 };
}

/** A positive number; the smallest or the largest double if rounding has made it 0 or Infinity. */
function holdPositive(value: number): number {
  return Math.min(Math.max(value, Number.MIN_VALUE), Number.MAX_VALUE);
}

/** A number; the largest double of its sign if it is infinite. */
function holdFinite(value: number): number {
  return Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);
}
