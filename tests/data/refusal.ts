import { AbsumError, type ErrorCode } from '../../src/errors.ts';

/** Runs what must be refused, and gives the code and the single issue of the refusal. */
export function refusalOf(run: () => unknown): { code: ErrorCode; place: string; message: string } {
  try {
    run();
  } catch (error) {
    if (!(error instanceof AbsumError) || error.issues.length !== 1) throw error;
    return { code: error.code, ...error.issues[0] };
  }
  throw new Error('expected a refusal, but nothing was thrown');
}
