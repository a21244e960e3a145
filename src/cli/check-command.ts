import { type Command, Option } from 'commander';
import { CHECK_FORMATS, FAIL_ON } from './check-choices.ts';
import { NO_COLOUR, NO_LIMITS, QUIET, SHEET, WORKERS } from './command-options.ts';
import type { CheckFlags } from './commands/run-check.ts';
import type { WorthFlags } from './commands/run-worth.ts';
import { type Context, hush, workUntilStopped } from './environment.ts';

const EXAMPLES_TEXT = `
Examples:
  absum check train.py
  absum check notebook.ipynb --recipe
  absum check src/*.py --format github --fail-on error
  cat train.py | absum check --json
  absum check train.py --run data.csv --target y --folds 5 --repeats 4

Nothing of the text is ever run. Exit codes: 0 no such fault, 3 a fault of
--fail-on or worse, 2 a file that cannot be read, 130 stopped.`;

type Flags = Omit<CheckFlags, 'format'> &
  Partial<Pick<WorthFlags, 'run'>> &
  Omit<WorthFlags, 'run'> & { readonly quiet?: boolean };

/** Adds `absum check`, with the fields of a recipe as options where it is to train. */
export async function addCheck(program: Command, context: Context): Promise<void> {
  const command = program
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
    .addOption(
      new Option(
        '--run [table]',
        'train it too, as written, as meant and with each fault alone, on a table or --dataset, and say what each fault was worth (--run --help lists the options of the recipe)',
      ).conflicts(['failOn', 'recipe']),
    )
    .addOption(NO_COLOUR())
    .addHelpText('after', EXAMPLES_TEXT);
  if (asksToRun(context)) await addRunOptions(command);
  command.action(async (files: readonly string[], { run, ...flags }: Flags) => {
    if (run !== undefined) {
      const { runWorth } = await import('./commands/run-worth.ts');
      const heard = hush(context, flags);
      await workUntilStopped(context.environment, (signal) =>
        runWorth(heard, files, { ...flags, run }, signal),
      );
      return;
    }
    const { runCheck } = await import('./commands/run-check.ts');
    await workUntilStopped(context.environment, (signal) => runCheck(context, files, flags, signal));
  });
}

function asksToRun({ environment: { argv } }: Context): boolean {
  return argv.includes('check') && argv.some((word) => word === '--run' || word.startsWith('--run='));
}

/** What the loop does not say, and what is to take the place of what it says. */
async function addRunOptions(command: Command): Promise<void> {
  const { addParameterOptions } = await import('./input/recipe-options.ts');
  command.addOption(SHEET().helpGroup('Data:'));
  addParameterOptions(command, 'first');
  command
    .optionsGroup('Running:')
    .addOption(WORKERS())
    .addOption(NO_LIMITS())
    .addOption(QUIET())
    .option('--out <file>', 'write the answer as JSON');
  addParameterOptions(command, 'rest');
}
