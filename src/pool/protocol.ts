import type { Pair } from '../data/split.ts';
import { AbsumError, type ErrorCode, type Issue } from '../errors.ts';
import type { CurvePoint } from '../training/curve.ts';
import type { PairOutcome, Work } from '../training/pair.ts';

/**
 * What a pool and its workers say to each other, by structured clone. A worker learns of a comparison once (`open`),
 * then works on one pair at a time, and forgets the comparison, stopping what runs, at `close`. To every pair it
 * answers once, with `outcome`, `closing` or `failure`, whether or not the comparison has been closed meanwhile.
 */
export type ToWorker =
  | { readonly kind: 'open'; readonly comparison: number; readonly work: Work }
  | {
      readonly kind: 'pair';
      readonly comparison: number;
      readonly pair: Pair;
      /** Whether to report trials, and how many epochs of each: nothing is posted without a listener. */
      readonly tell: { readonly trials: boolean; readonly epochs: number };
    }
  | { readonly kind: 'texts'; readonly comparison: number; readonly pair: Pair; readonly todo: PairTodo }
  | { readonly kind: 'close'; readonly comparison: number };

/** What is to be done with a pair whose results are wanted as texts. */
export interface PairTodo {
  /** Trials to train, by the positions of their lambdas. */
  readonly positions: readonly number[];
  /** The texts of the pair's other trials by the same positions; read only if inner folds choose. */
  readonly known: ReadonlyMap<number, string>;
}

/** A trial that has been trained, as a text. */
export interface TrialText {
  readonly position: number;
  readonly text: string;
  /** `compare.metric` on its validation rows. */
  readonly value: number | null;
}

/** Trials and epochs are those of the pair that the worker works on, which the pool knows. */
export type FromWorker =
  | { readonly kind: 'trial'; readonly lambda: number | null; readonly value: number | null }
  | { readonly kind: 'epoch'; readonly lambda: number; readonly point: CurvePoint }
  | ({ readonly kind: 'text' } & TrialText)
  | { readonly kind: 'outcome'; readonly outcome: PairOutcome }
  | { readonly kind: 'closing'; readonly text: string }
  | { readonly kind: 'failure'; readonly fault: Fault };

/** An error in transit: a structured clone would lose the class and the fields of our errors. */
export type Fault =
  | { readonly code: ErrorCode; readonly issues: readonly Issue[] }
  | { readonly code: null; readonly error: unknown };

export function packFault(error: unknown): Fault {
  if (error instanceof AbsumError) return { code: error.code, issues: error.issues };
  // An error of any other class may hold what cannot be cloned.
  return { code: null, error: error instanceof Error ? nameError(error) : String(error) };
}

export function unpackFault(fault: Fault): unknown {
  return fault.code === null ? fault.error : new AbsumError(fault.code, fault.issues);
}

function nameError({ name, message, stack }: Error): Error {
  return Object.assign(new Error(message), { name, stack });
}
