import type { ProgressListener } from '../compare/progress.ts';
import { AbsumError } from '../errors.ts';
import { DEFAULT_LIMITS, type Limits } from '../recipe/limits.ts';
import type { Report } from '../report/schema.ts';
import type { Context, Environment } from './environment.ts';
import { StoppedError, UsageError } from './exit-codes.ts';
import { findUrl } from './find-url.ts';
import { type AnswerFlags, giveAnswer } from './give-answer.ts';
import { listEntries } from './options.ts';
import { openProgressBar } from './progress-bar.ts';
import { readInput } from './read-input.ts';
import { listIncludes, prepareOutputs } from './write-outputs.ts';

/** The options of `compare` beside those of the recipe. */
export interface CompareFlags extends AnswerFlags, RunFlags {
  readonly recipe?: string | undefined;
}

/** Where and how a recipe is run. */
export interface RunFlags {
  readonly url?: string | undefined;
  readonly key?: string | undefined;
  readonly workers?: number | undefined;
  /** False lifts them. */
  readonly limits: boolean;
}

/** Reads, compares, writes the files and prints the answer. */
export async function runCompare(
  context: Context,
  file: string | undefined,
  flags: CompareFlags,
  signal: AbortSignal,
): Promise<void> {
  const { env, stderr, now } = context.environment;
  const url = findUrl(flags, env);
  await prepareOutputs(flags);
  const choice = {
    file,
    recipeFile: flags.recipe,
    entries: listEntries(flags as unknown as Record<string, unknown>),
    include: listIncludes(flags),
  };
  const { recipe, translate } = await readInput(context, choice, signal);
  const started = now();
  const bar = openProgressBar(stderr, env, now);
  const report = await compareSomewhere(
    context,
    recipe,
    { ...flags, url },
    { signal, onProgress: bar.listener },
  )
    .catch((error) => {
      const isStopped = error instanceof AbsumError && error.code === 'aborted';
      throw isStopped ? new StoppedError(describeStop(bar.counted())) : translate(error);
    })
    .finally(() => bar.stop());
  const seconds = (now() - started) / 1000;
  const trials = bar.counted().done || report.design.trials;
  await giveAnswer(context, report, flags, { trials, seconds, url });
}

interface Work {
  readonly signal: AbortSignal;
  readonly onProgress: ProgressListener;
}

async function compareSomewhere(
  { services, environment }: Context,
  recipe: unknown,
  flags: RunFlags,
  work: Work,
): Promise<Report> {
  const { url, workers, limits } = flags;
  const key = chooseKey(flags, environment);
  if (url !== undefined) {
    const { compareRemotely } = await services.client();
    return compareRemotely(url, recipe, { ...work, key });
  }
  const [{ compare }, { createEngines }] = await Promise.all([services.library(), services.engines()]);
  const pool =
    workers === 0 ? undefined : (await services.pool()).createPool(workers === undefined ? {} : { workers });
  try {
    const options = { engines: createEngines(), executor: pool, ...chooseLimits(limits), ...work };
    return await compare(recipe, options);
  } finally {
    await pool?.close();
  }
}

/**
 * The key for a deployment, typed or from the environment, where others of this machine cannot see it.
 *
 * @throws UsageError for one typed where nobody asks for it
 */
export function chooseKey(
  { url, key }: Pick<RunFlags, 'url' | 'key'>,
  { env }: Environment,
): string | undefined {
  if (url === undefined && key !== undefined) throw new UsageError('--key: goes with --url alone');
  return key ?? (env.ABSUM_KEY || undefined);
}

/** Limits guard a machine against a slip of the hand; its owner may lift them. */
export function chooseLimits(areKept: boolean): { limits?: Limits } {
  if (areKept) return {};
  const names = Object.keys(DEFAULT_LIMITS);
  const limits = Object.fromEntries(names.map((name) => [name, Number.POSITIVE_INFINITY]));
  return { limits: limits as unknown as Limits };
}

/** There is no verdict on what was done: the moment of stopping was chosen by somebody who may have seen it. */
function describeStop({ done, of }: { readonly done: number; readonly of: number }): string {
  return of === 0
    ? 'Stopped before the first trial.'
    : `Stopped after ${done} of ${of} trials. No verdict: a comparison that was stopped by looking at it is no test.`;
}
