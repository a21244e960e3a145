import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { refuseAborted } from '../compare/pace.ts';
import type { PlanFigures } from '../compare/plan.ts';
import type { ProgressListener } from '../compare/progress.ts';
import type { Report } from '../compare/report.ts';
import { type Answer, explain, type PostOptions, postRecipe, refuseAnswer } from './post-recipe.ts';
import { RemoteError, readProblem } from './remote-error.ts';

export { RemoteError } from './remote-error.ts';

export interface RemoteOptions extends PostOptions {
  /** Told as `compare` tells, but for what a slow connection makes the service leave out; what it throws stops the work. */
  readonly onProgress?: ProgressListener | undefined;
}

/**
 * Has a service compare, and tells of its progress meanwhile.
 *
 * @param url base of the service, with or without a slash at the end
 * @param recipe as for `compare`; the service validates it
 * @returns the report, as `compare` would give it here
 * @throws RemoteError for what the service refuses, and where it cannot be reached; AbsumError `aborted` when the signal
 *   fired, which stops the work there
 */
export async function compareRemotely(
  url: string,
  recipe: unknown,
  options: RemoteOptions = {},
): Promise<Report> {
  return orAborted(options.signal, async () => {
    const answer = await postRecipe(url, '/v1/compare', recipe, 'text/event-stream', options);
    return readReport(answer, options);
  });
}

/**
 * Asks a service what a comparison would cost.
 *
 * @param url base of the service, with or without a slash at the end
 * @throws RemoteError and AbsumError as `compareRemotely` does
 */
export async function planRemotely(
  url: string,
  recipe: unknown,
  options: PostOptions = {},
): Promise<PlanFigures> {
  return orAborted(options.signal, async () => {
    const { address, response } = await postRecipe(url, '/v1/plan', recipe, 'application/json', options);
    const text = await response.text().catch((error: unknown) => {
      throw new RemoteError('interrupted', null, `the answer of ${address} ended early: ${explain(error)}`);
    });
    const plan = parse(text, { address, response }) as PlanFigures | null;
    if (typeof plan?.trials === 'number') return plan;
    throw refuseAnswer(address, response.status, 'expected a plan, got another JSON');
  });
}

/** What fails because of the caller's own abort is that abort, whatever the host makes of it. */
async function orAborted<Result>(
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  refuseAborted(signal);
  try {
    return await work();
  } catch (error) {
    refuseAborted(signal);
    throw error;
  }
}

/** Reads events up to the report; where it comes to none, the service hears that nobody listens any more. */
async function readReport(answer: Answer, { signal, onProgress }: RemoteOptions): Promise<Report> {
  const { address, response } = answer;
  const lost = (why: string) =>
    new RemoteError('interrupted', null, `the answer of ${address} ended before the report${why}`);
  let report: Report | undefined;
  const onEvent = (event: EventSourceMessage) => {
    refuseAborted(signal);
    report ??= readEvent(event, answer, onProgress);
  };
  const parser = createParser({ onEvent });
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  try {
    while (report === undefined) {
      const chunk = await reader?.read().catch((error: unknown) => {
        throw lost(`: ${explain(error)}`);
      });
      if (chunk?.value === undefined) throw lost('');
      parser.feed(decoder.decode(chunk.value, { stream: true }));
    }
  } catch (error) {
    await reader?.cancel().catch(() => {});
    throw error;
  }
  void readToEnd(reader);
  return report;
}

/** The end comes right after the report; cut off before it, a browser would show a request that failed. */
async function readToEnd(reader: ReadableStreamDefaultReader | undefined): Promise<void> {
  try {
    while ((await reader?.read())?.done === false);
  } catch {
    // The report is there.
  }
}

/** Tells of an event; returns the report where it is that, and passes over names that a later service may have. */
function readEvent(
  { event, data }: EventSourceMessage,
  answer: Answer,
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

function parse(text: string, { address, response }: Answer): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuseAnswer(address, response.status, 'expected JSON, got something else');
  }
}
