import type { FaultCode } from '../faults/codes.ts';
import type { Place } from '../syntax/nodes.ts';

/** A change of the text. */
export interface Edit extends Place {
  readonly text: string;
}

/** A fault as a rule finds it: where, and by what change it would be mended. */
export interface Found {
  readonly code: FaultCode;
  readonly place: Place;
  readonly message: string;
  /** Changes on the lines of the fault; null where no change of a line mends it. */
  readonly mend: readonly Edit[] | null;
  readonly isCertain: boolean;
}
