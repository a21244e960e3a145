import type { Expression, Place } from '../syntax/nodes.ts';
import { negate } from './quantities.ts';
import type { State } from './state.ts';
import type { Quantity, Term } from './values.ts';

// What of a running program is worth keeping for the rules.

interface Update {
  readonly target: Expression;
  readonly operator: string;
  readonly before: Quantity;
  readonly value: Quantity;
  readonly place: Place;
}

/** A running sum of losses, or a weight that is changed by hand. */
export function watchUpdate(state: State, { target, operator, before, value, place }: Update): void {
  const name = state.text.slice(target.from, target.to);
  const happened = state.happened(place);
  if (/^[+-]$/.test(operator) && value.terms.some(isSignTerm)) {
    const isGradient = target.kind === 'attribute' && target.name === 'grad';
    // A step goes against the gradient.
    const isTaken = (operator === '-') !== isGradient;
    state.emit({ ...happened, kind: 'updated', name, change: isTaken ? negate(value, place) : value });
  }
  if (operator === '+' && value.terms.some(isLossTerm)) {
    state.emit({ ...happened, kind: 'accumulated', name, value, before });
  }
}

/** lambda * sign(w), by itself or within a gradient. */
function isSignTerm({ base }: Term): boolean {
  return base.kind === 'parameter' && base.operation === 'sign';
}

function isLossTerm({ base }: Term): boolean {
  return base.kind === 'loss' || (base.kind === 'mixed' && base.of.some((term) => term.base.kind === 'loss'));
}

/** A penalty met a data loss. */
export function watchSum(state: State, value: Quantity, place: Place): void {
  const hasPenalty = value.terms.some(
    ({ base }) => base.kind === 'regularisers' || (base.kind === 'parameter' && base.reduced !== 'no'),
  );
  if (!hasPenalty || !value.terms.some(isLossTerm)) return;
  state.emit({ ...state.happened(place), kind: 'joined', value, hasGradients: state.hasGradients });
}
