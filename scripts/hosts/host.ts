import type { Consumer } from './consumer.ts';

/** What the conformance suite found on a host. */
export interface Finding {
  readonly version: string;
  readonly cases: number;
  readonly failures: readonly string[];
  /** One digest of all golden reports; null if a host makes no reports. */
  readonly digest: string | null;
  /** One digest of what a judge answers to fixed requests; null likewise. */
  readonly judged: string | null;
  /** One digest of what is answered to fixed loops; null likewise. */
  readonly checked: string | null;
}

export interface Skip {
  /** Why the host was not tried. */
  readonly skipped: string;
}

/** A host of the library, or of only the module. */
export interface Host {
  readonly name: string;
  /** What compiles the module there. */
  readonly engine: string;
  try(consumer: Consumer): Promise<Finding | Skip>;
}

/** What `tests/conformance/suite.js` returns. */
export type SuiteOutcome = Omit<Finding, 'version' | 'digest' | 'judged' | 'checked'> & {
  readonly digest: string;
  readonly judged: string;
  readonly checked: string;
};
