import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startWorker } from '../scripts/start-worker.ts';
import type { RecipeInput, Report } from '../src/entries/index.ts';
import { atLeast, atMost, median, notMeasured, type Verdict } from './goals.ts';
import { PYTHON } from './peers/python.ts';
import { timeSeconds } from './peers/trainer.ts';

/** A thorough comparison: 100 networks, evaluated after each of 100 epochs. */
const RECIPE = {
  data: { dataset: 'diabetes' },
  split: { folds: 5, repeats: 4 },
  network: { hidden: [64, 32] },
  training: { epochs: 100, batchSize: 32 },
  penalty: { lambdas: [-0.001, 0, 0.001, 0.01, 0.1] },
} satisfies RecipeInput;
/** The same with a tenth of the epochs, to warm up a worker and for a quick run. */
const SHORT_RECIPE = { ...RECIPE, training: { ...RECIPE.training, epochs: 10 } } satisfies RecipeInput;

export interface EndToEndResult {
  readonly nodeSeconds: number;
  readonly peakBytes: number;
  readonly httpSeconds: number;
  readonly torchSeconds: number | null;
  readonly jaxSeconds: number | null;
  readonly verdicts: readonly Verdict[];
}

interface NodeRun {
  readonly report: Report;
  readonly peakBytes: number;
}

/** Times the whole comparison: in a fresh Node, in a running worker, and in the peers. */
export async function runEndToEndBench(rounds: number, isQuick: boolean): Promise<EndToEndResult> {
  const recipe = isQuick ? SHORT_RECIPE : RECIPE;
  const { split, network, training, penalty } = recipe;
  console.log(
    `\nEnd to end: diabetes, ${penalty.lambdas.length} lambdas, ${split.repeats} x ${split.folds} folds, ` +
      `${network.hidden.join('-')}, batch ${training.batchSize}, ${training.epochs} epochs, evaluated after each;` +
      ` median of ${rounds}`,
  );
  const { nodeSeconds, httpSeconds, peakBytes } = await timeHosts(recipe, rounds);
  const megabytes = peakBytes / 1e6;
  printLine(
    'Node, from process start to the report',
    `${nodeSeconds.toFixed(2)} s, ${megabytes.toFixed(0)} MB at most`,
  );
  printLine('HTTP, workerd already running', `${httpSeconds.toFixed(2)} s`);
  const torchSeconds = isQuick ? null : await timePeer('torch', 'PyTorch');
  const jaxSeconds = isQuick ? null : await timePeer('jax', 'JAX');
  const verdicts = [
    atMost('goal', 'workerd over Node', httpSeconds / nodeSeconds, 1.15, ' times'),
    atMost('goal', 'peak memory of the process', megabytes, 100, ' MB'),
    judgePeer('PyTorch', torchSeconds, nodeSeconds, 25),
    judgePeer('JAX', jaxSeconds, nodeSeconds, 1),
  ];
  return { nodeSeconds, peakBytes, httpSeconds, torchSeconds, jaxSeconds, verdicts };
}

/** Node and workerd alternately. */
async function timeHosts(recipe: RecipeInput, rounds: number) {
  const worker = await startWorker();
  const nodeTimes: number[] = [];
  const httpTimes: number[] = [];
  let peakBytes = 0;
  try {
    await postComparison(worker.url, SHORT_RECIPE); // the worker compiles
    for (let round = 0; round < rounds; round++) {
      const { output, seconds } = await runProgram(process.execPath, [CHILD, JSON.stringify(recipe)]);
      const run = JSON.parse(output) as NodeRun;
      checkReport(run.report);
      nodeTimes.push(seconds);
      peakBytes = Math.max(peakBytes, run.peakBytes);
      httpTimes.push(await timeSeconds(() => postComparison(worker.url, recipe)));
    }
  } finally {
    await worker.stop();
  }
  return { nodeSeconds: median(nodeTimes), httpSeconds: median(httpTimes), peakBytes };
}

function printLine(what: string, figure: string): void {
  console.log(`  ${what.padEnd(41)}${figure}`);
}

const CHILD = fileURLToPath(new URL('end-to-end-child.mjs', import.meta.url));
const PEER = fileURLToPath(new URL('peers/end_to_end.py', import.meta.url));
const DATA = fileURLToPath(new URL('../fixtures/diabetes.csv', import.meta.url));

async function postComparison(url: string, recipe: RecipeInput): Promise<void> {
  const response = await fetch(`${url}/v1/compare`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(recipe),
  });
  if (!response.ok) throw new Error(await response.text());
  checkReport((await response.json()) as Report);
}

/** With another engine, or a trial that diverged, the time would mean something else. */
function checkReport({ engine, lambdas }: Report): void {
  if (engine !== 'fused') throw new Error(`expected the fused engine, got ${engine}`);
  for (const { lambda, validation } of lambdas) {
    const { mean } = validation.rmse;
    // Between a good fit (54) and predicting the mean (77).
    if (mean === null || mean < 50 || mean > 77) throw new Error(`lambda ${lambda}: validation RMSE ${mean}`);
  }
}

/** Runs a program to its end; returns the seconds from its start to the end of its output. */
async function runProgram(
  program: string,
  args: readonly string[],
): Promise<{ output: string; seconds: number }> {
  let output = '';
  let complaints = '';
  let code: number | null = null;
  const seconds = await timeSeconds(
    () =>
      new Promise<void>((resolve, reject) => {
        const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
        child.stdout.on('data', (chunk: Buffer) => {
          output += chunk;
        });
        child.stderr.on('data', (chunk: Buffer) => {
          complaints += chunk;
        });
        child.once('error', reject);
        child.once('close', (status) => {
          code = status;
          resolve();
        });
      }),
  );
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${complaints}`);
  return { output, seconds };
}

/** The same job in a Python peer; null if it is not installed. */
async function timePeer(peer: 'torch' | 'jax', name: string): Promise<number | null> {
  const run = existsSync(PYTHON)
    ? await runProgram(PYTHON, [PEER, peer, DATA, JSON.stringify(RECIPE)])
    : { output: 'null', seconds: 0 };
  const told = JSON.parse(run.output) as { share: number; workSeconds: number; rmse: number[] } | null;
  const label = `${name}, from process start`;
  if (told === null) {
    printLine(label, 'not measured (not at hand)');
    return null;
  }
  for (const rmse of told.rmse) {
    if (!(rmse > 50 && rmse < 77)) throw new Error(`${name}: validation RMSE ${rmse}`);
  }
  const seconds = run.seconds + told.workSeconds * (1 / told.share - 1);
  const how = told.share === 1 ? '' : `, estimated from a share of ${told.share} of the work`;
  printLine(label, `${seconds.toFixed(2)} s${how}`);
  return seconds;
}

function judgePeer(name: string, seconds: number | null, own: number, bar: number): Verdict {
  const what = `end to end: faster than ${name}`;
  return seconds === null
    ? notMeasured('goal', what, 'not at hand, or a quick run')
    : atLeast('goal', what, seconds / own, bar, ' times');
}
