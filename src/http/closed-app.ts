import { Hono } from 'hono';
import { AbsumError } from '../errors.ts';
import { secureAnswers } from './headers.ts';
import { traceRequests, writeErrors } from './log.ts';
import { respondWithProblem } from './problem.ts';

/**
 * Makes the app of a service; if its settings cannot be read, makes one that is shut: every answer names the
 * faults.
 */
export function openOrClose(open: () => Hono): Hono {
  try {
    return open();
  } catch (fault) {
    if (!(fault instanceof AbsumError)) throw fault;
    return createClosedApp(fault);
  }
}

function createClosedApp(fault: AbsumError): Hono {
  // Its message repeats settings, which may be secrets.
  const { code, issues } = fault;
  const places = issues.map(({ place }) => place);
  console.error(JSON.stringify({ time: new Date().toISOString(), level: 'error', code, places }));
  const app = new Hono();
  app.use(traceRequests(writeErrors), secureAnswers);
  app.all('*', (c) => respondWithProblem(c, fault));
  return app;
}
