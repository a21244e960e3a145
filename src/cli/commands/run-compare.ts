import type { ProgressListener } from '../../compare/progress.ts';
import { AbsumError } from '../../errors.ts';
import { type Limits, NO_LIMITS } from '../../recipe/limits.ts';
import type { Report } from '../../report/schema.ts';
import type { Context } from '../environment.ts';
import { StoppedError } from '../exit-codes.ts';
import { chooseFormat } from '../formats/format.ts';
import { readInput } from '../input/read-input.ts';
import { listEntries } from '../input/recipe-options.ts';
import { openProgressBar } from '../terminal/progress-bar.ts';
import { createStyle, findColour, findWidth } from '../terminal/style.ts';
import { findService, type PlaceFlags, type Service } from './find-service.ts';
import { type AnswerFlags, giveAnswer, listIncludes, prepareOutputs } from './give-answer.ts';
import { collectMeans } from './stopped-means.ts';

/** The options of `compare`, apart from those of the recipe. */
export interface CompareFlags extends AnswerFlags, PlaceFlags {
  readonly recipe?: string | undefined;
  readonly sheet?: string | undefined;
  readonly quiet?: boolean | undefined;
}

/** Reads, compares, writes the files and prints the answer. */
export async function runCompare(
  context: Context,
  file: string | undefined,
  flags: CompareFlags,
  signal: AbortSignal,
): Promise<void> {
  const { env, stdout, stderr, now } = context.environment;
  const service = findService(flags, env);
  await prepareOutputs(flags);
  const choice = {
    file,
    sheet: flags.sheet,
    recipeFile: flags.recipe,
    entries: listEntries(flags),
    include: listIncludes(flags),
  };
  const { recipe, translate } = await readInput(context, choice, signal);
  const started = now();
  const bar = openProgressBar(stderr, env, now);
  const means = collectMeans(recipe);
  const onProgress: ProgressListener = (event) => {
    bar.listener(event);
    means.listener(event);
  };
  const report = await compareSomewhere(context, recipe, { ...flags, service }, { signal, onProgress })
    .catch((error) => {
      bar.stop();
      if (!(error instanceof AbsumError && error.code === 'aborted')) throw translate(error);
      // What reads standard output as a table or as JSON must not find another in its place.
      const stream = chooseFormat(flags) === 'text' ? stdout : stderr;
      stream.write(means.format(findWidth(stream, env), createStyle(findColour(stream, env, flags.color))));
      throw new StoppedError(describeStop(bar.counted()));
    })
    .finally(() => bar.stop());
  const seconds = (now() - started) / 1000;
  const trials = bar.counted().done || report.design.trials;
  await giveAnswer(context, report, flags, { trials, seconds, url: service?.url });
}

/** Where it runs: on a deployment, or here in a number of threads. */
interface Run {
  readonly service: Service | null;
  readonly workers?: number | undefined;
  readonly limits?: boolean | undefined;
}

interface Work {
  readonly signal: AbortSignal;
  readonly onProgress: ProgressListener;
}

async function compareSomewhere(
  { services }: Context,
  recipe: unknown,
  { service, workers, limits }: Run,
  work: Work,
): Promise<Report> {
  if (service !== null) {
    const { compareRemotely } = await services.client();
    return compareRemotely(service.url, recipe, { ...work, key: service.key });
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

/** Limits guard a machine against a slip of the hand; its owner may lift them. */
export function chooseLimits(areKept = true): { limits?: Limits } {
  return areKept ? {} : { limits: NO_LIMITS };
}

/** There is no verdict on what was done: the moment of stopping was chosen by somebody who may have seen it. */
function describeStop({ done, of }: { readonly done: number; readonly of: number }): string {
  return of === 0
    ? 'Stopped before the first trial.'
    : `Stopped after ${done} of ${of} trials. No verdict: a comparison stopped because of what it showed is no test.`;
}
