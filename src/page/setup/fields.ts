import { DEFAULTS } from '../../recipe/defaults.ts';
import { kindOf, type ParameterName } from '../../recipe/parameters.ts';

/** What was typed for each parameter of the recipe; one that is absent or blank takes its default. */
export type Fields = Readonly<Partial<Record<ParameterName, string>>>;

/** Parameters with a place of their own on the page: the data's, and what the page always asks for. */
const ELSEWHERE: readonly ParameterName[] = ['target', 'dataset', 'ignore', 'categories', 'dates', 'include'];

/** Those that most people look at; all others are folded away. */
export const COMMON: readonly ParameterName[] = [
  'lambdas',
  'method',
  'hidden',
  'epochs',
  'learningRate',
  'batchSize',
  'folds',
  'repeats',
];

/** Parameters that the recipe knows only with a certain value of another one. */
const CONDITIONS: Readonly<Partial<Record<ParameterName, readonly [ParameterName, ...string[]]>>> = {
  huberDelta: ['loss', 'huber'],
  momentum: ['optimizer', 'momentum'],
  decay: ['optimizer', 'rmsprop'],
  beta1: ['optimizer', 'adam'],
  beta2: ['optimizer', 'adam'],
  epsilon: ['optimizer', 'adam', 'rmsprop'],
  // Only of a file: the built-in sets are read already.
  delimiter: ['dataset', ''],
  decimal: ['dataset', ''],
  header: ['dataset', ''],
  missingMarkers: ['dataset', ''],
};

/** What a choice is where nothing was typed. */
const ASSUMED: Fields = { loss: DEFAULTS.loss, optimizer: DEFAULTS.optimizer };

/**
 * Whether a parameter means anything with these choices.
 *
 * @param choices the fields, and `dataset` where a built-in set is chosen
 */
export function isRelevant(name: ParameterName, choices: Fields): boolean {
  const [other, ...wanted] = CONDITIONS[name] ?? [];
  if (other === undefined) return true;
  return wanted.includes(choices[other] || (ASSUMED[other] ?? ''));
}

/** Whether the form can have a field for a parameter. */
export function hasField(name: ParameterName): boolean {
  return !ELSEWHERE.includes(name);
}

/** What was typed and means something, in the order in which it was typed. */
export function listGiven(choices: Fields): [ParameterName, string][] {
  return (Object.entries(choices) as [ParameterName, string][])
    .filter(([name, text]) => !isBlank(text) && hasField(name) && isRelevant(name, choices))
    .map(([name, text]) => [name, writeParameter(name, text)]);
}

/** What the form holds for an empty list: there a blank field takes its default. */
const NONE = 'none';

/** What a field holds for the text of a parameter. */
export function readParameter(name: ParameterName, text: string): string {
  return kindOf(name) === 'numbers' && text.trim() === '' ? NONE : text;
}

function writeParameter(name: ParameterName, text: string): string {
  switch (kindOf(name)) {
    case 'numbers':
      return [NONE, '[]'].includes(text.trim()) ? '' : text;
    case 'numbers or auto':
      return text.replace(/\s*,\s*/g, ',').trim();
    case 'texts':
      return trimParts(text);
    default:
      return text;
  }
}

/** People write a space after a comma. */
function trimParts(text: string): string {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(',');
}

/** A single tab is not blank: it is a delimiter. */
function isBlank(text: string): boolean {
  return text !== '\t' && text.trim() === '';
}

/** A parameter's name as words: "learning rate". */
export function nameInWords(name: ParameterName): string {
  return LABELS[name] ?? name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
}

const LABELS: Readonly<Partial<Record<ParameterName, string>>> = {
  hidden: 'hidden layers',
  penalize: 'penalised',
  penaltyGroups: 'penalty groups',
  column: 'column that marks rows',
  groups: 'column of groups',
  duplicates: 'equal rows',
  missing: 'missing values',
  decimal: 'decimal mark',
  header: 'line of names',
  missingMarkers: 'missing markers',
  nestedFolds: 'inner folds (nested)',
  standardizeFeatures: 'standardise features',
  standardizeTarget: 'standardise the target',
  beta1: 'beta 1',
  beta2: 'beta 2',
};
