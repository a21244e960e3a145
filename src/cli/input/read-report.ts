import { AbsumError, type Issue } from '../../errors.ts';
import { type Report, ReportSchema } from '../../report/schema.ts';
import { validate } from '../../validate.ts';
import { VERSION } from '../../version.ts';
import type { Context } from '../environment.ts';
import { UsageError } from '../exit-codes.ts';
import { readStream, readTextFile } from './read-input.ts';

/** More faults of a file that was not made by hand help nobody. */
const MOST_FAULTS = 5;

/** A kept report, and what its file is called. */
export interface KeptReport {
  readonly report: Report;
  readonly source: string;
}

/**
 * Reads a report from a file or from standard input, and says on standard error where another version made it.
 *
 * @param path a file, `-` for standard input, or undefined
 * @throws UsageError for what is no report; AbsumError that names the places of what is wrong in one
 */
export async function readReport(
  { environment: { stdin, stderr } }: Context,
  path: string | undefined,
  signal: AbortSignal,
): Promise<KeptReport> {
  const isFile = path !== undefined && path !== '-';
  if (path === undefined && stdin.isTTY) {
    throw new UsageError('expected a report, or - for standard input: absum compare --out writes one');
  }
  const source = isFile ? path : 'standard input';
  const text = isFile ? await readTextFile(path) : (await readStream(stdin, signal)).toString('utf8');
  const value = parseReport(text, source);
  const { version } = value;
  const isOther = version !== VERSION;
  try {
    validate(ReportSchema, value, 'invalid-data');
  } catch (error) {
    if (!(error instanceof AbsumError)) throw error;
    throw placeFaults(error, source, isOther ? version : null);
  }
  if (isOther) {
    stderr.write(
      `${source}: made by absum ${version}, shown by ${VERSION}, which may compute other numbers\n`,
    );
  }
  // As it came: the bytes of --json are those of the file.
  return { report: value as unknown as Report, source };
}

function parseReport(text: string, source: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `${source}: expected JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (typeof value !== 'object' || value === null || !('headline' in value)) {
    throw new UsageError(
      `${source}: expected a report, as absum compare --json or --out writes it; this has no headline`,
    );
  }
  return value as Record<string, unknown>;
}

/** @param version of the absum that made it, where that is another one */
function placeFaults({ code, issues }: AbsumError, source: string, version: unknown): AbsumError {
  const told: Issue[] = issues.slice(0, MOST_FAULTS).map(({ place, message }) => ({
    place: source,
    message: place === '' ? message : `${place}: ${message}`,
  }));
  const left = issues.length - told.length;
  if (left > 0) told.push({ place: source, message: `and ${left} more faults` });
  if (typeof version === 'string') {
    told.push({ place: source, message: `made by absum ${version}; this is ${VERSION}` });
  }
  return new AbsumError(code, told);
}
