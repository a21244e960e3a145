import type { LambdaReport, Report } from '../report/schema.ts';
import { formatFigure } from '../words/numbers.ts';
import type { Panel } from './axes/axes.ts';
import { type Line, type Spot, type SpotRow, tell } from './drawing/spots.ts';
import { formatMean } from './means.ts';
import { findStanding, nameLambda, readMetric } from './read-report.ts';
import type { findReached } from './references.ts';

/** Spots at lambdas, and what several charts say there. */

/** An upright line across a panel. */
export function crossUpright(x: number, { top, bottom }: Panel): Line {
  return [
    [x, top],
    [x, bottom],
  ];
}

/** A spot that is about one lambda. */
export function makeLambdaSpot(
  lambda: number,
  lines: readonly Line[],
  read: Spot['read'],
  near?: Spot['near'],
): Spot {
  return { name: nameLambda(lambda), lambda, lines, columns: [], read, ...(near && { near }) };
}

/** The mean of the deciding metric with its standard error. */
export function tellMean(report: Report, row: LambdaReport, rest: Partial<SpotRow>): SpotRow {
  return tell('mean', formatMean(readMetric(report, row)), { lambda: row.lambda, ...rest });
}

export function tellVerdict(report: Report, row: LambdaReport): SpotRow {
  return tell('verdict', findStanding(report, row));
}

/** The levels that are drawn across the chart: baseline and references. */
export function tellLevels(report: Report, levels: ReturnType<typeof findReached>): SpotRow[] {
  const { baselineMean } = report.test;
  return [
    ...(baselineMean === null ? [] : [tell('baseline', formatFigure(baselineMean))]),
    ...levels.map(({ name, mean }) => tell(name, formatFigure(mean))),
  ];
}
