import type { Expression, Place } from '../../syntax/nodes.ts';
import { isOverBatches } from '../batches.ts';
import { makeOf } from '../make.ts';
import { add, scale, toQuantity } from '../quantities.ts';
import type { State } from '../state.ts';
import type { Quantity, Value } from '../values.ts';
import { watchSum, watchUpdate } from '../watch.ts';
import { bind } from './bind.ts';
import type { Frame } from './frame.ts';

export function runAssign(
  frame: Frame,
  targets: readonly Expression[],
  expression: Expression,
  statement: Place,
): void {
  const [target] = targets;
  // `w = w - rate * gradient` is `w -= rate * gradient`.
  if (targets.length === 1 && expression.kind === 'binary' && /^[+-]$/.test(expression.operator)) {
    const { text } = frame.machine.state;
    const own = text.slice(target.from, target.to);
    const left = findLeftmost(expression);
    if (text.slice(left.from, left.to) === own && left === expression.left) {
      const value = frame.machine.evaluate(expression.right, frame.scope);
      runUpdate(frame, target, expression.operator, value, statement, {
        from: left.to,
        to: expression.right.from,
      });
      return;
    }
  }
  const value = frame.machine.evaluate(expression, frame.scope);
  for (const each of targets) bind(frame, each, value);
}

function findLeftmost(expression: Expression): Expression {
  return expression.kind === 'binary' && /^[+-]$/.test(expression.operator)
    ? findLeftmost(expression.left)
    : expression;
}

/** `x += value` and its like. */
export function runUpdate(
  frame: Frame,
  target: Expression,
  operator: string,
  value: Value,
  statement: Place,
  operatorAt: Place,
): void {
  const { machine, scope } = frame;
  const { state } = machine;
  const before = machine.evaluate(target, scope);
  const place = { from: statement.from, to: statement.to };
  if (before.kind === 'several') {
    if (operator === '+') before.added.push(...(value.kind === 'several' ? value.items : [value]));
    return;
  }
  const [a, b] = [toQuantity(before, place, state.run), toQuantity(value, place, state.run)];
  if (a === null || b === null) {
    if (target.kind === 'name') bind(frame, target, b ?? value);
    return;
  }
  watchUpdate(state, { target, operator, value: b, place });
  if (isWeightStep(state, operator, a, b)) {
    // The weights after a step are still those weights.
    bind(frame, target, a);
    return;
  }
  const counted = countRounds(state, operator, b, place);
  if (counted !== null) {
    bind(frame, target, counted);
    return;
  }
  const after = combine(state, a, operator, b, place, operatorAt);
  watchSum(state, after, [a, b], place);
  bind(frame, target, after);
}

/** `w -= rate * gradient` in a loop: an array that is changed by something computed, neither of them a loss. */
function isWeightStep({ run }: State, operator: string, a: Quantity, b: Quantity): boolean {
  if (run === null || !/^[+-]$/.test(operator) || a.terms.length === 0) return false;
  const isArray = a.terms.every(({ base }) => /^(unknown|data|parameter)$/.test(base.kind));
  const isComputed = b.terms.some(
    ({ base }) => base.kind === 'mixed' || (base.kind === 'parameter' && base.reduced === 'no'),
  );
  const isOfLoss = b.terms.some(
    ({ base }) =>
      base.kind === 'loss' ||
      base.kind === 'regularisers' ||
      (base.kind === 'parameter' && base.reduced !== 'no'),
  );
  return isArray && isComputed && !isOfLoss;
}

/** `n += 1` in a loop over batches counts them. */
function countRounds(state: State, operator: string, b: Quantity, place: Place): Quantity | null {
  const over = state.run?.loop.over;
  if (operator !== '+' || b.number !== 1 || over == null || !isOverBatches(over)) return null;
  return makeOf({ kind: 'count', counted: 'batches' }, place, state.run, { rank: 0 });
}

function combine(
  state: State,
  a: Quantity,
  operator: string,
  b: Quantity,
  place: Place,
  minusAt: Place,
): Quantity {
  const { run } = state;
  if (operator === '+') return add(a, b, 1, place, run);
  if (operator === '-') return add(a, b, -1, place, run, minusAt);
  if (operator === '*') return scale(a, b, false, place, run);
  if (operator === '/') return scale(a, b, true, place, run);
  return { ...a, number: null };
}
