import { writeFile } from 'node:fs/promises';
import { AbsumError } from '../../errors.ts';
import type { Draft } from '../../recipe/parameters.ts';
import type { RecipeInput } from '../../recipe/schema.ts';
import type { WorthAnswer } from '../../worth/answer.ts';
import type { CheckFormat } from '../check-choices.ts';
import type { Context } from '../environment.ts';
import { StoppedError, UsageError } from '../exit-codes.ts';
import { readInput } from '../input/read-input.ts';
import { listLoops } from '../input/read-loop.ts';
import { type Entry, listEntries } from '../input/recipe-options.ts';
import { formatWorth } from '../terminal/format-worth.ts';
import { openProgressBar } from '../terminal/progress-bar.ts';
import { createStyle, findColour, findWidth } from '../terminal/style.ts';
import { prepareOutputs } from './give-answer.ts';
import { checkFile } from './run-check.ts';
import { chooseLimits } from './run-compare.ts';

/** The options of `check --run`, apart from those of the recipe. */
export interface WorthFlags {
  /** The table to train on; true where an option names a data set. */
  readonly run: string | true;
  readonly sheet?: string | undefined;
  readonly workers?: number | undefined;
  readonly limits?: boolean | undefined;
  readonly format?: CheckFormat | undefined;
  readonly json?: boolean | undefined;
  readonly out?: string | undefined;
  readonly color: boolean;
}

/**
 * Checks a loop, trains it as written and as meant, and prints what each fault was worth.
 *
 * @throws UsageError for other than one loop, and where loop and table are both to come on standard input
 */
export async function runWorth(
  context: Context,
  files: readonly string[],
  flags: WorthFlags,
  signal: AbortSignal,
): Promise<void> {
  const { stderr, env, now } = context.environment;
  const entries = listEntries(flags);
  const path = requireOne(listLoops(context.environment, files), flags, entries);
  const { file, answer: check } = await checkFile(context, path, signal);
  if (check.recipe === null)
    throw new UsageError(`${file}: expected a training loop, got none: ${check.headline}`);
  await prepareOutputs(flags);
  const table = flags.run === true ? undefined : flags.run;
  const choice = { file: table, sheet: flags.sheet, recipeFile: undefined, entries, include: [] };
  const { recipe, translate } = await readInput(context, choice, signal);
  const bar = openProgressBar(stderr, env, now);
  const request = { check, recipe: takeGiven(recipe, entries) };
  const answer = await weighHere(context, request, flags, { signal, onProgress: bar.listener })
    .catch((error: unknown) => {
      if (!(error instanceof AbsumError && error.code === 'aborted')) throw translate(placeInRecipe(error));
      throw new StoppedError(describeStop(bar.counted()));
    })
    .finally(() => bar.stop());
  await giveWorth(context, answer, { ...flags, file });
}

function requireOne(
  [path, ...others]: readonly string[],
  { run, format }: WorthFlags,
  entries: readonly Entry[],
): string {
  if (others.length > 0) throw new UsageError(`--run: expected one loop, got ${others.length + 1}`);
  if (format === 'github') throw new UsageError('--run: expected --format text or json, got github');
  const isTableRead = run === '-' || (run === true && !entries.some(([name]) => name === 'dataset'));
  if (path === '-' && isTableRead) {
    throw new UsageError('expected a loop or a table on standard input, got both: name the file of one');
  }
  return path;
}

async function giveWorth(
  { environment: { stdout, env } }: Context,
  answer: WorthAnswer,
  { file, format, json, out, color }: Omit<WorthFlags, 'run'> & { readonly file: string },
): Promise<void> {
  const text = `${JSON.stringify(answer)}\n`;
  const written: string[] = [];
  try {
    if (out !== undefined) {
      await writeFile(out, text);
      written.push(out);
    }
  } finally {
    // The answer is printed even if the file could not be written.
    const style = createStyle(findColour(stdout, env, color));
    const occasion = { source: file, written, width: findWidth(stdout, env), style };
    stdout.write(json === true || format === 'json' ? text : formatWorth(answer, occasion));
  }
}

/** An option for a setting of the optimizer does not choose another. */
function takeGiven(recipe: Draft, entries: readonly Entry[]): RecipeInput {
  const { name: _name, ...settings } = { ...(recipe.optimizer as Draft | undefined) };
  const isNamed = entries.some(([name]) => name === 'optimizer');
  const given = recipe.optimizer === undefined || isNamed ? recipe : { ...recipe, optimizer: settings };
  // Validated together with what was read of the loop, whatever it is.
  return given as unknown as RecipeInput;
}

type Weigh = Awaited<ReturnType<Context['services']['worth']>>['weighLoop'];

async function weighHere(
  { services }: Context,
  request: Parameters<Weigh>[0],
  { workers, limits }: Pick<WorthFlags, 'workers' | 'limits'>,
  work: Pick<Parameters<Weigh>[1], 'signal' | 'onProgress'>,
): Promise<WorthAnswer> {
  const [{ weighLoop }, { createEngines }] = await Promise.all([services.worth(), services.engines()]);
  const pool =
    workers === 0 ? undefined : (await services.pool()).createPool(workers === undefined ? {} : { workers });
  try {
    const options = { engines: createEngines(), executor: pool, ...chooseLimits(limits), ...work };
    return await weighLoop(request, options);
  } finally {
    await pool?.close();
  }
}

/** The recipe is all that the command line has given. */
function placeInRecipe(error: unknown): unknown {
  if (!(error instanceof AbsumError)) return error;
  const issues = error.issues.map((issue) => ({ ...issue, place: issue.place.replace(/^recipe(\.|$)/, '') }));
  return new AbsumError(error.code, issues);
}

function describeStop({ done, of }: { readonly done: number; readonly of: number }): string {
  return of === 0
    ? 'Stopped before the first trial.'
    : `Stopped after ${done} of ${of} trials: nothing is judged of a part of them.`;
}
