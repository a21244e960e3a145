import { METRIC_KINDS, type MetricName } from '../../recipe/metrics.ts';
import { percent, round } from '../../words/numbers.ts';
import type { Comparison } from '../comparison.ts';

// Gains and costs as someone who never heard of a test reads them.

/** "the error on new rows (RMSE)", or "R2 on new rows". */
function nameOutcome(metric: MetricName): string {
  const { isError, label } = METRIC_KINDS[metric];
  return isError ? `the error on new rows (${label})` : `${label} on new rows`;
}

type Measured = Pick<Comparison, 'difference' | 'relative' | 'interval'>;

/** "lowers the error on new rows (RMSE) by 9 % (plausible: 2 to 15 %)". */
export function describeGain({ difference, relative, interval }: Measured, metric: MetricName): string {
  if (difference === null || difference === 0) return `does not change ${nameOutcome(metric)}`;
  const verb = difference < 0 ? 'lowers' : 'raises';
  const unit = relative === null ? '' : ' %';
  const factor = relative === null ? Math.sign(difference) : (100 * Math.abs(relative)) / difference;
  const ends = (interval ?? []).map((end) => end * factor).toSorted((a, b) => a - b);
  const [low, high] = ends.map(round);
  const span = interval === null ? '' : ` (plausible: ${low} to ${high}${unit})`;
  return `${verb} ${nameOutcome(metric)} by ${round(factor * difference)}${unit}${span}`;
}

/** "lowers the error on new rows (RMSE) by at least 26 %". */
export function describeLeast(gain: number, metric: MetricName): string {
  const { isError } = METRIC_KINDS[metric];
  const amount = isError ? percent(gain) : round(gain);
  return `${isError ? 'lowers' : 'raises'} ${nameOutcome(metric)} by at least ${amount}`;
}

/** The size of a difference: "3.4 % in RMSE", or "0.02 of R2". */
export function sayAmount({ difference, relative }: Measured, metric: MetricName): string {
  return sayCost(Math.abs(relative ?? difference ?? 0), metric);
}

/** A larger share is no longer worth its digits, and may be the largest double. */
const MOST_SHARE = 100;

/** "5 % in RMSE", or "0.05 of R2". */
export function sayCost(cost: number, metric: MetricName): string {
  const { isError, label } = METRIC_KINDS[metric];
  if (isError && cost > MOST_SHARE) return `more than ${percent(MOST_SHARE)} in ${label}`;
  return isError ? `${percent(cost)} in ${label}` : `${round(cost)} of ${label}`;
}
