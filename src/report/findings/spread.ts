import type { Cell } from '../../training/run-pair.ts';
import { summarizeMeasures } from '../summarize.ts';

/** The mean over the pairs of how much predictions vary beside the target; null where a pair has no value. */
export function averageSpread({ cells }: { readonly cells: readonly Cell[] }): number | null {
  return summarizeMeasures(cells.map(({ spread }) => spread)).mean;
}
