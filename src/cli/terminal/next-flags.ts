import { listNextParameters } from '../../recipe/next.ts';
import { kindOf } from '../../recipe/parameters.ts';
import { nameOption } from '../input/recipe-options.ts';

/** What to add to the command to run it so: `--epochs 200`; null where options cannot say it. */
export function formatNextFlags(next: object): string | null {
  const parameters = listNextParameters(next);
  if (parameters === null) return null;
  const flags = parameters.map(([name, text]) => {
    const option = nameOption(name);
    if (kindOf(name) === 'boolean') return text === 'true' ? option : option.replace('--', '--no-');
    // What begins with a minus would be taken for an option.
    return text.startsWith('-') ? `${option}=${quote(text)}` : `${option} ${quote(text)}`;
  });
  return flags.join(' ');
}

/** As a shell takes it for one word. */
function quote(text: string): string {
  return /^[\w.,:@%+/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
