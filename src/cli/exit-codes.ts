import { CommanderError } from 'commander';
import { AbsumError, type ErrorCode, type Issue, type Way } from '../errors.ts';
import { joinWays } from '../recipe/ways.ts';
import { formatNext, speakFlags } from './terminal/next-flags.ts';

/** How the command ends. */
export const EXIT = { answer: 0, failure: 1, badInput: 2, gate: 3, stopped: 130 } as const;

/** The command line asks for something that cannot be; the message says what was expected and what arrived. */
export class UsageError extends Error {}

/** What was asked for could not be done, through no fault of the input; the message says why. */
export class FailureError extends Error {}

/** What a script asked about the answer does not hold, which is no fault; the message says why. */
export class GateError extends Error {}

/** The user stopped the work; the message says what was done. */
export class StoppedError extends Error {}

/** Codes that speak of the input; the others speak of the machinery. */
const OF_INPUT: ReadonlySet<ErrorCode> = new Set([
  'invalid-recipe',
  'invalid-data',
  'unknown-dataset',
  'limit-exceeded',
  'out-of-time',
  'key-reused',
  'unsupported',
  'invalid-model',
  'misconfigured',
]);

/** A fault that a service answered, or that kept it from answering. */
interface RemoteFault extends Error {
  readonly code: string;
  readonly status: number | null;
  readonly issues: readonly Issue[];
}

/** Known by its shape, so that the client need not be loaded to tell. */
export function isRemoteFault(error: unknown): error is RemoteFault {
  return error instanceof Error && 'status' in error && 'issues' in error;
}

/** The exit code of what a command threw. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return EXIT.badInput;
  if (error instanceof StoppedError) return EXIT.stopped;
  if (error instanceof GateError) return EXIT.gate;
  // Help and version are thrown too; their exit code is 0. A command line that names no command is a bad one.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.answer : EXIT.badInput;
  if (error instanceof AbsumError) {
    if (error.code === 'aborted') return EXIT.stopped;
    return OF_INPUT.has(error.code) ? EXIT.badInput : EXIT.failure;
  }
  if (isRemoteFault(error)) {
    const { status, code } = error;
    if (status === 429) return EXIT.failure; // the same command may do later
    if (code === 'unauthorized') return EXIT.badInput;
    return status !== null && status >= 400 && status < 500 ? EXIT.badInput : EXIT.failure;
  }
  return EXIT.failure;
}

/** What a person reads about an error, one line for each fault; nothing where commander has printed it already. */
export function describeFault(error: unknown): readonly string[] {
  if (error instanceof CommanderError) return [];
  if (error instanceof AbsumError && error.code === 'aborted') return ['Stopped.'];
  if (error instanceof AbsumError || (isRemoteFault(error) && error.issues.length > 0)) {
    const isSaidOnce = findCommonWays(error.issues) !== null;
    return error.issues.map((issue) => formatIssue(isSaidOnce ? { ...issue, ways: [] } : issue));
  }
  if (!(error instanceof Error)) return [String(error)];
  // An error that was not thrown on purpose is a bug of absum, and its stack helps to fix it.
  const isTold = [UsageError, StoppedError, FailureError, GateError].some((known) => error instanceof known);
  const isOfSystem = 'syscall' in error;
  return [isTold || isOfSystem || isRemoteFault(error) ? error.message : (error.stack ?? error.message)];
}

/** A fault in a line: its place, what is wrong, and what to add to the command, or to change in it. */
function formatIssue({ place, message, ways = [] }: Issue): string {
  const added = ways.length === 0 ? '' : `; try ${listWays(ways)}`;
  return `${place === '' ? '' : `${place}: `}${speakFlags(message)}${added}`;
}

function listWays(ways: readonly Way[]): string {
  return ways.map(formatNext).join(', or ');
}

/** The ways out of several faults that have the same ones, as missing values have; null for others. */
function findCommonWays(issues: readonly Issue[]): readonly Way[] | null {
  const [first = '', ...others] = issues.map(({ ways = [] }) => JSON.stringify(ways));
  if (others.length === 0 || first === '[]' || others.some((ways) => ways !== first)) return null;
  return issues[0].ways ?? null;
}

/** What a person can do about an error, if its message does not say so; nothing about a deployment's limits. */
export function adviseOn(error: unknown): string {
  const issues = error instanceof AbsumError || isRemoteFault(error) ? error.issues : [];
  const common = findCommonWays(issues);
  if (common !== null) return `Try: ${listWays(common)}\n`;
  const joined = joinWays(issues);
  if (joined !== null) return `Try: ${formatNext(joined)}\n`;
  if (isRemoteFault(error)) return error.code === 'unauthorized' ? KEY_ADVICE : '';
  const isOurs = error instanceof AbsumError || error instanceof CommanderError;
  return (isOurs && ADVICE[error.code]) || '';
}

const KEY_ADVICE =
  '(Keys come from whoever runs the deployment; put yours into ABSUM_KEY, or after --key.)\n';
const ADVICE: Readonly<Record<string, string>> = {
  'limit-exceeded': '(The limits guard against slips; --no-limits lifts them.)\n',
  'out-of-time': '(The limit guards against slips; --no-limits lifts it.)\n',
  'commander.excessArguments': '(A list is written without blanks: --lambdas=0,0.01.)\n',
  'commander.unknownCommand': '(absum --help lists the commands, with examples.)\n',
};
