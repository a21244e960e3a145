import * as v from 'valibot';
import type { RawCell } from '../data/table.ts';
import { describeValue } from '../errors.ts';
import { amount, bulk, columnName, type DeepReadonly, describe, finite, positive } from '../schema.ts';
import { validate } from '../validate.ts';

// What is asked of a judge: somebody's scores, and what is known of them.

const cell = { type: ['number', 'string', 'boolean', 'null'] };

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

const ScoresData = v.strictObject({
  scores: describe(
    'For each candidate its scores, in the same order of pairs for all: {"ridge": [0.91, 0.88], "lasso": [0.92, 0.90]}. Columns named fold, repeat or seed name the pairs.',
    v.pipe(
      v.custom<Readonly<Record<string, ArrayLike<RawCell>>>>(
        isObject,
        ({ input }) => `expected an object of arrays, got ${describeValue(input)}`,
      ),
      v.metadata({ type: 'object', additionalProperties: { type: 'array', items: cell } }),
    ),
  ),
});

const CsvData = v.strictObject({
  csv: describe(
    'A CSV text: a column for each candidate, or columns for candidate, fold, repeat, seed and value, or what scikit-learn, MLflow, Weights & Biases and Optuna export.',
    v.string(),
  ),
  delimiter: v.optional(describe('By default found in the first lines.', v.picklist([',', ';', '\t', '|']))),
  decimal: v.optional(describe('Decimal mark; by default judged column by column.', v.picklist(['.', ',']))),
});

const RowsData = v.strictObject({
  rows: describe(
    'The rows of such a table as objects, by column name.',
    bulk<readonly Record<string, RawCell>[]>({ type: 'object', additionalProperties: cell }),
  ),
});

const ReportData = v.strictObject({
  report: describe(
    'A report of absum, whose lambdas are judged again: with include "losses" by the whole test, else by its pairs.',
    v.pipe(v.unknown(), v.metadata({ $ref: '#/components/schemas/Report' })),
  ),
});

export const JudgeData = v.union(
  [ScoresData, CsvData, RowsData, ReportData],
  ({ input }) => `expected {"scores"}, {"csv"}, {"rows"} or {"report"}, got ${describeValue(input)}`,
);

/** The form that the caller evidently meant, so that an error speaks only of that form. */
function pickData(
  input: unknown,
): v.GenericSchema<v.InferInput<typeof JudgeData>, v.InferOutput<typeof JudgeData>> {
  if (typeof input !== 'object' || input === null) return JudgeData;
  if ('scores' in input) return ScoresData;
  if ('csv' in input) return CsvData;
  if ('rows' in input) return RowsData;
  if ('report' in input) return ReportData;
  return JudgeData;
}

const columns = (text: string) =>
  v.optional(describe(text, v.pipe(v.array(columnName), v.minLength(1), v.maxLength(50))));
const column = (text: string) => v.optional(describe(text, columnName));

export const ColumnsSchema = v.strictObject({
  candidate: columns('The columns that tell candidates apart, such as the settings of a run.'),
  fold: column('The column of folds: rows that validate together.'),
  repeat: column('The column of repeats: rounds of folds, each with a split of its own.'),
  seed: column('The column of seeds, of which each is a pair where there are no folds.'),
  row: column(
    'The column that names the row of a loss, where each row has its own: the whole test then holds.',
  ),
  group: column('The column that names the group of such a row, where rows belong together.'),
  value: column(
    'The column of scores, where there is one for all candidates; by default found by its name, or by `metric`.',
  ),
});

export const JudgeSchema = v.strictObject({
  data: describe(
    'The scores, in one of four forms: arrays by candidate, a CSV text, rows as objects, or a report of absum.',
    v.lazy(pickData),
  ),
  columns: v.optional(describe('Which column is what, where their names do not say so.', ColumnsSchema), {}),
  metric: v.optional(
    describe(
      'What the scores measure, for sentences; of a table with several metrics, the column to judge by.',
      columnName,
    ),
  ),
  direction: v.optional(
    describe(
      'Whether lower or higher scores are better; by default told from the name of the metric.',
      v.picklist(['lower', 'higher']),
    ),
  ),
  baseline: v.optional(
    describe(
      'The candidate that the others are compared with; by default one named baseline, control or reference, else the first.',
      columnName,
    ),
  ),
  candidates: v.optional(
    describe(
      'The candidates to judge, besides the baseline; all by default. Fewer are adjusted for fewer, so choose them before you see the scores.',
      v.pipe(v.array(columnName), v.minLength(1), v.maxLength(1000)),
    ),
  ),
  split: v.optional(
    describe(
      'resampled: each fold or seed has training rows of its own; fixed: all pairs have the same training and validation rows, and only seeds differ, so that what is found holds for these rows; forward: each fold trains on the rows before it. By default resampled.',
      v.picklist(['resampled', 'fixed', 'forward']),
    ),
  ),
  folds: v.optional(
    describe(
      'Folds of a cross-validation, where no column says so: pairs are then taken in its order, repeat by repeat.',
      v.pipe(amount, v.minValue(2)),
    ),
  ),
  trainingRows: v.optional(describe('Rows that each candidate was trained on in each pair.', positive)),
  validationRows: v.optional(describe('Rows that each score was measured on.', positive)),
  missing: v.optional(
    describe(
      'What a missing score is taken for: count, a failed run, which keeps a candidate from being better; drop, one that has nothing to do with the score, so that its pair (of losses: its row) is left out for all.',
      v.picklist(['count', 'drop']),
    ),
    'count',
  ),
  equivalence: v.optional(
    describe(
      "Differences up to this size do not matter in practice: a share of the baseline's mean where lower is better, else an absolute amount. 0.01 by default, or what the report says.",
      v.pipe(finite, v.minValue(0)),
    ),
  ),
  difference: v.optional(
    describe(
      'A true difference that you want to be sure to see, in units of the metric: the answer says how many more repeats or rows it takes. By default the smallest that matters.',
      positive,
    ),
  ),
});

/** What a caller may write. */
export type JudgeInput = DeepReadonly<v.InferInput<typeof JudgeSchema>>;
/** What is asked, with every default filled in. */
export type JudgeRequest = v.InferOutput<typeof JudgeSchema>;

/** @throws AbsumError `invalid-recipe` with the place of each fault */
export function parseJudgeRequest(input: unknown): JudgeRequest {
  return validate(JudgeSchema, input, 'invalid-recipe');
}
