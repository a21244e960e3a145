import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Report } from '../../src/entries/index.ts';
import { ROOT } from '../root.ts';
import { type ComparedRecipe, writeOptions } from './recipe.ts';
import { runProgram } from './run-program.ts';

const CLI = join(ROOT, 'dist/cli.js');
const DATA = join(ROOT, 'fixtures/diabetes.csv');

/** The comparison as a user of the command line has it, from the start of the process. */
export async function runCommandLine(recipe: ComparedRecipe, options: readonly string[] = []) {
  const args = [CLI, 'compare', DATA, ...writeOptions(recipe), '--json', ...options];
  const { output, seconds } = await runProgram(process.execPath, args);
  return { seconds, rmse: readRmse(JSON.parse(output)) };
}

/** Whether the command line can be asked for fused products, and their module was built. */
export async function hasRelaxedOption(): Promise<boolean> {
  const { output } = await runProgram(process.execPath, [CLI, 'compare', '--help']);
  return output.includes('--arithmetic');
}

/** The most memory that the process holds with so many threads beside its own, in bytes. */
export async function measurePeak(recipe: ComparedRecipe, workers: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'absum-peak-'));
  const file = join(folder, 'bytes');
  const preload = ['--import', pathToFileURL(join(ROOT, 'bench/comparison/report-peak.mjs')).href];
  const args = [...preload, CLI, 'compare', DATA, ...writeOptions(recipe), '--json', `--workers=${workers}`];
  try {
    await runProgram(process.execPath, args, { ABSUM_BENCH_PEAK: file });
    return Number(readFileSync(file, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The mean validation RMSE of each lambda. With another engine the time would mean something else. */
export function readRmse({ engine, lambdas }: Report): number[] {
  if (engine !== 'fused') throw new Error(`expected the fused engine, got ${engine}`);
  return lambdas.map(({ validation }) => validation.rmse.mean ?? Number.NaN);
}
