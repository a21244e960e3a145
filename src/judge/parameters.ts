import type { FlatTable } from '../recipe/flat.ts';

/**
 * The fields of a judge's request as flat parameters, beside scores in a CSV: in a query, in a form, on the command line.
 * Columns go by what they hold.
 */
export const JUDGE_PARAMETERS = {
  metric: ['metric', 'text'],
  direction: ['direction', 'text'],
  baseline: ['baseline', 'text'],
  candidates: ['candidates', 'texts'],
  split: ['split', 'text'],
  folds: ['folds', 'number'],
  trainingRows: ['trainingRows', 'number'],
  validationRows: ['validationRows', 'number'],
  missing: ['missing', 'text'],
  equivalence: ['equivalence', 'number'],
  difference: ['difference', 'number'],
  candidate: ['columns.candidate', 'texts'],
  fold: ['columns.fold', 'text'],
  repeat: ['columns.repeat', 'text'],
  seed: ['columns.seed', 'text'],
  row: ['columns.row', 'text'],
  group: ['columns.group', 'text'],
  value: ['columns.value', 'text'],
  delimiter: ['data.delimiter', 'text'],
  decimal: ['data.decimal', 'text'],
} as const satisfies FlatTable;

export type JudgeParameter = keyof typeof JUDGE_PARAMETERS;

/** What needs a text of its own before there is a place for it. */
export const JUDGE_OWNERS: Partial<Record<JudgeParameter, string>> = {
  delimiter: 'a CSV',
  decimal: 'a CSV',
};
