import { formatCount } from '../words/amounts.ts';
import { formatFigure } from '../words/numbers.ts';
import type { Standing } from './drawing/marks.ts';
import { type SpotRow, tell } from './drawing/spots.ts';

/** Means over pairs in words, whoever measured them. */

interface Mean {
  readonly mean: number | null;
  readonly se?: number | null | undefined;
}

/** `lambda = 0.1: mean 0.52, standard error 0.01, better`. */
export function describeMean(name: string, { mean, se }: Mean, standing: Standing): string {
  if (mean === null) return `${name}: no mean`;
  const error = (se ?? null) === null ? '' : `, standard error ${formatFigure(se ?? 0)}`;
  return `${name}: mean ${formatFigure(mean)}${error}, ${standing}`;
}

/** `0.52 ± 0.01`. */
export function formatMean({ mean, se }: Mean): string {
  const error = typeof se === 'number' ? ` \u00b1 ${formatFigure(se)}` : '';
  return mean === null ? 'none' : `${formatFigure(mean)}${error}`;
}

/** From the lowest to the highest of some pairs. */
export function tellPairs(values: readonly number[]): SpotRow[] {
  if (values.length < 2) return [];
  // By reduce, since there may be more pairs than a call takes arguments.
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  return [tell(formatCount(values.length, 'pair'), `${formatFigure(low)} to ${formatFigure(high)}`)];
}
