import type { Issue, Way } from '../errors.ts';

/**
 * What a service answered in place of what was asked for, or that it did not answer. `code` is that of its problem
 * document, or `unreachable`, `interrupted` (the answer ended too early), `unexpected-answer` (this is no absum),
 * `sweep-stopped`, `sweep-failed` (the service does not say why). A key that no service can have is `unauthorized`, as
 * is one that the service does not know.
 */
export class RemoteError extends Error {
  readonly code: string;
  /** Null where no answer came, or it ended too early, and for what a sweep came to. */
  readonly status: number | null;
  /** Each fault that the service named, with its place. */
  readonly issues: readonly Issue[];

  constructor(code: string, status: number | null, message: string, issues: readonly Issue[] = []) {
    super(message);
    this.name = 'RemoteError';
    this.code = code;
    this.status = status;
    this.issues = issues;
  }
}

/** The error that a problem document describes; null for any other value. */
export function readProblem(value: unknown): RemoteError | null {
  const { code, status, detail, errors } = (value ?? {}) as Record<string, unknown>;
  if (typeof code !== 'string' || typeof status !== 'number' || typeof detail !== 'string') return null;
  return new RemoteError(code, status, detail, Array.isArray(errors) ? errors.flatMap(readIssue) : []);
}

/** A fault as far as it is one: what answers may be something else than absum. */
function readIssue(value: unknown): Issue[] {
  const { place, message, ways } = (value ?? {}) as Record<string, unknown>;
  if (typeof place !== 'string' || typeof message !== 'string') return [];
  const told = Array.isArray(ways) ? ways.filter(isWay) : [];
  return [{ place, message, ...(told.length > 0 && { ways: told }) }];
}

function isWay(value: unknown): value is Way {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
