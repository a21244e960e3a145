import * as v from 'valibot';
import { describe, finite, positive } from '../schema.ts';

const share = v.pipe(finite, v.minValue(0), v.maxValue(1));

/** Thresholds of the findings: each threshold with its default and the reason for it. */
export const Thresholds = v.strictObject({
  inertShare: v.optional(
    describe(
      'inert-penalty: the penalty, at the larger of the first and the last weights, is below this share of the data loss. What changes the objective by less than a hundredth decides nothing.',
      positive,
    ),
    0.01,
  ),
  collapsedSpread: v.optional(
    describe(
      "collapsed-to-mean: the variance of the predictions on the training rows is below this share of the target's. A model that explains a twentieth says little more than the mean.",
      share,
    ),
    0.05,
  ),
  detectableShare: v.optional(
    describe(
      "detectable-limit: the smallest difference found with 80 % power exceeds this share of the baseline's mean (this amount of r2, pearson or accuracy). A twentieth is about what a useful penalty gains.",
      positive,
    ),
    0.05,
  ),
  nearZero: v.optional(
    describe(
      "no-exact-zeros: a weight is nearly zero when it is below this share of its layer's largest; the subgradient leaves weights circling there.",
      share,
    ),
    0.01,
  ),
  nearZeroShare: v.optional(
    describe(
      'no-exact-zeros: at least this share of the weights is nearly zero and none exactly. Among weights drawn at random, one in a hundred is.',
      share,
    ),
    0.1,
  ),
  optimisticLambdas: v.optional(
    describe(
      'optimistic-best: the best of at least this many lambdas >= 0 was chosen and judged on the same rows.',
      v.pipe(finite, v.minValue(2)),
    ),
    3,
  ),
  optimisticShare: v.optional(
    describe(
      "optimistic-best: the choice is estimated to flatter that lambda's mean by more than this share of its standard error. Less is lost in the noise.",
      share,
    ),
    0.1,
  ),
  unscaledFactor: v.optional(
    describe(
      'unscaled-data: the root mean square of a feature, or of the target, as the network sees it, exceeds this; or that of the target, or of every feature, is below the inverse of this. Initial weights and step sizes assume values of about 1.',
      v.pipe(finite, v.gtValue(1)),
    ),
    10,
  ),
  deadShare: v.optional(
    describe(
      'dead-units: more than this share of the hidden relu units give 0 on every training row looked at (256, or fewer for a large network); units whose incoming weights are all nearly zero do not count, since the penalty has pruned them. A few are dead at random.',
      share,
    ),
    0.1,
  ),
  improvingShare: v.optional(
    describe(
      'still-improving: over the last tenth of the epochs the line through the mean validation data loss fell by more than this share.',
      positive,
    ),
    0.01,
  ),
});

export type Thresholds = v.InferOutput<typeof Thresholds>;

export const DEFAULT_THRESHOLDS: Thresholds = v.parse(Thresholds, {});
