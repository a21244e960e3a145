import type {
  Argument,
  Binary,
  Comprehension,
  Expression,
  Place,
  Slice,
  Subscript,
} from '../syntax/nodes.ts';
import { joinValues } from './join.ts';
import { isNameOutside } from './library/names.ts';
import { measure } from './losses.ts';
import {
  makeNumber,
  makeOf,
  makePath,
  makeQuantity,
  makeSeveral,
  makeText,
  makeTruth,
  makeUnknown,
  NONE,
} from './make.ts';
import { compute, mapElements } from './operations.ts';
import { readCondition } from './parameters.ts';
import { add, detach, hasOutput, listData, mix, negate, scale, toQuantity } from './quantities.ts';
import { Scope } from './scope.ts';
import { selectRows, sliceRows } from './slices.ts';
import type { Machine } from './state.ts';
import { bind, numberCounters } from './statements.ts';
import type { Filter, Given, Quantity, Value } from './values.ts';
import { watchResidual, watchSum } from './watch.ts';

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

function spread(value: Value, item: Expression): readonly Value[] {
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

export function evaluateArguments(
  machine: Machine,
  args: readonly Argument[],
  scope: Scope<Value>,
  place: Place,
): Given {
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  for (const { name, stars, value } of args) {
    const held = machine.evaluate(value, scope);
    if (name !== null) named.set(name, held);
    else if (stars === '*')
      positional.push(...(held.kind === 'several' && !held.isEach ? held.items : [held]));
    else if (stars === '**') {
      if (held.kind === 'dictionary') for (const [key, entry] of held.entries) named.set(key, entry);
    } else positional.push(held);
  }
  return { place, positional, named, args };
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

function evaluateBinary(
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

function evaluateCompare(
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

function evaluateSubscript(
  machine: Machine,
  { object, indices, ...node }: Subscript,
  scope: Scope<Value>,
): Value {
  const place = { from: node.from, to: node.to };
  const of = machine.evaluate(object, scope);
  const [first] = indices;
  if (first?.kind === 'slice') {
    const bounds = evaluateSlice(machine, first, scope);
    const others = indices
      .slice(1)
      .map((other) => (other.kind === 'slice' ? other : machine.evaluate(other, scope)));
    const isAllRows = first.start === null && first.stop === null && first.step === null;
    if (isAllRows && of.kind === 'quantity' && others.length === 1)
      return takeColumn(machine, of, others[0], scope);
    if (of.kind === 'several' && !of.isEach) return takeSlice(of, bounds, place);
    if (of.kind === 'unknown' || of.kind === 'quantity') {
      return sliceRows(machine, of, bounds, place, indices.length);
    }
    return of;
  }
  const keys = indices.map((index) =>
    index.kind === 'slice' ? makeUnknown() : machine.evaluate(index, scope),
  );
  return takeItem(machine, of, keys, place);
}

export interface Bounds {
  readonly start: Value | null;
  readonly stop: Value | null;
  readonly step: Value | null;
}

function evaluateSlice(machine: Machine, slice: Slice, scope: Scope<Value>): Bounds {
  const read = (part: Expression | null) => (part === null ? null : machine.evaluate(part, scope));
  return { start: read(slice.start), stop: read(slice.stop), step: read(slice.step) };
}

/** `x[:, 0]`, `x[:, -1:]`, `y[:, None]`. */
function takeColumn(machine: Machine, of: Quantity, index: Slice | Value, scope: Scope<Value>): Quantity {
  if (index.kind === 'none')
    return { ...of, rank: of.rank === null ? null : of.rank + 1, isColumn: of.rank === 1 };
  if (index.kind !== 'slice') return { ...of, rank: index.kind === 'quantity' ? 1 : null, isColumn: false };
  const { start, stop } = evaluateSlice(machine, index, scope);
  const number = (value: Value | null) => (value?.kind === 'quantity' ? value.number : null);
  const isLast = number(start) === -1 && stop === null;
  const isOne = isLast || (number(stop) === 1 && (start === null || number(start) === 0));
  return { ...of, rank: 2, isColumn: isOne };
}

function takeSlice(
  of: Extract<Value, { kind: 'several' }>,
  { start, stop, step }: Bounds,
  place: Place,
): Value {
  const read = (value: Value | null) =>
    value?.kind === 'quantity' ? (value.number ?? undefined) : undefined;
  if (step !== null && read(step) !== 1) return of;
  if ((start !== null && read(start) === undefined) || (stop !== null && read(stop) === undefined)) return of;
  return makeSeveral(of.items.slice(read(start), read(stop)), place);
}

function takeItem(machine: Machine, of: Value, keys: readonly Value[], place: Place): Value {
  // `np.c_[a, b]`
  if (of.kind === 'path') return machine.call(of, { place, positional: keys, named: new Map(), args: [] });
  const [key] = keys;
  switch (of.kind) {
    case 'dictionary': {
      if (key?.kind === 'text' && key.value !== null) return of.entries.get(key.value) ?? makeUnknown();
      const values = [...of.entries.values()];
      return values.length === 0 ? makeUnknown() : values.reduce(joinValues);
    }
    case 'several': {
      const number = key?.kind === 'quantity' ? key.number : null;
      if (number !== null && !of.isEach) {
        return of.items.at(number) ?? of.added[0] ?? makeUnknown();
      }
      const all = [...of.items, ...of.added];
      return all.length === 0 ? makeUnknown() : all.reduce(joinValues);
    }
    case 'module': {
      // A layer of a container.
      const number = key?.kind === 'quantity' ? key.number : null;
      const parts = [...of.parts.values()];
      return (number === null ? undefined : parts.at(number)) ?? machine.attribute(of, '[]', place);
    }
    case 'unknown':
    case 'thing': {
      const selected = of.kind === 'unknown' ? selectRows(machine, of, key ?? null, place) : null;
      if (selected !== null) return selected;
      const name = key?.kind === 'text' && key.value !== null ? key.value : '[]';
      const known = of.parts.get(name);
      if (known !== undefined) return known;
      const made = makeUnknown();
      if (name !== '[]') of.parts.set(name, made);
      return made;
    }
    case 'quantity': {
      // Rows by a list of indices, a column, an element: still of the same.
      const selected = selectRows(machine, of, key ?? null, place);
      if (selected !== null) return selected;
      if (key?.kind === 'several')
        return { ...of, rank: of.rank === null ? null : 2, isColumn: key.items.length === 1 && !key.isEach };
      const isColumnOf = key?.kind === 'text' || (keys.length === 2 && keys[1]?.kind === 'quantity');
      if (isColumnOf) return { ...of, rank: 1, isColumn: false };
      const isRow = keys.length === 1 && (key.kind === 'unknown' || key.kind === 'counter');
      if (isRow) return { ...of, rank: of.rank === null ? null : of.rank - 1 };
      return { ...of, rank: null, isColumn: false };
    }
    case 'loader':
      return machine.itemsOf(of, place);
    default:
      return makeUnknown();
  }
}

function evaluateComprehension(
  machine: Machine,
  { key, element, clauses, ...node }: Comprehension,
  scope: Scope<Value>,
): Value {
  const { state } = machine;
  const inner = new Scope(scope);
  const frame = { machine, scope: inner, returned: [] };
  const filters: Filter[] = [];
  const place = { from: node.from, to: node.to };
  const loop: { node: Place; over: Value | null } = { node: place, over: null };
  const outer = state.run;
  const run = { loop, round: 1, outer };
  let written: readonly Value[] | null = null;
  for (const { target, iterable, conditions } of clauses) {
    const over = machine.evaluate(iterable, inner);
    loop.over ??= over;
    const isWritten =
      clauses.length === 1 && over.kind === 'several' && !over.isEach && over.added.length === 0;
    if (isWritten && over.items.length > 0 && over.items.length <= 8 && conditions.length === 0)
      written = over.items;
    bind(frame, target, numberCounters(machine.itemsOf(over, iterable), run));
    for (const condition of conditions) {
      const filter = readCondition(condition, (expression) => machine.evaluate(expression, inner));
      if (filter !== null) filters.push(filter);
      else machine.evaluate(condition, inner);
    }
  }
  if (written !== null && key === null) {
    const items = written.map((item, round) =>
      state.inRound({ loop, round, outer }, () => {
        bind(frame, clauses[0].target, item);
        return machine.evaluate(element, inner);
      }),
    );
    return makeSeveral(items, place);
  }
  const value = state.inRound(run, () =>
    state.withFilters(filters, () => {
      if (key !== null) machine.evaluate(key, inner);
      return machine.evaluate(element, inner);
    }),
  );
  if (key !== null) return { kind: 'dictionary', entries: new Map([['each', value]]) };
  return makeSeveral([value], place, true);
}
