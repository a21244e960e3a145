import { join } from 'node:path';
import type { Library } from '../peers/python.ts';
import { ROOT } from '../root.ts';
import type { ComparedRecipe } from './recipe.ts';
import { runProgram } from './run-program.ts';

const SCRIPT = join(ROOT, 'bench/peers/end_to_end.py');
const DATA = join(ROOT, 'fixtures/diabetes.csv');

export interface PythonRun {
  readonly seconds: number;
  readonly rmse: readonly number[];
  /** Of the largest of its processes; null where the system does not say. */
  readonly peakBytes: number | null;
}

interface Told {
  readonly share: number;
  readonly workSeconds: number;
  readonly rmse: readonly number[];
  readonly peakBytes: number | null;
}

export interface PythonWork {
  readonly program: string;
  readonly library: Library;
  readonly recipe: ComparedRecipe & { readonly training: { readonly evaluate?: number } };
  /** Where JAX keeps what it compiled; without one it compiles anew. */
  readonly cache?: string | undefined;
  /** Processes that share the pairs. */
  readonly parts?: number;
}

/** The comparison by a Python peer, from the start of its processes to the end of the last. */
export async function runPython({
  program,
  library,
  recipe,
  cache,
  parts = 1,
}: PythonWork): Promise<PythonRun> {
  // An empty name means none, whatever the caller's environment says.
  const environment = { JAX_COMPILATION_CACHE_DIR: cache ?? '' };
  const runs = await Promise.all(
    Array.from({ length: parts }, async (_, part) => {
      const args = [SCRIPT, library, DATA, JSON.stringify(recipe), String(part), String(parts)];
      const { output, seconds } = await runProgram(program, args, environment);
      const told = JSON.parse(output) as Told;
      // What did only a share of the work is taken to go on as it began.
      return { ...told, seconds: seconds + told.workSeconds * (1 / told.share - 1) };
    }),
  );
  const peaks = runs.map(({ peakBytes }) => peakBytes ?? 0);
  return {
    seconds: Math.max(...runs.map(({ seconds }) => seconds)),
    rmse: recipe.penalty.lambdas.map((_, i) => runs.reduce((sum, { rmse }) => sum + rmse[i], 0) / parts),
    peakBytes: Math.max(...peaks) || null,
  };
}
