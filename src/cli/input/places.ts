import { AbsumError, type Issue } from '../../errors.ts';
import { PARAMETER_NAMES, type ParameterName, pathOf, renamePlaces } from '../../recipe/parameters.ts';
import { isRemoteFault } from '../exit-codes.ts';
import { nameOption } from './name-option.ts';

/** Where the parts of a recipe came from. */
export interface Origin {
  /** The file that holds the CSV, or what stands for it; null where the recipe names or holds the data. */
  readonly source: string | null;
  readonly recipeFile: string | null;
  /** Parameters given as options. */
  readonly given: ReadonlySet<ParameterName>;
}

/** Says the places of a fault as the user wrote them: `--lambdas[2]`, `sales.csv line 17`, `recipe.json: split`. */
export function translateFault(error: unknown, origin: Origin): unknown {
  if (error instanceof AbsumError) return new AbsumError(error.code, translateIssues(error, origin));
  if (!isRemoteFault(error)) return error;
  return Object.assign(error, { issues: translateIssues(error, origin) });
}

function translateIssues({ issues }: { readonly issues: readonly Issue[] }, origin: Origin): Issue[] {
  const renamed = renamePlaces(new AbsumError('invalid-recipe', issues)).issues;
  return issues.map(({ place }, i) => ({
    ...renamed[i],
    place: translatePlace(place, renamed[i].place, origin),
  }));
}

function translatePlace(place: string, renamed: string, { source, recipeFile, given }: Origin): string {
  if (source !== null && place.startsWith('data.csv')) return source + place.slice('data.csv'.length);
  // The columns of dates are fields below the option's own.
  const word = renamed.startsWith('dates.') ? 'dates' : renamed.split('[')[0];
  const name = PARAMETER_NAMES.find((candidate) => candidate === word) ?? findOnlyBelow(place, given);
  if (name !== undefined && (recipeFile === null || given.has(name))) {
    return nameOption(name) + renamed.slice(word.length);
  }
  return recipeFile === null || place === '' ? place : `${recipeFile}: ${place}`;
}

/** The one option given for a part of this place: `--nested-folds` for `compare.nested`. */
function findOnlyBelow(place: string, given: ReadonlySet<ParameterName>): ParameterName | undefined {
  const below = [...given].filter((name) => pathOf(name).startsWith(`${place}.`));
  return below.length === 1 ? below[0] : undefined;
}
