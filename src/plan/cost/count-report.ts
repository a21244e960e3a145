import type { AskedRecipe } from '../../recipe/schema.ts';
import { keepsOutputs } from '../../training/included.ts';
import type { Ground } from './count-pair.ts';
import type { Counts } from './counts.ts';

/** Metrics that are judged: all but the median absolute error. */
const JUDGED_METRICS = { regression: 6, classification: 3 } as const;
/** Besides the lambdas, what else is judged against one of them: mean, linear model, best epochs, the choice. */
const OTHERS = 4;

/** Looking for equal rows sorts them by their cells, which takes about as long as learning so many encodings. */
const SORTS = 2;

/** Counts looking for equal rows among all of them. */
export function countSorting({ rows, features }: Pick<Ground, 'rows' | 'features'>): Counts {
  return { fittedCell: SORTS * rows * (features + 1) };
}

/**
 * Counts writing the report: verdicts look at every output kept, once for each metric, and findings at every row.
 *
 * @param validated validation rows of all pairs together
 */
export function countReport(
  { loss, include, split }: AskedRecipe,
  { rows, outputs, features }: Pick<Ground, 'rows' | 'outputs' | 'features'>,
  { lambdas, validated }: { readonly lambdas: number; readonly validated: number },
): Counts {
  const isKept = keepsOutputs(split.repeats * rows * outputs * lambdas);
  const metrics = JUDGED_METRICS[loss === 'cross-entropy' ? 'classification' : 'regression'];
  const listed = include.filter((name) => name === 'predictions' || name === 'losses').length;
  return {
    ...countSorting({ rows, features }),
    judged: validated * lambdas * listed + (isKept ? validated * outputs * (lambdas * metrics + OTHERS) : 0),
  };
}
