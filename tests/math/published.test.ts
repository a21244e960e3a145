import { describe, expect, it } from 'vitest';
import published from '../../fixtures/statistics.json' with { type: 'json' };
import { detectDifference, measureStandardError } from '../../src/math/design.ts';
import { adjustHolm } from '../../src/math/holm.ts';
import { spanInterval, testMean, testPairs } from '../../src/math/paired-test.ts';
import { weighRegion } from '../../src/math/posterior.ts';
import { computeQuantile } from '../../src/math/student-t.ts';
import { assertClose } from '../assert-close.ts';

/** What the published vectors are asked to hold to; they have 6 to 10 digits. */
const DIGITS = 1e-6;

describe('the published vectors', () => {
  const [summary, worked] = published.correctedResampledT.vectors;

  it('of the corrected resampled t-test hold', () => {
    const { mean = 0, pairs = 0, testOverTrain = 0 } = summary;
    // The variance is printed in 6 digits, too few for t: that of which the vector was computed is 0.022 / 15.
    const variance = 0.022 / 15;
    expect(Number(variance.toFixed(8))).toBe(summary.variance);
    const test = testMean(mean, variance, pairs, testOverTrain);
    assertClose(test.t ?? Number.NaN, summary.t, DIGITS);
    assertClose(test.p ?? Number.NaN, summary.pTwoSided, DIGITS);
    assertClose(testMean(mean, variance, pairs, 0).t ?? Number.NaN, summary.uncorrectedT, DIGITS);
    const { differences = [], folds = 0 } = worked;
    const corrected = testPairs(differences, 1 / (folds - 1));
    assertClose(corrected.t ?? Number.NaN, worked.t, DIGITS);
    assertClose(corrected.p ?? Number.NaN, worked.pTwoSided, DIGITS);
    const plain = testPairs(differences, 0);
    assertClose(plain.t ?? Number.NaN, worked.uncorrectedT, DIGITS);
    assertClose(plain.p ?? Number.NaN, worked.uncorrectedP ?? Number.NaN, DIGITS);
  });

  it('of the Bayesian correlated t-test hold', () => {
    const [one, two] = published.bayesianCorrelatedT.vectors;
    const test = testMean(one.mean ?? 0, one.variance ?? 0, one.pairs ?? 0, 1 / (one.folds - 1));
    const weights = weighRegion(test, [-one.rope, one.rope]);
    assertClose([weights.below, weights.inside, weights.above], [one.below, one.inside, one.above], DIGITS);
    assertClose(spanInterval(test, 0.95), one.credible95 ?? [], DIGITS);
    assertClose(weighRegion(test, [0, 0]).above, one.probabilityAboveZero ?? Number.NaN, DIGITS);
    const other = weighRegion(testPairs(two.differences ?? [], 1 / (two.folds - 1)), [-two.rope, two.rope]);
    assertClose([other.below, other.inside, other.above], [two.below, two.inside, two.above], DIGITS);
  });

  it('of Holm, the quantiles and the standard error over folds hold', () => {
    assertClose(
      adjustHolm(published.holm.p).map(({ p }) => p),
      published.holm.adjusted,
      DIGITS,
    );
    for (const [df, value] of Object.entries(published.tQuantile975)) {
      assertClose(computeQuantile(0.975, Number(df)), value, DIGITS);
    }
    const repeats = [
      [1, 2, 3],
      [2, 2, 5],
    ];
    const { withinRepeat, standardError } = published.standardErrorOverFolds;
    repeats.forEach((values, i) => {
      assertClose(measureStandardError([values], 'folds', 0) ?? Number.NaN, withinRepeat[i], DIGITS);
    });
    assertClose(measureStandardError(repeats, 'folds', 0) ?? Number.NaN, standardError, DIGITS);
  });

  it('of the smallest difference that a design detects hold, to the four digits given', () => {
    const {
      fiveFoldOnce,
      fiveFoldFourTimes,
      tenFoldTenTimes,
      fiveFoldFloorHoweverManyRepeats,
      tenFoldFloor,
    } = published.smallestDetectable;
    const detect = (pairs: number, folds: number) => {
      const standardError = Math.sqrt(1 / pairs + 1 / (folds - 1));
      return {
        significant: computeQuantile(0.975, pairs - 1) * standardError,
        power80: detectDifference(standardError, pairs - 1, 0.05),
      };
    };
    for (const [found, expected] of [
      [detect(5, 5), fiveFoldOnce],
      [detect(20, 5), fiveFoldFourTimes],
      [detect(100, 10), tenFoldTenTimes],
    ] as const) {
      assertClose(found.significant, expected.significant, 5e-5);
      assertClose(found.power80, expected.power80, 5e-5);
    }
    // However many repeats: at 1e5 pairs the term 1 / pairs moves the third digit no more.
    assertClose(detect(1e5, 5).significant, fiveFoldFloorHoweverManyRepeats.significant, 5e-4);
    assertClose(detect(1e5, 10).significant, tenFoldFloor.significant, 5e-4);
  });

  it('of the degenerate case: pairs that all differ by -1 are decided, never NaN', () => {
    const test = testPairs(new Array(10).fill(-1), 1 / 9);
    expect(test).toMatchObject({ mean: -1, t: null, p: null });
    expect(spanInterval(test, 0.95)).toEqual([-1, -1]);
    expect(weighRegion(test, [-0.5, 0.5])).toEqual({ below: 1, inside: 0, above: 0 });
  });
});
