import { countTold, type ExecutorOptions } from '../compare/executor.ts';
import type { Pair } from '../data/split.ts';
import { TimeLimit } from '../pace.ts';
import type { PairOutcome, Work } from '../training/pair.ts';
import type { FromWorker, PairTodo, ToWorker, TrialText } from './protocol.ts';

// What a pool is sent for: the pairs of a comparison, whose outcomes are kept, or those of a sweep, whose
// results are told as texts.

type Task = Extract<ToWorker, { kind: 'pair' | 'texts' }>;

/** The pairs of a comparison or a sweep, and what becomes of their results. */
export interface Errand {
  readonly work: Work;
  /** Number of pairs. */
  readonly count: number;
  /** What a worker is asked to do with the pair at a position. */
  assign(index: number, comparison: number): Task;
  /** The time that holds for it: its own, or one that all share. */
  limitTime(): TimeLimit;
  /** Takes what a worker says of it. */
  hear(index: number, message: FromWorker): void;
}

/** What is asked and told while the pairs of a sweep are worked on; if one of these throws, the work stops. */
export interface TextsOptions {
  /** Stops the work. */
  readonly signal: AbortSignal;
  /** The seconds that a pair may take; unlimited by default. */
  readonly pairSeconds?: number | undefined;
  /** Called when a worker is free for the pair at a position; says what is left to do with it. */
  readonly assign: (index: number) => PairTodo;
  /** Called with each trial of a pair. */
  readonly onTrial: (index: number, trial: TrialText) => void;
  /** Called with what is left of a pair after its trials. */
  readonly onClosing: (index: number, text: string) => void;
}

/** @param outcomes gets those of the pairs, at their positions */
export function compareOn(
  work: Work,
  pairs: readonly Pair[],
  { onTrial, onEpoch, timeLimit = new TimeLimit() }: Omit<ExecutorOptions, 'signal'>,
  outcomes: PairOutcome[],
): Errand {
  return {
    work,
    count: pairs.length,
    limitTime: () => timeLimit,
    assign(index, comparison) {
      const epochs = onEpoch === undefined ? 0 : countTold(work, pairs, index);
      const tell = { trials: onTrial !== undefined, epochs };
      return { kind: 'pair', comparison, pair: pairs[index], tell };
    },
    hear(index, message) {
      if (message.kind === 'trial') onTrial?.(pairs[index], message.lambda, message.value);
      else if (message.kind === 'epoch') onEpoch?.(pairs[index], message.lambda, message.point);
      else if (message.kind === 'outcome') outcomes[index] = message.outcome;
    },
  };
}

export function sweepOn(
  work: Work,
  pairs: readonly Pair[],
  { assign, pairSeconds, onTrial, onClosing }: Omit<TextsOptions, 'signal'>,
): Errand {
  return {
    work,
    count: pairs.length,
    limitTime: () => new TimeLimit(pairSeconds),
    assign: (index, comparison) => ({
      kind: 'texts',
      comparison,
      pair: pairs[index],
      todo: assign(index),
    }),
    hear(index, message) {
      if (message.kind === 'text') onTrial(index, message);
      else if (message.kind === 'closing') onClosing(index, message.text);
    },
  };
}
