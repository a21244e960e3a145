import { useState } from 'preact/hooks';
import { METRIC_KINDS } from '../../recipe/metrics.ts';
import type { LambdaReport, Report } from '../../report/schema.ts';
import { formatAligned, formatLambda, formatNumber } from '../../words/numbers.ts';
import { nameReference } from '../../words/references.ts';
import { ScrollRegion } from '../scroll-region.tsx';

/** What a lambda and a reference have in common. */
type Judged = Pick<LambdaReport, 'validation' | 'comparison'>;

interface Column<Row = LambdaReport> {
  readonly name: string;
  readonly sortValue: (row: Row) => number | string | null;
  readonly show: (row: Row) => string;
  readonly kind?: 'word';
}

interface LambdaTableProps {
  readonly report: Report;
  /** The lambda whose view is open. */
  readonly opened: number | null;
  readonly onOpen: (lambda: number) => void;
}

/**
 * One line for each lambda, sorted by whichever column is chosen; each opens a view of its own. Below them the
 * references, whose verdicts are against the choice.
 */
export function LambdaTable({ report, opened, onOpen }: LambdaTableProps) {
  const [order, setOrder] = useState({ column: 0, isDescending: false });
  const judged = listJudged(report);
  const columns = listColumns(report, judged);
  const rows = sortRows(report.lambdas, columns[order.column], order.isDescending);
  const sortBy = (column: number) =>
    setOrder({ column, isDescending: column === order.column && !order.isDescending });
  return (
    <ScrollRegion label="All lambdas">
      <table class="lambdas numbers" aria-label="All lambdas">
        <thead>
          <tr>
            {columns.map(({ name, kind }, c) => (
              <th key={name} scope="col" data-kind={kind} aria-sort={describeOrder(c, order)}>
                <button type="button" class="plain" onClick={() => sortBy(c)}>
                  {name}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.lambda} data-verdict={row.comparison?.verdict ?? 'baseline'}>
              {columns.map(({ name, show, kind }, c) =>
                c === 0 ? (
                  <th key={name} scope="row">
                    <button
                      type="button"
                      class="small"
                      aria-expanded={opened === row.lambda}
                      aria-label={`Open lambda ${formatLambda(row.lambda)}`}
                      onClick={() => onOpen(row.lambda)}
                    >
                      {formatLambda(row.lambda)}
                    </button>{' '}
                    {show(row)}
                  </th>
                ) : (
                  <td key={name} data-kind={kind}>
                    {show(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
        <tfoot>
          {report.references.map((row) => (
            <tr key={row.name} title={row.comparison?.sentence ?? row.reason}>
              <th scope="row">{nameReference(row.name, report.data.task)}</th>
              <td data-kind="word">{row.comparison?.verdict ?? 'not tested'}</td>
              {judged.map(({ name, show }) => (
                <td key={name}>{show(row)}</td>
              ))}
              <td colSpan={columns.length - judged.length - 2} />
            </tr>
          ))}
        </tfoot>
      </table>
    </ScrollRegion>
  );
}

function describeOrder(column: number, order: { column: number; isDescending: boolean }) {
  if (column !== order.column) return 'none';
  return order.isDescending ? 'descending' : 'ascending';
}

function sortRows(rows: readonly LambdaReport[], column: Column, isDescending: boolean): LambdaReport[] {
  const sign = isDescending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [column.sortValue(a), column.sortValue(b)];
    // What has no value stands last, whichever way the others are sorted.
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (x < y ? -1 : x > y ? 1 : 0);
  });
}

function number<Row>(name: string, value: (row: Row) => number | null, digits: number): Column<Row> {
  return { name, sortValue: value, show: (row) => formatAligned(value(row), digits) };
}

function listJudged({ test }: Report): readonly Column<Judged>[] {
  const metric = (row: Judged) => row.validation[test.metric] ?? { mean: null, se: null };
  return [
    number(METRIC_KINDS[test.metric].label, (row) => metric(row).mean, 4),
    number('SE', (row) => metric(row).se ?? null, 2),
    number('difference', ({ comparison }) => comparison?.difference ?? null, 3),
    {
      name: 'interval',
      sortValue: ({ comparison }) => comparison?.interval?.[0] ?? null,
      show: ({ comparison }) =>
        comparison?.interval ? comparison.interval.map((end) => formatAligned(end, 3)).join(' to ') : '–',
    },
  ];
}

function listColumns({ choice }: Report, judged: readonly Column<Judged>[]): readonly Column[] {
  const average = (name: string, value: (row: LambdaReport) => number | null): Column => ({
    ...number(name, value, 3),
    show: (row) => formatNumber(value(row), 3),
  });
  const mark = (lambda: number) =>
    [
      lambda === choice.lambda && 'choice',
      lambda === choice.minimum && 'best mean',
      lambda === choice.oneStandardError && '1-SE rule',
    ]
      .filter(Boolean)
      .join(', ');
  return [
    {
      name: 'lambda',
      sortValue: ({ lambda }) => lambda,
      show: ({ lambda }) => mark(lambda),
    },
    {
      name: 'verdict',
      kind: 'word',
      sortValue: ({ comparison }) => comparison?.verdict ?? null,
      show: ({ comparison }) => comparison?.verdict ?? 'baseline',
    },
    ...judged,
    number('data loss', ({ training }) => training.dataLoss?.mean ?? null, 3),
    number('penalty', ({ training }) => training.penalty?.mean ?? null, 3),
    number('sum |w|', ({ weights }) => weights.l1.mean, 3),
    average('zeros', ({ weights }) => weights.zeros.mean),
    average('features kept', countKept),
  ];
}

function countKept({ features }: LambdaReport): number | null {
  return features.reduce<number | null>(
    (sum, { kept }) => (sum === null || kept === null ? null : sum + kept),
    0,
  );
}
