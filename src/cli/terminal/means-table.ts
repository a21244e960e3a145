import type { Style } from './style.ts';
import { countColumns, drawBlocks, drawTable, type TableColumn } from './table.ts';

/** A trial that is done, and the metric on its validation rows; null where it has none. */
export interface DoneTrial {
  readonly lambda: number;
  readonly value: number | null;
}

/** How the means of unfinished work are titled. */
interface MeansTitles {
  readonly mean: string;
  readonly count: string;
  /** How many there will be for each lambda; left out where that is told elsewhere. */
  readonly of?: number;
}

interface MeanRow {
  readonly lambda: number;
  readonly trials: number;
  readonly values: readonly number[];
}

/** The mean of each lambda's trials so far; nothing where there are none. */
export function drawMeans(
  trials: readonly DoneTrial[],
  { mean, count, of }: MeansTitles,
  width: number,
  style: Style,
): string[] {
  const lambdas = [...new Set(trials.map(({ lambda }) => lambda))].toSorted((a, b) => a - b);
  if (lambdas.length === 0) return [];
  const rows = lambdas.map((lambda): MeanRow => {
    const own = trials.filter((trial) => trial.lambda === lambda);
    const values = own.flatMap(({ value }) => (value === null ? [] : [value]));
    return { lambda, trials: own.length, values };
  });
  const counted = (row: MeanRow) => (of === undefined ? String(row.trials) : `${row.trials} of ${of}`);
  const columns: TableColumn<MeanRow>[] = [
    { title: mean, align: 'right', cell: ({ values }) => formatMean(values) },
    { title: count, align: 'right', cell: counted },
  ];
  if (rows.some((row) => row.values.length < row.trials)) {
    const cell = (row: MeanRow) => String(row.trials - row.values.length);
    columns.push({ title: 'no value', align: 'right', cell });
  }
  const lambda: TableColumn<MeanRow> = { title: 'lambda', align: 'left', cell: (row) => String(row.lambda) };
  const lines = drawTable([lambda, ...columns], rows, style);
  if (lines.every((line) => countColumns(line) <= width)) return lines;
  return drawBlocks((row) => `lambda = ${row.lambda}`, columns, rows, { width, style });
}

function formatMean(values: readonly number[]): string {
  if (values.length === 0) return 'none';
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.abs(mean) < 1e7 && Math.abs(mean) >= 1e-3 ? mean.toPrecision(4) : mean.toExponential(2);
}
