import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { countSteps } from '../../src/training/epochs.ts';
import type { Cut } from './cut.ts';

/** What a comparison took. */
export interface Measured {
  /** Of CPU, all threads of the process together. */
  readonly seconds: number;
  /** Buffers and memories of WebAssembly at their fullest, above those of an idle process. */
  readonly bytes: number;
  /** Whether trials ended before their last epoch: then it took less than was planned. */
  readonly endedEarly: boolean;
}

interface Printed {
  readonly seconds: number;
  readonly bytes: number;
  readonly steps: number;
  /** Trials of the search for lambdas "auto". */
  readonly searched: number;
}

const CHILD = fileURLToPath(new URL('child.mjs', import.meta.url));
/** What is longer has gone wrong, or was estimated far too low. */
const MOST_MS = 60_000;
/** Fewer steps than this share of the plan's are an early end; the trials that inner folds chose may always be shorter. */
const WHOLE = 0.8;

/** Runs a comparison in a process of its own; null if it failed, with the reason printed. */
export async function measureCut({ recipe, plan }: Cut): Promise<Measured | null> {
  const { output, error } = await runChild(JSON.stringify(recipe));
  if (output === '') {
    console.log(`  not measured: ${error}`);
    return null;
  }
  const { seconds, bytes, steps, searched } = JSON.parse(output) as Printed;
  const { figures, pairs } = plan;
  const { training } = parseRecipe(recipe);
  const perTrial = training.epochs * countSteps(pairs[0].training.length, training);
  const planned = figures.steps - (figures.counts.search - searched) * perTrial;
  return { seconds, bytes, endedEarly: steps < WHOLE * planned };
}

function runChild(input: string): Promise<{ output: string; error: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--expose-gc', CHILD]);
    let output = '';
    let error = '';
    const timer = setTimeout(() => {
      error = `stopped after ${MOST_MS / 1000} s`;
      child.kill();
    }, MOST_MS);
    child.stdout.on('data', (text) => {
      output += text;
    });
    child.stderr.on('data', (text) => {
      error += text;
    });
    child.stdin.on('error', () => {});
    child.on('close', () => {
      clearTimeout(timer);
      const [line = ''] = /^\w*Error.*$/m.exec(error) ?? [error];
      resolve({ output, error: line.slice(0, 200) });
    });
    child.stdin.end(input);
  });
}
