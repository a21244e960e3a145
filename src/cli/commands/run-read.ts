import { AbsumError, type Issue, MAX_ISSUES } from '../../errors.ts';
import { parseDataToLookAt } from '../../recipe/look.ts';
import type { Draft } from '../../recipe/parameters.ts';
import { type DataLook, lookAtData } from '../../report/look.ts';
import { reportColumn } from '../../report/report-reading.ts';
import { formatCount } from '../../words/amounts.ts';
import type { Context } from '../environment.ts';
import { readInput } from '../input/read-input.ts';
import { listEntries } from '../input/recipe-options.ts';
import { formatLook } from '../terminal/format-look.ts';
import { createStyle, findColour, findWidth } from '../terminal/style.ts';

/** The options of `read`, apart from those of the recipe. */
export interface ReadFlags {
  readonly recipe?: string | undefined;
  readonly sheet?: string | undefined;
  readonly json?: boolean | undefined;
  readonly color: boolean;
}

/**
 * Prints how the data are read.
 *
 * @throws AbsumError with what keeps a comparison from using them, once all is printed
 */
export async function runRead(
  context: Context,
  file: string | undefined,
  flags: ReadFlags,
  signal: AbortSignal,
): Promise<void> {
  const { stdout, env } = context.environment;
  const choice = {
    file,
    sheet: flags.sheet,
    recipeFile: flags.recipe,
    entries: listEntries(flags),
    include: [],
    needsTarget: false,
  };
  const { recipe, source, translate } = await readInput(context, choice, signal);
  const look = await lookAtRecipe(recipe).catch((error) => {
    throw translate(error);
  });
  const rename = ({ place, message, ways }: Issue): Issue => {
    const error = translate(new AbsumError('invalid-data', [{ place, message, ...(ways && { ways }) }]));
    return (error as AbsumError).issues[0];
  };
  const faults = look.faults.map(({ column, issue }) => ({ column, issue: rename(issue) }));
  const style = createStyle(findColour(stdout, env, flags.color));
  stdout.write(
    flags.json
      ? `${JSON.stringify(writeLook({ ...look, faults }))}\n`
      : formatLook(look, source, findWidth(stdout, env), style),
  );
  if (faults.length > 0) throw new AbsumError('invalid-data', boundFaults(faults));
}

function lookAtRecipe({ data, split, loss }: Draft): Promise<DataLook> {
  const { column, groups } = { ...(split as Draft | undefined) };
  return lookAtData(parseDataToLookAt(data), {
    task: loss === 'cross-entropy' ? 'classification' : 'regression',
    markers: [column, groups].filter((name) => typeof name === 'string'),
  });
}

/** The reading as a report has it, with samples, and what is to be decided. */
function writeLook({ rows, rowsWithoutTarget, format, columns, faults, notes }: DataLook) {
  return {
    rows,
    rowsWithoutTarget,
    ...(format && { format }),
    columns: columns.map(({ role, samples, ...reading }) => ({
      ...reportColumn(reading, role === undefined ? {} : { role }),
      samples,
    })),
    faults: faults.map(({ column, issue }) => ({ column, ...issue })),
    notes,
  };
}

/** An error has so many faults at most; what is not among them is counted. */
function boundFaults(faults: DataLook['faults']): Issue[] {
  const issues = faults.map(({ issue }) => issue);
  if (issues.length <= MAX_ISSUES) return issues;
  const told = issues.slice(0, MAX_ISSUES - 1);
  const message = `${formatCount(issues.length - told.length, 'more column')} cannot be used as they are`;
  return [...told, { place: 'data', message }];
}
