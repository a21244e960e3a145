import { parseAccept } from 'hono/utils/accept';
import type { ProgressEvent, ProgressListener } from '../compare/progress.ts';
import type { Report } from '../report/schema.ts';
import { type EventStream, type EventStreamOptions, openEventStream } from './event-stream.ts';
import type { Trace } from './log.ts';
import { describeProblem } from './problem.ts';

/** With the plan, the report and at most 1,000 epochs, a comparison sends at most 2,000 events. */
const MOST_TRIALS = 990;

/** Headers of an event stream; without them some proxies hold an answer back until it is complete. */
export const EVENT_HEADERS = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' } as const;

/** Whether a request asks for events by name, and does not give JSON a higher weight. */
export function prefersEvents(accept: string | undefined): boolean {
  const ranges = parseAccept(accept ?? '');
  const weigh = (name: string) =>
    Math.max(0, ...ranges.flatMap(({ type, q }) => (type.toLowerCase() === name ? [q] : [])));
  const events = weigh('text/event-stream');
  return events > 0 && events >= weigh('application/json');
}

/** What stops a comparison, and what follows its progress. */
export interface ComparisonHooks {
  readonly signal: AbortSignal;
  readonly onProgress: ProgressListener;
}

interface StreamOptions extends EventStreamOptions {
  /** The request's trace. */
  readonly trace?: Trace | undefined;
}

/**
 * Reports a comparison by server-sent events: `plan`, then `trial` and `epoch`, then `report` or `error`.
 * While the reader lags, epochs are left out, and only the newest trial waits. The work stops when the reader
 * goes away.
 *
 * @param signal the request's
 * @returns the stream, once the plan is known; rejects with any error before that
 */
export function streamComparison(
  start: (hooks: ComparisonHooks) => Promise<Report>,
  signal: AbortSignal,
  { trace, ...options }: StreamOptions = {},
): Promise<EventStream['body']> {
  const leaving = new AbortController();
  return new Promise((resolve, reject) => {
    let events: EventStream | undefined;
    let stride = 1;
    const onProgress = (event: ProgressEvent) => {
      if (event.kind === 'plan') {
        stride = Math.ceil(event.plan.trials / MOST_TRIALS);
        events = openEventStream(() => leaving.abort(), options);
        events.send('plan', JSON.stringify(event.plan), 'wait');
        resolve(events.body);
        return;
      }
      const { kind, ...data } = event;
      if (event.kind === 'trial' && event.done % stride !== 0 && event.done !== event.of) return;
      events?.send(kind, JSON.stringify(data), kind === 'trial' ? 'replace' : 'skip');
    };
    start({ signal: AbortSignal.any([signal, leaving.signal]), onProgress })
      .then(
        (report) => events?.send('report', JSON.stringify(report), 'wait'),
        (error: unknown) => {
          if (events === undefined) reject(error);
          else events.send('error', JSON.stringify(describeProblem(error, trace)), 'wait');
        },
      )
      .finally(() => events?.end());
  });
}
