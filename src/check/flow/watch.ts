import type { Expression, Place } from '../syntax/nodes.ts';
import { findForward } from './losses.ts';
import { hasOutput, negate } from './quantities.ts';
import type { State } from './state.ts';
import type { Quantity, Term } from './values.ts';

// What of a running program is worth keeping for the rules.

interface Update {
  readonly target: Expression;
  readonly operator: string;
  readonly value: Quantity;
  readonly place: Place;
}

/** A running sum of losses, or a weight that is changed by hand. */
export function watchUpdate(state: State, { target, operator, value, place }: Update): void {
  const name = state.text.slice(target.from, target.to);
  const happened = state.happened(place);
  if (/^[+-]$/.test(operator) && value.terms.some(isSignTerm)) {
    const isGradient = target.kind === 'attribute' && target.name === 'grad';
    // A step goes against the gradient.
    const isTaken = (operator === '-') !== isGradient;
    state.emit({ ...happened, kind: 'updated', name, change: isTaken ? negate(value, place) : value });
  }
  const isStep =
    operator === '-' && state.run !== null && !value.terms.some(isLossTerm) && value.number === null;
  if (isStep && !value.terms.some(isSignTerm) && value.terms.some(({ base }) => base.kind === 'mixed')) {
    state.emit({ ...happened, kind: 'updated', name, change: negate(value, place) });
  }
  if (operator === '+' && value.terms.some(isLossTerm)) {
    state.emit({ ...happened, kind: 'accumulated', name, value });
  }
}

/** lambda * sign(w), by itself or within a gradient. */
function isSignTerm({ base }: Term): boolean {
  return base.kind === 'parameter' && base.operation === 'sign';
}

function isLossTerm({ base }: Term): boolean {
  return base.kind === 'loss' || (base.kind === 'mixed' && base.of.some((term) => term.base.kind === 'loss'));
}

/** A penalty met a data loss, which neither of both had in it. */
export function watchSum(state: State, value: Quantity, parts: readonly Quantity[], place: Place): void {
  if (!isPenalised(value) || parts.some(isPenalised)) return;
  state.emit({ ...state.happened(place), kind: 'joined', value, hasGradients: state.hasGradients });
}

function isPenalised({ terms }: Quantity): boolean {
  const hasPenalty = terms.some(
    ({ base }) => base.kind === 'regularisers' || (base.kind === 'parameter' && base.reduced !== 'no'),
  );
  return hasPenalty && terms.some(isLossTerm);
}

/** `prediction - target`: what a loss is made of by hand. */
export function watchResidual(state: State, a: Quantity, b: Quantity, place: Place): void {
  if (state.forward !== null) return;
  // By hand, an output is a product of rows and weights.
  const is = hasOutput(a) || hasOutput(b) ? hasOutput : isProduct;
  if (is(a) === is(b)) return;
  const [output, target] = is(a) ? [a, b] : [b, a];
  const isOfRows = target.terms.some(({ base }) => base.kind === 'data' || base.kind === 'unknown');
  if (!isOfRows || output.terms.some(isLossTerm)) return;
  const forward = findForward(output);
  state.emit({ ...state.happened(place), kind: 'loss', forward, output, target, type: null, given: null });
}

function isProduct({ terms }: Quantity): boolean {
  return terms.some(({ base }) => base.kind === 'mixed' && base.operation === 'product');
}
