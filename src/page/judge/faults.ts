import type { Issue } from '../../errors.ts';
import { FIELD_INFOS, FIELD_NAMES, type FieldName } from './fields.ts';

/** What went wrong, sorted by where the page says it. */
export interface JudgeFaults {
  readonly fields: Readonly<Partial<Record<FieldName | 'candidates', readonly string[]>>>;
  /** Faults of the scores, and what belongs nowhere. */
  readonly others: readonly string[];
}

export const NO_FAULTS: JudgeFaults = { fields: {}, others: [] };

/**
 * Sorts what was thrown by its places.
 *
 * @param fileName what the data are called
 */
export function sortJudgeFaults(error: unknown, fileName: string): JudgeFaults {
  const fields: Partial<Record<FieldName | 'candidates', string[]>> = {};
  const others: string[] = [];
  for (const { place, message } of listIssues(error)) {
    const name = findField(place);
    if (name !== null) fields[name] = [...(fields[name] ?? []), message];
    else {
      const at = place.replace(/^data\.(?:csv|scores|rows|report)\b/, fileName).replace(/^data$/, fileName);
      others.push(at === '' ? message : `${at}: ${message}`);
    }
  }
  return { fields, others };
}

function findField(place: string): FieldName | 'candidates' | null {
  const begins = (path: string) => place === path || place.startsWith(`${path}[`);
  if (begins('candidates')) return 'candidates';
  return FIELD_NAMES.find((name) => begins(FIELD_INFOS[name].path.join('.'))) ?? null;
}

function listIssues(error: unknown): readonly Issue[] {
  if (typeof error === 'object' && error !== null && 'issues' in error && Array.isArray(error.issues)) {
    const issues = error.issues as readonly Issue[];
    if (issues.length > 0) return issues;
  }
  return [{ place: '', message: error instanceof Error ? error.message : String(error) }];
}
