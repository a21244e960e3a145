import { formatCount } from '../../words/amounts.ts';
import { joinWords } from '../../words/lists.ts';
import { percent } from '../../words/numbers.ts';
import { type Finding, makeFinding } from './finding.ts';
import { ignoreToo } from './mend.ts';
import type { Observed } from './observed.ts';

/** Fewer copies than this share of the validation rows change little. */
const COPIED_SHARE = 0.01;
/** With few different values, rows agree by chance; and then a new row would have its copy in the data as well. */
const CHANCE_FACTOR = 2;

/** Rows that validate have exact copies among the rows that train. */
export function findDuplicateRows({ copies, dataset, recipe }: Observed): Finding | null {
  if (copies === null || copies.rows < 2) return null;
  const { rows, validated, ofValidated, equalPairs, expectedPairs } = copies;
  if (validated < COPIED_SHARE * ofValidated || equalPairs < CHANCE_FACTOR * expectedPairs) return null;
  const isFixed = recipe.split.column !== undefined || recipe.split.order === 'given';
  const [advice, next] = isFixed
    ? ['take the copies out of the data', null]
    : ['take split.duplicates "together"', { split: { duplicates: 'together' } } as const];
  const evidence = {
    rows,
    ofRows: dataset.rows,
    validated,
    ofValidated,
    threshold: COPIED_SHARE,
    equalPairs,
    expectedPairs,
  };
  const message =
    `Copies stand on both sides of the split: ${percent(validated / ofValidated)} of the validation rows equal a training row ` +
    'in every feature and in the target. A network that knows those by heart seems to predict them, which flatters all ' +
    `figures here and can reverse a verdict: ${advice}, unless they are different cases that happen to agree.`;
  return makeFinding('duplicate-rows', [], evidence, message, next);
}

/** Losing more than this share of the rows is a warning. */
const DROPPED_SHARE = 0.2;

/** Many rows were left out for missing values, or some that need not have been. */
export function findDroppedRows({ dataset, recipe }: Observed): Finding | null {
  const { rows, droppedRows, dropped } = dataset;
  if (dropped === null) return null;
  const { columns, instead } = dropped;
  const share = droppedRows / (rows + droppedRows);
  const isMuch = share > DROPPED_SHARE;
  if (!isMuch && instead === null) return null;
  const costs = joinWords(columns.map(({ column, rows: lost }) => `${column} (${formatCount(lost, 'row')})`));
  const better =
    instead && `leave out ${joinWords(instead.ignore)} with data.ignore, which keeps ${instead.rows} rows`;
  const message =
    `Missing values cost ${droppedRows} of ${formatCount(rows + droppedRows, 'row')} (${percent(share)}), in ${costs}; what is ` +
    `found here holds for rows without gaps: ${better === null ? 'take' : `${better}, or take`} missing "mean".`;
  const names = dataset.features.map(({ name }) => name);
  return makeFinding(
    'dropped-rows',
    [],
    { rows: droppedRows, ofRows: rows + droppedRows, threshold: DROPPED_SHARE, instead },
    message,
    instead && ignoreToo(recipe, names, instead.ignore),
    isMuch ? 'warning' : 'info',
  );
}
