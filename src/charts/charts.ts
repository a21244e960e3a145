import type { Report } from '../report/schema.ts';
import { chartCoefficients } from './coefficients.ts';
import { chartDifferences } from './differences.ts';
import type { Chart } from './drawing/frame.ts';
import { chartFeatures } from './features.ts';
import { chartLosses } from './losses.ts';
import { chartMetric } from './metric.ts';
import { chartPath } from './path.ts';
import { chartSparsity } from './sparsity.ts';

export type { AxisScale, Chart, ChartOptions, Look } from './drawing/frame.ts';

/** The charts of a report: those that it has the figures for. */
export function listCharts(report: Report): readonly Chart[] {
  const makers = [
    chartMetric,
    chartDifferences,
    chartLosses,
    chartPath,
    chartSparsity,
    chartFeatures,
    chartCoefficients,
  ];
  return makers.flatMap((make) => make(report) ?? []);
}
