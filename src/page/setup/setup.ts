import { applyParameters, type Draft, kindOf } from '../../recipe/parameters.ts';
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
  readonly fields: Fields;
}

/** What the page shows beyond the report's core. */
export const INCLUDED = ['predictions', 'weights', 'model'] as const;

/** The comparison of a first visit: every default as it is, so that it answers as the other ways of asking do. */
export const FIRST_SETUP: Setup = {
  source: { kind: 'built-in', name: 'diabetes' },
  target: null,
  ignored: [],
  fields: {},
};

/** Whether two setups ask for the same comparison. */
export function isSameSetup(a: Setup, b: Setup): boolean {
  return a.source === b.source && a.target === b.target && a.ignored === b.ignored && a.fields === b.fields;
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
  const { source, target, ignored } = setup;
  const draft: Draft = {
    data: {
      ...(source?.kind === 'built-in' && { dataset: source.name }),
      ...(target !== null && { target }),
      ...(ignored.length > 0 && { ignore: [...ignored] }),
    },
  };
  applyParameters(draft, listGiven(listChoices(setup)));
  return include.length === 0 ? draft : { ...draft, include: [...include] };
}

/** The same as flat parameters, for a query. */
export function listParameters(setup: Setup): [string, string][] {
  const { source, target, ignored } = setup;
  return [
    ...(source?.kind === 'built-in' ? [['dataset', source.name] as [string, string]] : []),
    ...(target === null ? [] : [['target', target] as [string, string]]),
    ...(ignored.length === 0 ? [] : [['ignore', ignored.join(',')] as [string, string]]),
    ...listGiven(listChoices(setup)).map(([name, text]): [string, string] => [
      name,
      // A text is taken to the letter; a column may have spaces in its name.
      kindOf(name) === 'text' ? text : text.replaceAll(' ', ''),
    ]),
  ];
}

/** A recipe with the text of its data set, as an engine or a service takes it. */
export function putData(recipe: Draft, source: Source): Draft {
  if (source.kind === 'built-in') return recipe;
  return { ...recipe, data: { csv: source.text, ...(recipe.data as object) } };
}
