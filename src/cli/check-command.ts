import { type Command, Option } from 'commander';
import { CHECK_FORMATS, FAIL_ON } from './check-choices.ts';
import { NO_COLOUR } from './command-options.ts';
import type { CheckFlags } from './commands/run-check.ts';
import { type Context, workUntilStopped } from './environment.ts';

const EXAMPLES_TEXT = `
Examples:
  absum check train.py
  absum check notebook.ipynb --recipe
  absum check src/*.py --format github --fail-on error
  cat train.py | absum check --json

Nothing of the text is ever run. Exit codes: 0 no such fault, 3 a fault of
--fail-on or worse, 2 a file that cannot be read, 130 stopped.`;

/** Adds `absum check`. */
export function addCheck(program: Command, context: Context): void {
  program
    .command('check')
    .description('say what is wrong with your own training loop, by line: PyTorch, Keras or plain NumPy')
    .argument(
      '[files...]',
      'Python scripts (.py) or notebooks (.ipynb); - or nothing for standard input; they are read, and never run',
    )
    .addOption(
      new Option(
        '--format <name>',
        'print faults for people, as JSON or as annotations of GitHub Actions (default: text)',
      )
        .choices(CHECK_FORMATS)
        .conflicts(['json']),
    )
    .option(
      '--json',
      'short for --format json: the answer, or for several files a list with the file of each',
    )
    .addOption(
      new Option('--fail-on <severity>', 'end with 3 where a fault is as severe as this, or more')
        .choices(FAIL_ON)
        .default('warning'),
    )
    .option(
      '--recipe',
      'print too what a comparison of the loop would take from it, and what could not be read',
    )
    .addOption(NO_COLOUR())
    .addHelpText('after', EXAMPLES_TEXT)
    .action(async (files: readonly string[], flags: CheckFlags) => {
      const { runCheck } = await import('./commands/run-check.ts');
      await workUntilStopped(context.environment, (signal) => runCheck(context, files, flags, signal));
    });
}
