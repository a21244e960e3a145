import type { Report } from '../report/schema.ts';
import { chartConfusion } from './confusion.ts';
import { chartDifferences } from './differences.ts';
import type { Chart } from './drawing/frame.ts';
import { chartFeatures } from './features.ts';
import { chartLosses } from './losses.ts';
import { chartMetric } from './metric.ts';
import { chartPath } from './path.ts';
import { chartScatters } from './scatter.ts';
import { chartWeights } from './weights.ts';

export type { Chart, ChartOptions } from './drawing/frame.ts';

/** The charts of a report: those that it has the figures for. */
export function listCharts(report: Report): readonly Chart[] {
  const makers = [chartMetric, chartDifferences, chartLosses, chartPath, chartFeatures];
  return makers.flatMap((make) => make(report) ?? []);
}

/**
 * The charts of one lambda: predicted against actual and residuals, or the classes confused, where the report has
 * `predictions`; the first layer where it has `weights`.
 */
export function listLambdaCharts(report: Report, lambda: number): readonly Chart[] {
  const confusion = chartConfusion(report, lambda);
  const weights = chartWeights(report, lambda);
  return [...chartScatters(report, lambda), confusion, weights].filter((chart) => chart !== null);
}
