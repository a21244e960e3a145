import type { Context } from 'hono';
import type { StatusCode } from 'hono/utils/http-status';
import * as v from 'valibot';
import { AbsumError, boundIssues, describeIssues, type ErrorCode, type Issue } from '../errors.ts';
import { describe } from '../schema.ts';
import { describeError, readTrace, type Trace, writeErrors } from './log.ts';

/** Faults that only HTTP has. */
type HttpCode =
  | 'invalid-json'
  | 'invalid-body'
  | 'invalid-request'
  | 'unsupported-media-type'
  | 'body-too-large'
  | 'not-found'
  | 'method-not-allowed'
  | 'unauthorized'
  | 'forbidden-host'
  | 'forbidden-origin'
  | 'rate-limited'
  | 'budget-exceeded'
  | 'too-many-sweeps'
  | 'busy'
  | 'no-sweeps'
  | 'unknown-sweep'
  | 'no-report'
  | 'report-lost'
  | 'internal';

/** An answer other than success, thrown anywhere on the way to a handler. */
export class HttpError extends Error {
  readonly code: HttpCode;
  readonly issues: readonly Issue[];

  /** @param fault a single fault, at `place`, or a list of faults */
  constructor(code: HttpCode, fault: string | readonly Issue[], place = '') {
    const issues = boundIssues(typeof fault === 'string' ? [{ place, message: fault }] : fault);
    super(describeIssues(issues));
    this.name = 'HttpError';
    this.code = code;
    this.issues = issues;
  }
}

/** The one table from codes to statuses and titles. */
const PROBLEMS = {
  'invalid-recipe': { status: 422, title: 'The recipe is not valid' },
  'invalid-data': { status: 422, title: 'The data set cannot be used' },
  'unknown-dataset': { status: 422, title: 'There is no such data set' },
  'limit-exceeded': { status: 422, title: 'The work exceeds a limit' },
  'out-of-time': { status: 422, title: 'The work took longer than its limit' },
  unsupported: { status: 422, title: 'The engine cannot run this recipe' },
  'invalid-model': { status: 422, title: 'The model cannot be used' },
  'invalid-module': { status: 500, title: 'The server is not set up correctly' },
  misconfigured: { status: 500, title: 'A setting of the server cannot be read' },
  'version-changed': { status: 409, title: 'The sweep belongs to another version' },
  'key-reused': { status: 409, title: 'The key belongs to another sweep' },
  'worker-lost': { status: 500, title: 'A worker of the server ended' },
  aborted: { status: 499, title: 'The client closed the request' },
  'invalid-json': { status: 400, title: 'The body is not JSON' },
  'invalid-body': { status: 400, title: 'The body cannot be read' },
  'invalid-request': { status: 422, title: 'The request is not valid' },
  'unsupported-media-type': { status: 415, title: 'The type of the body is not supported' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  unauthorized: { status: 401, title: 'A key is needed' },
  'forbidden-host': { status: 403, title: 'The server does not go by this name' },
  'forbidden-origin': { status: 403, title: 'The request comes from another site' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  'budget-exceeded': { status: 429, title: 'The budget of the day is used up' },
  'too-many-sweeps': { status: 429, title: 'Too many sweeps at once' },
  busy: { status: 503, title: 'The server is at work to its limit' },
  'no-sweeps': { status: 501, title: 'This host runs no sweeps' },
  'unknown-sweep': { status: 404, title: 'There is no such sweep' },
  'no-report': { status: 409, title: 'The sweep has no report' },
  'report-lost': { status: 410, title: 'The report of the sweep is lost' },
  internal: { status: 500, title: 'Something went wrong on the server' },
} as const satisfies Record<ErrorCode | HttpCode, { status: number; title: string }>;

/** A problem document (RFC 9457), with a stable code and the place of each fault. */
export const ProblemSchema = v.strictObject({
  type: v.string(),
  title: v.string(),
  status: v.pipe(v.number(), v.integer()),
  detail: v.string(),
  code: v.picklist(Object.keys(PROBLEMS)),
  errors: v.array(
    v.strictObject({
      place: v.string(),
      message: v.string(),
      ways: v.optional(
        describe(
          'What leads on: parts of a recipe to merge into it, any one of which mends the fault.',
          v.array(v.record(v.string(), v.unknown())),
        ),
      ),
    }),
  ),
});
export type Problem = v.InferOutput<typeof ProblemSchema>;

/**
 * Turns whatever was thrown into a problem document. For an error that was not thrown on purpose, the log
 * gets its place and the answer gets the request's id; neither gets its message, which may hold anything.
 */
export function describeProblem(error: unknown, trace?: Trace): Problem {
  const known = error instanceof AbsumError || error instanceof HttpError;
  if (!known) (trace?.log ?? writeErrors)(describeError(error, trace?.id ?? null));
  const code = known ? error.code : 'internal';
  if (trace !== undefined) trace.code = code;
  const errors = known
    ? error.issues.map(({ ways, ...issue }) => ({ ...issue, ...(ways && { ways: [...ways] }) }))
    : [];
  const request = trace === undefined ? '' : ` Its log names the request ${trace.id}.`;
  const detail = known
    ? error.message
    : `The fault is on this side; the same request may work later.${request}`;
  return { type: `urn:absum:problem:${code}`, ...PROBLEMS[code], detail, code, errors };
}

/** The problem document of a recorded failure, whose message was written to be read. */
export function restoreProblem({ code, message }: { code: string; message: string }): Problem {
  const known = Object.hasOwn(PROBLEMS, code) ? (code as keyof typeof PROBLEMS) : 'internal';
  const type = `urn:absum:problem:${known}`;
  return { type, ...PROBLEMS[known], detail: message, code: known, errors: [{ place: '', message }] };
}

/** Answers with the problem document of an error. */
export function respondWithProblem(c: Context, error: unknown): Response {
  const problem = describeProblem(error, readTrace(c));
  c.header('content-type', 'application/problem+json');
  c.status(problem.status as StatusCode);
  return c.body(JSON.stringify(problem));
}
