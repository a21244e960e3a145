import type { LambdaReport, Report } from '../../src/entries/index.ts';
import { testPairs } from '../../src/math/paired-test.ts';
import { wrapText } from '../wrap-text.ts';

function maeOf(report: Report, lambda: number): number[] {
  const found = report.lambdas.find((candidate) => candidate.lambda === lambda);
  return found?.validation.mae.values.map((value) => value ?? Number.NaN) ?? [];
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * How much random numbers alone change the MAE on one split, and how often the wrong sign then looks better.
 */
export function printLuck(report: Report): void {
  const [minus, none, plus] = [-0.01, 0, 0.01].map((lambda) => maeOf(report, lambda));
  const mean = average(none);
  const [low, high] = [Math.min(...none), Math.max(...none)];
  console.log(`One split of diabetes, ${none.length} draws of weights, batches and dropout:`);
  console.log(
    `  without a penalty the validation MAE is ${mean.toFixed(2)} on average, and from ${low.toFixed(2)} to ${high.toFixed(2)}: ` +
      `a range of ${((100 * (high - low)) / mean).toFixed(1)} % by luck alone`,
  );
  const shift = average(minus.map((value, i) => value - plus[i]));
  console.log(
    `  at the same draw, minus 0.01 against plus 0.01 changes it by ${((100 * shift) / mean).toFixed(2)} % on average`,
  );
  const others = minus.flatMap((value, i) => plus.filter((_, j) => j !== i).map((other) => value < other));
  const better = others.filter(Boolean).length;
  console.log(
    `  of two runs with draws of their own, the one with the minus sign has the lower MAE in ${better} of ${others.length} ` +
      `pairings (${Math.round((100 * better) / others.length)} %)\n`,
  );
}

/** What absum says about the loop as it was. */
export function printFindings({ headline, findings }: Report): void {
  console.log(`The loop as it was (fixtures/forum-loop.json):\n${wrapText(headline, '  ')}`);
  for (const { severity, code, message } of findings)
    console.log(wrapText(`[${severity}] ${code}: ${message}`, '  '));
  console.log('');
}

/** The verdicts on each lambda, seed by seed. */
export function printVerdicts(title: string, reports: readonly Report[]): void {
  console.log(title);
  console.log('    lambda   MAE against none, mean (range)   naive p < 0.05   verdicts, seed by seed');
  for (const [i, { lambda }] of reports[0].lambdas.entries()) {
    if (lambda === 0) continue;
    const lambdas = reports.map((report) => report.lambdas[i]);
    const relative = lambdas.map(({ comparison }) => 100 * (comparison?.relative ?? Number.NaN));
    const sign = (value: number) => `${value < 0 ? '' : '+'}${value.toFixed(2)}`;
    const range = `${sign(average(relative))} % (${sign(Math.min(...relative))} to ${sign(Math.max(...relative))})`;
    const naive = reports.filter((report) => testNaively(report, lambda) < 0.05).length;
    const verdicts = lambdas.map(nameVerdict).join(' ');
    console.log(
      `  ${String(lambda).padStart(8)}   ${range.padEnd(30)}   ${`${naive} of ${reports.length}`.padStart(14)}   ${verdicts}`,
    );
  }
  const codes = [...new Set(reports.flatMap(({ findings }) => findings.map(({ code }) => code)))];
  console.log(wrapText(`findings: ${codes.join(', ')}`, '  '));
  console.log('');
}

function nameVerdict({ comparison }: LambdaReport): string {
  return comparison?.verdict.replace(' ', '-') ?? '';
}

/** The result of a plain paired t-test on the pairs. */
function testNaively(report: Report, lambda: number): number {
  const base = maeOf(report, 0);
  const differences = maeOf(report, lambda).map((value, i) => value - base[i]);
  return testPairs(differences, 0).p ?? Number.NaN;
}
