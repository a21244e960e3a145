import { type Command, Option } from 'commander';
import {
  type AddParameters,
  addAnswerOptions,
  KEY,
  NO_COLOUR,
  RECIPE,
  URL_OPTION,
} from './command-options.ts';
import type { FollowFlags, StartFlags } from './commands/run-sweep.ts';
import type { SweepFlags } from './commands/show-sweep.ts';
import type { Context } from './environment.ts';
import { workUntilStopped } from './environment.ts';

const ID = ['<id>', 'as absum sweep start printed it'] as const;
const ADDRESS = () => URL_OPTION('the deployment that runs it');

/** Adds `absum sweep` with its commands. */
export function addSweep(program: Command, context: Context, addParameters: AddParameters): void {
  const sweep = program
    .command('sweep')
    .description('compare on a deployment for as long as it takes, even after this terminal is closed');
  addStart(sweep, context, addParameters);
  addFollow(sweep, context);
  addLook(sweep, context, {
    name: 'show',
    description: 'show one: its state, the time left, and the means so far',
    ask: 'readSweep',
  });
  addLook(sweep, context, {
    name: 'stop',
    description: 'stop one; what is done is kept, without a verdict',
    ask: 'stopSweep',
  });
}

function addStart(sweep: Command, context: Context, addParameters: AddParameters): void {
  const command = sweep
    .command('start')
    .description('start one and follow it; Ctrl-C leaves it running')
    .argument('[file]', 'as for compare')
    .addOption(RECIPE().helpGroup('Data:'));
  addParameters(command, 'first');
  const files = ['out', 'svg', 'model', 'onnx'];
  addAnswerOptions(command)
    .optionsGroup('Running:')
    .addOption(ADDRESS())
    .addOption(KEY())
    .addOption(new Option('--detach', 'only start it, and print how to find it again').conflicts(files))
    .action(async (file: string | undefined, flags: StartFlags) => {
      const { startAndFollow } = await import('./commands/run-sweep.ts');
      await workUntilStopped(context.environment, (signal) => startAndFollow(context, file, flags, signal));
    });
  addParameters(command, 'rest');
}

function addFollow(sweep: Command, context: Context): void {
  const command = sweep
    .command('follow')
    .description('follow one to its report; Ctrl-C leaves it running')
    .argument(...ID);
  addAnswerOptions(command, 'write the network as JSON, where it was started with --include model')
    .optionsGroup('Running:')
    .addOption(ADDRESS())
    .addOption(KEY())
    .action(async (id: string, flags: FollowFlags) => {
      const { findAndFollow } = await import('./commands/run-sweep.ts');
      await workUntilStopped(context.environment, (signal) => findAndFollow(context, id, flags, signal));
    });
}

function addLook(
  sweep: Command,
  context: Context,
  { name, description, ask }: { name: string; description: string; ask: 'readSweep' | 'stopSweep' },
): void {
  sweep
    .command(name)
    .description(description)
    .argument(...ID)
    .option('--json', 'print it as JSON')
    .addOption(NO_COLOUR())
    .addOption(ADDRESS())
    .addOption(KEY())
    .action(async (id: string, flags: SweepFlags) => {
      const { showSweep } = await import('./commands/show-sweep.ts');
      await workUntilStopped(context.environment, (signal) => showSweep(context, id, { ask, flags }, signal));
    });
}
