// By itself, since every command line loads it, and what weighs a claim only those that ask.

/** What a script may ask: `better` as the verdict says it, or `not-worse` by more than does not matter. */
export const CLAIMS = ['better', 'not-worse'] as const;
export type Claim = (typeof CLAIMS)[number];
