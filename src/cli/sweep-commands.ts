import { type Command, Option } from 'commander';
import { DEFAULT_FOLDER } from '../node/sweeps/default-folder.ts';
import {
  type AddParameters,
  addAnswerOptions,
  KEY,
  NO_COLOUR,
  NO_LIMITS,
  RECIPE,
  SHEET,
  URL_OPTION,
  WORKERS,
} from './command-options.ts';
import type { ListFlags } from './commands/list-sweeps.ts';
import type { FollowFlags, StartFlags } from './commands/run-sweep.ts';
import type { SweepFlags } from './commands/show-sweep.ts';
import type { Context } from './environment.ts';
import { hush, workUntilStopped } from './environment.ts';

const ID = ['<id>', 'as absum sweep start printed it'] as const;
const ADDRESS = () => URL_OPTION('the deployment that runs it').conflicts(['sweeps', 'workers', 'limits']);
const FOLDER = () =>
  new Option('--sweeps <folder>', `the folder on this machine that keeps it (default: ${DEFAULT_FOLDER})`);

/** Adds `absum sweep` with its commands. */
export function addSweep(program: Command, context: Context, addParameters: AddParameters): void {
  const sweep = program
    .command('sweep')
    .description(
      'compare for as long as it takes: here, where it can be left and gone on with, or on a deployment',
    );
  addStart(sweep, context, addParameters);
  addFollow(sweep, context);
  addLook(sweep, context, {
    name: 'show',
    description: 'show one: its state, the time left, and the means so far',
    ask: 'read',
  });
  addLook(sweep, context, {
    name: 'stop',
    description: 'stop one; what is done is kept, without a verdict',
    ask: 'stop',
  });
  addList(sweep, context);
}

function addStart(sweep: Command, context: Context, addParameters: AddParameters): void {
  const command = sweep
    .command('start')
    .description('start one and follow it; Ctrl-C leaves it, and loses nothing')
    .argument('[file]', 'as for compare')
    .addOption(RECIPE().helpGroup('Data:'))
    .addOption(SHEET().helpGroup('Data:'));
  addParameters(command, 'first');
  const files = ['out', 'svg', 'model', 'onnx'];
  addAnswerOptions(command)
    .optionsGroup('Running:')
    .addOption(FOLDER())
    .addOption(WORKERS())
    .addOption(NO_LIMITS())
    .addOption(ADDRESS())
    .addOption(KEY())
    .addOption(new Option('--detach', 'only start it, and print how to find it again').conflicts(files))
    .action(async (file: string | undefined, flags: StartFlags) => {
      const { startAndFollow } = await import('./commands/run-sweep.ts');
      await workUntilStopped(context.environment, (signal) =>
        startAndFollow(hush(context, flags), file, flags, signal),
      );
    });
  addParameters(command, 'rest');
}

function addFollow(sweep: Command, context: Context): void {
  const command = sweep
    .command('follow')
    .description(
      'follow one to its report, and do its work if it is here; Ctrl-C leaves it, and loses nothing',
    )
    .argument(...ID);
  addAnswerOptions(command, 'write the network as JSON, where it was started with --include model')
    .optionsGroup('Running:')
    .addOption(FOLDER())
    .addOption(WORKERS())
    .addOption(ADDRESS())
    .addOption(KEY())
    .action(async (id: string, flags: FollowFlags) => {
      const { findAndFollow } = await import('./commands/run-sweep.ts');
      await workUntilStopped(context.environment, (signal) =>
        findAndFollow(hush(context, flags), id, flags, signal),
      );
    });
}

function addLook(
  sweep: Command,
  context: Context,
  { name, description, ask }: { name: string; description: string; ask: 'read' | 'stop' },
): void {
  sweep
    .command(name)
    .description(description)
    .argument(...ID)
    .option('--json', 'print it as JSON')
    .addOption(NO_COLOUR())
    .addOption(FOLDER())
    .addOption(ADDRESS())
    .addOption(KEY())
    .action(async (id: string, flags: SweepFlags) => {
      const { showSweep } = await import('./commands/show-sweep.ts');
      await workUntilStopped(context.environment, (signal) => showSweep(context, id, { ask, flags }, signal));
    });
}

function addList(sweep: Command, context: Context): void {
  sweep
    .command('list')
    .description('list those of this machine; a deployment lists none, since an id is what lets one in')
    .option('--json', 'print them as JSON')
    .addOption(NO_COLOUR())
    .addOption(FOLDER())
    .action(async (flags: ListFlags) => {
      const { listSweeps } = await import('./commands/list-sweeps.ts');
      await listSweeps(context, flags);
    });
}
