import { PARAMETER_NAMES, type ParameterName } from '../../recipe/parameters.ts';
import { hasField, listGiven, readParameter } from './fields.ts';
import { listChoices, type Setup } from './setup.ts';

/**
 * Writes a setup into the part of an address after `#`, which no server ever sees; never the data themselves.
 *
 * @param sweep one that works on it
 */
export function writeLink(setup: Setup, sweep?: string): string {
  const { source, target, ignored, categories, dates } = setup;
  const parameters = new URLSearchParams();
  if (sweep !== undefined) parameters.set(SWEEP, sweep);
  if (source?.kind === 'built-in') parameters.set('dataset', source.name);
  if (target !== null) parameters.set('target', target);
  for (const name of ignored) parameters.append('ignore', name);
  for (const name of categories) parameters.append('categories', name);
  for (const [name, parts] of Object.entries(dates)) parameters.append('dates', `${name}:${parts.join(' ')}`);
  for (const [name, text] of listGiven(listChoices(setup))) parameters.set(name, text);
  return write(parameters);
}

/** People read addresses, and a comma means nothing in this part of one. */
function write(parameters: URLSearchParams): string {
  return parameters.toString().replaceAll('%2C', ',');
}

/** The name of a sweep's id; no parameter of a recipe is called so. */
const SWEEP = 'sweep';

/** The sweep that such an address names, or null. */
export function readSweepLink(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get(SWEEP);
}

/** Such an address without its sweep: what is compared next has nothing to do with that. */
export function dropSweepLink(hash: string): string {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  if (!parameters.has(SWEEP)) return hash;
  parameters.delete(SWEEP);
  return `#${write(parameters)}`;
}

/** Reads a setup from such an address, or null. Names that no recipe has are ignored. */
export function readLink(hash: string): Setup | null {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const known = [...parameters].filter(isOfRecipe);
  if (known.length === 0) return null;
  const dataset = parameters.get('dataset');
  return {
    source: dataset === null ? null : { kind: 'built-in', name: dataset },
    target: parameters.get('target'),
    ignored: parameters.getAll('ignore'),
    categories: parameters.getAll('categories'),
    dates: Object.fromEntries(parameters.getAll('dates').map(readDates)),
    fields: Object.fromEntries(
      known.filter(([name]) => hasField(name)).map(([name, text]) => [name, readParameter(name, text)]),
    ),
  };
}

function isOfRecipe(entry: [name: string, text: string]): entry is [ParameterName, string] {
  return (PARAMETER_NAMES as readonly string[]).includes(entry[0]);
}

/** The name of what asks for the answer at once; no parameter of a recipe is called so. */
const RUN = 'run';

/** Whether such an address asks for the answer at once, as an example in the docs does. */
export function readRunLink(hash: string): boolean {
  return new URLSearchParams(hash.replace(/^#/, '')).has(RUN);
}

/** `sold:year month`; a name may have colons of its own. */
function readDates(text: string): [name: string, parts: string[]] {
  const at = text.lastIndexOf(':');
  return at === -1 ? [text, []] : [text.slice(0, at), text.slice(at + 1).split(' ')];
}
