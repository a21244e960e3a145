import { Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_ADDRESS } from '../node/default-address.ts';
import { DEFAULT_FOLDER } from '../node/sweeps/default-folder.ts';
import { DEFAULT_SWEEP_DAYS } from '../sweeps/limits.ts';
import { VERSION } from '../version.ts';
import { addCheck } from './check-command.ts';
import {
  type AddParameters,
  addAnswerOptions,
  addFormatOptions,
  KEY,
  NO_COLOUR,
  NO_LIMITS,
  QUIET,
  RECIPE,
  readPort,
  SHEET,
  URL_OPTION,
  WORKERS,
} from './command-options.ts';
import type { CompareFlags } from './commands/run-compare.ts';
import type { PlanFlags } from './commands/run-plan.ts';
import type { ReadFlags } from './commands/run-read.ts';
import type { ServeFlags } from './commands/run-server.ts';
import type { Context, Environment, Services } from './environment.ts';
import { hush, workUntilStopped } from './environment.ts';
import { adviseOn, describeFault, EXIT, exitCodeOf } from './exit-codes.ts';
import { addJudge } from './judge-command.ts';
import { addReportCommands } from './report-commands.ts';
import { addSweep } from './sweep-commands.ts';
import { createStyle, findColour, findWidth } from './terminal/style.ts';

/** Command lines that the help shows; a test runs each of them as it stands. */
export const EXAMPLES = [
  'absum compare --dataset diabetes',
  'absum compare data.csv --target y --lambdas=-0.001,0,0.001 --repeats 4',
  'absum compare data.csv --target y --epochs 50 --out report.json --svg charts',
  'absum compare data.csv --recipe report.json --method proximal --lambdas=0,1',
  'cat data.csv | absum plan --target y --hidden 128,64',
  'absum show report.json --format md',
  'absum judge scores.csv --metric rmse --folds 5',
  'absum check train.py',
] as const;

const EXAMPLES_TEXT = `
Examples:
${EXAMPLES.map((example) => `  ${example}\n`).join('')}
Exit codes: 0 an answer, 2 bad input, 1 failure, 3 a gate that does not hold,
or a fault of --fail-on, 130 stopped.`;

/**
 * Runs the command line.
 *
 * @returns the exit code
 */
export async function runProgram(environment: Environment, services: Services): Promise<number> {
  const { argv, env, stderr } = environment;
  try {
    const program = await createProgram({ environment, services });
    await program.parseAsync(argv, { from: 'user' });
    return EXIT.answer;
  } catch (error) {
    const style = createStyle(findColour(stderr, env, !argv.includes('--no-color')));
    const code = exitCodeOf(error);
    const mark = code === EXIT.stopped || code === EXIT.gate ? '' : style.red('error: ');
    for (const line of describeFault(error)) stderr.write(`${mark}${line}\n`);
    stderr.write(adviseOn(error));
    return code;
  }
}

async function createProgram(context: Context): Promise<Command> {
  const { stdout, stderr, env } = context.environment;
  const program = new Command('absum')
    .description('Does an L1 penalty help a small network, at which lambda, and is the difference real?')
    .version(VERSION, '-V, --version', 'the version')
    .helpOption('-h, --help', 'this help')
    .helpCommand('help [command]', 'the help of a command')
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => findWidth(stdout, env),
      getErrHelpWidth: () => findWidth(stderr, env),
      getOutHasColors: () => findColour(stdout, env, true),
      getErrHasColors: () => findColour(stderr, env, true),
    })
    .exitOverride()
    .addHelpText('after', EXAMPLES_TEXT);
  await addRecipeCommands(program, context);
  addReportCommands(program, context);
  await addJudge(program, context);
  await addCheck(program, context);
  addDatasets(program, context);
  addTerms(program, context);
  addServe(program, context);
  addKey(program, context);
  return program;
}

/** The recipe's parameters are loaded only where one of its commands is named, and only that one is given them. */
async function addRecipeCommands(program: Command, context: Context): Promise<void> {
  const { argv } = context.environment;
  const isAsked = (word: string) => argv.includes(word);
  const options = ['compare', 'plan', 'read', 'start'].some(isAsked)
    ? await import('./input/recipe-options.ts')
    : null;
  const choose = (word: string): AddParameters =>
    options !== null && isAsked(word) ? options.addParameterOptions : () => {};
  const compare = addCompare(program, context, choose('compare'));
  if (isAsked('compare')) {
    const { writeAnswerTerms } = await import('./terminal/term-lines.ts');
    const { stdout, env } = context.environment;
    compare.addHelpText('after', () => writeAnswerTerms(findWidth(stdout, env)));
  }
  addPlan(program, context, choose('plan'));
  addRead(program, context, options?.addDataOptions ?? (() => {}));
  addSweep(program, context, choose('start'));
}

function addCompare(program: Command, context: Context, addParameters: AddParameters): Command {
  const command = program
    .command('compare')
    .description('train the same network once for each lambda, and say which differences are real')
    .argument('[file]', 'a table: CSV (or .csv.gz), Parquet or .xlsx; - or nothing for standard input')
    .addOption(RECIPE().helpGroup('Data:'))
    .addOption(SHEET().helpGroup('Data:'));
  addParameters(command, 'first');
  addAnswerOptions(command)
    .optionsGroup('Running:')
    .addOption(WORKERS())
    .addOption(URL_OPTION().conflicts(['workers', 'limits']))
    .addOption(KEY())
    .addOption(NO_LIMITS())
    .action(async (file: string | undefined, flags: CompareFlags) => {
      const { runCompare } = await import('./commands/run-compare.ts');
      const heard = hush(context, flags);
      await workUntilStopped(context.environment, (signal) => runCompare(heard, file, flags, signal));
    });
  addParameters(command, 'rest');
  return command;
}

function addPlan(program: Command, context: Context, addParameters: AddParameters): void {
  const command = program
    .command('plan')
    .description('say what a comparison would cost, without doing it')
    .argument('[file]', 'as for compare')
    .addOption(RECIPE().helpGroup('Data:'))
    .addOption(SHEET().helpGroup('Data:'));
  addParameters(command, 'first');
  addFormatOptions(command.optionsGroup('Answer:'), 'the plan')
    .addOption(QUIET())
    .addOption(NO_COLOUR())
    .optionsGroup('Running:')
    .addOption(URL_OPTION().conflicts(['workers', 'limits']))
    .addOption(KEY())
    .addOption(NO_LIMITS())
    .action(async (file: string | undefined, flags: PlanFlags) => {
      const { runPlan } = await import('./commands/run-plan.ts');
      const heard = hush(context, flags);
      await workUntilStopped(context.environment, (signal) => runPlan(heard, file, flags, signal));
    });
  addParameters(command, 'rest');
}

function addRead(program: Command, context: Context, addData: (command: Command) => void): void {
  const command = program
    .command('read')
    .description('show how a table is read, column by column, and what keeps it from being used')
    .argument('[file]', 'as for compare')
    .addOption(RECIPE().helpGroup('Data:'))
    .addOption(SHEET().helpGroup('Data:'));
  addData(command);
  command
    .optionsGroup('Answer:')
    .option('--json', 'print the reading of every column as JSON')
    .addOption(NO_COLOUR())
    .action(async (file: string | undefined, flags: ReadFlags) => {
      const { runRead } = await import('./commands/run-read.ts');
      await workUntilStopped(context.environment, (signal) => runRead(context, file, flags, signal));
    });
}

function addDatasets(program: Command, { environment }: Context): void {
  addFormatOptions(program.command('datasets').description('list the built-in data sets'), 'them')
    .addOption(NO_COLOUR())
    .action(async (flags) => {
      const { listDatasets } = await import('./commands/list-datasets.ts');
      await listDatasets(environment, flags);
    });
}

function addTerms(program: Command, { environment }: Context): void {
  program
    .command('terms')
    .description('explain the terms of an answer')
    .argument('[term]', 'one of them; all without it')
    .option('--json', 'print them as JSON')
    .addOption(NO_COLOUR())
    .action(async (term: string | undefined, flags) => {
      const { listTerms } = await import('./commands/list-terms.ts');
      listTerms(environment, term, flags);
    });
}

function addServe(program: Command, context: Context): void {
  program
    .command('serve')
    .description('serve the page and the API on this machine')
    .addOption(
      new Option('--port <number>', 'port to listen on; 0 for any free one')
        .default(DEFAULT_ADDRESS.port)
        .argParser(readPort),
    )
    .option('--host <address>', 'address to listen on', DEFAULT_ADDRESS.hostname)
    .addOption(WORKERS())
    .option('--keys <file>', 'require a key; the file has an entry of absum key on each line')
    .addOption(
      new Option('--rate <count>', 'requests that a key, or an address, may make in a minute').argParser(
        readAmount,
      ),
    )
    .option('--origins <list>', 'origins whose scripts may ask and read answers; * for all')
    .option('--allow-hosts <list>', 'names, besides localhost, by which it may be called; * for any')
    .addOption(
      new Option(
        '--budget <seconds>',
        'work that a key, or an address, may ask for in a day, by estimate',
      ).argParser(readAmount),
    )
    .addOption(
      new Option('--most-sweeps <count>', 'sweeps of a key, or an address, that run at once').argParser(
        readAmount,
      ),
    )
    .addOption(
      new Option(
        '--memory <megabytes>',
        'what all comparisons may take together (default: half of what there is)',
      ).argParser(readAmount),
    )
    .option('--sweeps <folder>', 'folder in which sweeps are kept', DEFAULT_FOLDER)
    .option('--no-sweeps', 'run no sweeps, and keep nothing on disk')
    .addOption(
      new Option('--sweep-days <count>', 'days after which a sweep is deleted')
        .default(DEFAULT_SWEEP_DAYS)
        .argParser(readDays),
    )
    .option('--log', 'log every request to standard error, as a line of JSON without any data')
    .addOption(NO_COLOUR())
    .action(async (flags: ServeFlags) => {
      const { runServer } = await import('./commands/run-server.ts');
      await workUntilStopped(context.environment, (signal) => runServer(context, flags, signal));
    });
}

function addKey(program: Command, { environment }: Context): void {
  program
    .command('key')
    .description('make a key for a service of your own, and the entry that lets it in')
    .argument('[name]', 'whom it is for; the log names it', 'default')
    .option('--json', 'print both as JSON')
    .action(async (name: string, flags: { readonly json?: boolean }) => {
      const { printKey } = await import('./commands/print-key.ts');
      await printKey(environment, name, flags.json === true);
    });
}

function readAmount(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number from 1 to 9999999.');
}

function readDays(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text) && Number(text) <= 3650) return Number(text);
  throw new InvalidArgumentError('Expected a whole number from 1 to 3650.');
}
