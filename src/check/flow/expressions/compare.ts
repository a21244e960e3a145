import type { Expression, Place } from '../../syntax/nodes.ts';
import { measure } from '../losses.ts';
import { makeQuantity, makeTruth } from '../make.ts';
import { compute } from '../operations.ts';
import { detach, hasOutput, mix, toQuantity } from '../quantities.ts';
import type { Machine } from '../state.ts';
import type { Quantity, Value } from '../values.ts';

export function evaluateCompare(
  machine: Machine,
  { operator, left, right, ...node }: Extract<Expression, { kind: 'compare' }>,
  evaluate: (expression: Expression) => Value,
): Value {
  const { state } = machine;
  const place = { from: node.from, to: node.to };
  const [a, b] = [evaluate(left), evaluate(right)];
  if (operator === '==' || operator === '!=') {
    const isSame = compareKnown(a, b);
    if (isSame !== null) return makeTruth(isSame === (operator === '=='));
    const [first, second] = [toQuantity(a, place, state.run), toQuantity(b, place, state.run)];
    if (first !== null && second?.number === 0) return { ...mapZero(machine, first, place) };
    if (first !== null && second !== null && hasOutput(first) !== hasOutput(second)) {
      const asked = { place, positional: [first, second], named: new Map(), args: [] };
      // Whether they are the same has no gradient.
      return detach(measure(machine, null, asked), place);
    }
  }
  if (operator === 'in' && b.kind === 'several' && a.kind === 'text' && !b.isEach) {
    const isIn = b.items.some((item) => item.kind === 'text' && item.value === a.value);
    return makeTruth(isIn);
  }
  if (/^[<>]=?$/.test(operator)) {
    state.emit({ ...state.happened(place), kind: 'shown', values: [a, b], by: 'compare' });
    const [first, second] = [toQuantity(a, place, state.run), toQuantity(b, place, state.run)];
    if (first !== null && second !== null && (first.rank !== 0 || second.rank !== 0)) {
      return compute(state, 'compare', [first, second], place);
    }
  }
  if (operator === 'is' && b.kind === 'none') return makeTruth(isNone(a));
  if (operator === 'is not' && b.kind === 'none') {
    const truth = isNone(a);
    return makeTruth(truth === null ? null : !truth);
  }
  return makeTruth(null);
}

/** Which elements of a tensor are zero. */
function mapZero(machine: Machine, first: Quantity, place: Place): Quantity {
  const [term] = first.terms;
  if (first.terms.length === 1 && term.base.kind === 'parameter' && term.base.reduced === 'no') {
    machine.state.emit({ ...machine.state.happened(place), kind: 'zeros', set: term.base.set });
  }
  const isPenalised = first.terms.some(
    ({ base }) => base.kind === 'unknown' && base.of?.parts.has('penalised'),
  );
  if (isPenalised) machine.state.emit({ ...machine.state.happened(place), kind: 'zeros', set: null });
  return makeQuantity([mix('zeros', [first], place, machine.state.run)], place);
}

function isNone(value: Value): boolean | null {
  if (value.kind === 'none') return true;
  return value.kind === 'unknown' ? null : false;
}

function compareKnown(a: Value, b: Value): boolean | null {
  if (a.kind === 'text' && b.kind === 'text' && a.value !== null && b.value !== null)
    return a.value === b.value;
  if (a.kind === 'path' && a.path === '__name__') return b.kind === 'text' && b.value === '__main__';
  if (b.kind === 'path' && b.path === '__name__') return a.kind === 'text' && a.value === '__main__';
  return null;
}
