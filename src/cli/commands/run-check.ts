import type { Fault } from '../../check/answer.ts';
import { FAULT_LEVELS, type FaultSeverity } from '../../check/faults/codes.ts';
import { AbsumError, type Issue } from '../../errors.ts';
import { formatCount } from '../../words/amounts.ts';
import type { CheckFormat, FailOn } from '../check-choices.ts';
import type { Context } from '../environment.ts';
import { GateError, UsageError } from '../exit-codes.ts';
import { writeAnnotations } from '../formats/annotations.ts';
import { listLoops, readLoop } from '../input/read-loop.ts';
import { type CheckedFile, formatCheck } from '../terminal/format-check.ts';
import { createStyle, findColour, findWidth } from '../terminal/style.ts';

/** The options of `check`. */
export interface CheckFlags {
  readonly format?: CheckFormat | undefined;
  /** Short for `--format json`. */
  readonly json?: boolean | undefined;
  readonly failOn: FailOn;
  readonly recipe?: boolean | undefined;
  readonly color: boolean;
}

/**
 * Checks files one after the other, prints what is wrong with them, and fails as linters do.
 *
 * @throws AbsumError for files that cannot be read, once the others are printed; GateError for faults that are severe enough
 */
export async function runCheck(
  context: Context,
  files: readonly string[],
  flags: CheckFlags,
  signal: AbortSignal,
): Promise<void> {
  const loops = listLoops(context.environment, files);
  const checked: CheckedFile[] = [];
  const refused: Issue[] = [];
  for (const path of loops) {
    try {
      checked.push(await checkFile(context, path, signal));
    } catch (error) {
      refused.push(...listIssues(error));
    }
  }
  if (checked.length > 0) context.environment.stdout.write(formatAnswers(context, checked, loops, flags));
  if (refused.length > 0) throw new AbsumError('invalid-data', refused);
  failOn(
    checked.flatMap(({ answer }) => answer.faults),
    flags.failOn,
  );
}

/** Checks one file. */
export async function checkFile(
  { environment, services }: Context,
  path: string,
  signal: AbortSignal,
): Promise<CheckedFile> {
  const { file, text } = await readLoop(environment, path, signal);
  const { checkLoop } = await services.check();
  const answer = await checkLoop(text, { signal }).catch((error: unknown) => {
    throw nameFile(error, file);
  });
  return { file, answer };
}

/** A fault of the text, at its place in the file: `train.ipynb`, `train.ipynb cells[2]`. */
function nameFile(error: unknown, file: string): unknown {
  if (!(error instanceof AbsumError) || error.code === 'aborted') return error;
  const rename = (place: string) => place.replace(/^text(?=$|\W)/, () => file);
  return new AbsumError(
    'invalid-data',
    error.issues.map(({ place, message }) => ({ place: place === '' ? file : rename(place), message })),
  );
}

/** @throws what is no fault of a file */
function listIssues(error: unknown): readonly Issue[] {
  if (error instanceof UsageError) return [{ place: '', message: error.message }];
  if (error instanceof AbsumError && error.code !== 'aborted') return error.issues;
  throw error;
}

/** @param loops the files that were asked for: one alone is answered alone */
function formatAnswers(
  { environment: { stdout, env } }: Context,
  checked: readonly CheckedFile[],
  loops: readonly string[],
  { format = 'text', json, recipe, color }: CheckFlags,
): string {
  switch (json === true ? 'json' : format) {
    case 'json': {
      const listed = checked.map(({ file, answer }) => ({ file, ...answer }));
      return `${JSON.stringify(loops.length === 1 ? checked[0].answer : listed)}\n`;
    }
    case 'github':
      return writeAnnotations(checked);
    case 'text': {
      const style = createStyle(findColour(stdout, env, color));
      return formatCheck(checked, { width: findWidth(stdout, env), style, withRecipe: recipe === true });
    }
  }
}

/** @throws GateError that counts the faults */
function failOn(faults: readonly Fault[], least: FailOn): void {
  if (least === 'never') return;
  const isCounted = (severity: FaultSeverity) =>
    FAULT_LEVELS.indexOf(severity) <= FAULT_LEVELS.indexOf(least);
  const counted = faults.filter(({ severity }) => isCounted(severity)).length;
  if (counted === 0) return;
  throw new GateError(
    `check: ${formatCount(counted, 'fault')} of --fail-on ${least}${least === 'error' ? '' : ' or worse'}`,
  );
}
