import * as v from 'valibot';
import { AbsumError } from '../errors.ts';
import type { SweepEvent, SweepService } from '../sweeps/sweep.ts';
import { BEAT, BEAT_MS } from './event-stream.ts';
import { describeError, type Trace, writeErrors } from './log.ts';
import { describeProblem, HttpError, restoreProblem } from './problem.ts';

export interface SweepStreamOptions {
  /** Milliseconds between two polls. */
  readonly pollMs?: number | undefined;
  /** Milliseconds of silence after which a comment shows that the stream is still open. */
  readonly beatMs?: number | undefined;
  /**
   * How many polls in all; then the stream ends, and its reader asks again, beginning after the last event.
   */
  readonly looks?: number | undefined;
  /** The request's trace. */
  readonly trace?: Trace | undefined;
}

/** A worker may make a thousand calls in one request; the rest are left for other uses. */
const LOOKS = 900;
/** If this many events come at once, more are likely to be waiting. */
const MANY = 100;
/** What an `error` event holds. */
const Failure = v.pipe(v.string(), v.parseJson(), v.object({ code: v.string(), message: v.string() }));
const ENDS: ReadonlySet<SweepEvent['name']> = new Set(['report', 'error', 'stopped']);

/**
 * Sends the events of a sweep that follow a given one, as server-sent events whose ids are their sequence
 * numbers, up to `report`, `error` or `stopped`. It polls only while the stream is read.
 */
export function streamSweep(
  service: SweepService,
  id: string,
  after: number,
  { pollMs = 500, beatMs = BEAT_MS, looks = LOOKS, trace }: SweepStreamOptions = {},
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const mostQuiet = Math.ceil(beatMs / pollMs);
  let sequence = after;
  let looked = 0;
  // A reader that reconnects sees at once that the stream is open.
  let quiet = mostQuiet;
  let isHasty = true;
  let hasReader = true;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** What to write next; at the end, possibly nothing. */
  const look = async (): Promise<{ text: string; isLast: boolean }> => {
    while (hasReader && looked < looks) {
      if (!isHasty) await new Promise((resolve) => (timer = setTimeout(resolve, pollMs)));
      looked += 1;
      const events = await service.eventsAfter(id, sequence);
      isHasty = events.length >= MANY;
      quiet = events.length > 0 ? 0 : quiet + 1;
      if (quiet > mostQuiet) {
        quiet = 0;
        return { text: BEAT, isLast: false };
      }
      if (events.length === 0) continue;
      sequence = events[events.length - 1].sequence;
      const texts = await Promise.all(events.map((event) => writeEvent(service, id, event)));
      return { text: texts.join(''), isLast: events.some(({ name }) => ENDS.has(name)) };
    }
    return { text: '', isLast: true };
  };

  const source = {
    async pull(controller: ReadableStreamDefaultController<Uint8Array>) {
      // A fault on this side ends the stream but not the sweep: its reader asks again.
      const { text, isLast } = await look().catch((error: unknown) => {
        // A host that is about to end says so; that is no fault.
        const isLeaving = error instanceof AbsumError && error.code === 'aborted';
        if (!isLeaving) (trace?.log ?? writeErrors)(describeError(error, trace?.id ?? null));
        return { text: '', isLast: true };
      });
      if (!hasReader) return;
      if (text !== '') controller.enqueue(encoder.encode(text));
      if (isLast) controller.close();
    },
    cancel() {
      hasReader = false;
      clearTimeout(timer);
    },
  };
  return new ReadableStream(source, { highWaterMark: 0 });
}

async function writeEvent(service: SweepService, id: string, event: SweepEvent): Promise<string> {
  const { sequence, name, data } = event;
  const write = (named: string, line: string) => `id: ${sequence}\nevent: ${named}\ndata: ${line}\n\n`;
  switch (name) {
    case 'report': {
      const report = await service.report(id);
      return report === null
        ? write('error', JSON.stringify(describeProblem(reportLost(id))))
        : write(name, report);
    }
    case 'error':
      return write(name, JSON.stringify(restoreProblem(v.parse(Failure, data))));
    default:
      return write(name, data);
  }
}

/** The stored report is missing. */
export function reportLost(id: string): HttpError {
  return new HttpError('report-lost', `sweep ${id} is done, but its report has been lost: start it again`);
}
