import * as v from 'valibot';
import { JudgementSchema, TestSchema } from '../report/comparison.ts';
import { count, describe, finite, orNull } from '../schema.ts';
import { JudgeFindingSchema } from './findings/finding.ts';

// What a judge answers. One schema gives the type, the OpenAPI document and the check that tests make of every answer.

export const JudgeReadingSchema = v.strictObject({
  form: describe(
    'What the scores were taken for: arrays or columns by candidate (wide), a row for each score (long), a row for each loss of a row (losses), runs with settings and metrics (runs), the cv_results_ of scikit-learn (splits), or a report of absum (report).',
    v.picklist(['wide', 'long', 'losses', 'runs', 'splits', 'report']),
  ),
  source: v.optional(
    describe(
      'Whose export it looks like.',
      v.picklist(['scikit-learn', 'MLflow', 'Weights & Biases', 'Optuna', 'absum']),
    ),
  ),
  columns: describe(
    'What each column was taken for: its role, and its names; of splits the pattern of their names.',
    v.record(v.string(), v.array(v.string())),
  ),
  notes: describe('What is to be known of how it was read, a sentence each.', v.array(v.string())),
});
export type JudgeReading = v.InferOutput<typeof JudgeReadingSchema>;

const { metric: _metric, baseline: _baseline, ...test } = TestSchema.entries;

const MoreSchema = v.strictObject({
  difference: describe('The true difference to be seen, in units of the metric.', finite),
  isNamed: describe('Whether it was asked for; else it is the smallest that matters.', v.boolean()),
  pairs: describe(
    'Pairs that it takes in all, on as many rows as now; null where no number of them is enough.',
    v.nullable(count),
  ),
  repeats: describe('The same in repeats of all folds, or in seeds.', v.nullable(count)),
  rows: describe(
    'Rows that it takes in all, in as many pairs as now, since a standard error falls with the square root of the rows; null where their number is not known, or rows do not help.',
    v.nullable(count),
  ),
  timesRows: describe('The same as a multiple of the rows; 1 where nothing more is needed.', orNull),
  sentence: describe('What it takes, in words.', v.string()),
});
export type More = v.InferOutput<typeof MoreSchema>;

const GateSchema = v.strictObject({
  better: describe('Whether it is judged better.', v.boolean()),
  notWorse: describe(
    'Whether the harm that can be excluded lies inside the region of equivalence: false where nothing was tested, or a pair has no score.',
    v.boolean(),
  ),
  harm: describe(
    'How much worse it may be, in units of the metric: the upper end of the one-sided 95 % interval; below 0 where it is sure to be better.',
    orNull,
  ),
});
export type Gate = v.InferOutput<typeof GateSchema>;

export const CandidateSchema = v.strictObject({
  name: describe('Its name.', v.string()),
  mean: describe('Mean over the pairs; null if any pair has no score.', orNull),
  sd: describe('Sample standard deviation over the pairs; null with fewer than two.', orNull),
  se: describe(
    'Standard error of the mean; null where the split cannot give one. Whether two candidates differ is told by their comparison.',
    orNull,
  ),
  values: describe('One for each pair, in the order of design.pairs.', v.array(orNull)),
  reason: v.optional(describe('Why a value is null.', v.string())),
  comparison: describe('Against the baseline; null for the baseline itself.', v.nullable(JudgementSchema)),
  gate: describe(
    'What scripts ask; null for the baseline itself. Adjusted for nothing but what `better` is.',
    v.nullable(GateSchema),
  ),
  more: describe(
    'How much more would show a difference in 80 % of cases; null for the baseline, and where nothing was tested.',
    v.nullable(MoreSchema),
  ),
});
export type JudgedCandidate = v.InferOutput<typeof CandidateSchema>;

export const JudgeAnswerSchema = v.strictObject({
  headline: describe('The answer in one sentence.', v.string()),
  advice: describe('What to do, a sentence each, the most useful first.', v.array(v.string())),
  test: describe(
    'How the candidates were tested against the baseline.',
    v.strictObject({
      metric: describe('What decides.', v.string()),
      label: describe('The same as sentences name it.', v.string()),
      direction: describe('Whether lower or higher is better.', v.picklist(['lower', 'higher'])),
      scale: describe(
        'logarithm: errors above 0 are compared by their ratios; metric: others by their differences.',
        v.picklist(['logarithm', 'metric']),
      ),
      baseline: describe('The candidate that all others are compared with.', v.string()),
      ...test,
    }),
  ),
  design: describe(
    'How the pairs came about.',
    v.strictObject({
      pairs: describe('The name of each pair; every array of values is in this order.', v.array(v.string())),
      folds: v.optional(describe('Folds of each repeat.', count)),
      repeats: describe('Rounds of folds; without folds, the pairs.', count),
      split: describe('As in the request.', v.picklist(['resampled', 'fixed', 'forward'])),
      trainingRows: describe('Rows trained on, as given.', orNull),
      validationRows: describe('Rows validated on, as given.', orNull),
      isAssumed: describe(
        'Whether test.testOverTrain is an assumption, since neither folds nor sizes are known.',
        v.boolean(),
      ),
    }),
  ),
  candidates: describe('What each candidate came to, in the order of the scores.', v.array(CandidateSchema)),
  choice: describe('The candidate to take: the best of those judged better, else the baseline.', v.string()),
  findings: describe(
    'What a careful colleague would say on seeing these scores, most pressing first.',
    v.array(JudgeFindingSchema),
  ),
  reading: describe('How the scores were read.', JudgeReadingSchema),
  version: describe('Version of absum that judged.', v.string()),
});
export type JudgeAnswer = v.InferOutput<typeof JudgeAnswerSchema>;
