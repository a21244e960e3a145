import type { Report } from '../compare/report.ts';
import { chartDifferences } from './differences.ts';
import type { Chart } from './frame.ts';
import { chartMetric } from './metric.ts';

export type { Chart, ChartOptions } from './frame.ts';

/** The charts of a report: those that it has the figures for. */
export function listCharts(report: Report): readonly Chart[] {
  return [chartMetric, chartDifferences].flatMap((make) => make(report) ?? []);
}
