import type { Judgement } from '../../report/comparison.ts';
import type { LambdaReport, Report, Summary } from '../../report/schema.ts';
import { formatShort } from '../../words/amounts.ts';
import { countDecimals, formatAligned, formatNumber, percent, round, typeset } from '../../words/numbers.ts';

// The cells of the table of lambdas, as texts.

/** What a lambda and a reference have in common. */
export type Judged = Pick<LambdaReport, 'validation' | 'comparison'>;

/** A difference and its interval, which stand one below the other. */
export interface Difference {
  readonly difference: string;
  /** `−12 to −0.74 %`; empty where nothing was tested. */
  readonly interval: string;
}

const NONE = formatNumber(null);

/** Shows a mean of the deciding metric. */
export function createMeanCell({ lambdas, test: { metric } }: Report): (row: Judged) => string {
  const show = createMeanText(lambdas.flatMap(({ validation }) => validation[metric]?.se ?? []));
  return ({ validation }) => show(validation[metric] ?? {});
}

/** Shows means as `54.8 ± 1.8`: in as many decimals as their errors are worth, the same for all. */
export function createMeanText(
  errors: readonly number[],
): (row: Partial<Pick<Summary, 'mean' | 'se'>>) => string {
  const sorted = errors.filter((error) => error > 0).toSorted((a, b) => a - b);
  const decimals = countDecimals(sorted[Math.floor(sorted.length / 2)] ?? 0);
  const show = (value: number) =>
    Math.abs(value) < 1e7 ? typeset(value.toFixed(decimals)) : formatNumber(value, 3);
  return ({ mean, se }) => {
    if (mean === null || mean === undefined) return NONE;
    return typeof se === 'number' ? `${show(mean)} \u00b1 ${show(se)}` : show(mean);
  };
}

/**
 * A difference as a share of what it is compared with, where that means something; else in the units of the metric.
 */
export function showDifference({ comparison }: { readonly comparison: Judgement | null }): Difference {
  const { difference = null, relative = null, interval = null } = comparison ?? {};
  if (difference === null) return { difference: NONE, interval: '' };
  const isShare = relative !== null && difference !== 0;
  const factor = isShare ? (100 * relative) / difference : 1;
  const unit = isShare ? ' %' : '';
  const show = (value: number) => `${value * factor > 0 ? '+' : ''}${typeset(round(value * factor))}`;
  return {
    difference: `${show(difference)}${unit}`,
    interval: interval === null ? '' : `${show(interval[0])} to ${show(interval[1])}${unit}`,
  };
}

/** The share of the penalised parameters that are exactly zero; null where a trial diverged. */
export function readZeros({ weights }: LambdaReport): number | null {
  const { mean } = weights.zeros;
  return mean === null || weights.count === 0 ? null : mean / weights.count;
}

export function showZeros(row: LambdaReport): string {
  const share = readZeros(row);
  return share === null ? NONE : percent(share);
}

/** How many features are kept on the average; null where every trial diverged. */
export function countKept({ features }: Pick<LambdaReport, 'features'>): number | null {
  return features.reduce<number | null>(
    (sum, { kept }) => (sum === null || kept === null ? null : sum + kept),
    0,
  );
}

/** `6/10`. */
export function showKept({ features }: LambdaReport): string {
  const kept = countKept({ features });
  return kept === null ? NONE : `${formatShort(kept)}/${features.length}`;
}

export function showFigure(value: number | null | undefined): string {
  return formatAligned(value, 3);
}
