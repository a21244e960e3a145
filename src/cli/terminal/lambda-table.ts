import { METRIC_KINDS } from '../../recipe/metrics.ts';
import type { Judgement } from '../../report/comparison.ts';
import type { LambdaReport, Report, Summary } from '../../report/schema.ts';
import { formatShort } from '../../words/amounts.ts';
import { countDecimals, percent, round } from '../../words/numbers.ts';
import type { Style } from './style.ts';
import { countColumns, drawBlocks, drawTable, type TableColumn } from './table.ts';

type LambdaColumn = TableColumn<LambdaReport>;

/** Beside lambda: a table has at least metric, difference and verdict; a block zeros and features too. */
const [LEAST_COLUMNS, BLOCK_COLUMNS] = [3, 5];

/**
 * A row for each lambda in as many columns as the terminal has room for; where that is too few, a block for each.
 */
export function drawLambdaTable(report: Report, width: number, style: Style): string[] {
  const [lambda, ...columns] = listLambdaColumns(report, style);
  for (let kept = columns.length; kept >= LEAST_COLUMNS; kept--) {
    const lines = drawTable([lambda, ...columns.slice(0, kept)], report.lambdas, style);
    if (lines.every((line) => countColumns(line) <= width)) return lines;
  }
  const heading = (row: LambdaReport) => {
    const marks = listMarks(report, row);
    return `lambda = ${row.lambda}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}`;
  };
  return drawBlocks(heading, columns.slice(0, BLOCK_COLUMNS), report.lambdas, { width, style });
}

/** Each lambda with its marks, then all columns beside it, those that can be spared last. */
export function listLambdaColumns(report: Report, style: Style): [LambdaColumn, ...LambdaColumn[]] {
  const cell = (row: LambdaReport) => [String(row.lambda), ...listMarks(report, row)].join(' ');
  return [{ title: 'lambda', align: 'left', cell }, ...listColumns(report, style)];
}

/** What the marks and the signs of the table mean. */
export function explainTable({ choice, test, lambdas }: Report): string {
  const { minimum, oneStandardError } = choice;
  const { sign, name } = pickSpread(lambdas, test.metric);
  const compared = lambdas.filter(({ comparison }) => typeof comparison?.pHolm === 'number').length;
  const parts = [
    ...(sign === '' ? [] : [`${sign} is the ${name}`]),
    ...(choice.lambda === null ? [] : ['take is the choice']),
    ...(minimum === null ? [] : ['min has the best mean of the lambdas >= 0']),
    ...(oneStandardError === null ? [] : ['1se is the largest within one standard error of it']),
    ...(test.baseline === null
      ? []
      : [`differences are from lambda = ${test.baseline}, with their intervals`]),
    ...(compared > 1 ? ['intervals and verdicts are adjusted for the number of lambdas'] : []),
  ];
  return parts.length === 0 ? '' : `${parts.join('; ')}.`;
}

function listMarks({ choice }: Report, { lambda }: LambdaReport): string[] {
  return [
    ...(lambda === choice.lambda ? ['take'] : []),
    ...(lambda === choice.minimum ? ['min'] : []),
    ...(lambda === choice.oneStandardError ? ['1se'] : []),
  ];
}

function listColumns(report: Report, style: Style): LambdaColumn[] {
  const showMetric = createMetricCell(report);
  return [
    { title: titleMetric(report), align: 'right', cell: showMetric },
    {
      title: 'difference (interval)',
      short: 'difference',
      align: 'left',
      cell: (row) => describeDifference(row, report),
    },
    { title: 'verdict', align: 'left', cell: (row) => paintVerdict(row, report, style) },
    { title: 'zeros', align: 'right', cell: describeZeros },
    { title: 'features', align: 'right', cell: (row) => describeFeatures(row, report) },
    { title: 'sum |w|', align: 'right', cell: ({ weights }) => showMean(weights.l1) },
    { title: 'penalty', align: 'right', cell: ({ training }) => showMean(training.penalty) },
  ];
}

/** "RMSE ± se". */
export function titleMetric({ lambdas, test: { metric } }: Report): string {
  const { sign } = pickSpread(lambdas, metric);
  return `${METRIC_KINDS[metric].label}${sign === '' ? '' : ` ${sign}`}`;
}

function showMean({ mean }: Summary): string {
  return mean === null ? '' : String(Number(mean.toPrecision(3)));
}

/** The standard error where every lambda has one, else the standard deviation, else nothing. */
function pickSpread(lambdas: readonly LambdaReport[], metric: string) {
  const summaries = lambdas.map(({ validation }) => validation[metric]).filter(({ mean }) => mean !== null);
  const has = (key: 'se' | 'sd') =>
    summaries.length > 0 && summaries.every((summary) => typeof summary[key] === 'number');
  if (has('se')) return { key: 'se', sign: '± se', name: 'standard error of the mean' } as const;
  if (has('sd')) return { key: 'sd', sign: '± sd', name: 'standard deviation over the pairs' } as const;
  return { key: null, sign: '', name: '' } as const;
}

/** Means in as many decimals as their errors are worth, the same for every lambda. */
export function createMetricCell({ lambdas, design, test: { metric } }: Report) {
  const { key } = pickSpread(lambdas, metric);
  const errors = lambdas
    .map(({ validation }) => (key === null ? null : validation[metric][key]))
    .filter((error): error is number => typeof error === 'number' && error > 0)
    .toSorted((a, b) => a - b);
  const decimals = countDecimals(errors[Math.floor(errors.length / 2)] ?? 0);
  const show = (value: number) => (Math.abs(value) < 1e7 ? value.toFixed(decimals) : value.toExponential(2));
  return ({ validation, diverged }: Pick<LambdaReport, 'validation' | 'diverged'>) => {
    const { mean } = validation[metric];
    const error = key === null ? null : validation[metric][key];
    if (mean === null) {
      return diverged.length > 0 ? `diverged ${diverged.length}/${design.pairs}` : 'none';
    }
    return typeof error === 'number' ? `${show(mean)} ± ${show(error)}` : show(mean);
  };
}

/** "-2.6 % (-5.1 to -0.095 %)": as a share of the baseline's mean for errors, else an amount. */
function describeDifference({ comparison }: LambdaReport, { test }: Report): string {
  if (comparison === null) return '';
  const isShare = comparison.relative !== null && test.baselineMean !== null && test.baselineMean !== 0;
  return showDifference(comparison, isShare ? 1 / (test.baselineMean as number) : null);
}

/** @param share what turns the difference into a share of what it is compared with; null to show it as it is */
export function showDifference(
  { difference, interval }: Pick<Judgement, 'difference' | 'interval'>,
  share: number | null,
): string {
  if (difference === null) return '';
  const factor = share === null ? 1 : 100 * share;
  const unit = share === null ? '' : ' %';
  const show = (value: number) => `${value * factor > 0 ? '+' : ''}${round(value * factor)}`;
  const span = interval === null ? '' : ` (${show(interval[0])} to ${show(interval[1])}${unit})`;
  return `${show(difference)}${unit}${span}`;
}

function paintVerdict({ lambda, comparison }: LambdaReport, { test }: Report, style: Style): string {
  if (comparison === null) return lambda === test.baseline ? style.dim('baseline') : '';
  return paintWord(comparison.verdict, style);
}

/** A verdict in its colour. */
export function paintWord(verdict: Judgement['verdict'], style: Style): string {
  switch (verdict) {
    case 'better':
      return style.green(verdict);
    case 'worse':
      return style.red(verdict);
    case 'equivalent':
      return style.cyan(verdict);
    case 'undecided':
      return style.yellow(verdict);
    case 'not tested':
      return style.dim(verdict);
  }
}

/** The share of exact zeros. */
function describeZeros({ weights }: LambdaReport): string {
  const { mean } = weights.zeros;
  return mean === null || weights.count === 0 ? '' : percent(mean / weights.count);
}

/** How many features are kept on the average, of how many. */
function describeFeatures({ features }: LambdaReport, { data }: Report): string {
  if (features.length === 0 || features.some(({ kept }) => kept === null)) return '';
  const kept = features.reduce((sum, feature) => sum + (feature.kept ?? 0), 0);
  return `${formatShort(kept)}/${data.features.length}`;
}
