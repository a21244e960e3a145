import type { ReadRecipe, Unread } from '../../../check/answer.ts';
import { applyNext, listNextParameters } from '../../../recipe/next.ts';
import { type Draft, PARAMETER_NAMES, type ParameterName, pathOf } from '../../../recipe/parameters.ts';
import { hasField, readParameter } from '../../setup/fields.ts';
import { writeLink } from '../../setup/link.ts';
import { buildRecipe, NO_COLUMNS, type Setup } from '../../setup/setup.ts';

/** What the page asks for besides the loop: a table, and what the loop does not say. */
export type WorthForm = Setup;

export const EMPTY_FORM: WorthForm = { source: null, ...NO_COLUMNS, fields: {} };

/** The parameter of the recipe whose field answers what was not read; null where none does. */
export function findParameter({ field }: Pick<Unread, 'field'>): ParameterName | null {
  const name = PARAMETER_NAMES.find((each) => pathOf(each) === field);
  return name !== undefined && hasField(name) ? name : null;
}

/** Those that the page asks for in any case: how often it is trained decides how sure the answer is. */
const ALWAYS: readonly ParameterName[] = ['folds', 'repeats', 'seed'];

/**
 * The fields of the form: what was not read, what is always asked, and what was typed, whatever the loop says by now: what
 * is typed goes before that, so it must be seen.
 */
export function listAsked(unread: readonly Unread[], { fields }: WorthForm): readonly ParameterName[] {
  const found = unread.flatMap((each) => findParameter(each) ?? []);
  return [...new Set([...found, ...ALWAYS, ...(Object.keys(fields) as ParameterName[])])];
}

/** A line of the recipe as it was read. */
export interface RecipeLine {
  readonly field: string;
  /** What the loop says there; null where only the loop as meant has it. */
  readonly said: string | null;
  /** Where the loop as written trains with something else than it says, as with a penalty that is subtracted. */
  readonly written: string | null;
  /** Where the loop as meant has something else than as written. */
  readonly meant: string | null;
  /** Where it stands in the loop. */
  readonly at: { readonly cell: number | null; readonly line: number } | null;
}

/** The recipe field by field, with what is trained and what is meant where that differs. */
export function listRecipe({ asWritten, asMeant, fields }: ReadRecipe): readonly RecipeLine[] {
  const [trained, meant] = [asWritten, asMeant].map((recipe) => new Map(listLeaves(recipe)));
  const read = fields.map(({ field, value, cell, line }): RecipeLine => {
    const said = show(value);
    const written = trained.has(field) ? show(trained.get(field)) : said;
    const other = meant.has(field) ? show(meant.get(field)) : written;
    return {
      ...{ field, said, at: { cell, line } },
      written: written === said ? null : written,
      meant: other === written ? null : other,
    };
  });
  const known = new Set([...fields.map(({ field }) => field), ...trained.keys()]);
  const added = [...meant].filter(([path]) => !known.has(path));
  return [
    ...read,
    ...added.map(
      ([field, value]): RecipeLine => ({ field, said: null, written: null, meant: show(value), at: null }),
    ),
  ];
}

function listLeaves(part: Readonly<Record<string, unknown>>, start = ''): [path: string, value: unknown][] {
  return Object.entries(part).flatMap(([key, value]): [string, unknown][] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? listLeaves(value as Record<string, unknown>, `${start}${key}.`)
      : [[start + key, value]],
  );
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(show).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * The address of the comparison of lambdas that has the loop as meant in its form, with what was typed here and a built-in
 * set; without a penalty beside it, since one lambda alone compares with nothing.
 */
export function linkComparison({ asMeant }: ReadRecipe, form: WorthForm): string {
  const { data: _, ...typed } = buildRecipe(form);
  const recipe = applyNext<Draft>(asMeant, typed);
  const fields = Object.fromEntries(
    listLeaves(recipe).flatMap(([path, value]): [ParameterName, string][] => {
      const nested = path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
      const [said] = listNextParameters(nested as object) ?? [];
      return said !== undefined && hasField(said[0]) ? [[said[0], readParameter(...said)]] : [];
    }),
  );
  const { lambdas } = (recipe.penalty ?? {}) as { readonly lambdas?: unknown };
  if (Array.isArray(lambdas) && !lambdas.includes(0)) fields.lambdas = [0, ...lambdas].join(',');
  return `#${writeLink({ ...form, fields })}`;
}
