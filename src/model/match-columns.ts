import { indexNames } from '../data/names.ts';
import { type AbsumError, describeValue, errorAt } from '../errors.ts';
import { askNearest, findNearest } from '../words/nearest.ts';
import type { Model, ModelFeature } from './model.ts';

/** What of a model says which columns there are. */
export type ModelColumns = Pick<Model, 'features' | 'target' | 'ignored'>;

/** Names that an error shows. */
const SHOWN = { features: 10, strangers: 5 };

/** The column that a feature is read from: its own, or the one of the dates that it is taken of. */
export function sourceOf({ name, date }: Pick<ModelFeature, 'name' | 'date'>): string {
  return date?.column ?? name;
}

/** The columns that a model reads, in the order of its features. */
export function listSources({ features }: Pick<ModelColumns, 'features'>): string[] {
  return [...new Set(features.map(sourceOf))];
}

/**
 * Finds the columns that a model reads among those given: by name, or by one that looks the same on paper, unless it is
 * the name of another column of the model.
 *
 * @returns the position of each column, by its name in the model
 * @throws AbsumError `invalid-data` for a column that is absent, and for columns that the model does not know
 */
export function matchColumns(
  model: ModelColumns,
  { columns, place }: { readonly columns: readonly string[]; readonly place: string },
): Map<string, number> {
  const sources = listSources(model);
  const others = [model.target, ...(model.ignored ?? [])];
  const own = new Set([...sources, ...others]);
  const find = indexNames(columns);
  const positions = new Map<string, number>();
  const taken = new Set<number>();
  const absent: string[] = [];
  for (const name of sources) {
    const position = find(name);
    const isOthers = columns[position] !== name && own.has(columns[position]);
    if (position === -1 || isOthers || taken.has(position)) {
      absent.push(name);
      continue;
    }
    positions.set(name, position);
    taken.add(position);
  }
  const findOther = indexNames(others);
  const strangers = columns.filter((name, column) => !taken.has(column) && findOther(name) === -1);
  if (strangers.length > 0) throw refuseStrangers(strangers, sources, place);
  if (absent.length > 0) throw refuseLack(absent, columns, place);
  return positions;
}

function refuseStrangers(
  strangers: readonly string[],
  sources: readonly string[],
  place: string,
): AbsumError {
  const hint = askNearest(findNearest(sources, strangers[0]));
  const message = `expected the features ${list(sources, SHOWN.features)}, got ${list(strangers, SHOWN.strangers)}${hint}`;
  return errorAt('invalid-data', place, message);
}

function refuseLack(absent: readonly string[], columns: readonly string[], place: string): AbsumError {
  const got = columns.length === 0 ? 'rows without a value' : list(columns, SHOWN.features);
  const what = absent.length === 1 ? 'the feature' : 'the features';
  const message = `expected ${what} ${list(absent, SHOWN.strangers)}, got only ${got}`;
  return errorAt('invalid-data', place, message);
}

function list(names: readonly string[], most: number): string {
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return `${names.slice(0, most).map(describeValue).join(', ')}${more}`;
}
