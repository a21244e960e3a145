import { METRIC_KINDS, type MetricName } from '../../recipe/metrics.ts';
import type { CommonLambda, ReportDiff, Standing } from '../../report/diff/diff.ts';
import { type Difference, sayValue } from '../../report/diff/differences.ts';
import { countDecimals } from '../../words/numbers.ts';
import { showDifference } from '../terminal/lambda-table.ts';
import type { TableColumn } from '../terminal/table.ts';

/** What is said of two reports and does not come from them. */
export interface DiffNames {
  readonly names: { readonly a: string; readonly b: string };
  /** The metric that decides in each. */
  readonly metrics: { readonly a: MetricName; readonly b: MetricName };
}

/** All that differs in what was asked and what it was asked of, in one list. */
export function listAll({ recipe, data, made }: ReportDiff): Difference[] {
  return [...recipe, ...data.map((each) => ({ ...each, path: `data: ${each.path}` })), ...made];
}

/** A field, and what each report has there. */
export function listFieldColumns({
  names,
}: DiffNames): [TableColumn<Difference>, ...TableColumn<Difference>[]] {
  return [
    { title: 'differs', align: 'left', cell: ({ path }) => path },
    { title: names.a, align: 'left', cell: ({ a }) => sayValue(a) },
    { title: names.b, align: 'left', cell: ({ b }) => sayValue(b) },
  ];
}

/** A lambda, its mean in each report, and what was found of the second beside the first. */
export function listLambdaColumns(
  { lambdas, reasons }: ReportDiff,
  { names, metrics }: DiffNames,
): [TableColumn<CommonLambda>, ...TableColumn<CommonLambda>[]] {
  const column = (side: 'a' | 'b'): TableColumn<CommonLambda> => {
    const show = createMeanCell(lambdas.map((each) => each[side]));
    const title = `${METRIC_KINDS[metrics[side]].label}, ${names[side]}`;
    return { title, align: 'right', cell: (row) => show(row[side]) };
  };
  const tested: TableColumn<CommonLambda>[] = [
    { title: 'difference (interval)', short: 'difference', align: 'left', cell: describeDifference },
    { title: 'verdict', align: 'left', cell: sayVerdict },
  ];
  return [
    { title: 'lambda', align: 'left', cell: ({ lambda }) => String(lambda) },
    column('a'),
    column('b'),
    ...(reasons.length === 0 ? tested : []),
  ];
}

/** Means in as many decimals as their errors are worth. */
function createMeanCell(standings: readonly Standing[]) {
  const errors = standings.flatMap(({ se }) => (se === null || se <= 0 ? [] : [se]));
  const decimals = countDecimals(errors.toSorted((a, b) => a - b)[Math.floor(errors.length / 2)] ?? 0);
  const show = (value: number) => (Math.abs(value) < 1e7 ? value.toFixed(decimals) : value.toExponential(2));
  return ({ mean, se }: Standing) => {
    if (mean === null) return 'none';
    return se === null ? show(mean) : `${show(mean)} ± ${show(se)}`;
  };
}

function describeDifference({ comparison }: CommonLambda): string {
  if (comparison === null) return '';
  const { difference, relative } = comparison;
  return showDifference(comparison, difference && relative && relative / difference);
}

function sayVerdict({ same, comparison }: CommonLambda): string {
  return same ? 'the same' : (comparison?.verdict ?? 'not tested');
}
