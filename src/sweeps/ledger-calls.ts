import { AbsumError, locateError } from '../errors.ts';
import type { SweepError, SweepSpec, ToldTrial } from './sweep.ts';

/** What a worker must know before it works on a sweep. */
export interface TakenUp {
  readonly spec: SweepSpec;
  /** The lambdas that replace "auto", as recorded; null before that, and if none are searched for. */
  readonly prepared: string | null;
}

/** What is to be done with a pair: its trials, by the positions of their lambdas, then its closing. */
export interface Todo {
  readonly positions: readonly number[];
  readonly closing: boolean;
}

/** Everything that a pair produced: its trials in the order of the lambdas, and its closing. */
export interface PairTexts {
  readonly trials: readonly string[];
  readonly closing: string;
}

/**
 * What a worker of a sweep asks its ledger and reports to it. False or null means stop: the sweep has ended.
 */
export interface LedgerCalls {
  /** Says that a worker begins. */
  takeUp(): TakenUp | null;
  /** Says that a worker is at work. */
  beat(): boolean;
  /** Records the lambdas that replace "auto", once. */
  prepare(text: string): boolean;
  /** What a pair still needs. Asking is a beat. */
  todo(pair: number): Todo | null;
  /** The pairs that still need something, in order. Asking is a beat. */
  listOpen(): readonly number[] | null;
  /** Records one trial of the grid, by the position of its lambda in the recipe, unless it was recorded before. */
  recordTrial(pair: number, position: number, text: string, told: ToldTrial): boolean;
  /** The same for what is left of a pair after its trials. */
  recordClosing(pair: number, text: string): boolean;
  /** The text of one trial; null unless it is recorded. */
  readTrial(pair: number, position: number): string | null;
  /** The texts of a pair's trials, in the order of the lambdas; null unless all are recorded. */
  readTrials(pair: number): readonly string[] | null;
  /** Everything that a pair produced; null unless it is complete. */
  readPair(pair: number): PairTexts | null;
  /** Ends the sweep well: the report is stored. */
  finish(): void;
  /** Ends the sweep with an error that would occur again. */
  fail(code: string, message: string): void;
}

export type CallName = keyof LedgerCalls;
export type Given<K extends CallName> = Parameters<LedgerCalls[K]>;
export type Answer<K extends CallName> = ReturnType<LedgerCalls[K]>;

/** Calls a ledger, wherever it is. A call that fails may be repeated. */
export type CallLedger = <K extends CallName>(name: K, ...given: Given<K>) => Promise<Answer<K>>;

/** The same for a ledger in this process. */
export type AskLedger = <K extends CallName>(name: K, ...given: Given<K>) => Answer<K>;

/** The calls one by one, so that the type of an answer depends on the name. */
type EachCall = { readonly [K in CallName]: (...given: Given<K>) => Answer<K> };

/** A ledger that refuses a worker whose version computes other numbers than those it holds. */
export type GuardedLedger = LedgerCalls & { refuseOther(numerics: number): void };

/** Makes a call on a ledger at hand. */
export function answerCall<K extends CallName>(
  ledger: GuardedLedger,
  numerics: number,
  name: K,
  given: Given<K>,
): Answer<K> {
  ledger.refuseOther(numerics);
  const calls: EachCall = ledger;
  return calls[name](...given);
}

/** Thrown to leave work that the ledger no longer wants. */
class SweepEnded extends Error {}

/** Carries an error thrown by a call to the ledger or another store, not by the work. */
class OutsideFault extends Error {}

/**
 * Awaits an answer of the ledger; throws `SweepEnded` if it means stop, and `OutsideFault` if the call fails.
 */
export async function ask<T>(answer: Promise<T>): Promise<Exclude<T, false | null>> {
  return expectRunning(
    await answer.catch((cause: unknown) => {
      throw new OutsideFault('a call has failed', { cause });
    }),
  );
}

/** The same for an answer that takes no time. */
export function askNow<T>(make: () => T): Exclude<T, false | null> {
  let given: T;
  try {
    given = make();
  } catch (cause) {
    throw new OutsideFault('a call has failed', { cause });
  }
  return expectRunning(given);
}

function expectRunning<T>(given: T): Exclude<T, false | null> {
  if (given === false || given === null) throw new SweepEnded('the sweep has ended');
  return given as Exclude<T, false | null>;
}

/**
 * Does some work of a sweep. An error in the work would occur again, so it ends the sweep. An error in a call
 * is passed on, so that the caller may try again; so are an abort and a lack of memory, which depend on the
 * place and the moment.
 *
 * @returns null if the sweep has ended
 */
export async function bringFor<T>(call: CallLedger, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SweepEnded) return null;
    if (error instanceof OutsideFault) throw error.cause;
    const failure = describeFailure(error);
    if (failure === null) throw error;
    await call('fail', failure.code, failure.message);
    return null;
  }
}

/** The same for work without a result. */
export async function workFor(call: CallLedger, work: () => Promise<void>): Promise<'done' | 'stopped'> {
  const done = await bringFor(call, async () => {
    await work();
    return 'done' as const;
  });
  return done ?? 'stopped';
}

/** Why a sweep ends with an error; null for an error that may not occur in another try. */
function describeFailure(error: unknown): SweepError | null {
  if (error instanceof AbsumError) {
    const { code, message } = error;
    return code === 'aborted' || code === 'worker-lost' ? null : { code, message };
  }
  // Also thrown for a WebAssembly memory that the host has no room for. From a thread it comes as another class.
  if (error instanceof Error && error.name === 'RangeError') return null;
  // Its message may hold anything.
  const { error: name } = locateError(error);
  return { code: 'internal', message: `the work ended with an unexpected error (${name})` };
}
