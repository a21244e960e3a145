import { quote } from '../answer/take-away.ts';
import { listGiven } from '../setup/fields.ts';
import { buildRecipe } from '../setup/setup.ts';
import type { Loop } from './loop.ts';
import { readCells } from './text/notebook.ts';
import type { WorthForm } from './worth/form.ts';

// The same question in other places, as texts to copy.

/** What the file of a loop is called, where no disk has it yet too. */
export function nameFile({ fileName, text }: Loop): string {
  return fileName ?? (readCells(text) === null ? 'train.py' : 'train.ipynb');
}

/** The command line that checks the same. */
export function writeCheckCommand(loop: Loop): string {
  return `absum check ${quote(nameFile(loop))}`;
}

/** A command that posts the same; the file is read where the command runs. */
export function writeCheckCurl(loop: Loop, base: string): string {
  const type = readCells(loop.text) === null ? 'text/x-python' : 'application/x-ipynb+json';
  const file = quote(`@${nameFile(loop)}`);
  return `curl -H 'content-type: ${type}' --data-binary ${file} ${quote(`${base}/v1/check`)}`;
}

/** The command line that compares the loop as written with the loop as meant. */
export function writeWorthCommand(loop: Loop, form: WorthForm): string {
  const { source, target, ignored, categories } = form;
  const run =
    source?.kind === 'built-in'
      ? ['--run', '--dataset', source.name]
      : ['--run', source?.fileName ?? 'data.csv'];
  const { data: _, ...recipe } = buildRecipe(form);
  const options = [
    ...run,
    ...(target === null ? [] : ['--target', target]),
    ...(ignored.length === 0 ? [] : ['--ignore', ignored.join(',')]),
    ...(categories.length === 0 ? [] : ['--categories', categories.join(',')]),
    ...(Object.keys(recipe).length === 0
      ? []
      : listGiven(form.fields).flatMap(([name, text]) => [nameOption(name), text])),
  ];
  return `${writeCheckCommand(loop)} ${options.map(quote).join(' ')}`;
}

/** `--learning-rate`. */
const nameOption = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
