import * as v from 'valibot';
import { describe } from '../../schema.ts';

const LEVELS = ['error', 'warning', 'info'] as const;
type Severity = (typeof LEVELS)[number];

/** What a careful colleague would say on seeing somebody's scores, most pressing first; see docs/findings.md. */
export const JUDGE_SEVERITIES = {
  unpaired: 'error',
  'impossible-values': 'error',
  'one-run-each': 'warning',
  'only-the-seed': 'warning',
  'folds-used-again': 'warning',
  'missing-cells': 'warning',
  'best-of-many': 'warning',
  ties: 'info',
  'sizes-unknown': 'info',
} as const satisfies Record<string, Severity>;

export type JudgeFindingCode = keyof typeof JUDGE_SEVERITIES;
export const JUDGE_FINDING_CODES = Object.keys(JUDGE_SEVERITIES) as JudgeFindingCode[];

export const JudgeFindingSchema = v.strictObject({
  code: describe('What was found, by its name in docs/findings.md.', v.picklist(JUDGE_FINDING_CODES)),
  severity: describe(
    'error: the figures cannot be used as they are; warning: they probably say something else than what was meant; info: good to know before drawing conclusions.',
    v.picklist(LEVELS),
  ),
  candidates: describe('The candidates concerned; empty if all are.', v.array(v.string())),
  evidence: describe('The figures that show it.', v.record(v.string(), v.unknown())),
  message: describe('What was found, and one sentence of advice.', v.string()),
  next: describe(
    'The fields of the request to ask with instead, to be merged into it; null where no field mends it.',
    v.nullable(v.record(v.string(), v.unknown())),
  ),
});
export type JudgeFinding = v.InferOutput<typeof JudgeFindingSchema>;

/** Builds a finding, of its code's severity. */
export function makeJudgeFinding(
  code: JudgeFindingCode,
  candidates: readonly string[],
  evidence: Record<string, unknown>,
  message: string,
  next: Record<string, unknown> | null = null,
): JudgeFinding {
  return { code, severity: JUDGE_SEVERITIES[code], candidates: [...candidates], evidence, message, next };
}

/** Compares two findings, the more pressing first. */
export function compareJudgeFindings(a: JudgeFinding, b: JudgeFinding): number {
  return JUDGE_FINDING_CODES.indexOf(a.code) - JUDGE_FINDING_CODES.indexOf(b.code);
}
