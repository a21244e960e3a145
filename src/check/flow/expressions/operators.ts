import type { Binary, Expression, Place } from '../../syntax/nodes.ts';
import { makeNumber, makeOf, makeSeveral, makeText, makeUnknown } from '../make.ts';
import { compute, mapElements } from '../operations.ts';
import { add, hasOutput, listData, scale, toQuantity } from '../quantities.ts';
import type { Machine } from '../state.ts';
import type { Quantity, Value } from '../values.ts';
import { watchResidual, watchSum } from '../watch.ts';

export function evaluateBinary(
  machine: Machine,
  { operator, left, right, ...node }: Binary,
  evaluate: (expression: Expression) => Value,
): Value {
  const { state } = machine;
  const place = { from: node.from, to: node.to };
  const [one, other] = [evaluate(left), evaluate(right)];
  if (operator === '+' && one.kind === 'several' && other.kind === 'several') {
    const isEach = one.isEach || other.isEach;
    return makeSeveral([...one.items, ...one.added, ...other.items, ...other.added], place, isEach);
  }
  if (one.kind === 'several' && (operator === '*' || operator === '%')) return one;
  if (one.kind === 'text' || other.kind === 'text') return { ...makeText(null), parts: [one, other] };
  if (operator === '+' && one.kind === 'counter') return { ...one, plus: other };
  if (operator === '+' && other.kind === 'counter') return { ...other, plus: one };
  if (operator === '*' && one.kind === 'counter') return { ...one, times: other };
  if (operator === '*' && other.kind === 'counter') return { ...other, times: one };
  const [a, b] = [toQuantity(one, place, state.run), toQuantity(other, place, state.run)];
  if (a === null || b === null) return a ?? b ?? makeUnknown();
  switch (operator) {
    case '+':
    case '-': {
      if (operator === '-') watchResidual(state, a, b, place);
      const sum = add(a, b, operator === '+' ? 1 : -1, place, state.run, { from: left.to, to: right.from });
      watchSum(state, sum, [a, b], place);
      return sum;
    }
    case '*':
    case '/': {
      const standardised = operator === '/' ? standardise(machine, a, b, place) : null;
      if (standardised !== null) return standardised;
      return scale(a, b, operator === '/', place, state.run);
    }
    case '**': {
      if (a.number !== null && b.number !== null) return makeNumber(finite(a.number ** b.number), place);
      return mapElements(state, a, b.number === 2 ? 'square' : 'other', place);
    }
    case '//':
      if (a.number !== null && b.number !== null)
        return makeNumber(finite(Math.floor(a.number / b.number)), place);
      return makeOf({ kind: 'count', counted: 'batches' }, place, state.run, { rank: 0 });
    case '%':
      return makeNumber(null, place);
    case '@':
      noteBias(a, b);
      return { ...compute(state, 'product', [a, b], place), rank: b.rank, isColumn: b.isColumn };
    default:
      return compute(state, operator, [a, b], place);
  }
}

/** `(x - x.mean()) / x.std()`: rows that are scaled by themselves. */
function standardise(machine: Machine, a: Quantity, b: Quantity, place: Place): Quantity | null {
  const { state } = machine;
  const spread = b.terms.find(({ base }) => base.kind === 'mixed' && /^(std|var)$/.test(base.operation));
  const [data] = listData(b);
  if (spread === undefined || data === undefined) return null;
  if (!listData(a).some(({ id }) => id === data.id) || hasOutput(a)) return null;
  state.emit({ ...state.happened(place), kind: 'scaled', data });
  return makeOf({ kind: 'data', data }, place, state.run, { rank: a.rank, isColumn: a.isColumn });
}

/** Weights of rows with a column of ones have the bias among them. */
function noteBias(a: Quantity, b: Quantity): void {
  if (!listData(a).some(({ hasOnes }) => hasOnes)) return;
  for (const { base } of b.terms)
    if (base.kind === 'unknown') base.of?.parts.set('with bias', { kind: 'none' });
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
