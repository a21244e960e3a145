import { METRIC_KINDS } from '../../recipe/metrics.ts';
import type { LambdaReport, Report } from '../../report/schema.ts';
import type { Term } from '../../words/glossary.ts';
import { formatLambda } from '../../words/numbers.ts';
import {
  countKept,
  createMeanCell,
  type Judged,
  readZeros,
  showDifference,
  showFigure,
  showKept,
  showZeros,
} from './lambda-cells.ts';

/** A column of the table of lambdas. */
export interface Column<Row = LambdaReport> {
  readonly name: string;
  /** What explains it. */
  readonly term: Term;
  readonly sortValue: (row: Row) => number | string | null;
  /** What stands in the cell, and below it in smaller type. */
  readonly show: (row: Row) => string;
  readonly showBelow?: (row: Row) => string;
  readonly kind?: 'word';
}

/** What the test says, of a lambda or of a reference. */
export const VERDICT: Column<Pick<LambdaReport, 'comparison'>> = {
  name: 'verdict',
  term: 'verdict',
  kind: 'word',
  sortValue: ({ comparison }) => comparison?.verdict ?? null,
  show: ({ comparison }) => comparison?.verdict ?? 'baseline',
};

/** The verdict on a reference, which is nobody's baseline. */
export function sayReference({ comparison }: Pick<LambdaReport, 'comparison'>): string {
  return comparison?.verdict ?? 'not tested';
}

/** Mean and difference, which references have too. */
export function listJudged(report: Report): readonly Column<Judged>[] {
  const { metric } = report.test;
  return [
    {
      name: `${METRIC_KINDS[metric].label} \u00b1 SE`,
      term: metric === 'rmse' ? 'RMSE' : 'SE',
      sortValue: ({ validation }) => validation[metric]?.mean ?? null,
      show: createMeanCell(report),
    },
    {
      name: 'difference (interval)',
      term: 'interval',
      sortValue: ({ comparison }) => comparison?.difference ?? null,
      show: (row) => showDifference(row).difference,
      showBelow: (row) => showDifference(row).interval,
    },
  ];
}

/** All columns of a lambda; `judged` are those that references share. */
export function listColumns(judged: readonly Column<Judged>[]): readonly Column[] {
  const figure = (
    name: 'sum |w|' | 'penalty' | 'data loss',
    value: (row: LambdaReport) => number | null,
  ): Column => ({ name, term: name, sortValue: value, show: (row) => showFigure(value(row)) });
  return [
    {
      name: 'lambda',
      term: 'lambda',
      sortValue: ({ lambda }) => lambda,
      show: ({ lambda }) => formatLambda(lambda),
    },
    VERDICT,
    ...judged,
    { name: 'zeros', term: 'zeros', sortValue: readZeros, show: showZeros },
    { name: 'features kept', term: 'features kept', sortValue: countKept, show: showKept },
    figure('sum |w|', ({ weights }) => weights.l1.mean),
    figure('penalty', ({ training }) => training.penalty?.mean ?? null),
    figure('data loss', ({ training }) => training.dataLoss?.mean ?? null),
  ];
}

/** The lambdas in the order of a column. */
export function sortRows(
  rows: readonly LambdaReport[],
  column: Column,
  isDescending: boolean,
): LambdaReport[] {
  const sign = isDescending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [column.sortValue(a), column.sortValue(b)];
    // What has no value stands last, whichever way the others are sorted.
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (x < y ? -1 : x > y ? 1 : 0);
  });
}
