import { listGiven, nameInWords } from '../setup/fields.ts';
import { listChoices } from '../setup/setup.ts';
import { type KeptRun, unpackSetup } from './kept.ts';

/** What a run was about: its file, or the name of its data set. */
export function nameRun({ setup: { source }, openedFrom }: KeptRun): string {
  if (openedFrom !== undefined) return openedFrom;
  if (source === null) return 'data that are not here';
  return source.kind === 'file' ? source.fileName : source.name;
}

/** What its recipe has other than the defaults, in a line: "target y, lambdas 0, 0.01". */
export function describeRun({ setup }: KeptRun): string {
  const { target, ignored, categories, dates, fields } = setup;
  const parts = [
    ...(target === null ? [] : [`target ${target}`]),
    ...(ignored.length === 0 ? [] : [`without ${ignored.join(', ')}`]),
    ...(categories.length === 0 ? [] : [`categories ${categories.join(', ')}`]),
    ...Object.entries(dates).map(([name, taken]) => `${taken.join(', ')} of ${name}`),
    ...listGiven(listChoices({ ...unpackSetup(setup, ''), fields })).map(
      ([name, text]) => `${nameInWords(name)} ${text.replaceAll(/,\s*/g, ', ')}`,
    ),
  ];
  return parts.length === 0 ? 'every default' : parts.join('; ');
}
