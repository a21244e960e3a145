import { type Draft, type ParameterName, pathOf } from '../../recipe/parameters.ts';

/**
 * Fields of a recipe that give way to an option: the recipe allows only one of them, or they belong to what the option
 * replaces.
 */
const RIVALS: Partial<Record<ParameterName, readonly ParameterName[]>> = {
  folds: ['holdout', 'column'],
  holdout: ['folds', 'column'],
  column: ['folds', 'holdout'],
  optimizer: ['momentum', 'decay', 'beta1', 'beta2', 'epsilon'],
  loss: ['huberDelta'],
};

/** What data keep when others take their place. */
const KEPT = ['target', 'missing', 'ignore', 'missingMarkers', 'categories', 'dates'];
const KEPT_OF_CSV = [...KEPT, 'delimiter', 'decimal', 'header'];

/**
 * Prepares a recipe for the options that override it.
 *
 * @param given parameters that options give
 * @param csv the data in place of the recipe's own
 */
export function overrideRecipe(recipe: Draft, given: ReadonlySet<ParameterName>, csv?: string): Draft {
  const draft = structuredClone(recipe);
  for (const name of given) {
    for (const rival of RIVALS[name] ?? []) if (!given.has(rival)) remove(draft, pathOf(rival).split('.'));
  }
  const data = draft.data as Draft | undefined;
  if (csv !== undefined) return { ...draft, data: { ...pick(data, KEPT_OF_CSV), csv } };
  if (given.has('dataset')) return { ...draft, data: pick(data, KEPT) };
  return draft;
}

function remove(draft: Draft, [key, ...rest]: string[]): void {
  const inner = draft[key];
  if (rest.length === 0) delete draft[key];
  else if (typeof inner === 'object' && inner !== null) remove(inner as Draft, rest);
}

function pick(data: Draft | undefined, names: readonly string[]): Draft {
  return Object.fromEntries(Object.entries(data ?? {}).filter(([name]) => names.includes(name)));
}
