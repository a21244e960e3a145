import type { LambdaReport, Report } from '../report/schema.ts';
import { formatCount } from '../words/amounts.ts';
import { formatFigure } from '../words/numbers.ts';
import type { Panel } from './axes/axes.ts';
import { type Line, type Spot, type SpotRow, tell } from './drawing/spots.ts';
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
  const { mean, se } = readMetric(report, row);
  const error = typeof se === 'number' ? ` \u00b1 ${formatFigure(se)}` : '';
  const text = mean === null ? 'none' : `${formatFigure(mean)}${error}`;
  return tell('mean', text, { lambda: row.lambda, ...rest });
}

/** From the lowest to the highest of some pairs. */
export function tellPairs(values: readonly number[]): SpotRow[] {
  if (values.length < 2) return [];
  const [low, high] = [Math.min(...values), Math.max(...values)].map(formatFigure);
  return [tell(formatCount(values.length, 'pair'), `${low} to ${high}`)];
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
