import type { Way } from '../../errors.ts';
import type { JudgeFields } from './fields.ts';
import { FIELD_INFOS, FIELD_NAMES, type FieldName, listTyped, type Patch, readField } from './fields.ts';

/** Scores that somebody brought. */
export type ScoresSource =
  | { readonly kind: 'csv'; readonly text: string; readonly fileName: string }
  /** What a JSON file holds, as the request has it: arrays, rows or a report. */
  | { readonly kind: 'json'; readonly data: Readonly<Record<string, unknown>>; readonly fileName: string };

/** What is asked of the judge. */
export interface JudgeSetup {
  readonly source: ScoresSource | null;
  readonly fields: JudgeFields;
  /** Those to judge; null takes all. */
  readonly candidates: readonly string[] | null;
}

/** The names of scores that were pasted, or came with the page: no file on the reader's disk is called so. */
export const PASTED = { csv: 'pasted.csv', json: 'pasted.json', example: 'example.json' } as const;

export const EMPTY_SETUP: JudgeSetup = { source: null, fields: {}, candidates: null };

/** The request without its data. */
export function buildOptions({ source, fields, candidates }: JudgeSetup): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const [name, text] of listTyped(fields)) {
    const [first, second] = FIELD_INFOS[name].path;
    // Only a text is taken apart by them.
    if (first === 'data' && source?.kind !== 'csv') continue;
    const value = readField(name, text);
    if (second === undefined) options[first] = value;
    else options[first] = { ...(options[first] as Way | undefined), [second]: value };
  }
  return candidates === null ? options : { ...options, candidates };
}

/** The whole request; null as long as there are no scores. */
export function buildRequest(setup: JudgeSetup): Record<string, unknown> | null {
  const { source } = setup;
  if (source === null) return null;
  const { data, ...options } = buildOptions(setup);
  const own = source.kind === 'csv' ? { csv: source.text, ...(data as Way | undefined) } : source.data;
  return { data: own, ...options };
}

/** Other scores: what was said of the columns and candidates of those before is forgotten. */
export function takeSource(before: JudgeSetup, source: ScoresSource, patch: Patch | null = null): JudgeSetup {
  const kept = listTyped(before.fields).filter(([name]) => before.source === null || !isOfTable(name));
  return {
    source,
    fields: { ...Object.fromEntries(kept), ...patch?.fields },
    candidates: patch?.candidates ?? (before.source === null ? before.candidates : null),
  };
}

/** Whether a field names something of the table at hand. */
function isOfTable(name: FieldName): boolean {
  const [first] = FIELD_INFOS[name].path;
  return first === 'columns' || first === 'data' || first === 'metric' || first === 'baseline';
}

export function applyPatch(before: JudgeSetup, { fields, candidates }: Patch): JudgeSetup {
  return {
    ...before,
    fields: { ...before.fields, ...fields },
    candidates: candidates ?? before.candidates,
  };
}

/** Whether the form says already what a patch would have it say. */
export function holdsPatch(setup: JudgeSetup, { fields, candidates }: Patch): boolean {
  const isSame = Object.entries(fields).every(([name, text]) => setup.fields[name as FieldName] === text);
  return isSame && (candidates === undefined || candidates.join() === setup.candidates?.join());
}

/** The part of an address after `#`: what is asked, never the scores. */
export function writeJudgeLink({ fields, candidates }: JudgeSetup): string {
  const parameters = new URLSearchParams(listTyped(fields));
  for (const name of candidates ?? []) parameters.append('candidates', name);
  const text = parameters.toString();
  return text === '' ? '#judge' : `#judge&${text}`;
}

/** Reads such an address. */
export function readJudgeLink(hash: string): JudgeSetup {
  const parameters = new URLSearchParams(hash.replace(/^#judge&?/, ''));
  const fields = FIELD_NAMES.flatMap((name) => {
    const text = parameters.get(name);
    return text === null ? [] : [[name, text]];
  });
  const candidates = parameters.getAll('candidates');
  return {
    source: null,
    fields: Object.fromEntries(fields),
    candidates: candidates.length === 0 ? null : candidates,
  };
}
