import { type Command, Option } from 'commander';
import { addAnswerOptions, addFormatOptions, NO_COLOUR, QUIET } from './command-options.ts';
import type { DiffFlags } from './commands/run-diff.ts';
import type { ShowFlags } from './commands/run-show.ts';
import { type Context, hush, workUntilStopped } from './environment.ts';

/** Adds the commands that read kept reports: `absum show` and `absum diff`. */
export function addReportCommands(program: Command, context: Context): void {
  const show = program
    .command('show')
    .description('print a kept report as compare does')
    .argument('[report]', 'a report as JSON, from --out or --json; - or nothing for standard input');
  addAnswerOptions(show, 'write the network of the report as JSON, where it holds one')
    .addOption(
      new Option(
        '--cite',
        'print what to write in a paper instead: methods, references, and the digest of the report',
      ).conflicts(['format', 'json']),
    )
    .action(async (file: string | undefined, flags: ShowFlags & { readonly quiet?: boolean }) => {
      const { showReport } = await import('./commands/run-show.ts');
      const heard = hush(context, flags);
      await workUntilStopped(context.environment, (signal) => showReport(heard, file, flags, signal));
    });
  const diff = program
    .command('diff')
    .description('say in what two kept reports differ, and whether the choice of the second is better')
    .argument('<first>', 'a report as JSON; - for standard input')
    .argument('<second>', 'another');
  addFormatOptions(diff, 'what differs')
    .addOption(QUIET())
    .addOption(NO_COLOUR())
    .action(async (first: string, second: string, flags: DiffFlags & { readonly quiet?: boolean }) => {
      const { diffFiles } = await import('./commands/run-diff.ts');
      const heard = hush(context, flags);
      await workUntilStopped(context.environment, (signal) =>
        diffFiles(heard, [first, second], flags, signal),
      );
    });
}
