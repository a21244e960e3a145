import { showUnseen } from '../../errors.ts';
import { listNextParameters } from '../../recipe/next.ts';
import { kindOf, PARAMETER_NAMES, pathOf } from '../../recipe/parameters.ts';
import { nameOption } from '../input/name-option.ts';

/** What to add to the command to run it so: `--epochs 200`; null where options cannot say it. */
export function formatNextFlags(next: object): string | null {
  const parameters = listNextParameters(next);
  if (parameters === null) return null;
  const flags = parameters.map(([name, text]) => {
    const option = nameOption(name);
    if (kindOf(name) === 'boolean') return text === 'true' ? option : option.replace('--', '--no-');
    return writeFlag(option, text);
  });
  return flags.join(' ');
}

/** An option with its text, as a shell takes them. */
export function writeFlag(option: string, text: string): string {
  // What begins with a minus would be taken for an option.
  return text.startsWith('-') ? `${option}=${quote(text)}` : `${option} ${quote(text)}`;
}

/** The same, or what a recipe must hold where options cannot say it, as of a name with a comma. */
export function formatNext(next: object): string {
  return formatNextFlags(next) ?? `--recipe with ${quote(JSON.stringify(next))}`;
}

/** Fields of the recipe as messages name them, `data.ignore`, with their options. */
const OPTIONS: ReadonlyMap<string, string> = new Map(
  PARAMETER_NAMES.map((name) => [pathOf(name), nameOption(name)] as const).filter(([path]) =>
    path.includes('.'),
  ),
);

/** A sentence that names fields of the recipe, with the options that set them: `--ignore` for `data.ignore`. */
export function speakFlags(sentence: string): string {
  return sentence.replace(/\b[a-z]+\.[a-zA-Z\d]+\b(?![.\w])/g, (path) => OPTIONS.get(path) ?? path);
}

/** As a shell takes it for one word; a text of marks alone is quoted, so that one sees where it ends. */
function quote(text: string): string {
  if (/^[\w.,:@%+/-]+$/.test(text) && /\w/.test(text)) return text;
  const escaped = text.replaceAll('\\', '\\\\');
  const shown = showUnseen(escaped);
  // Bash and zsh read escapes in this form alone.
  if (shown !== escaped) return `$'${shown.replaceAll("'", "\\'")}'`;
  return `'${text.replaceAll("'", "'\\''")}'`;
}
