import type { Scope } from '../scope.ts';
import type { Machine } from '../state.ts';
import type { Value } from '../values.ts';

/** How a block ended: by its end, or by a word that leaves it. */
export type Ending = 'end' | 'return' | 'next' | 'left';

/** What a function gives back, as its `return` statements say it. */
export type Returned = Value[];

export interface Frame {
  readonly machine: Machine;
  readonly scope: Scope<Value>;
  readonly returned: Returned;
  /** What a generator gives, one after the other. */
  readonly yielded?: Value[];
}
