import { type Command, InvalidArgumentError, Option } from 'commander';
import { EXPECTED_ADDRESS, isAddress } from './commands/find-service.ts';
import { FORMATS } from './formats/format.ts';

/** Gives a command the options of a recipe's parameters, or none where the command line does not use them. */
export type AddParameters = (command: Command, part: 'first' | 'rest') => void;

export const NO_COLOUR = () => new Option('--no-color', 'print without colour, as NO_COLOR does');
export const URL_OPTION = (text = 'run it on a deployment of absum, within the limits of that') =>
  new Option('--url <address>', `${text} (default: ABSUM_URL)`).argParser(readAddress);
export const KEY = () =>
  new Option('--key <key>', 'the key for --url; in ABSUM_KEY others on this machine cannot see it');
export const NO_LIMITS = () => new Option('--no-limits', 'run it here without limits on its cost');
export const RECIPE = () =>
  new Option('--recipe <file>', 'a recipe, or a report that holds one, as JSON; options override its fields');
export const SHEET = () =>
  new Option('--sheet <name>', 'sheet of a spreadsheet, by name or number (default: the first)');
export const WORKERS = () =>
  new Option(
    '--workers <count>',
    'threads to work in; 0 for none (default: as many as there are cores, and none for less than 0.4 s of work)',
  ).argParser(readCount);

/** What an answer is printed as, and the short form of the one for programs. */
export function addFormatOptions(command: Command, what: string): Command {
  return command
    .addOption(
      new Option(
        '--format <name>',
        `print ${what} for people, as Markdown, as CSV or as JSON (default: text)`,
      )
        .choices(FORMATS)
        .conflicts(['json']),
    )
    .option('--json', 'short for --format json');
}

/** Leaves standard error to errors. */
export const QUIET = () => new Option('-q, --quiet', 'write nothing to standard error but errors');

const MODEL = 'train the chosen lambda once more on all rows, and write the network as JSON';

/** What becomes of a report; see `AnswerFlags`. */
export function addAnswerOptions(command: Command, model = MODEL): Command {
  return addFormatOptions(command.optionsGroup('Answer:'), 'the report')
    .addOption(QUIET())
    .option('--out <file>', 'write the report as JSON')
    .option('--svg <folder>', 'write the charts as SVG files')
    .option('--model <file>', model)
    .option('--onnx <file>', 'the same as an ONNX file')
    .addOption(NO_COLOUR());
}

function readCount(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number from 0 to 9999.');
}

export function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65535) return port;
  throw new InvalidArgumentError('Expected a whole number from 0 to 65535.');
}

function readAddress(text: string): string {
  if (isAddress(text)) return text;
  throw new InvalidArgumentError(`Expected ${EXPECTED_ADDRESS}.`);
}
