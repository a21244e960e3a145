import type { ProgressListener } from '../compare/progress.ts';
import type { PlanFigures } from '../plan/schema.ts';
import type { Report } from '../report/schema.ts';
import { orAborted, type PostOptions, readAnswer, refuseAnswer } from './ask-service.ts';
import { postRecipe } from './post-recipe.ts';
import { readEvent, readEvents } from './read-events.ts';

export { RemoteError } from './remote-error.ts';

export interface RemoteOptions extends PostOptions {
  /** Called as by `compare`, except for what the service leaves out on a slow connection; what it throws stops the work. */
  readonly onProgress?: ProgressListener | undefined;
}

/**
 * Has a service compare, and reports its progress meanwhile.
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
    const { signal, onProgress } = options;
    return readEvents(answer, { signal, take: (event) => readEvent(event, answer, onProgress) });
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
    const answer = await postRecipe(url, '/v1/plan', recipe, 'application/json', options);
    const plan = (await readAnswer(answer)) as PlanFigures | null;
    if (typeof plan?.trials === 'number') return plan;
    throw refuseAnswer(answer.address, answer.response.status, 'expected a plan, got another JSON');
  });
}
