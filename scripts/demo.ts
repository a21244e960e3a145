/**
 * Starts the worker, has it compare lambdas on a real data set as its events tell, all else by default; prints the report
 * as the command line does, and stops the worker.
 */
import { readFileSync } from 'node:fs';
import { formatReport } from '../src/cli/terminal/format-report.ts';
import { openProgressBar } from '../src/cli/terminal/progress-bar.ts';
import { createStyle, findColour } from '../src/cli/terminal/style.ts';
import { wrapText } from '../src/cli/terminal/wrap.ts';
import { compareRemotely } from '../src/client/compare-remotely.ts';
import type { LambdaReport, RecipeInput } from '../src/entries/index.ts';
import { startWorker } from './start-worker.ts';

const recipe = {
  data: { csv: readFileSync(new URL('../fixtures/diabetes.csv', import.meta.url), 'utf8'), target: 'y' },
  penalty: { lambdas: [-0.01, 0, 0.01, 0.1], method: 'subgradient' },
} satisfies RecipeInput;
const CHECKED = 0.01;

console.log('Starting the worker (wrangler dev) ...');
const worker = await startWorker();

try {
  console.log(`POST ${worker.url}/v1/compare with fixtures/diabetes.csv ...\n`);
  const started = performance.now();
  const bar = openProgressBar(process.stderr, process.env, () => performance.now());
  const report = await compareRemotely(worker.url, recipe, { onProgress: bar.listener });
  bar.stop();
  const seconds = (performance.now() - started) / 1000;
  const style = createStyle(findColour(process.stdout, process.env, true));
  console.log(
    formatReport(report, { width: 100, style, trials: report.design.trials, seconds, written: [] }),
  );
  const byTfjs = await compareRemotely(worker.url, {
    ...recipe,
    penalty: { ...recipe.penalty, lambdas: [CHECKED] },
    engine: 'tfjs',
  });
  const twin = report.lambdas.find(({ lambda }) => lambda === CHECKED);
  if (twin === undefined) throw new Error('the report lacks the lambda that tfjs trained');
  const difference = compareCurves(twin.curves, byTfjs.lambdas[0].curves).toExponential(1);
  console.log(
    `tfjs, lambda = ${CHECKED} trained again: its loss curves differ by ${difference} relative at most.`,
  );
  console.log('\nWhat to do:');
  for (const { goal, sentence } of report.advice)
    console.log(wrapText(`${goal}: ${sentence}`, 100).join('\n'));
  console.log('\nNext: npm start, then http://localhost:8787/ or README.md.');
} finally {
  await worker.stop();
}

/** The largest relative difference of the objective and the validation loss at any epoch. */
function compareCurves(a: LambdaReport['curves'], b: LambdaReport['curves']): number {
  const differences = (['objective', 'validationDataLoss'] as const).flatMap((name) =>
    a[name].map((value, epoch) => Math.abs(value / b[name][epoch] - 1)),
  );
  return Math.max(...differences);
}
