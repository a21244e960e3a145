import { METRIC_KINDS } from '../recipe/metrics.ts';
import type { LambdaReport, Report } from '../report/schema.ts';
import { shortenLambda } from '../words/numbers.ts';
import { thin } from './drawing/curves.ts';
import type { Chart } from './drawing/frame.ts';
import { colourLambdas, type Theme } from './drawing/theme.ts';
import { findStanding, nameLambda, nameMetric, namePair, readMetric, sortLambdas } from './read-report.ts';
import { MOST_ROWS } from './rows/draw-rows.ts';
import { chartPairedDifferences, type PairedRow, subtractPairs } from './rows/paired-differences.ts';

/** The paired differences from the baseline, a row for each other lambda; null without any. */
export function chartDifferences(report: Report): Chart | null {
  const { lambdas, test, design } = report;
  const base = lambdas.find(({ lambda }) => lambda === test.baseline);
  if (base === undefined) return null;
  const all = sortLambdas(report).flatMap((row) => (row === base ? [] : toRow(report, row, base)));
  if (all.length === 0) return null;
  const rows = thin(all, MOST_ROWS);
  return chartPairedDifferences({
    word: 'lambda',
    metric: nameMetric(report),
    higherIsBetter: METRIC_KINDS[test.metric].higherIsBetter,
    baseline: nameLambda(base.lambda),
    pairs: design.pairs,
    namePair: (pair) => namePair(report, pair),
    region: test.region,
    rows,
    standings: lambdas.map((row) => findStanding(report, row)),
    notes: rows.length < all.length ? [`${rows.length} of ${all.length} lambdas are drawn.`] : [],
  });
}

function toRow(report: Report, row: LambdaReport, base: LambdaReport): PairedRow[] {
  const { lambda, comparison } = row;
  const differences = subtractPairs(readMetric(report, row).values, readMetric(report, base).values);
  if (differences.length === 0) return [];
  return [
    {
      ...{ name: nameLambda(lambda), label: shortenLambda(lambda), lambda, differences },
      judgement: comparison,
      standing: findStanding(report, row),
      colour: (theme) => colourRow(report, lambda, theme),
    },
  ];
}

function colourRow({ lambdas, test }: Report, lambda: number, theme: Theme): string {
  return colourLambdas(
    lambdas.map((each) => each.lambda),
    test.baseline,
    theme,
  )(lambda);
}
