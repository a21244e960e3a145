import type { Expression, For, If, Place, Statement, While, With } from '../../syntax/nodes.ts';
import { joinNames } from '../join.ts';
import { joinModes, takeModesBack } from '../modules.ts';
import { negateConditions, readCondition } from '../parameters.ts';
import { Scope } from '../scope.ts';
import type { Machine, State } from '../state.ts';
import type { Filter, LoopRun, Module, Value } from '../values.ts';
import { runAssign, runUpdate } from './assign.ts';
import { bind, numberCounters } from './bind.ts';
import type { Ending, Frame, Returned } from './frame.ts';

/** Rounds that are gone of a loop whose items are written in the text. */
const MOST_ROUNDS = 4;

export function runBlock(frame: Frame, statements: readonly Statement[]): Ending {
  for (const [i, statement] of statements.entries()) {
    frame.machine.state.spend();
    if (statement.kind === 'if') {
      const { ending, after } = runIf(frame, statement);
      if (ending !== 'end') return ending;
      if (after.length > 0) {
        // What is left of the block comes to those parameters only that did not leave it.
        return frame.machine.state.withFilters(after, () => runBlock(frame, statements.slice(i + 1)));
      }
      continue;
    }
    const ending = runStatement(frame, statement);
    if (ending !== 'end') return ending;
  }
  return 'end';
}

function runStatement(frame: Frame, statement: Exclude<Statement, { kind: 'if' }>): Ending {
  const { machine, scope, returned } = frame;
  const evaluate = (expression: Expression) => machine.evaluate(expression, scope);
  switch (statement.kind) {
    case 'expression':
      runExpression(frame, statement.value);
      return 'end';
    case 'assign':
      if (statement.value !== null) runAssign(frame, statement.targets, statement.value, statement);
      return 'end';
    case 'update':
      runUpdate(frame, statement.target, statement.operator, evaluate(statement.value), statement, {
        from: statement.target.to,
        to: statement.value.from,
      });
      return 'end';
    case 'return':
      if (statement.value !== null) {
        const value = evaluate(statement.value);
        const { state } = machine;
        const place = { from: statement.from, to: statement.to };
        state.emit({ ...state.happened(place), kind: 'shown', values: [value], by: 'return' });
        returned.push(value);
      }
      return 'return';
    case 'yield':
      frame.yielded?.push(evaluate(statement.value));
      return 'end';
    case 'for':
      return runFor(frame, statement);
    case 'while':
      return runWhile(frame, statement);
    case 'with':
      return runWith(frame, statement);
    case 'try':
      return runTry(frame, statement);
    case 'function':
      scope.names.set(statement.name, { kind: 'function', definition: statement, scope, self: null });
      return 'end';
    case 'class': {
      const bases = statement.bases.map((base) => evaluate(base.value));
      const inner = new Scope<Value>(scope);
      const value = { kind: 'class' as const, definition: statement, scope: inner, bases };
      scope.names.set(statement.name, value);
      machine.state.classes.set(statement, value);
      runBlock({ machine, scope: inner, returned: [] }, statement.body);
      return 'end';
    }
    case 'import':
      for (const { name, path } of statement.bindings) scope.names.set(name, { kind: 'path', path });
      return 'end';
    case 'break':
      return 'left';
    case 'continue':
      return 'next';
    case 'pass':
      return 'end';
    case 'other':
      for (const part of statement.parts) evaluate(part);
      return isRaise(machine.state, statement) ? 'left' : 'end';
  }
}

function runExpression(frame: Frame, expression: Expression): void {
  const value = frame.machine.evaluate(expression, frame.scope);
  if (expression.kind !== 'call' || expression.callee.kind !== 'attribute') return;
  // `table.sort_values('y', inplace=True)`
  const isInPlace = expression.args.some(
    ({ name, value: of }) => name === 'inplace' && of.kind === 'constant' && of.value === true,
  );
  if (isInPlace) bind(frame, expression.callee.object, value);
}

function isRaise({ text }: State, { from }: Place): boolean {
  return text.startsWith('raise', from);
}

function runIf(frame: Frame, statement: If): { ending: Ending; after: readonly Filter[] } {
  const { machine, scope } = frame;
  const { state } = machine;
  const before = new Map(scope.names);
  const mark = state.modes.length;
  const results: { names: Map<string, Value>; ending: Ending; modes: Map<Module, Module['mode']> }[] = [];
  const after: Filter[] = [];
  const denied: Filter[] = [];
  let isDecided = false;
  const branches = [...statement.branches, { test: null, body: statement.otherwise }];
  for (const { test, body } of branches) {
    scope.names = new Map(before);
    const filter = test === null ? null : findFilter(frame, test);
    const value = test === null ? null : machine.evaluate(test, scope);
    const truth = value?.kind === 'truth' ? value.value : value?.kind === 'none' ? false : null;
    if (truth === false) continue;
    const held = [...denied, ...(filter === null ? [] : [filter])];
    const ending = state.withFilters(held, () => runBlock(frame, body));
    results.push({ names: scope.names, ending, modes: takeModesBack(state, mark) });
    if (filter !== null) {
      const opposite = { set: filter.set, conditions: negateConditions(filter.conditions) };
      denied.push(opposite);
      if (ending !== 'end') after.push(opposite);
    }
    if (truth === true) {
      isDecided = true;
      break;
    }
  }
  const ended = results.filter(({ ending }) => ending === 'end');
  if (ended.length === 0 && (isDecided || results.length > 0)) {
    const [first] = results;
    scope.names = first.names;
    joinModes(state, [first.modes]);
    return { ending: first.ending, after: [] };
  }
  scope.names = joinNames(ended.map(({ names }) => names));
  joinModes(
    state,
    ended.map((result) => result.modes),
  );
  return { ending: 'end', after };
}

function findFilter({ machine, scope }: Frame, test: Expression): Filter | null {
  return readCondition(test, (expression) => machine.evaluate(expression, scope));
}

function runFor(frame: Frame, statement: For): Ending {
  const { machine, scope } = frame;
  const over = machine.evaluate(statement.iterable, scope);
  const items = listRounds(machine, over, statement.iterable);
  const loop = { node: statement, over };
  return runRounds(frame, statement, items.length, (round) => {
    const run: LoopRun = { loop, round, outer: machine.state.run };
    const item = items[round];
    const value = numberCounters(item, run);
    return { run, start: () => bind(frame, statement.target, value) };
  });
}

/** What each round is given: the items where the text has them, else two rounds of the same. */
function listRounds(machine: Machine, over: Value, place: Place): readonly Value[] {
  if (over.kind === 'several' && !over.isEach && over.items.length > 0 && over.added.length === 0) {
    const isWritten =
      over.items.length <= MOST_ROUNDS && over.items.every((item) => item.kind !== 'quantity');
    if (isWritten) return over.items.length === 1 ? [over.items[0], over.items[0]] : over.items;
  }
  const item = machine.itemsOf(over, place);
  return [item, item];
}

function runWhile(frame: Frame, statement: While): Ending {
  const { machine, scope } = frame;
  const loop = { node: statement, over: null };
  return runRounds(frame, statement, 2, (round) => ({
    run: { loop, round, outer: machine.state.run },
    start: () => void machine.evaluate(statement.test, scope),
  }));
}

function runRounds(
  frame: Frame,
  { body, otherwise }: For | While,
  rounds: number,
  begin: (round: number) => { run: LoopRun; start: () => void },
): Ending {
  const { state } = frame.machine;
  for (let round = 0; round < rounds; round += 1) {
    const { run, start } = begin(round);
    const ending = state.inRound(run, () => {
      start();
      return runBlock(frame, body);
    });
    // A function that returns within a loop may as well go on: both are followed.
    if (ending === 'return' && round === rounds - 1) break;
  }
  return runBlock(frame, otherwise);
}

function runWith(frame: Frame, { items, body }: With): Ending {
  const { machine, scope } = frame;
  let hasGradients = machine.state.hasGradients;
  for (const { context, target } of items) {
    const value = machine.evaluate(context, scope);
    if (value.kind === 'thing' && value.type === 'gradients') {
      const [on] = value.given.positional;
      hasGradients = on?.kind === 'truth' ? (on.value ?? hasGradients) : hasGradients;
    }
    if (target !== null) bind(frame, target, value);
  }
  return machine.state.withGradients(hasGradients, () => runBlock(frame, body));
}

function runTry(frame: Frame, statement: Extract<Statement, { kind: 'try' }>): Ending {
  const ending = runBlock(frame, statement.body);
  const before = frame.scope.names;
  for (const handler of statement.handlers) {
    frame.scope.names = new Map(before);
    runBlock(frame, handler);
  }
  frame.scope.names = before;
  if (ending === 'end') {
    const after = runBlock(frame, statement.otherwise);
    if (after !== 'end') return after;
  }
  const last = runBlock(frame, statement.last);
  return last === 'end' ? ending : last;
}

/** A value that functions without a `return` give. */
export function joinReturned(returned: Returned, join: (a: Value, b: Value) => Value): Value {
  const [first, ...others] = returned;
  if (first === undefined) return { kind: 'none' };
  return others.reduce((a, b) => join(a, b), first);
}
