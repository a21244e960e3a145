/**
 * Starts the worker, posts a real data set to it over HTTP, prints what each lambda did, and stops it.
 */
import { readFileSync } from 'node:fs';
import type { Report, Summary } from '../src/index.ts';
import { startWorker } from './start-worker.ts';

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
  const response = await fetch(`${worker.url}/v1/compare?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: csv,
  });
  if (!response.ok) throw new Error(await response.text());
  printReport((await response.json()) as Report);
  console.log(`\n${((performance.now() - started) / 1000).toFixed(1)} s. Next: npm start, then README.md.`);
} finally {
  await worker.stop();
}

function printReport({ data, design, engine, lambdas }: Report): void {
  console.log(
    `${data.rows} rows, ${data.features.length} features, target ${data.target}; ` +
      `${design.pairs} pairs, ${design.trials} trials, engine ${engine}. Means over the pairs:\n`,
  );
  const rows = lambdas.map(({ lambda, validation, training, weights }) => [
    String(lambda),
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
}

function show(summary: Summary, digits: number): string {
  return summary.mean === null ? '-' : summary.mean.toFixed(digits);
}
