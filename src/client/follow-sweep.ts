import type { EventSourceMessage } from 'eventsource-parser';
import type { ProgressListener } from '../compare/progress.ts';
import { refuseAborted } from '../pace.ts';
import type { Report } from '../report/schema.ts';
import { askService, orAborted, type PostOptions, parse, type ServiceAnswer } from './ask-service.ts';
import { askSweep, pathOfSweep } from './ask-sweep.ts';
import { isPassing, waitAfter } from './patience.ts';
import { readEvent, readEvents } from './read-events.ts';
import { RemoteError, readProblem } from './remote-error.ts';

export interface FollowOptions extends PostOptions {
  /** Called as by `compare`, except for epochs; what it throws ends the following. */
  readonly onProgress?: ProgressListener | undefined;
  /** The id of the last event received; by default events come from the first one on. */
  readonly since?: string | undefined;
}

/** Attempts in a row that bring nothing: some eight minutes. */
const MOST_FAILURES = 20;
/** A service that is there says so every ten seconds. */
const SILENCE_MS = 45_000;

/**
 * Follows a sweep to its end, and reconnects after the last event received where the connection breaks.
 *
 * @param url base of the service, with or without a slash at the end
 * @returns the report, as `compare` would give it here
 * @throws RemoteError with the code of the sweep's failure, or `sweep-failed` where the service gives none; `sweep-stopped`;
 *   `unknown-sweep`; `unreachable` or `interrupted` where the service stays away; the sweep may still be running.
 *   AbsumError `aborted` when the signal fired, which ends the following and not the sweep
 */
export async function followSweep(url: string, id: string, options: FollowOptions = {}): Promise<Report> {
  const { signal, since } = options;
  const thread: Thread = { url, id, last: since, wasReached: false, failures: 0 };
  return orAborted(signal, async () => {
    for (;;) {
      try {
        return await listen(thread, options);
      } catch (error) {
        thread.failures += 1;
        if (!isPassing(error) || !thread.wasReached || thread.failures >= MOST_FAILURES) throw error;
        await waitAfter(thread.failures, signal);
        refuseAborted(signal);
      }
    }
  });
}

/** Where the following stands. */
interface Thread {
  readonly url: string;
  readonly id: string;
  /** The id of the last event received. */
  last: string | undefined;
  /** Whether the service ever answered: one that never did may be no service. */
  wasReached: boolean;
  /** Attempts since something came. */
  failures: number;
}

async function listen(thread: Thread, options: FollowOptions): Promise<Report> {
  const { url, id, last } = thread;
  const headers = last === undefined ? {} : { 'last-event-id': last };
  const type = 'text/event-stream';
  const path = pathOfSweep(id, '/events');
  const answer = await askService(url, { method: 'GET', path, headers, type, mayBeEmpty: true }, options);
  thread.wasReached = true;
  if (answer.response.status === 204) return readEnd(thread, options);
  return readEvents(answer, {
    signal: options.signal,
    silenceMs: SILENCE_MS,
    onPiece() {
      thread.failures = 0;
    },
    take(event) {
      if (event.id) thread.last = event.id;
      return readSweepEvent(event, answer, id, options.onProgress);
    },
  });
}

function readSweepEvent(
  event: EventSourceMessage,
  answer: ServiceAnswer,
  id: string,
  onProgress: ProgressListener | undefined,
): Report | undefined {
  switch (event.event) {
    case 'error': {
      const told = readProblem(parse(event.data, answer));
      throw told === null ? failUntold(id) : new RemoteError(told.code, null, told.message, told.issues);
    }
    case 'stopped':
      throw describeStop(id, parse(event.data, answer));
    default:
      return readEvent(event, answer, onProgress);
  }
}

/** Asks how a sweep ended that has no more events. */
async function readEnd({ url, id }: Thread, options: PostOptions): Promise<Report> {
  const { sweep, report } = await askSweep(url, { method: 'GET', path: pathOfSweep(id) }, options);
  const { state, error, progress } = sweep;
  if (report !== null) return report;
  switch (state) {
    case 'stopped':
      throw describeStop(id, progress);
    case 'failed':
      throw error === undefined ? failUntold(id) : new RemoteError(error.code, null, error.message);
    case 'done':
      throw new RemoteError(
        'report-lost',
        null,
        `sweep ${id} is done, but its report is lost: start it again`,
      );
    case 'running':
      throw new RemoteError('interrupted', null, `the events of sweep ${id} ended before the report`);
  }
}

function failUntold(id: string): RemoteError {
  return new RemoteError('sweep-failed', null, `sweep ${id} failed, and the service does not say why`);
}

function describeStop(id: string, progress: unknown): RemoteError {
  const { done, of } = (progress ?? {}) as { readonly done?: number; readonly of?: number };
  const where = typeof done === 'number' ? ` after ${done} of ${of} trials` : '';
  return new RemoteError('sweep-stopped', null, `sweep ${id} was stopped${where}`);
}
