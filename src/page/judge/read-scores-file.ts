import { AbsumError } from '../../errors.ts';
import { parseScoresJson, wrapScores } from '../../judge/reading/json.ts';
import { type Patch, readPatch } from './fields.ts';
import type { ScoresSource } from './setup.ts';

/** More than any table of the limits takes. */
const MOST_BYTES = 64 * 2 ** 20;
/** Where JSON shows itself, behind blanks. */
const START = 64;

/** What a JSON file holds: scores, and what it asks of them where it is a whole request. */
export interface OpenedScores {
  readonly source: ScoresSource;
  readonly patch: Patch | null;
}

/**
 * The scores of a JSON file; null where it is none.
 *
 * @throws Error that says what was expected
 */
export async function readScoresFile(file: File): Promise<OpenedScores | null> {
  if (file.size > MOST_BYTES) return null;
  // What cannot be read at all is for the reader of tables to say.
  const start = await file
    .slice(0, START)
    .text()
    .catch(() => '');
  return looksLikeJson(start) ? openScores(await file.text(), file.name) : null;
}

export function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

/** @throws Error that says what was expected */
export function openScores(text: string, fileName: string): OpenedScores {
  const { data, ...options } = readRequest(text, fileName);
  const { csv, ...rest } = data as Record<string, unknown>;
  const asked = Object.keys(options).length === 0 ? null : options;
  if (typeof csv === 'string') {
    return { source: { kind: 'csv', text: csv, fileName }, patch: readPatch({ ...options, data: rest }) };
  }
  const source: ScoresSource = { kind: 'json', data: data as Record<string, unknown>, fileName };
  return { source, patch: asked && readPatch(asked) };
}

function readRequest(text: string, fileName: string): Record<string, unknown> {
  try {
    return wrapScores(parseScoresJson(text));
  } catch (error) {
    if (error instanceof AbsumError) throw new Error(`${fileName}: ${error.issues[0].message}`);
    throw new Error(`${fileName}: expected whole JSON, got ${String(error)}`);
  }
}
