import { Hono } from 'hono';
import { secureAnswers } from './headers.ts';
import { traceRequests, writeErrors } from './log.ts';
import { HttpError, respondWithProblem } from './problem.ts';

/**
 * An app for a service whose settings cannot be read: shut, not open. The log says what is wrong with them, and the answer
 * only that something is.
 */
export function createClosedApp(fault: unknown): Hono {
  const error = fault instanceof Error ? fault.message : 'unknown';
  console.error(JSON.stringify({ time: new Date().toISOString(), level: 'error', error }));
  const app = new Hono();
  app.use(traceRequests(writeErrors), secureAnswers);
  app.all('*', (c) =>
    respondWithProblem(c, new HttpError('misconfigured', 'the settings of this service cannot be read')),
  );
  return app;
}
