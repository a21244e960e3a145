import * as v from 'valibot';
import type { Next } from '../../recipe/next.ts';
import { describe, finite } from '../../schema.ts';

const LEVELS = ['error', 'warning', 'info'] as const;
type Severity = (typeof LEVELS)[number];

/**
 * What a careful colleague would say on seeing a comparison, most pressing first. error: the figures cannot
 * be used as they are; warning: the set-up is probably not what was meant; info: good to know before drawing
 * conclusions.
 */
export const SEVERITIES = {
  diverged: 'error',
  'constant-target': 'error',
  exploded: 'warning',
  'overshooting-step': 'warning',
  'negative-lambda': 'warning',
  'duplicate-rows': 'warning',
  'single-run': 'warning',
  'worse-than-mean': 'warning',
  'not-better-than-mean': 'warning',
  'collapsed-to-mean': 'warning',
  'inert-penalty': 'warning',
  'dropped-rows': 'warning',
  'unseen-categories': 'warning',
  'unscaled-data': 'warning',
  'overlapping-batches': 'warning',
  'dead-units': 'warning',
  'still-improving': 'warning',
  'overtrained-baseline': 'warning',
  'mixed-column': 'warning',
  'date-column': 'warning',
  'optimistic-best': 'warning',
  'no-better-than-linear': 'info',
  'constant-feature': 'info',
  'leading-zeros': 'info',
  'counting-column': 'info',
  'within-noise': 'info',
  'detectable-limit': 'info',
  'best-at-edge': 'info',
  'no-exact-zeros': 'info',
  'biases-penalised': 'info',
} as const satisfies Record<string, Severity>;

export type FindingCode = keyof typeof SEVERITIES;
export const FINDING_CODES = Object.keys(SEVERITIES) as FindingCode[];

export const NextSchema = describe(
  'The fields of the recipe to run with instead, to be merged into it; null where no field mends it.',
  v.nullable(v.record(v.string(), v.unknown())),
);

export const FindingSchema = v.strictObject({
  code: describe('What was found, by its name in docs/findings.md.', v.picklist(FINDING_CODES)),
  severity: describe(
    'error: the figures cannot be used as they are; warning: the set-up is probably not what was meant; info: good to know before drawing conclusions.',
    v.picklist(LEVELS),
  ),
  lambdas: describe('The lambdas concerned; empty if all are.', v.array(finite)),
  evidence: describe(
    'The figures that show it, with the thresholds that they passed. An array has one entry for each of `lambdas`, unless its entries say what they belong to.',
    v.record(v.string(), v.unknown()),
  ),
  message: describe('What was found, and one sentence of advice.', v.string()),
  next: NextSchema,
});
export type Finding = v.InferOutput<typeof FindingSchema>;

/** Builds a finding, of its code's severity unless it is a mild case. Without `next`, no field of the recipe mends it. */
export function makeFinding(
  code: FindingCode,
  lambdas: readonly number[],
  evidence: Record<string, unknown>,
  message: string,
  next: Next | null = null,
  severity: Severity = SEVERITIES[code],
): Finding {
  return { code, severity, lambdas: [...lambdas], evidence, message, next };
}

/** Compares two findings, the more pressing first: by severity, then in the order of `SEVERITIES`. */
export function compareFindings(a: Finding, b: Finding): number {
  const bySeverity = LEVELS.indexOf(a.severity) - LEVELS.indexOf(b.severity);
  return bySeverity || FINDING_CODES.indexOf(a.code) - FINDING_CODES.indexOf(b.code);
}
