import type { Argument, Expression, Place } from '../../syntax/nodes.ts';
import { joinValues } from '../join.ts';
import { isNameOutside } from '../library/names.ts';
import { makeNumber, makePath, makeSeveral, makeText, makeTruth, makeUnknown, NONE } from '../make.ts';
import { negate, toQuantity } from '../quantities.ts';
import type { Scope } from '../scope.ts';
import type { Machine } from '../state.ts';
import { bind } from '../statements/bind.ts';
import type { Given, Value } from '../values.ts';
import { evaluateCompare } from './compare.ts';
import { evaluateComprehension } from './comprehension.ts';
import { evaluateBinary } from './operators.ts';
import { evaluateSubscript } from './subscripts.ts';

/** What an expression stands for. */
export function evaluateExpression(machine: Machine, expression: Expression, scope: Scope<Value>): Value {
  const { state } = machine;
  state.spend();
  const place = { from: expression.from, to: expression.to };
  const evaluate = (inner: Expression) => machine.evaluate(inner, scope);
  switch (expression.kind) {
    case 'name':
      return state.refine(scope.find(expression.name) ?? findOutside(expression.name, scope));
    case 'number':
      return makeNumber(expression.value, place);
    case 'text':
      return {
        kind: 'text',
        value: expression.parts.length === 0 ? expression.value : null,
        said: expression.value,
        parts: expression.parts.map(evaluate),
      };
    case 'constant':
      return expression.value === null ? NONE : makeTruth(expression.value);
    case 'attribute':
      return state.refine(machine.attribute(evaluate(expression.object), expression.name, place));
    case 'call': {
      const given = evaluateArguments(machine, expression.args, scope, place);
      const { callee } = expression;
      if (callee.kind !== 'attribute') return machine.call(evaluate(callee), given);
      return machine.callMethod(evaluate(callee.object), callee.name, given);
    }
    case 'subscript':
      return evaluateSubscript(machine, expression, scope);
    case 'binary':
      return evaluateBinary(machine, expression, evaluate);
    case 'compare':
      return evaluateCompare(machine, expression, evaluate);
    case 'logic': {
      const [left, right] = [evaluate(expression.left), evaluate(expression.right)];
      if (left.kind !== 'truth' || left.value === null) return makeTruth(null);
      return left.value === (expression.operator === 'and') ? right : left;
    }
    case 'unary':
      return evaluateUnary(machine, expression.operator, evaluate(expression.operand), place);
    case 'conditional': {
      const test = evaluate(expression.test);
      if (test.kind === 'truth' && test.value !== null) {
        return evaluate(test.value ? expression.then : expression.otherwise);
      }
      return joinValues(evaluate(expression.then), evaluate(expression.otherwise));
    }
    case 'lambda':
      return { kind: 'function', definition: expression, scope, self: null };
    case 'list':
    case 'tuple':
    case 'set':
      return makeSeveral(
        expression.items.flatMap((item) => spread(evaluate(item), item)),
        place,
      );
    case 'dictionary': {
      const entries = new Map<string, Value>();
      for (const { key, value } of expression.entries) {
        const name = key === null ? makeText(null) : evaluate(key);
        const held = evaluate(value);
        if (name.kind === 'text' && name.value !== null) entries.set(name.value, held);
        else if (name.kind === 'quantity' && name.number !== null) entries.set(String(name.number), held);
        else entries.set(`at ${entries.size}`, held);
      }
      return { kind: 'dictionary', entries };
    }
    case 'comprehension':
      return evaluateComprehension(machine, expression, scope);
    case 'named': {
      const value = evaluate(expression.value);
      bind({ machine, scope, returned: [] }, expression.target, value);
      return value;
    }
    case 'star':
      return evaluate(expression.value);
    case 'slice':
      return makeUnknown();
    case 'other': {
      const [value = makeUnknown(), ...others] = expression.parts.map(evaluate);
      return others.length === 0 ? value : makeUnknown();
    }
  }
}

export function spread(value: Value, item: Expression): readonly Value[] {
  if (item.kind === 'star' && value.kind === 'several' && !value.isEach) return value.items;
  return [value];
}

/** A name that the text does not bind: of Python or a library, or a variable that a snippet does not show. */
function findOutside(name: string, scope: Scope<Value>): Value {
  if (/^[A-Z]/.test(name) || isNameOutside(name)) return makePath(name);
  let outermost = scope;
  while (outermost.outer !== null) outermost = outermost.outer;
  const made = makeUnknown();
  outermost.names.set(name, made);
  return made;
}

function evaluateArguments(
  machine: Machine,
  args: readonly Argument[],
  scope: Scope<Value>,
  place: Place,
): Given {
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  let isOpen = false;
  for (const { name, stars, value } of args) {
    const held = machine.evaluate(value, scope);
    if (name !== null) named.set(name, held);
    else if (stars === '*') {
      const isListed = held.kind === 'several' && !held.isEach;
      isOpen ||= !isListed || held.added.length > 0;
      positional.push(...(isListed ? [...held.items, ...held.added] : [held]));
    } else if (stars === '**') {
      if (held.kind === 'dictionary') for (const [key, entry] of held.entries) named.set(key, entry);
    } else positional.push(held);
  }
  return { place, positional, named, args, ...(isOpen && { isOpen }) };
}

function evaluateUnary(machine: Machine, operator: string, value: Value, place: Place): Value {
  if (operator === 'not') {
    return makeTruth(
      value.kind === 'truth' && value.value !== null ? !value.value : value.kind === 'none' ? true : null,
    );
  }
  const quantity = toQuantity(value, place, machine.state.run);
  if (quantity === null) return makeUnknown();
  return operator === '-' ? negate(quantity, place) : quantity;
}
