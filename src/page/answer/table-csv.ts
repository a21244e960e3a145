import type { Comparison } from '../../report/comparison.ts';
import type { LambdaReport, Report } from '../../report/schema.ts';
import { countKept, type Judged, readZeros } from './lambda-cells.ts';

type Value = number | string | null | undefined;

/** A column: its heading says in words where in the report the figure stands. */
type Column<Row> = readonly [heading: string, read: (row: Row) => Value];

/**
 * The table of lambdas as CSV (RFC 4180), numbers in full: a line for each lambda and for each reference, whose
 * comparison is against the choice. What there is not is empty.
 */
export function writeTableCsv(report: Report): string {
  const judged = listJudged(report);
  const own = listOwn();
  const headings = ['row', 'lambda', ...[...judged, ...own].map(([heading]) => heading)];
  const read = <Row>(columns: readonly Column<Row>[], row: Row) => columns.map(([, value]) => value(row));
  const lines: (readonly Value[])[] = [
    headings,
    ...report.lambdas.map((row) => ['lambda', row.lambda, ...read(judged, row), ...read(own, row)]),
    ...report.references.map((row) => [row.name, null, ...read(judged, row), ...own.map(() => null)]),
  ];
  return lines.map((line) => `${line.map(writeCell).join(',')}\r\n`).join('');
}

function listJudged({ test: { metric } }: Report): Column<Judged>[] {
  const compared = (heading: string, value: (comparison: Comparison) => Value): Column<Judged> => [
    `comparison ${heading}`,
    ({ comparison }) => comparison && value(comparison),
  ];
  return [
    compared('verdict', ({ verdict }) => verdict),
    [`validation ${metric} mean`, ({ validation }) => validation[metric]?.mean],
    [`validation ${metric} se`, ({ validation }) => validation[metric]?.se],
    [`validation ${metric} sd`, ({ validation }) => validation[metric]?.sd],
    compared('difference', ({ difference }) => difference),
    compared('relative', ({ relative }) => relative),
    compared('interval low', ({ interval }) => interval?.[0]),
    compared('interval high', ({ interval }) => interval?.[1]),
    compared('level', ({ level }) => level),
    compared('p', ({ p }) => p),
    compared('pHolm', ({ pHolm }) => pHolm),
  ];
}

function listOwn(): Column<LambdaReport>[] {
  return [
    ['training dataLoss mean', ({ training }) => training.dataLoss?.mean],
    ['training penalty mean', ({ training }) => training.penalty?.mean],
    ['weights count', ({ weights }) => weights.count],
    ['weights zeros mean', ({ weights }) => weights.zeros.mean],
    ['weights zeros share', readZeros],
    ['weights l1 mean', ({ weights }) => weights.l1.mean],
    ['features kept', countKept],
    ['features', ({ features }) => features.length],
    ['diverged trials', ({ diverged }) => diverged.length],
  ];
}

/** Texts are quoted, so that none is taken for anything else. */
function writeCell(value: Value): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'number' ? String(value) : `"${value.replaceAll('"', '""')}"`;
}
