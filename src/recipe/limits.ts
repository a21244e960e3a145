import { AbsumError } from '../errors.ts';

/** What one comparison may ask for; settings of a host. */
export interface Limits {
  /** Rows times inputs of the network. */
  readonly cells: number;
  readonly trials: number;
  /** Rows times pairs: every pair records where each row belongs. */
  readonly assignments: number;
  /** Numbers that `include` adds to the report: rows times lambdas, and inputs times first-layer units times lambdas. */
  readonly included: number;
  /** Estimated bytes of buffers and WebAssembly memories, all together. */
  readonly bytes: number;
  /** Estimated seconds of work; a comparison that takes more than a quarter longer is stopped. */
  readonly seconds: number;
  /**
   * Estimated seconds of work that no other machine can take over: on one pair, in the search for lambdas
   * "auto", or on the model of all rows. Unlimited by default.
   */
  readonly pairSeconds?: number | undefined;
  /** Estimated seconds of one training step, in which nobody else is served. Unlimited by default. */
  readonly stepSeconds?: number | undefined;
}

/** For the owner of a machine, who may ask for anything. */
export const NO_LIMITS: Limits = {
  cells: Number.POSITIVE_INFINITY,
  trials: Number.POSITIVE_INFINITY,
  assignments: Number.POSITIVE_INFINITY,
  included: Number.POSITIVE_INFINITY,
  bytes: Number.POSITIVE_INFINITY,
  seconds: Number.POSITIVE_INFINITY,
};

/** Defaults that fit a worker with 128 MB of memory and the longest CPU time a plan gives, 5 minutes. */
export const DEFAULT_LIMITS: Limits = {
  cells: 1_000_000,
  trials: 2_000,
  assignments: 2_000_000,
  included: 500_000,
  bytes: 48 * 2 ** 20,
  seconds: 240,
  stepSeconds: 0.1,
};

/**
 * A comparison may take a quarter more than may be planned, and then as long as the platform of Workers lets it; and
 * never less than some seconds, which a cold start may take.
 */
const USED_PER_PLANNED = 1.25;
const FEWEST_SECONDS = 5;

/** Seconds that a comparison may take, whatever it was planned to: then it ends. */
export function limitUse({ seconds }: Pick<Limits, 'seconds'>): number {
  return Math.max(FEWEST_SECONDS, USED_PER_PLANNED * seconds);
}

/** The same for one pair of a sweep, for the search of its lambdas, and for its report. */
export function limitPairUse({
  pairSeconds = Number.POSITIVE_INFINITY,
}: Pick<Limits, 'pairSeconds'>): number {
  return limitUse({ seconds: pairSeconds });
}

const EXPLANATIONS: Record<keyof Limits, { what: string; place: string; advice: string }> = {
  cells: { what: 'rows times inputs', place: 'data', advice: 'send fewer rows or columns' },
  trials: { what: 'trials', place: 'penalty.lambdas', advice: 'take fewer lambdas, folds or repeats' },
  assignments: { what: 'rows times pairs', place: 'split', advice: 'take fewer rows, folds or repeats' },
  included: {
    what: 'numbers of predictions, losses and weights',
    place: 'include',
    advice: 'take fewer lambdas or narrower layers, or include less',
  },
  bytes: {
    what: 'bytes',
    place: 'network.hidden',
    advice: 'take narrower layers, a smaller batch or fewer rows',
  },
  seconds: {
    what: 'seconds of estimated work',
    place: 'training.epochs',
    advice: 'take fewer epochs, lambdas, folds or repeats, or larger batches',
  },
  pairSeconds: {
    what: 'seconds of estimated work on one pair',
    place: 'training.epochs',
    advice: 'take fewer epochs or lambdas, or larger batches',
  },
  stepSeconds: {
    what: 'seconds of estimated work for one step',
    place: 'training.batchSize',
    advice: 'take smaller batches or narrower layers',
  },
};

/**
 * Refuses work beyond the limits.
 *
 * @param asked the figures known so far, under the names of their limits
 * @param adviceOnInputs a further way out, where something that grows with the inputs of the network exceeds its limit
 * @throws AbsumError `limit-exceeded` with each figure, its limit and what to change
 */
export function checkLimits(asked: Partial<Limits>, limits: Limits, adviceOnInputs = ''): void {
  const names = Object.keys(EXPLANATIONS) as (keyof Limits)[];
  const issues = names.flatMap((name) => {
    const figure = asked[name] ?? 0;
    const limit = limits[name] ?? Number.POSITIVE_INFINITY;
    if (figure <= limit) return [];
    const { what, place, advice } = EXPLANATIONS[name];
    const more = name === 'trials' || name === 'assignments' ? '' : adviceOnInputs;
    const message = `${formatFigure(figure)} ${what} exceed the limit of ${formatFigure(limit)}: ${advice}`;
    return [{ place, message: message + more }];
  });
  if (issues.length > 0) throw new AbsumError('limit-exceeded', issues);
}

/** A whole number from 100 up, else three digits, so that a figure can be compared with its limit. */
function formatFigure(figure: number): string {
  return figure >= 100 ? String(Math.ceil(figure)) : String(Number(figure.toPrecision(3)));
}
