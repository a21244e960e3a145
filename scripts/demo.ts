/**
 * Starts the worker, posts a real data set to it over HTTP, prints what each lambda did, and stops it.
 */
import { readFileSync } from 'node:fs';
import type { LambdaReport, Report, Summary } from '../src/index.ts';
import { startWorker } from './start-worker.ts';
import { wrapText } from './wrap-text.ts';

const csv = readFileSync(new URL('../fixtures/diabetes.csv', import.meta.url));
const query =
  'target=y&lambdas=-0.01,0,0.01,0.1&folds=5&hidden=32&optimizer=adam&learningRate=0.005&epochs=40&batchSize=64';

console.log('Starting the worker (wrangler dev) ...');
const worker = await startWorker();
const stopAndExit = () => void worker.stop().then(() => process.exit(130));
process.once('SIGINT', stopAndExit);
process.once('SIGTERM', stopAndExit);

try {
  console.log(`POST ${worker.url}/v1/compare?${query}\n     with fixtures/diabetes.csv ...\n`);
  const started = performance.now();
  const report = await compare(query);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const byTfjs = await compare(`${query.replace(/lambdas=[^&]*/, 'lambdas=0.01')}&engine=tfjs`);
  printReport(report, byTfjs);
  console.log(`\n${seconds} s by the fused engine. Next: npm start, then README.md.`);
} finally {
  await worker.stop();
}

async function compare(parameters: string): Promise<Report> {
  const headers = { 'content-type': 'text/csv' };
  const init = { method: 'POST', headers, body: csv };
  const response = await fetch(`${worker.url}/v1/compare?${parameters}`, init);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Report;
}

/** Prints what each lambda did, and below it the one lambda that tfjs trained, as a check. */
function printReport({ headline, data, design, engine, lambdas, findings }: Report, byTfjs: Report): void {
  console.log(
    `${data.rows} rows, ${data.features.length} features, target ${data.target}; ` +
      `${design.pairs} pairs, ${design.trials} trials, engine ${engine}. Means over the pairs:\n`,
  );
  const rows = [...lambdas, ...byTfjs.lambdas].map(({ lambda, validation, training, weights }, i) => [
    i < lambdas.length ? String(lambda) : `${lambda} by tfjs`,
    `${show(validation.rmse, 2)} (sd ${validation.rmse.sd?.toFixed(2) ?? '-'})`,
    show(validation.mae, 2),
    show(validation.r2, 3),
    show(training.dataLoss, 4),
    show(training.penalty, 4),
    show(training.objective, 4),
    show(weights.l1, 1),
    show(weights.zeros, 0),
  ]);
  const head = [
    'lambda',
    'validation RMSE',
    'MAE',
    'R2',
    'data loss',
    'penalty',
    'objective',
    'sum |w|',
    'zeros',
  ];
  const widths = head.map((name, c) => Math.max(name.length, ...rows.map((row) => row[c].length)));
  for (const row of [head, ...rows]) console.log(row.map((cell, c) => cell.padStart(widths[c])).join('  '));
  console.log(`\n${wrapText(headline)}\n`);
  for (const { comparison } of lambdas) if (comparison !== null) console.log(wrapText(comparison.sentence));
  console.log('');
  for (const { severity, code, message } of findings)
    console.log(wrapText(`[${severity}] ${code}: ${message}`));
  const twin = lambdas.find(({ lambda }) => lambda === byTfjs.lambdas[0].lambda);
  if (twin === undefined) throw new Error('the report lacks the lambda that tfjs trained');
  const difference = compareCurves(twin.curves, byTfjs.lambdas[0].curves).toExponential(1);
  console.log(`\nLargest relative difference of the two engines' loss curves: ${difference}`);
}

/** The largest relative difference of the objective and the validation loss at any epoch. */
function compareCurves(a: LambdaReport['curves'], b: LambdaReport['curves']): number {
  const differences = (['objective', 'validationDataLoss'] as const).flatMap((name) =>
    a[name].map((value, epoch) => Math.abs(value / b[name][epoch] - 1)),
  );
  return Math.max(...differences);
}

function show(summary: Summary, digits: number): string {
  return summary.mean === null ? '-' : summary.mean.toFixed(digits);
}
