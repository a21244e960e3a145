import { decodeText } from '../../data/doors/decode-text.ts';
import { recognise } from '../../data/doors/recognise.ts';
import { unpack } from '../../data/doors/unpack.ts';
import { JUDGE_PARAMETERS } from '../../judge/parameters.ts';
import { nameForm, parseScoresJson, wrapScores } from '../../judge/reading/json.ts';
import { applyFlat, type Draft } from '../../recipe/flat.ts';
import type { Context, Environment } from '../environment.ts';
import { UsageError } from '../exit-codes.ts';
import type { JudgeEntry } from './judge-options.ts';
import { type ScoresOrigin, translateScoresFault } from './judge-places.ts';
import { openTable } from './open-table.ts';
import { readBytes, readStream } from './read-input.ts';

/** What a judge is asked, as typed, and what puts its faults into the words of the command line. */
interface TypedScores {
  readonly request: Draft;
  /** What the scores are called: the file, or what stands for it. */
  readonly source: string;
  readonly translate: (error: unknown) => unknown;
}

interface ScoresChoice {
  /** A file with scores, `-` for standard input, or undefined. */
  readonly file: string | undefined;
  /** The sheet of a spreadsheet, by name or number. */
  readonly sheet: string | undefined;
  readonly entries: readonly JudgeEntry[];
}

/**
 * Reads scores from a file or standard input: a table, or JSON in any form that a judge takes. Options override the fields
 * of a request.
 *
 * @throws UsageError for what cannot be read; AbsumError for faults of options
 */
export async function readScores(
  { environment }: Context,
  { file, sheet, entries }: ScoresChoice,
  signal: AbortSignal,
): Promise<TypedScores> {
  const named = await readSource(environment, file, signal);
  const { draft, source } = await openScores(named, sheet, environment.stderr);
  const given = new Set(entries.map(([name]) => name));
  const origin: ScoresOrigin = { source, form: nameForm(draft), given, isRequest: isRequest(draft) };
  const translate = (error: unknown) => translateScoresFault(error, origin);
  try {
    applyFlat(JUDGE_PARAMETERS, draft, entries);
    return { request: draft, source, translate };
  } catch (error) {
    throw translate(error);
  }
}

/** Whether a file says more than the scores. */
function isRequest(draft: Draft): boolean {
  return Object.keys(draft).length > 1;
}

interface Source {
  readonly bytes: Uint8Array;
  readonly source: string;
}

async function readSource(
  { stdin }: Pick<Environment, 'stdin'>,
  file: string | undefined,
  signal: AbortSignal,
): Promise<Source> {
  if (file !== undefined && file !== '-') return { bytes: await readBytes(file), source: file };
  if (file === undefined && stdin.isTTY) {
    throw new UsageError('expected a file with scores, or - for standard input: see absum judge --help');
  }
  const source = 'standard input';
  const bytes = await readStream(stdin, signal);
  if (bytes.length === 0) throw new UsageError(`expected scores on ${source}, which is empty`);
  return { bytes, source };
}

async function openScores(
  { bytes, source }: Source,
  sheet: string | undefined,
  stderr: Environment['stderr'],
): Promise<{ draft: Draft; source: string }> {
  const open = await unpackScores(bytes, source);
  const value = parseJson(open, source);
  if (value !== undefined) {
    if (sheet !== undefined) throw new UsageError('--sheet: applies only to a spreadsheet');
    return { draft: wrapNamed(value, source), source };
  }
  const table = await openTable(open, source, { sheet, stderr });
  return { draft: { data: { csv: table.text } }, source: table.source };
}

async function unpackScores(bytes: Uint8Array, source: string): Promise<Uint8Array> {
  if (recognise(bytes)?.kind !== 'gzip') return bytes;
  try {
    return await unpack(bytes, 'gzip');
  } catch (error) {
    throw nameSource(error, source);
  }
}

function wrapNamed(value: unknown, source: string): Draft {
  try {
    return wrapScores(value);
  } catch (error) {
    throw nameSource(error, source);
  }
}

/** A fault of all that a file holds. */
function nameSource(error: unknown, source: string): unknown {
  return translateScoresFault(error, { source, form: 'csv', given: new Set(), isRequest: false });
}

const [BRACE, BRACKET] = ['{', '['].map((mark) => mark.charCodeAt(0));

/** The value of a JSON text; undefined for a table, whose first name may begin with a bracket. */
function parseJson(bytes: Uint8Array, source: string): unknown {
  const start = bytes.find((byte) => byte > 0x20 && ![0xef, 0xbb, 0xbf].includes(byte));
  if (start !== BRACE && start !== BRACKET) return undefined;
  try {
    return parseScoresJson(decodeText(bytes));
  } catch (error) {
    const isMeant = recognise(bytes)?.name === 'JSON' || /\.json(?:\.gz)?$/i.test(source);
    if (!isMeant) return undefined;
    throw new UsageError(
      `${source}: expected JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
