import type { LiveResults } from '../../charts/live.ts';
import type { ProgressEvent } from '../../compare/progress.ts';
import type { MetricName } from '../../recipe/metrics.ts';

/** A comparison as far as it has come. */
export interface Live extends LiveResults {
  /** Trials done, and in all; 0 before the plan. */
  readonly done: number;
  readonly of: number;
  /** Seconds since the start. */
  readonly elapsed: number;
  /** Estimated from the pace so far; null until there is one. */
  readonly secondsLeft: number | null;
}

interface LiveCollector {
  add(event: ProgressEvent): void;
  /** What has been gathered; a new object every time. */
  read(): Live;
}

/** Trials before a pace is estimated: the first ones also load what the others use. */
const TRIALS_FOR_A_PACE = 3;

/**
 * Collects the progress events of a comparison.
 *
 * @param now the time in milliseconds
 */
export function collectLive(metric: MetricName, epochs: number, now: () => number): LiveCollector {
  const started = now();
  const lambdas = new Set<number>();
  const values: { lambda: number; value: number }[] = [];
  const points: Extract<ProgressEvent, { kind: 'epoch' }>[] = [];
  let done = 0;
  let of = 0;
  return {
    add(event) {
      if (event.kind === 'plan') of = event.plan.trials;
      else if (event.kind === 'epoch') points.push(event);
      else if (event.kind === 'trial') {
        ({ done, of } = event);
        const { lambda, value } = event;
        if (lambda !== null && value !== null) values.push({ lambda, value });
      }
      if (event.kind !== 'plan' && event.repeat !== null && event.lambda !== null) lambdas.add(event.lambda);
    },
    read() {
      const elapsed = (now() - started) / 1000;
      const secondsLeft = done >= TRIALS_FOR_A_PACE ? (elapsed / done) * (of - done) : null;
      const sorted = [...lambdas].sort((a, b) => a - b);
      return {
        metric,
        epochs,
        lambdas: sorted,
        values: [...values],
        points: [...points],
        done,
        of,
        elapsed,
        secondsLeft,
      };
    },
  };
}
