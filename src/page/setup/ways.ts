import type { Way } from '../../errors.ts';
import { listNextParameters } from '../../recipe/next.ts';
import type { ParameterName } from '../../recipe/parameters.ts';
import { joinWords } from '../../words/lists.ts';
import { hasField, nameInWords, readParameter } from './fields.ts';
import type { Setup } from './setup.ts';

// A way out of a fault, or what a finding suggests, is a part of a recipe: here it becomes a change of the page's setup.

/** The fields of `data` that the page does not hold as texts. */
interface DataPart {
  readonly target?: string;
  readonly ignore?: readonly string[];
  readonly categories?: readonly string[];
  readonly missingMarkers?: readonly string[];
  readonly dates?: Setup['dates'];
}

/** A change of the setup, and what the button that makes it says. */
export interface Press {
  /** Without the name of the one column that it is about. */
  readonly label: string;
  readonly column: string | null;
  readonly change: Partial<Setup>;
}

/**
 * What a way changes of a setup; what the report holds besides, the page asks for anyway. Columns and markers join those that the setup names already; an empty list forgets them.
 *
 * @returns null where the page's form has no place for it, or all is so already
 */
export function readWay(setup: Setup, way: Way): Press | null {
  const { target, ignore, categories, missingMarkers, dates, ...data } = (way.data ?? {}) as DataPart;
  const markers = joinMarkers(setup, missingMarkers);
  const { include: _, ...asked } = { ...way, data } as Way & { readonly include?: unknown };
  const flat = listNextParameters(asked);
  if (flat === null || markers === null || flat.some(([name]) => !hasField(name))) return null;
  const parameters = flat
    .map(([name, text]) => [name, readParameter(name, text)] as const)
    .filter(([name, text]) => setup.fields[name] !== text);
  const fields = { ...setup.fields, ...markers, ...Object.fromEntries(parameters) };
  const ignored = join(setup.ignored, ignore);
  const change = {
    ...(target !== undefined && { target }),
    ...(ignore && { ignored }),
    ...(categories && { categories: join(setup.categories, categories) }),
    // What is left out has no parts.
    ...((dates || ignore) && { dates: withoutColumns(joinDates(setup.dates, dates), ignored) }),
    ...((missingMarkers || parameters.length > 0) && { fields }),
  };
  const columns = {
    ignore: listNew(setup.ignored, ignore),
    categories: listNew(setup.categories, categories),
    dates: listNew([], dates && Object.keys(dates)),
  };
  const named = Object.values(columns).flat();
  const isAlone = parameters.length === 0 && missingMarkers === undefined && target === undefined;
  const about = isAlone && new Set(named).size === 1 ? named[0] : null;
  const parts = [
    ...(target === undefined ? [] : [`predict ${target}`]),
    ...sayMarkers(listNew(splitMarkers(setup), missingMarkers)),
    ...sayColumns('leave out', columns.ignore, ignore, about),
    ...sayColumns('use as categories', columns.categories, categories, about),
    ...(dates === undefined ? [] : sayDates(dates, about)),
    ...parameters.map(([name, text]) => SAID[`${name} ${text}`] ?? `set ${nameInWords(name)} to ${text}`),
  ];
  if (parts.length === 0) return null;
  const label = joinWords(parts);
  return { label: label[0].toUpperCase() + label.slice(1), column: about, change };
}

/** What is said otherwise than by name and value. */
const SAID: Readonly<Partial<Record<`${ParameterName} ${string}`, string>>> = {
  'missing mean': 'fill with the mean',
  'missing drop-row': 'drop those rows',
  'decimal ,': 'commas mark decimals',
  'decimal .': 'points mark decimals',
  'header false': 'the first line is data',
  'header true': 'the first line has names',
  'loss cross-entropy': 'predict it as a class',
  'duplicates together': 'keep equal rows together',
  'hidden none': 'take a linear model',
};

function join(former: readonly string[], more: readonly string[] = []): readonly string[] {
  return more.length === 0 ? more : [...new Set([...former, ...more])];
}

function listNew(former: readonly string[], more: readonly string[] = []): readonly string[] {
  return more.filter((each) => !former.includes(each));
}

function joinDates(former: Setup['dates'], more: Setup['dates'] = former): Setup['dates'] {
  return Object.keys(more).length === 0 ? more : { ...former, ...more };
}

function withoutColumns(dates: Setup['dates'], columns: readonly string[]): Setup['dates'] {
  return Object.fromEntries(Object.entries(dates).filter(([name]) => !columns.includes(name)));
}

function splitMarkers({ fields }: Setup): readonly string[] {
  return (fields.missingMarkers ?? '').split(',').map((marker) => marker.trim());
}

/** The field's text with more markers; null where one has a comma, which separates them. */
function joinMarkers(setup: Setup, more: readonly string[] = []): { missingMarkers?: string } | null {
  if (more.some((marker) => marker.includes(','))) return null;
  if (more.length === 0) return {};
  return { missingMarkers: join(splitMarkers(setup), more).filter(Boolean).join(', ') };
}

function sayMarkers(added: readonly string[]): string[] {
  return added.length === 0 ? [] : [`read ${joinWords(added.map((marker) => `"${marker}"`))} as missing`];
}

function sayColumns(
  what: string,
  added: readonly string[],
  all: readonly string[] | undefined,
  about: string | null,
): string[] {
  if (all?.length === 0) return [`forget the columns to ${what}`];
  if (added.length === 0) return [];
  return [about === null ? what.replace(/^\w+/, `$& ${joinWords(added)}`) : what];
}

function sayDates(dates: Setup['dates'], about: string | null): string[] {
  const entries = Object.entries(dates);
  if (entries.length === 0) return ['forget the dates'];
  return entries.map(([name, parts]) => `take ${parts.join(', ')}${about === null ? ` of ${name}` : ''}`);
}
