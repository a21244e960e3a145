import { type Command, Option } from 'commander';
import { describeParameters, type ParameterInfo } from '../compare/describe-parameters.ts';
import { PARAMETER_NAMES, type ParameterName } from '../compare/parameters.ts';

const DATA = 'Data:';
const COMMON = 'Recipe:';
const MORE = 'More of the recipe:';

/** Those that one looks for first, in the order of the help. */
const FIRST: readonly ParameterName[] = [
  ...(['lambdas', 'method', 'folds', 'repeats', 'holdout', 'metric'] as const),
  ...(['hidden', 'activation', 'loss', 'optimizer', 'learningRate', 'epochs', 'batchSize', 'seed'] as const),
];
const OF_DATA: readonly ParameterName[] = ['dataset', 'target', 'missing', 'ignore', 'delimiter', 'decimal'];

/** A flat parameter with the text that the command line gives for it. */
export type Entry = readonly [name: ParameterName, text: string];

/** `--learning-rate` for `learningRate`. */
export function nameOption(name: ParameterName): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Gives a command an option for each flat parameter of the recipe, described as its schema describes it. */
export function addParameterOptions(command: Command): void {
  const infos = new Map(describeParameters().map((info) => [info.name, info]));
  const listed = [...OF_DATA, ...FIRST];
  const rest = PARAMETER_NAMES.filter((name) => !listed.includes(name));
  for (const name of [...listed, ...rest]) {
    const info = infos.get(name);
    const group = OF_DATA.includes(name) ? DATA : FIRST.includes(name) ? COMMON : MORE;
    if (info !== undefined)
      for (const option of createOptions(info)) command.addOption(option.helpGroup(group));
  }
}

/** What the options given say, in the order of the parameters; an option given twice stands twice. */
export function listEntries(options: Readonly<Record<string, unknown>>): Entry[] {
  return PARAMETER_NAMES.flatMap((name): Entry[] => {
    const given = options[name];
    if (typeof given === 'boolean') return [[name, String(given)]];
    return Array.isArray(given) ? given.map((text: string): Entry => [name, readText(name, text)]) : [];
  });
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
  const off = name.replace('--', '--no-');
  const isOn = info.default === true;
  return [
    new Option(name, text).hideHelp(isOn),
    new Option(off, isOn ? `do not: ${lowerFirst(text)}` : '').hideHelp(!isOn),
  ];
}

const METAVARS = {
  text: 'word',
  texts: 'words',
  number: 'number',
  numbers: 'numbers',
  'numbers or auto': 'numbers',
} as const;

/** The schema's sentence, what may be chosen, and the default. */
function describe({ name, description, choices, default: preset, kind }: ParameterInfo): string {
  const text = SAID_HERE[name] ?? description.replace(/\.$/, '');
  const notes = [
    ...(choices !== undefined ? [choices.map((choice) => (choice === '\t' ? 'tab' : choice)).join(' ')] : []),
    ...(preset === undefined || preset === null || kind === 'boolean' || String(preset) === ''
      ? []
      : [`default: ${String(preset)}`]),
  ];
  return notes.length === 0 ? text : `${text} (${notes.join('; ')})`;
}

/** Where the schema speaks of the service. */
const SAID_HERE: Partial<Record<ParameterName, string>> = {
  dataset: 'a built-in data set; absum datasets lists them',
  target: 'target column; a built-in data set names its own',
  include: 'What the report holds besides; --model, --onnx and --svg ask for what they need',
};

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
