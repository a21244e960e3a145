import type { Cell } from './cells.ts';
import {
  type Arm,
  compareError,
  countTests,
  findLargest,
  isNull,
  isSame,
  measureSize,
  type Rate,
  rateMisses,
  rateRejections,
  TESTS,
  type TestName,
} from './rates.ts';

const BINS: readonly (readonly [number, number])[] = [
  [2, 3],
  [3, 4],
  [4, 5],
  [5, Infinity],
];
type RateOf = (arms: readonly Arm[], test: TestName) => Rate;

/** The rates over all cells. */
export function printRates(arms: readonly Arm[]): void {
  const lambdas = arms.filter((arm) => !isSame(arm));
  const rows = [
    ['', 'tests', ...TESTS],
    ['false positives, 5 % wanted'],
    ...showRates('  same lambda, other streams', arms.filter(isSame), rateRejections),
    ...showRates('  true difference < SD / 4', arms.filter(isNull), rateRejections),
    ['misses of the 95 % interval, 5 % wanted'],
    ...showRates('  all lambdas', lambdas, rateMisses),
    ['power, by true difference'],
    ...BINS.map(([from, to]) => {
      const sized = lambdas.filter((arm) => measureSize(arm) >= from && measureSize(arm) < to);
      return showRate(
        to === Infinity ? `  above ${from} SD` : `  ${from} to ${to} SD`,
        sized,
        rateRejections,
      );
    }),
    ['standard error / true SD'],
    ['  median', String(countTests(lambdas)), ...TESTS.map((test) => show(compareError(lambdas, test), 2))],
  ];
  printTable(rows, 31);
  console.log(`
naive: plain paired t-test of the log ratios (accuracy: differences); corrected: the corrected
resampled t-test; rows alone: V_rows without a factor, from five pairs on; ours: the verdict's.
Beside each rate its Monte Carlo error. The true difference is the mean of the estimate over all
data sets of a cell, and SD its standard deviation.`);
}

/** One line for each cell and metric. */
export function printCells(cells: readonly Cell[], arms: readonly Arm[]): void {
  const rows = cells.flatMap((cell) =>
    cell.metrics.map((metric) => {
      const own = arms.filter((arm) => arm.cell === cell.name && arm.metric === metric);
      const lambdas = own.filter((arm) => !isSame(arm));
      const real = lambdas.filter((arm) => measureSize(arm) >= 2);
      const show3 = (rate: Rate | null) => show(rate?.rate ?? Number.NaN, 3);
      const both = (value: (test: TestName) => string) => `${value('ours')} / ${value('corrected')}`;
      return [
        metric === 'rmse' ? cell.name : `${cell.name} ${metric}`,
        `${cell.rows}`,
        describeSplit(cell),
        show3(rateRejections(own.filter(isSame), 'ours')),
        show3(rateMisses(lambdas, 'ours')),
        both((test) => show3(findLargest(lambdas, test, rateMisses))),
        both((test) => show(rateRejections(real, test).rate, 2)),
        both((test) => show(compareError(lambdas, test), 2)),
      ];
    }),
  );
  const heads = ['cell', 'rows', 'design', 'same', 'misses', 'largest miss', 'power', 'SE / SD'];
  console.log('');
  printTable([heads, ...rows], 24);
  console.log(`
same: false positives of ours where a lambda meets itself; misses: of our intervals, all lambdas;
then ours / corrected: misses of the lambda that has most, power at 2 SD and more, median SE / SD.`);
}

/** One line for each lambda. */
export function printArms(arms: readonly Arm[]): void {
  const byTest = (value: (test: TestName) => string) =>
    TESTS.map((test) => value(test).padStart(3)).join(' ');
  const rows = arms.map((arm) => [
    arm.metric === 'rmse' ? arm.cell : `${arm.cell} ${arm.metric}`,
    arm.lambda === null ? '0 again' : String(arm.lambda),
    show(arm.truth, 3),
    show(arm.truth / arm.sd, 1),
    byTest((test) => show(100 * rateMisses([arm], test).rate, 0)),
    byTest((test) => show(100 * rateRejections([arm], test).rate, 0)),
    byTest((test) => show(compareError([arm], test), 1)),
  ]);
  console.log('');
  printTable([['cell', 'lambda', 'truth', 'SDs', 'misses, %', 'rejections, %', 'SE / SD'], ...rows], 24);
  console.log(`
truth: log ratio, or difference of accuracies, and in SDs; the last three for ${TESTS.slice(0, 2).join(', ')},
${TESTS.slice(2).join(' and ')}.`);
}

/** A rate by each test, and the largest of a single arm. */
function showRates(label: string, arms: readonly Arm[], rateOf: RateOf): string[][] {
  const largest = TESTS.map((test) => findLargest(arms, test, rateOf));
  return [
    showRate(label, arms, rateOf),
    ['    the largest of one lambda', String(largest[0]?.tests ?? 0), ...largest.map(showWithError)],
  ];
}

function showRate(label: string, arms: readonly Arm[], rateOf: RateOf): string[] {
  return [label, String(countTests(arms)), ...TESTS.map((test) => showWithError(rateOf(arms, test)))];
}

function showWithError(rate: Rate | null): string {
  return rate === null || rate.tests === 0 ? '-' : `${rate.rate.toFixed(3)} ± ${rate.error.toFixed(3)}`;
}

function show(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '-';
}

function describeSplit({ split: { folds, holdout, repeats } }: Cell): string {
  return `${folds ?? holdout} x ${repeats}`;
}

/** The first column is `width` wide and starts its lines; the others end theirs. */
function printTable(rows: readonly (readonly string[])[], width: number): void {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, c) =>
    Math.max(...rows.filter((row) => row.length > 1).map((row) => row[c]?.length ?? 0)),
  );
  for (const row of rows) {
    const [head, ...cells] = row;
    console.log(
      [head.padEnd(width), ...cells.map((cell, c) => cell.padStart(widths[c + 1]))].join('  ').trimEnd(),
    );
  }
}
