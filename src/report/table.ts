import { writeCells } from '../data/doors/write-csv.ts';
import type { MetricName } from '../recipe/metrics.ts';
import { nameReference } from '../words/references.ts';
import type { Comparison } from './comparison.ts';
import type { Report, Summary } from './schema.ts';

/** What a table holds: numbers in full precision, words, and null where there is nothing. */
export type Cell = string | number | null;

/** A report as a table for other programs: a row for each lambda, then one for each reference. */
export interface ReportTable {
  readonly header: string[];
  readonly rows: Cell[][];
}

/** What a row is filled from: a lambda has all of it, a reference the first two. */
type Row = Pick<Report['lambdas'][number], 'validation' | 'comparison'> &
  Partial<Report['lambdas'][number]> & { readonly name: string };

type Column = readonly [title: string, read: (row: Row) => Cell | undefined];

/**
 * The lambdas and the references of a report as a table, for spreadsheets and data frames. A title is the path of its
 * field below `lambdas[]`, in words; `zeros share` and `features kept` are computed.
 */
export function tabulateReport(report: Report): ReportTable {
  const columns = listColumns(report);
  const rows: Row[] = [
    ...report.lambdas.map((lambda) => ({ name: 'lambda', ...lambda })),
    ...report.references.map(({ name, validation, comparison }) => ({
      name: nameReference(name, report.data.task),
      validation,
      comparison,
    })),
  ];
  return {
    header: columns.map(([title]) => title),
    rows: rows.map((row) => columns.map(([, read]) => read(row) ?? null)),
  };
}

/** The same as CSV. */
export function writeReportCsv(report: Report): string {
  const { header, rows } = tabulateReport(report);
  return writeCells(header, rows);
}

function listColumns({ test, choice, lambdas }: Report): Column[] {
  const others = Object.keys(lambdas[0]?.validation ?? {}).filter((name) => name !== test.metric);
  const metrics = [test.metric, ...others];
  return [
    ['row', ({ name }) => name],
    ['lambda', ({ lambda }) => lambda],
    ['choice', ({ lambda }) => (lambda === undefined ? null : nameChoices(choice, lambda))],
    ...metrics.flatMap((name) => summarise(`validation ${name}`, ({ validation }) => validation[name])),
    ...describeComparison(test.metric),
    ['zeros mean', ({ weights }) => weights?.zeros.mean],
    ['weights count', ({ weights }) => weights?.count],
    ['zeros share', ({ weights }) => share(weights?.zeros.mean, weights?.count)],
    ['features kept', ({ features }) => countKept(features)],
    ['features count', ({ features }) => features?.length],
    ['sum |w| mean', ({ weights }) => weights?.l1.mean],
    ...(['dataLoss', 'penalty', 'objective'] as const).map(
      (name): Column => [`training ${name} mean`, ({ training }) => training?.[name]?.mean],
    ),
    ['per weight', ({ perWeight }) => perWeight],
    ['method', ({ method }) => method],
    ['diverged', ({ diverged }) => diverged?.length],
  ];
}

function nameChoices({ lambda, minimum, oneStandardError, sparsest }: Report['choice'], own: number): string {
  const names = { take: lambda, minimum, oneStandardError, sparsest };
  return Object.entries(names)
    .flatMap(([name, chosen]) => (chosen === own ? [name] : []))
    .join(' ');
}

function summarise(title: string, read: (row: Row) => Summary | undefined): Column[] {
  return (['mean', 'se', 'sd'] as const).map((part) => [`${title} ${part}`, (row) => read(row)?.[part]]);
}

function describeComparison(metric: MetricName): Column[] {
  const column = (name: string, read: (comparison: Comparison) => Cell | undefined): Column => [
    `comparison ${name}`,
    ({ comparison }) => (comparison === null ? null : read(comparison)),
  ];
  return [
    column('verdict', ({ verdict }) => verdict),
    column(`difference in ${metric}`, ({ difference }) => difference),
    column('relative', ({ relative }) => relative),
    column('interval low', ({ interval }) => interval?.[0]),
    column('interval high', ({ interval }) => interval?.[1]),
    column('level', ({ level }) => level),
    column('p', ({ p }) => p),
    column('pHolm', ({ pHolm }) => pHolm),
  ];
}

function share(part: number | null | undefined, whole: number | undefined): number | null {
  return part === null || part === undefined || !whole ? null : part / whole;
}

/** The mean number of features kept; null where a lambda has none to count. */
function countKept(features: Row['features']): number | null {
  if (features === undefined || features.some(({ kept }) => kept === null)) return null;
  return features.reduce((sum, { kept }) => sum + (kept ?? 0), 0);
}
