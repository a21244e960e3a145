import type { FaultSeverity } from '../check/faults/codes.ts';

// By themselves, since every command line loads them, and the check only those that ask.

/** What the answer of a check is printed as: for people, for programs, for the annotations of GitHub Actions. */
export const CHECK_FORMATS = ['text', 'json', 'github'] as const;
export type CheckFormat = (typeof CHECK_FORMATS)[number];

/** What makes the command fail, as linters do. */
export const FAIL_ON = ['error', 'warning', 'info', 'never'] as const satisfies readonly (
  | FaultSeverity
  | 'never'
)[];
export type FailOn = (typeof FAIL_ON)[number];
