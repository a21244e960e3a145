import type { AskedRecipe } from '../../recipe/schema.ts';
import { keepsOutputs } from '../../training/included.ts';
import type { Counts } from './counts.ts';

/** Metrics that are judged: all but the median absolute error. */
const JUDGED_METRICS = { regression: 6, classification: 3 } as const;
/** Besides the lambdas, what else is judged against one of them: mean, linear model, best epochs, the choice. */
const OTHERS = 4;

/**
 * Counts writing the report: verdicts look at every output kept, once for each metric.
 *
 * @param validated validation rows of all pairs together
 */
export function countReport(
  { loss, include, split }: AskedRecipe,
  { rows, outputs }: { readonly rows: number; readonly outputs: number },
  { lambdas, validated }: { readonly lambdas: number; readonly validated: number },
): Counts {
  const isKept = keepsOutputs(split.repeats * rows * outputs * lambdas);
  const metrics = JUDGED_METRICS[loss === 'cross-entropy' ? 'classification' : 'regression'];
  const listed = include.filter((name) => name === 'predictions' || name === 'losses').length;
  return {
    judged: validated * lambdas * listed + (isKept ? validated * outputs * (lambdas * metrics + OTHERS) : 0),
  };
}
