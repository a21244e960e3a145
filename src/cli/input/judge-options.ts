import { type Command, Option } from 'commander';
import { describeJudgeParameters } from '../../judge/describe-parameters.ts';
import { JUDGE_PARAMETERS, type JudgeParameter } from '../../judge/parameters.ts';
import type { ParameterInfo } from '../../recipe/describe.ts';
import { listFlat } from '../../recipe/next.ts';
import { writeFlag } from '../terminal/next-flags.ts';

/** The options of `absum judge` by what they are about, in the order of its help. */
const GROUPS: Readonly<Record<string, readonly JudgeParameter[]>> = {
  'Judging:': ['metric', 'direction', 'baseline', 'candidates', 'equivalence', 'difference'],
  'How the scores came about:': ['folds', 'split', 'trainingRows', 'validationRows', 'missing'],
  'Columns of the table:': [
    ...(['candidate', 'fold', 'repeat', 'seed', 'row', 'group', 'value'] as const),
    ...(['delimiter', 'decimal'] as const),
  ],
};

/** A flat parameter with the text that the command line gives for it. */
export type JudgeEntry = readonly [name: JudgeParameter, text: string];

/** `--training-rows` for `trainingRows`, `--fold-column` for `fold`: by itself `--fold` would be taken for `--folds`. */
export function nameJudgeOption(name: JudgeParameter): string {
  if (name === 'candidate') return '--candidate-columns';
  if (JUDGE_PARAMETERS[name][0].startsWith('columns.')) return `--${name}-column`;
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Gives a command an option for each field of a judge's request, described as its schema describes it. */
export function addJudgeOptions(command: Command): void {
  const infos = new Map(describeJudgeParameters().map((info) => [info.name, info]));
  for (const [group, names] of Object.entries(GROUPS)) {
    for (const name of names) {
      const info = infos.get(name);
      if (info !== undefined) command.addOption(createOption(info).helpGroup(group));
    }
  }
}

/** Texts are kept as they are, since the schema says best what it expects. */
function createOption(info: ParameterInfo<JudgeParameter>): Option {
  const collect = (value: string, former: string[] | undefined) => [...(former ?? []), value];
  const metavar = info.kind === 'number' ? 'number' : info.kind === 'texts' ? 'names' : 'name';
  return new Option(`${nameJudgeOption(info.name)} <${metavar}>`, describe(info)).argParser(collect);
}

/** The schema's sentence, what may be chosen, and the default. */
function describe({
  name,
  description,
  choices = [],
  default: preset,
}: ParameterInfo<JudgeParameter>): string {
  const said = SAID_HERE[name];
  if (said !== undefined) return said;
  const text = speakJudgeFlags(
    description.slice(0, 1).toLowerCase() + description.slice(1).replace(/\.$/, ''),
  );
  const notes = [choices.join(', '), preset === undefined ? '' : `default: ${String(preset)}`];
  const told = notes.filter((note) => note !== '').join('; ');
  return told === '' ? text : `${text} (${told})`;
}

/** Where the schema speaks of fields, or of characters that a list hides. */
const SAID_HERE: Partial<Record<JudgeParameter, string>> = {
  value:
    'the column of scores, where there is one for all candidates; by default found by its name, or by --metric',
  delimiter: 'between cells: one of , ; | or tab; by default found in the first lines',
  decimal: 'decimal mark: . or ,; by default judged column by column',
};

/**
 * What the options given say, in the order of the parameters. An option given twice stands twice, but those that list names
 * add to each other.
 */
export function listJudgeEntries(options: object): JudgeEntry[] {
  const values = new Map<string, unknown>(Object.entries(options));
  return (Object.keys(JUDGE_PARAMETERS) as JudgeParameter[]).flatMap((name): JudgeEntry[] => {
    const given = values.get(new Option(nameJudgeOption(name)).attributeName());
    if (!Array.isArray(given)) return [];
    if (JUDGE_PARAMETERS[name][1] === 'texts') return [[name, given.join(',')]];
    return given.map((text: string): JudgeEntry => [name, readTab(name, text)]);
  });
}

/** A shell passes a tab on with difficulty. */
function readTab(name: JudgeParameter, text: string): string {
  return name === 'delimiter' && (text === '\\t' || text === 'tab') ? '\t' : text;
}

/** Fields of a request that no sentence has by chance, with their options. */
const SPOKEN: ReadonlyMap<string, string> = new Map(
  Object.entries(JUDGE_PARAMETERS)
    .filter(([, [path]]) => /[.A-Z]/.test(path))
    .map(([name, [path]]) => [path, nameJudgeOption(name as JudgeParameter)]),
);

/** A sentence that names fields of a request, with the options that set them: `--training-rows` for `trainingRows`. */
export function speakJudgeFlags(sentence: string): string {
  return sentence.replace(
    /\b[a-z]+(?:\.[a-z]+|[A-Z][a-z]+)\b(?![.\w]\w)/g,
    (path) => SPOKEN.get(path) ?? path,
  );
}

/** What to add to the command to ask so: `--missing drop`; null where options cannot say it. */
export function formatJudgeFlags(next: object): string | null {
  const entries = listFlat(JUDGE_PARAMETERS, next);
  if (entries === null || entries.length === 0) return null;
  return entries.map(([name, text]) => writeFlag(nameJudgeOption(name as JudgeParameter), text)).join(' ');
}
