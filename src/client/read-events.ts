import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { ProgressListener } from '../compare/progress.ts';
import { refuseAborted } from '../pace.ts';
import type { PlanFigures } from '../plan/schema.ts';
import type { Report } from '../report/schema.ts';
import { explain, parse, refuseAnswer, type ServiceAnswer } from './ask-service.ts';
import { RemoteError, readProblem } from './remote-error.ts';

interface EventReader {
  readonly signal?: AbortSignal | undefined;
  /** Takes an event; returns the report where it is that. What it throws ends the reading. */
  readonly take: (event: EventSourceMessage) => Report | undefined;
  /** Called for every piece that arrives, comments included. */
  readonly onPiece?: (() => void) | undefined;
  /** Milliseconds without a piece after which the connection counts as lost. */
  readonly silenceMs?: number | undefined;
}

/**
 * Reads events up to the report. If reading ends earlier, the connection is closed, so that the service can stop.
 *
 * @throws RemoteError `interrupted` where the answer ends before the report
 */
export async function readEvents(answer: ServiceAnswer, reader: EventReader): Promise<Report> {
  const { signal, take, onPiece = () => {}, silenceMs = Number.POSITIVE_INFINITY } = reader;
  const lost = (why: string) =>
    new RemoteError('interrupted', null, `the answer of ${answer.address} ended before the report${why}`);
  let report: Report | undefined;
  const onEvent = (event: EventSourceMessage) => {
    refuseAborted(signal);
    report ??= take(event);
  };
  const parser = createParser({ onEvent });
  const decoder = new TextDecoder();
  const pieces = answer.response.body?.getReader();
  // Not awaited: a connection that hangs may not even end.
  const leave = () => void pieces?.cancel().catch(() => {});
  signal?.addEventListener('abort', leave);
  try {
    while (report === undefined) {
      const piece = await limitSilence(pieces?.read(), silenceMs).catch((error: unknown) => {
        throw lost(`: ${explain(error)}`);
      });
      if (piece?.value === undefined) throw lost('');
      onPiece();
      parser.feed(decoder.decode(piece.value, { stream: true }));
    }
  } catch (error) {
    leave();
    throw error;
  } finally {
    signal?.removeEventListener('abort', leave);
  }
  void readToEnd(pieces);
  return report;
}

/** A connection whose other end is gone without a word would be waited for without end. */
async function limitSilence<Result>(work: Promise<Result> | undefined, ms: number) {
  if (work === undefined || ms === Number.POSITIVE_INFINITY) return work;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came for ${ms / 1000} s`)), ms);
  });
  return Promise.race([work, silence]).finally(() => clearTimeout(timer));
}

/** The end comes right after the report; cut off before it, a browser would show a request that failed. */
async function readToEnd(pieces: ReadableStreamDefaultReader | undefined): Promise<void> {
  try {
    while ((await pieces?.read())?.done === false);
  } catch {
    // The report is there.
  }
}

/** Passes on an event of progress, or returns the report; names that a later service may have are ignored. */
export function readEvent(
  { event, data }: EventSourceMessage,
  answer: ServiceAnswer,
  onProgress: ProgressListener = () => {},
): Report | undefined {
  switch (event) {
    case 'plan':
      onProgress({ kind: event, plan: parse(data, answer) as PlanFigures });
      break;
    case 'trial':
    case 'epoch':
      onProgress({ kind: event, ...(parse(data, answer) as object) } as Parameters<ProgressListener>[0]);
      break;
    case 'report':
      return parse(data, answer) as Report;
    case 'error': {
      const { address, response } = answer;
      throw (
        readProblem(parse(data, answer)) ?? refuseAnswer(address, response.status, 'an error without a code')
      );
    }
  }
  return undefined;
}
