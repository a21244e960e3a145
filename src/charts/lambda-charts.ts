import type { Report } from '../report/schema.ts';
import { chartConfusion } from './confusion.ts';
import type { Chart } from './drawing/frame.ts';
import { chartScatters } from './scatter.ts';
import { chartWeights } from './weights.ts';

/**
 * The charts of one lambda: predicted against actual and residuals, or the classes confused, where the report has
 * `predictions`; the first layer where it has `weights`.
 */
export function listLambdaCharts(report: Report, lambda: number): readonly Chart[] {
  const confusion = chartConfusion(report, lambda);
  const weights = chartWeights(report, lambda);
  return [...chartScatters(report, lambda), confusion, weights].filter((chart) => chart !== null);
}
