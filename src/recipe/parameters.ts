import { AbsumError, describeValue, type Issue } from '../errors.ts';
import { refuse, UNKNOWN_FIELD } from '../validate.ts';
import { askNearestWord } from '../words/nearest.ts';
import { findMistyped } from './mistyped.ts';

/** How the text of a parameter becomes a value of the recipe. */
export type Kind = 'text' | 'number' | 'numbers' | 'numbers or auto' | 'boolean' | 'texts' | 'dates';

/**
 * The recipe's fields as flat parameters: in a query beside a CSV body, in a multipart form, on the command
 * line, on the page and in its links. The names are those of the recipe's fields where they are unique; the
 * others say more.
 */
const PARAMETERS = {
  target: ['data.target', 'text'],
  dataset: ['data.dataset', 'text'],
  missing: ['data.missing', 'text'],
  ignore: ['data.ignore', 'texts'],
  delimiter: ['data.delimiter', 'text'],
  decimal: ['data.decimal', 'text'],
  header: ['data.header', 'boolean'],
  missingMarkers: ['data.missingMarkers', 'texts'],
  categories: ['data.categories', 'texts'],
  dates: ['data.dates', 'dates'],
  folds: ['split.folds', 'number'],
  holdout: ['split.holdout', 'number'],
  column: ['split.column', 'text'],
  groups: ['split.groups', 'text'],
  duplicates: ['split.duplicates', 'text'],
  repeats: ['split.repeats', 'number'],
  order: ['split.order', 'text'],
  fixed: ['split.fixed', 'boolean'],
  standardizeFeatures: ['standardize.features', 'boolean'],
  standardizeTarget: ['standardize.target', 'boolean'],
  hidden: ['network.hidden', 'numbers'],
  activation: ['network.activation', 'text'],
  dropout: ['network.dropout', 'number'],
  initialization: ['network.initialization', 'text'],
  loss: ['loss', 'text'],
  huberDelta: ['huberDelta', 'number'],
  optimizer: ['optimizer.name', 'text'],
  learningRate: ['optimizer.learningRate', 'number'],
  momentum: ['optimizer.momentum', 'number'],
  decay: ['optimizer.decay', 'number'],
  beta1: ['optimizer.beta1', 'number'],
  beta2: ['optimizer.beta2', 'number'],
  epsilon: ['optimizer.epsilon', 'number'],
  epochs: ['training.epochs', 'number'],
  batchSize: ['training.batchSize', 'number'],
  batches: ['training.batches', 'text'],
  evaluate: ['training.evaluate', 'number'],
  patience: ['training.patience', 'number'],
  lambdas: ['penalty.lambdas', 'numbers or auto'],
  method: ['penalty.method', 'text'],
  scale: ['penalty.scale', 'text'],
  penalize: ['penalty.include', 'text'],
  penaltyGroups: ['penalty.groups', 'text'],
  metric: ['compare.metric', 'text'],
  baseline: ['compare.baseline', 'number'],
  equivalence: ['compare.equivalence', 'number'],
  tolerance: ['compare.tolerance', 'number'],
  nestedFolds: ['compare.nested.folds', 'number'],
  inertShare: ['thresholds.inertShare', 'number'],
  collapsedSpread: ['thresholds.collapsedSpread', 'number'],
  detectableShare: ['thresholds.detectableShare', 'number'],
  nearZero: ['thresholds.nearZero', 'number'],
  nearZeroShare: ['thresholds.nearZeroShare', 'number'],
  optimisticLambdas: ['thresholds.optimisticLambdas', 'number'],
  optimisticShare: ['thresholds.optimisticShare', 'number'],
  unscaledFactor: ['thresholds.unscaledFactor', 'number'],
  deadShare: ['thresholds.deadShare', 'number'],
  improvingShare: ['thresholds.improvingShare', 'number'],
  include: ['include', 'texts'],
  engine: ['engine', 'text'],
  arithmetic: ['arithmetic', 'text'],
  seed: ['seed', 'number'],
} as const satisfies Record<string, readonly [path: string, kind: Kind]>;

export type ParameterName = keyof typeof PARAMETERS;
export const PARAMETER_NAMES = Object.keys(PARAMETERS) as ParameterName[];

/** Where in the recipe a parameter goes. */
export function pathOf(name: ParameterName): string {
  return PARAMETERS[name][0];
}

/** How its text is read. */
export function kindOf(name: ParameterName): Kind {
  return PARAMETERS[name][1];
}

/** An object of the recipe under construction. */
export type Draft = Record<string, unknown>;

/**
 * Writes parameters into a draft of a recipe. Texts that are not numbers stay texts, so that the schema says
 * what it expected and what it got.
 *
 * @throws AbsumError `invalid-recipe` for unknown and repeated parameters
 */
export function applyParameters(draft: Draft, parameters: Iterable<readonly [string, string]>): void {
  refuse('invalid-recipe', assignParameters(draft, parameters));
  if ('optimizer' in draft) draft.optimizer = { name: 'adam', ...(draft.optimizer as object) };
}

/** Assigns what it can, and tells what it cannot. */
function* assignParameters(
  draft: Draft,
  parameters: Iterable<readonly [string, string]>,
): Generator<Issue, void> {
  const seen = new Set<string>();
  for (const [name, text] of parameters) {
    if (!isParameter(name))
      yield { place: name, message: `unknown parameter${askNearestWord(PARAMETER_NAMES, name)}` };
    else if (seen.has(name)) yield { place: name, message: 'given more than once' };
    else {
      const kind = kindOf(name);
      for (const { at, message } of findMistyped(kind, text)) yield { place: name + at, message };
      const value = readValue(text, kind);
      if (kind === 'dates' && typeof value === 'string') yield { place: name, message: refuseDates(text) };
      assign(draft, pathOf(name).split('.'), value);
    }
    seen.add(name);
  }
}

/**
 * Names the places of an error as the caller wrote them: `lambdas[2]` for `penalty.lambdas[2]`. A parameter
 * is never called unknown, even where the rest of the recipe has no place for it.
 */
export function renamePlaces(error: AbsumError): AbsumError {
  const issues = error.issues.map(({ place, message, ...more }) => {
    const name = PARAMETER_NAMES.find((candidate) => {
      const path = pathOf(candidate);
      const isOfDates = kindOf(candidate) === 'dates' && place.startsWith(`${path}.`);
      return place === path || place.startsWith(`${path}[`) || isOfDates;
    });
    if (name === undefined) return { place, message, ...more };
    const owner = message.startsWith(UNKNOWN_FIELD) ? OWNERS[name] : undefined;
    return {
      place: name + place.slice(pathOf(name).length),
      message: owner === undefined ? message : `applies only to ${owner}`,
      ...more,
    };
  });
  return new AbsumError(error.code, issues);
}

/** What a recipe must choose before it has a place for these. */
const OWNERS: Partial<Record<ParameterName, string>> = {
  delimiter: 'a CSV',
  decimal: 'a CSV',
  header: 'a CSV',
  momentum: 'optimizer "momentum"',
  decay: 'optimizer "rmsprop"',
  beta1: 'optimizer "adam"',
  beta2: 'optimizer "adam"',
  epsilon: 'optimizer "adam" or "rmsprop"',
};

function isParameter(name: string): name is ParameterName {
  return Object.hasOwn(PARAMETERS, name);
}

function assign(draft: Draft, [key, ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    draft[key] = value;
    return;
  }
  const inner = draft[key];
  const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
  const next: Draft = isObject ? { ...inner } : {};
  draft[key] = next;
  assign(next, rest, value);
}

function readValue(text: string, kind: Kind): unknown {
  switch (kind) {
    case 'text':
      return text;
    case 'texts':
      return text.split(',');
    case 'number':
      return readNumber(text);
    case 'numbers':
      return text.trim() === '' ? [] : text.split(',').map(readNumber);
    case 'numbers or auto':
      return text.trim() === 'auto' ? 'auto' : readValue(text, 'numbers');
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'dates':
      return readDates(text);
  }
}

/** `sold:year month,due:days`; what is no such text stays one. */
function readDates(text: string): unknown {
  const columns = text.split(',').map((part) => /^(.+):([a-z ]+)$/.exec(part.trim()));
  if (!columns.every((found) => found !== null)) return text;
  return Object.fromEntries(columns.map(([, name, parts]) => [name, parts.trim().split(/ +/)]));
}

function refuseDates(text: string): string {
  return `expected columns with what to take of each, as in "sold:year month,due:days", got ${describeValue(text)}`;
}

function readNumber(text: string): number | string {
  const decimal = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i;
  return decimal.test(text) ? Number(text) : text.trim();
}
