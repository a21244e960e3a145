import { listNextParameters } from '../../recipe/next.ts';
import { applyParameters, type Draft, type ParameterName } from '../../recipe/parameters.ts';
import { type Fields, listGiven } from './fields.ts';

/** Where the data come from. */
export type Source =
  | { readonly kind: 'built-in'; readonly name: string }
  | { readonly kind: 'csv'; readonly text: string; readonly fileName: string };

/** All that decides a comparison, as the page holds it. */
export interface Setup {
  /** Null where a link brought a recipe for a file that is not here yet. */
  readonly source: Source | null;
  /** Null for the one that a built-in set names. */
  readonly target: string | null;
  /** Columns left out. */
  readonly ignored: readonly string[];
  /** Columns whose values are names, even if they are numbers. */
  readonly categories: readonly string[];
  /** What to take of columns of dates, by name. */
  readonly dates: Readonly<Record<string, readonly string[]>>;
  readonly fields: Fields;
}

/** A change of the setup, or how it follows from the setup at that moment: what takes a while, as reading a file, loses no edit. */
export type SetupChange = Partial<Setup> | ((before: Setup) => Partial<Setup>);

/** What the page shows beyond the report's core. */
export const INCLUDED = ['predictions', 'weights', 'model'] as const;

/** The part of a setup that names columns of one data set, where none are named. */
export const NO_COLUMNS = { target: null, ignored: [], categories: [], dates: {} } as const;

/** The comparison that a first visit opens with: the README's example, whose penalty has the wrong sign once. */
export const FIRST_SETUP: Setup = {
  source: { kind: 'built-in', name: 'diabetes' },
  ...NO_COLUMNS,
  fields: { lambdas: '-0.01, 0, 0.01, 0.1' },
};

/**
 * The change that another data set brings: it has other columns, and is written in its own way. Where a link brought a
 * recipe without its data, these are the data, and the recipe stays.
 */
export function changeSource({ source, fields }: Setup, chosen: Source): Partial<Setup> {
  if (source === null) return { source: chosen };
  const { delimiter, decimal, header, missingMarkers, column, groups, ...kept } = fields;
  const { lambdas, ...rest } = kept;
  // Those of the example are nobody's choice.
  const own = lambdas?.replaceAll(' ', '') === FIRST_SETUP.fields.lambdas?.replaceAll(' ', '') ? rest : kept;
  return { source: chosen, ...NO_COLUMNS, fields: own };
}

/** Whether two setups ask for the same comparison, however they came about. */
export function isSameSetup(a: Setup, b: Setup): boolean {
  return isSameSource(a.source, b.source) && writeRecipe(a) === writeRecipe(b);
}

/** Whether the data are the same; a file's name is no part of them. */
export function isSameSource(a: Source | null, b: Source | null): boolean {
  if (a === b) return true;
  if (a?.kind === 'csv') return b?.kind === 'csv' && a.text === b.text;
  return a?.kind === 'built-in' && b?.kind === 'built-in' && a.name === b.name;
}

/** The recipe as a text in which no order of typing shows. */
function writeRecipe(setup: Setup): string {
  const { ignored, categories } = setup;
  const recipe = buildRecipe({
    ...setup,
    ignored: [...ignored].sort(),
    categories: [...categories].sort(),
  });
  return JSON.stringify(recipe, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** The fields, and the built-in set among them: what decides which fields mean anything. */
export function listChoices({ source, fields }: Setup): Fields {
  return source?.kind === 'built-in' ? { ...fields, dataset: source.name } : fields;
}

/**
 * The recipe of a setup as one would write it, its data named: a CSV text is put in by whoever sends it.
 *
 * @param include what the report holds besides; none by default
 */
export function buildRecipe(setup: Setup, include: readonly string[] = []): Draft {
  const { source, target, ignored, categories, dates } = setup;
  const draft: Draft = {
    data: {
      ...(source?.kind === 'built-in' && { dataset: source.name }),
      ...(target !== null && { target }),
      ...(ignored.length > 0 && { ignore: [...ignored] }),
      ...(categories.length > 0 && { categories: [...categories] }),
      ...(Object.keys(dates).length > 0 && { dates }),
    },
  };
  applyParameters(draft, listGiven(listChoices(setup)));
  return include.length === 0 ? draft : { ...draft, include: [...include] };
}

/** The same as flat parameters, for a query; null where they cannot say it, as of names with a comma. */
export function listParameters(setup: Setup): [name: ParameterName, text: string][] | null {
  return listNextParameters(buildRecipe(setup));
}

/** A recipe with the text of its data set, as an engine or a service takes it. */
export function putData(recipe: Draft, source: Source): Draft {
  if (source.kind === 'built-in') return recipe;
  return { ...recipe, data: { csv: source.text, ...(recipe.data as object) } };
}
