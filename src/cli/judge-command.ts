import { type Command, Option } from 'commander';
import { CLAIMS } from './claims.ts';
import { addFormatOptions, NO_COLOUR, QUIET, SHEET } from './command-options.ts';
import type { JudgeFlags } from './commands/run-judge.ts';
import { type Context, hush, workUntilStopped } from './environment.ts';

/** Adds `absum judge`, with the fields of its request as options where it is the command. */
export async function addJudge(program: Command, context: Context): Promise<void> {
  const command = program
    .command('judge')
    .description(
      'say which differences are real between scores that others measured, such as those of scikit-learn',
    )
    .argument(
      '[file]',
      'scores: CSV (or .csv.gz), Parquet, .xlsx or JSON, a report of absum too; - or nothing for standard input',
    );
  if (context.environment.argv.includes('judge')) {
    const { addJudgeOptions } = await import('./input/judge-options.ts');
    addJudgeOptions(command);
  }
  command.addOption(SHEET().helpGroup('Columns of the table:'));
  addFormatOptions(command.optionsGroup('Answer:'), 'the answer')
    .addOption(
      new Option(
        '--gate <claim>',
        'for scripts: end with 3 unless the one candidate is judged better, or surely not worse by more than --equivalence',
      ).choices(CLAIMS),
    )
    .addOption(QUIET())
    .option('--out <file>', 'write the answer as JSON')
    .option('--svg <folder>', 'write the charts as SVG files')
    .addOption(NO_COLOUR())
    .action(async (file: string | undefined, flags: JudgeFlags & { readonly quiet?: boolean }) => {
      const { runJudge } = await import('./commands/run-judge.ts');
      const heard = hush(context, flags);
      await workUntilStopped(context.environment, (signal) => runJudge(heard, file, flags, signal));
    });
}
