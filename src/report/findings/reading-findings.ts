import type { ColumnInUse } from '../../data/dataset.ts';
import { DATE_PARTS } from '../../data/reading/date-parts.ts';
import { joinWords } from '../../words/lists.ts';
import { type Finding, makeFinding } from './finding.ts';
import type { Observed } from './observed.ts';

// What the reading of a table leaves to be decided.

/** What these look at: how the data were read, and what the recipe says of them. */
export interface ReadData {
  readonly recipe: { readonly data: Pick<Observed['recipe']['data'], 'categories' | 'dates'> };
  readonly dataset: Pick<Observed['dataset'], 'reading'>;
}

/** Names in a message; a finding shows the first of many. */
const MOST_NAMED = 5;

/** Columns of dates, which are left out unless someone says what to take of them. */
export function findDateColumns({ recipe, dataset: { reading } }: ReadData): Finding | null {
  const dates = reading.columns.filter(({ role, reading: kind }) => role === 'left out' && kind === 'date');
  if (dates.length === 0) return null;
  const message =
    `Left out as dates: ${nameColumns(dates)}. data.dates takes year, month, weekday or days of them as numbers; ` +
    'where rows follow each other in time, split.order "given" validates on those that come last.';
  const parts = Object.fromEntries(dates.map(({ name }) => [name, [...DATE_PARTS]]));
  const next = { data: { dates: { ...recipe.data.dates, ...parts } } };
  return makeFinding(
    'date-column',
    [],
    { columns: dates.map(({ name, distinct }) => ({ name, distinct })) },
    message,
    next,
  );
}

/** Columns of texts some of which are numbers. */
export function findMixedColumns({ recipe, dataset: { reading } }: ReadData): Finding | null {
  const named = new Set(recipe.data.categories);
  const mixed = reading.columns.filter(
    ({ role, reading: kind, numbers, notated, name }) =>
      role === 'feature' && kind === 'category' && numbers + notated > 0 && !named.has(name),
  );
  if (mixed.length === 0) return null;
  const columns = mixed.map(({ name, numbers, notated, texts }) => ({
    name,
    numbers: numbers + notated,
    texts,
  }));
  const shown = columns.map(
    ({ name, numbers, texts }) => `${name} (${numbers} of ${numbers + texts} values)`,
  );
  const message =
    `Read as categories, though some of their values are numbers: ${joinFirst(shown)}. Look at them; if categories ` +
    'are meant, data.categories says so.';
  return makeFinding('mixed-column', [], { columns }, message, nameAsCategories(recipe, mixed));
}

/** Columns of whole numbers that begin with zeros, as zip codes do. */
export function findLeadingZeros({ recipe, dataset: { reading } }: ReadData): Finding | null {
  const codes = reading.columns.filter(({ role, leadingZeros }) => role === 'feature' && leadingZeros);
  if (codes.length === 0) return null;
  const message =
    `Read as numbers, though they begin with zeros, as codes do: ${nameColumns(codes)}. If they are names of things, ` +
    'data.categories makes each an input of its own.';
  const evidence = { columns: codes.map(({ name, distinct }) => ({ name, distinct })) };
  return makeFinding('leading-zeros', [], evidence, message, nameAsCategories(recipe, codes));
}

function nameAsCategories({ data }: ReadData['recipe'], columns: readonly ColumnInUse[]) {
  return { data: { categories: [...(data.categories ?? []), ...columns.map(({ name }) => name)] } };
}

function nameColumns(columns: readonly ColumnInUse[]): string {
  return joinFirst(columns.map(({ name }) => name));
}

function joinFirst(shown: readonly string[]): string {
  const more = shown.length - MOST_NAMED;
  return joinWords(more > 0 ? [...shown.slice(0, MOST_NAMED), `${more} more`] : [...shown]);
}
