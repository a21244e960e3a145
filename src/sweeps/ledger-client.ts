import { AbsumError } from '../errors.ts';
import type { Ledger, PairTexts, Todo } from './ledger.ts';
import type { SweepError, ToldTrial } from './sweep.ts';

/** A ledger as a lane reaches it, wherever it is kept: see `Ledger`. A call that fails may be made again. */
export interface LedgerClient {
  todo(pair: number): Promise<Todo | null>;
  beat(): Promise<boolean>;
  recordCell(pair: number, lambda: number, text: string, told: ToldTrial): Promise<boolean>;
  recordClosing(pair: number, text: string): Promise<boolean>;
  readCells(pair: number): Promise<readonly string[] | null>;
  prepare(text: string): Promise<boolean>;
  readPair(pair: number): Promise<PairTexts | null>;
  finish(): Promise<void>;
  fail(code: string, message: string): Promise<void>;
}

/** A client of a ledger at hand. */
export function createLedgerClient(ledger: Ledger): LedgerClient {
  return {
    todo: async (...pair) => ledger.todo(...pair),
    beat: async () => ledger.beat(),
    recordCell: async (...cell) => ledger.recordCell(...cell),
    recordClosing: async (...closing) => ledger.recordClosing(...closing),
    readCells: async (...pair) => ledger.readCells(...pair),
    prepare: async (...text) => ledger.prepare(...text),
    readPair: async (...pair) => ledger.readPair(...pair),
    finish: async () => ledger.finish(),
    fail: async (...error) => ledger.fail(...error),
  };
}

/** Thrown to leave work of which the ledger wants no more. */
export class SweepEnded extends Error {}

/** Carries what a call to the ledger or another store, and not the work, has thrown. */
export class OutsideFault extends Error {}

/** Awaits an answer of the ledger; throws `SweepEnded` where it means stop, and `OutsideFault` where there is none. */
export async function ask<T>(answer: Promise<T>): Promise<Exclude<T, false | null>> {
  const given = await answer.catch((cause: unknown) => {
    throw new OutsideFault('a call has failed', { cause });
  });
  if (given === false || given === null) throw new SweepEnded('the sweep has ended');
  return given as Exclude<T, false | null>;
}

/**
 * Does some work of a sweep. What the work throws would come again, and ends the sweep; what a call throws comes
 * through, for another try, and so do an abort and a lack of memory, which belong to the place and the moment.
 */
export async function workFor(client: LedgerClient, work: () => Promise<void>): Promise<'done' | 'stopped'> {
  try {
    await work();
    return 'done';
  } catch (error) {
    if (error instanceof SweepEnded) return 'stopped';
    if (error instanceof OutsideFault) throw error.cause;
    const failure = describeFailure(error);
    if (failure === null) throw error;
    await client.fail(failure.code, failure.message);
    return 'stopped';
  }
}

/** Why a sweep ends by an error; null for one that another try may not meet. */
export function describeFailure(error: unknown): SweepError | null {
  if (error instanceof AbsumError) {
    const { code, message } = error;
    return code === 'aborted' || code === 'worker-lost' ? null : { code, message };
  }
  // So does a WebAssembly memory that the host has no room for.
  if (error instanceof RangeError) return null;
  // Its text may hold anything.
  const name = error instanceof Error ? error.name : typeof error;
  return { code: 'internal', message: `the work ended by an error that nobody expected (${name})` };
}
