import type { Expression, FunctionDefinition } from '../syntax/nodes.ts';
import { joinValues } from './join.ts';
import { makeModule, makeSeveral, makeUnknown } from './make.ts';
import { Scope } from './scope.ts';
import type { Machine } from './state.ts';
import { joinReturned, runBlock } from './statements/run.ts';
import type { Callable, ClassValue, Given, Value } from './values.ts';

// Calls of what the program itself defines.

const NETWORKS =
  /(^|\.)(Module|LightningModule|Model|Layer|Sequential|FlaxModule|Regularizer|Constraint|Callback)$/;

export function callFunction(machine: Machine, callee: Callable, given: Given): Value {
  const { state } = machine;
  const { definition } = callee;
  const scope = new Scope<Value>(callee.scope);
  bindArguments(machine, callee, given, scope);
  const isLambda = definition.kind === 'lambda';
  const name = isLambda ? 'lambda' : definition.name;
  const result = state.enter({ name, place: given.place, node: definition, self: callee.self }, () => {
    if (isLambda) return machine.evaluate(definition.body, scope);
    return state.withGradients(state.hasGradients && !isWithoutGradients(state.text, definition), () => {
      const returned: Value[] = [];
      const yielded: Value[] = [];
      runBlock({ machine, scope, returned, yielded }, definition.body);
      if (yielded.length > 0) return makeSeveral([yielded.reduce(joinValues)], given.place, true);
      return joinReturned(returned, joinValues);
    });
  });
  if (result !== null) return result;
  noteEscape(machine, given);
  return makeUnknown();
}

/** Something goes where it is not followed. */
export function noteEscape({ state }: Machine, given: Given): void {
  const values = [...given.positional, ...given.named.values()];
  if (values.length > 0) state.emit({ ...state.happened(given.place), kind: 'escaped', values });
}

/** `@torch.no_grad()`, `@torch.inference_mode()`. */
function isWithoutGradients(text: string, { decorators }: FunctionDefinition): boolean {
  return decorators.some(({ from, to }) => /no_grad|inference_mode/.test(text.slice(from, to)));
}

function bindArguments(machine: Machine, callee: Callable, given: Given, scope: Scope<Value>): void {
  const { definition } = callee;
  const positional = [...listSelf(callee), ...given.positional];
  const rest = new Map(given.named);
  for (const { name, stars, initial } of definition.parameters) {
    if (stars === '*') scope.names.set(name, makeSeveral(positional.splice(0), given.place));
    else if (stars === '**') {
      scope.names.set(name, { kind: 'dictionary', entries: new Map(rest) });
    } else {
      const passed = positional.shift() ?? rest.get(name);
      rest.delete(name);
      const value = passed ?? takeInitial(machine, callee, initial, given);
      scope.names.set(name, value);
    }
  }
}

/** What a parameter is that was not passed; where nobody calls, a switch may stand either way. */
function takeInitial(machine: Machine, { scope }: Callable, initial: Expression | null, given: Given): Value {
  const value = initial === null ? makeUnknown() : machine.evaluate(initial, scope);
  const isSwitch = value.kind === 'truth' || value.kind === 'none' || value.kind === 'text';
  return given.isAlone === true && isSwitch ? makeUnknown() : value;
}

/** What a method is given first: its object, its class, or nothing. */
function listSelf({ definition, self }: Callable): readonly Value[] {
  if (self === null || definition.kind === 'lambda') return [];
  const is = (name: string) =>
    definition.decorators.some((each) => each.kind === 'name' && each.name === name);
  if (is('staticmethod')) return [];
  const isOfClass = is('classmethod') && self.kind === 'module' && self.definition !== null;
  return [isOfClass ? self.definition : self];
}

/** Makes an object of a class of the program. */
export function callClass(machine: Machine, callee: ClassValue, given: Given): Value {
  const { state } = machine;
  const { name } = callee.definition;
  const type = findLibraryBase(callee) ?? name;
  const module = makeModule(type, {
    given,
    definition: callee,
    isNetwork: isNetwork(callee),
  });
  state.modules.push(module);
  const start = findMethod(callee, '__init__', module);
  if (start !== null) machine.call(start, given);
  else {
    // A data class: its fields are its arguments.
    for (const [key, value] of given.named) module.parts.set(key, value);
  }
  return module;
}

/** Sequential and the like, where the class is one. */
function findLibraryBase(of: ClassValue): string | null {
  const [base] = of.bases;
  return base?.kind === 'path' && /Sequential$/.test(base.path) ? base.path : null;
}

export function isNetwork(of: ClassValue): boolean {
  return listClasses(of).some(({ bases }) =>
    bases.some((base) => base.kind === 'path' && NETWORKS.test(base.path)),
  );
}

/** A class and those that it comes from, each once. */
function listClasses(of: ClassValue): ClassValue[] {
  const classes = new Set([of]);
  for (const each of classes) {
    for (const base of each.bases) if (base.kind === 'class' && classes.size < 50) classes.add(base);
  }
  return [...classes];
}

/** A method of a class or of one that it comes from. */
export function findMethod(of: ClassValue, name: string, self: Value | null): Callable | null {
  const own = findInClass(of, name);
  return own?.kind === 'function' ? { ...own, self } : null;
}

/** The classes that a class comes from, looked at from the one that has a function. */
export function findBases(of: ClassValue, node: unknown): readonly Value[] {
  const owner = listClasses(of).find(({ scope }) =>
    [...scope.names.values()].some((value) => value.kind === 'function' && value.definition === node),
  );
  return owner?.bases ?? [];
}

/** What a class, or one that it comes from, says of an attribute. */
export function findInClass(of: ClassValue, name: string): Value | null {
  for (const { scope } of listClasses(of)) {
    const own = scope.names.get(name);
    if (own !== undefined) return own;
  }
  return null;
}
