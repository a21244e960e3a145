import type { Compare, Expression, Place } from '../syntax/nodes.ts';
import { makeOf, makeSeveral } from './make.ts';
import { isNorm } from './modules.ts';
import type { State } from './state.ts';
import type { Condition, Module, ParameterSet, Quantity, Value } from './values.ts';

// The parameters of a network, and which of them a loop takes.

/** What a loop over parameters is given each round. */
export function takeEach(state: State, set: ParameterSet, place: Place): Value {
  const one = takeParameter(state, set, place);
  if (!set.isNamed) return one;
  return makeSeveral([{ kind: 'parameter-name', set }, one], place);
}

export function takeParameter(state: State, set: ParameterSet, place: Place): Quantity {
  const quantity = makeOf({ kind: 'parameter', set, operation: 'none', reduced: 'no' }, place, state.run);
  if (!set.isDetached) return quantity;
  return { ...quantity, terms: quantity.terms.map((term) => ({ ...term, detachedAt: set.place })) };
}

/** `layer.weight`, `layer.bias`: the parameter of one layer. */
export function takeOfLayer(state: State, module: Module, name: string, place: Place): Quantity {
  const only = /bias/.test(name) || isNorm(module) ? 'biases' : 'weights';
  const set: ParameterSet = {
    kind: 'parameters',
    of: module,
    only,
    isNamed: false,
    isDetached: false,
    conditions: [],
    place,
  };
  return takeParameter(state, set, place);
}

/** What a condition on a parameter, or on its name, says; null where it speaks of something else. */
export function readCondition(
  expression: Expression,
  evaluate: (expression: Expression) => Value,
): { set: ParameterSet; conditions: Condition[] } | null {
  switch (expression.kind) {
    case 'unary': {
      if (expression.operator !== 'not') return null;
      const inner = readCondition(expression.operand, evaluate);
      // Not (a and b) is neither: nothing is known then.
      if (inner === null) return null;
      return { ...inner, conditions: negateConditions(inner.conditions) };
    }
    case 'logic': {
      const left = readCondition(expression.left, evaluate);
      const right = readCondition(expression.right, evaluate);
      const set = (left ?? right)?.set;
      if (set === undefined) return null;
      if (expression.operator === 'or') return { set, conditions: [uncertain(expression)] };
      return { set, conditions: [...(left?.conditions ?? []), ...(right?.conditions ?? [])] };
    }
    case 'compare':
      return readComparison(expression, evaluate);
    case 'call':
      return readNameCall(expression, evaluate);
    case 'attribute': {
      if (expression.name !== 'requires_grad') return null;
      const set = findSet(evaluate(expression.object));
      if (set === null) return null;
      return { set, conditions: [say('trainable', '', false, expression)] };
    }
    default:
      return null;
  }
}

export function negateConditions(conditions: readonly Condition[]): Condition[] {
  if (conditions.length === 1) return [{ ...conditions[0], isNegated: !conditions[0].isNegated }];
  return conditions.map((condition) => ({ ...condition, test: 'unknown' }));
}

function say(test: Condition['test'], text: string, isNegated: boolean, place: Place): Condition {
  return { test, text, isNegated, place: { from: place.from, to: place.to } };
}

function uncertain(place: Place): Condition {
  return say('unknown', '', false, place);
}

function readComparison(
  { operator, left, right, ...place }: Compare,
  evaluate: (expression: Expression) => Value,
): { set: ParameterSet; conditions: Condition[] } | null {
  const [a, b] = [evaluate(left), evaluate(right)];
  if (operator === 'in' || operator === 'not in') {
    if (b.kind !== 'parameter-name') {
      const of = a.kind === 'parameter-name' ? a.set : findSet(a);
      return of === null ? null : { set: of, conditions: [uncertain(place)] };
    }
    const text = a.kind === 'text' ? a.value : null;
    const condition = text === null ? uncertain(place) : say('contains', text, operator === 'not in', place);
    return { set: b.set, conditions: [condition] };
  }
  const named = a.kind === 'parameter-name' ? a : b.kind === 'parameter-name' ? b : null;
  if (named !== null) {
    const other = a === named ? b : a;
    const isKnown = other.kind === 'text' && other.value !== null && (operator === '==' || operator === '!=');
    const condition = isKnown ? say('equals', other.value ?? '', operator === '!=', place) : uncertain(place);
    return { set: named.set, conditions: [condition] };
  }
  const measured = findDimension(left, evaluate);
  if (measured === null) {
    const set = findSet(a) ?? findSet(b);
    if (set === null) return null;
    return { set, conditions: [uncertain(place)] };
  }
  const bound = b.kind === 'quantity' ? b.number : null;
  return { set: measured, conditions: [sayDimension(operator, bound, place)] };
}

function sayDimension(operator: string, bound: number | null, place: Place): Condition {
  const isMatrix =
    (operator === '>' && bound === 1) ||
    (operator === '>=' && bound === 2) ||
    (operator === '==' && bound === 2) ||
    (operator === '!=' && bound === 1);
  const isVector =
    (operator === '==' && bound === 1) ||
    (operator === '<' && bound === 2) ||
    (operator === '<=' && bound === 1);
  return isMatrix || isVector ? say('matrix', '', isVector, place) : uncertain(place);
}

/** `p.dim()`, `p.ndim`, `len(p.shape)`. */
function findDimension(
  expression: Expression,
  evaluate: (expression: Expression) => Value,
): ParameterSet | null {
  if (expression.kind === 'attribute' && expression.name === 'ndim')
    return findSet(evaluate(expression.object));
  if (expression.kind !== 'call') return null;
  const { callee, args } = expression;
  if (callee.kind === 'attribute' && (callee.name === 'dim' || callee.name === 'ndimension')) {
    return findSet(evaluate(callee.object));
  }
  const [first] = args;
  if (callee.kind !== 'name' || callee.name !== 'len' || first === undefined) return null;
  const of = first.value;
  const object =
    of.kind === 'attribute' && of.name === 'shape'
      ? of.object
      : of.kind === 'call' && of.callee.kind === 'attribute' && of.callee.name === 'size'
        ? of.callee.object
        : null;
  return object === null ? null : findSet(evaluate(object));
}

/** `name.endswith('weight')`. */
function readNameCall(
  { callee, args, ...place }: Extract<Expression, { kind: 'call' }>,
  evaluate: (expression: Expression) => Value,
): { set: ParameterSet; conditions: Condition[] } | null {
  if (callee.kind !== 'attribute') {
    const sets = args.flatMap(({ value }) => {
      const each = evaluate(value);
      return each.kind === 'parameter-name' ? [each.set] : [];
    });
    return sets.length === 0 ? null : { set: sets[0], conditions: [uncertain(place)] };
  }
  const object = evaluate(callee.object);
  if (object.kind !== 'parameter-name') return null;
  const test = callee.name === 'endswith' ? 'ends' : callee.name === 'startswith' ? 'starts' : null;
  const text = args.length === 1 ? evaluate(args[0].value) : null;
  const isKnown = test !== null && text?.kind === 'text' && text.value !== null;
  const condition = isKnown ? say(test, text.value ?? '', false, place) : uncertain(place);
  return { set: object.set, conditions: [condition] };
}

/** The set that a parameter was taken from. */
function findSet(value: Value): ParameterSet | null {
  if (value.kind === 'parameter-name') return value.set;
  if (value.kind !== 'quantity' || value.terms.length !== 1) return null;
  const [{ base }] = value.terms;
  return base.kind === 'parameter' ? base.set : null;
}
