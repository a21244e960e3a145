import { AbsumError, type Issue } from '../../errors.ts';
import { PARAMETER_NAMES, type ParameterName, pathOf, renamePlaces } from '../../recipe/parameters.ts';
import { joinWords } from '../../words/lists.ts';
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

/**
 * Says the places of a fault as the user wrote them: `--lambdas, item 3`, `sales.csv line 17`, `recipe.json: split`.
 */
export function translateFault(error: unknown, origin: Origin): unknown {
  if (error instanceof AbsumError) return new AbsumError(error.code, translateIssues(error, origin));
  if (!isRemoteFault(error)) return error;
  return Object.assign(error, { issues: translateIssues(error, origin) });
}

function translateIssues({ issues }: { readonly issues: readonly Issue[] }, origin: Origin): Issue[] {
  const renamed = renamePlaces(new AbsumError('invalid-recipe', issues)).issues;
  return issues.map(({ place }, i) => {
    const name = findOption(place, renamed[i].place, origin);
    return {
      ...renamed[i],
      message: name === undefined ? renamed[i].message : sayItems(renamed[i].message, name),
      place: translatePlace(place, renamed[i].place, name, origin),
    };
  });
}

/** The option that a place is about; undefined where that is the recipe file's, or the data's. */
function findOption(
  place: string,
  renamed: string,
  { source, recipeFile, given }: Origin,
): ParameterName | undefined {
  if (source !== null && place.startsWith('data.csv')) return undefined;
  const word = wordOf(renamed);
  const name = PARAMETER_NAMES.find((candidate) => candidate === word);
  return name !== undefined && (recipeFile === null || given.has(name)) ? name : undefined;
}

/** The columns of dates are fields below the option's own. */
function wordOf(renamed: string): string {
  return renamed.startsWith('dates.') ? 'dates' : renamed.split('[')[0];
}

/** The items that a message names: `at item 2` for `at lambdas[1]`. */
function sayItems(message: string, name: ParameterName): string {
  return message.replaceAll(new RegExp(`\\b${name}\\[(\\d+)\\]`, 'g'), (_, i) => `item ${Number(i) + 1}`);
}

function translatePlace(
  place: string,
  renamed: string,
  name: ParameterName | undefined,
  { source, recipeFile, given }: Origin,
): string {
  if (source !== null && place.startsWith('data.csv')) return source + place.slice('data.csv'.length);
  if (name !== undefined) return nameOption(name) + sayInside(renamed.slice(wordOf(renamed).length));
  if (place === 'data' && source !== null) return source;
  const below = listBelow(place, given);
  if (below.length > 0) return joinWords(below.map(nameOption));
  return recipeFile === null || place === '' ? place : `${recipeFile}: ${place}`;
}

/** A place inside what an option lists, as people count: `, item 3` for `[2]`. */
export function sayInside(rest: string): string {
  return rest.replace(/^\./, ', ').replace(/\[(\d+)\]/g, (_, i) => `, item ${Number(i) + 1}`);
}

/**
 * The options given for a part of the recipe: `--nested-folds` for `compare.nested`, `--folds` and `--holdout` for
 * `split`. Of data that have a name, the name alone.
 */
function listBelow(place: string, given: ReadonlySet<ParameterName>): ParameterName[] {
  if (place === '') return [];
  if (place === 'data' && given.has('dataset')) return ['dataset'];
  const below = [...given].filter((name) => pathOf(name).startsWith(`${place}.`));
  if (below.length === 1) return below;
  return place === 'split' ? below.filter((name) => SPLITS.includes(name)) : [];
}

/** The ways to split, one of which a recipe may have. */
const SPLITS: readonly ParameterName[] = ['folds', 'holdout', 'column'];
