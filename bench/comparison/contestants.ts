import { availableParallelism } from 'node:os';
import type { Pythons } from '../peers/python.ts';
import { hasRelaxedOption, runCommandLine } from './absum.ts';
import { runPython } from './python.ts';
import type { ComparedRecipe } from './recipe.ts';

export const STRICT = 'absum compare';
export const RELAXED = 'absum compare --arithmetic relaxed';
export const JAX_WARM = 'JAX, compile cache warm';
export const JAX_COLD = 'JAX, compile cache cold';
export const JAX_SHARED = 'JAX, a process a core, warm';
const JAX_SPARING = 'JAX, evaluates as absum does, warm';
const TORCH = 'PyTorch';

/** Training rows are evaluated after so many epochs by default. */
const EVALUATED = 32;

/** One way to do the whole comparison. */
export interface Contestant {
  readonly name: string;
  /** What the table should say about it. */
  readonly note?: string;
  /** Whether a single run tells enough, since it is far from the others. */
  readonly isSlow?: boolean;
  run(): Promise<{
    readonly seconds: number;
    readonly rmse: readonly number[];
    readonly peakBytes?: number | null;
  }>;
}

/**
 * All that are at hand, each as its user would run it on all cores; our own first.
 *
 * @param cache an empty folder, for what JAX compiles
 */
export async function gatherContestants(
  recipe: ComparedRecipe,
  { programs }: Pythons,
  cache: string,
): Promise<Contestant[]> {
  const own: Contestant[] = [{ name: STRICT, run: () => runCommandLine(recipe) }];
  if (await hasRelaxedOption()) {
    own.push({ name: RELAXED, run: () => runCommandLine(recipe, ['--arithmetic=relaxed']) });
  }
  const { jax, torch } = programs;
  return [
    ...own,
    ...(jax === undefined ? [] : listJax(recipe, jax, cache)),
    ...(torch === undefined
      ? []
      : [
          {
            name: TORCH,
            note: 'estimated from a tenth of the work',
            isSlow: true,
            run: () => runPython({ program: torch, library: 'torch', recipe }),
          },
        ]),
  ];
}

function listJax(recipe: ComparedRecipe, program: string, cache: string): Contestant[] {
  const work = { program, library: 'jax', recipe } as const;
  const parts = Math.min(availableParallelism(), recipe.split.folds * recipe.split.repeats);
  const sparing = { ...recipe, training: { ...recipe.training, evaluate: EVALUATED } };
  return [
    { name: JAX_WARM, run: () => runPython({ ...work, cache }) },
    { name: JAX_COLD, run: () => runPython(work) },
    ...(parts === 1
      ? []
      : [{ name: JAX_SHARED, note: `${parts} processes`, run: () => runPython({ ...work, cache, parts }) }]),
    { name: JAX_SPARING, run: () => runPython({ ...work, cache, recipe: sparing }) },
  ];
}
