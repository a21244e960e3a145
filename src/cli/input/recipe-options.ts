import { type Command, Option } from 'commander';
import { describeParameters, type ParameterInfo } from '../../recipe/describe.ts';
import { kindOf, PARAMETER_NAMES, type ParameterName, pathOf } from '../../recipe/parameters.ts';
import { nameOption } from './name-option.ts';

const DATA = 'Data:';
const COMMON = 'Recipe:';
const MORE = 'More of the recipe:';
const LINES = 'Thresholds of the findings:';

/** Those that one looks for first, in the order of the help. */
const FIRST: readonly ParameterName[] = [
  ...(['lambdas', 'method', 'folds', 'repeats', 'holdout', 'metric'] as const),
  ...(['hidden', 'activation', 'loss', 'optimizer', 'learningRate', 'epochs', 'batchSize', 'seed'] as const),
];
const OF_DATA: readonly ParameterName[] = [
  ...(['dataset', 'target', 'missing', 'missingMarkers', 'ignore', 'categories', 'dates'] as const),
  ...(['delimiter', 'decimal', 'header'] as const),
];

/** A flat parameter with the text that the command line gives for it. */
export type Entry = readonly [name: ParameterName, text: string];

/**
 * Gives a command an option for each flat parameter of the recipe, described as its schema describes it.
 *
 * @param part those that one looks for first, or the rest; the help lists options in the order of their coming
 */
export function addParameterOptions(command: Command, part: 'first' | 'rest'): void {
  const first = [...OF_DATA, ...FIRST];
  addOptions(command, part === 'first' ? first : PARAMETER_NAMES.filter((name) => !first.includes(name)));
}

/** The same for what decides how data are read, and whether texts can be predicted. */
export function addDataOptions(command: Command): void {
  addOptions(command, [...OF_DATA, 'loss']);
}

function addOptions(command: Command, names: readonly ParameterName[]): void {
  const infos = new Map(describeParameters().map((info) => [info.name, info]));
  for (const name of names) {
    const info = infos.get(name);
    if (info === undefined) continue;
    for (const option of createOptions(info)) command.addOption(option.helpGroup(findGroup(name)));
  }
}

function findGroup(name: ParameterName): string {
  if (OF_DATA.includes(name)) return DATA;
  if (FIRST.includes(name)) return COMMON;
  return pathOf(name).startsWith('thresholds.') ? LINES : MORE;
}

/**
 * What the options given say, in the order of the parameters. An option given twice stands twice, but those that list
 * columns or markers add to each other, so that what an error says to add can be added.
 */
export function listEntries(options: object): Entry[] {
  const values = new Map<string, unknown>(Object.entries(options));
  return PARAMETER_NAMES.flatMap((name): Entry[] => {
    const given = values.get(name);
    if (typeof given === 'boolean') return [[name, String(given)]];
    if (!Array.isArray(given)) return [];
    if (isList(name)) return [[name, given.join(',')]];
    return given.map((text: string): Entry => [name, readText(name, text)]);
  });
}

function isList(name: ParameterName): boolean {
  return OF_DATA.includes(name) && ['texts', 'dates'].includes(kindOf(name));
}

/** A shell passes a tab on with difficulty. */
function readText(name: ParameterName, text: string): string {
  return name === 'delimiter' && (text === '\\t' || text === 'tab') ? '\t' : text;
}

/** Texts are kept as they are, since the recipe's schema says best what it expects; a switch can be turned both ways. */
function createOptions(info: ParameterInfo): Option[] {
  const name = nameOption(info.name);
  const text = describe(info);
  if (info.kind !== 'boolean') {
    const collect = (value: string, former: string[] | undefined) => [...(former ?? []), value];
    return [new Option(`${name} <${METAVARS[info.kind]}>`, text).argParser(collect)];
  }
  // What is judged where nothing is said is told by its negation.
  const isOn = info.default !== false;
  return [
    new Option(name, text).hideHelp(isOn),
    new Option(name.replace('--', '--no-'), text).hideHelp(!isOn),
  ];
}

const METAVARS = {
  text: 'name',
  texts: 'names',
  number: 'number',
  numbers: 'numbers',
  'numbers or auto': 'numbers',
  dates: 'parts',
} as const;

/** The schema's sentence, what may be chosen, and the default. */
function describe({ name, description, choices = [], default: preset, kind }: ParameterInfo): string {
  const said = SAID_HERE[name];
  if (said !== undefined) return said;
  const hasDefault = preset !== undefined && preset !== null && kind !== 'boolean' && String(preset) !== '';
  const notes = [choices.join(', '), hasDefault ? `default: ${String(preset)}` : ''].filter(
    (note) => note !== '',
  );
  const text = description.slice(0, 1).toLowerCase() + description.slice(1).replace(/\.$/, '');
  return notes.length === 0 ? text : `${text} (${notes.join('; ')})`;
}

/** Where the schema speaks of JSON or of the service. */
const SAID_HERE: Partial<Record<ParameterName, string>> = {
  dataset: 'a built-in data set; absum datasets lists them',
  target: 'target column; a built-in data set names its own',
  missingMarkers: 'what stands for a missing value besides nothing, NA, N/A, NaN and null: "?,-999"',
  categories: 'columns whose values are names, though they may be digits, such as zip codes',
  dates: 'what to take of columns of dates: "sold:year month,due:days"; of year, month, weekday, days',
  delimiter: 'between cells: one of , ; | or tab; by default found in the first lines',
  decimal: 'decimal mark: . or ,; by default judged column by column',
  header: 'the file has no line of names: its columns are x1 to xp, and y',
  hidden: 'widths of the hidden layers; "" is a linear model (default: 32)',
  standardizeFeatures: 'leave features as they are; else they get mean 0 and standard deviation 1',
  standardizeTarget: 'leave the target as it is; metrics are in its own units either way',
  baseline:
    'the lambda that the others are compared with, one of those listed; 0 by default, where it is listed',
  nestedFolds:
    'choose lambda and epochs by this many inner folds of each training part, and judge that choice: the honest figure for the best lambda',
  include:
    'what else the report holds: model, predictions, weights; --model, --onnx and --svg add what they need',
};
