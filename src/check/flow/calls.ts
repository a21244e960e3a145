import type { FunctionDefinition, Lambda } from '../syntax/nodes.ts';
import { joinValues } from './join.ts';
import { makeModule, makeSeveral, makeUnknown } from './make.ts';
import { Scope } from './scope.ts';
import type { Machine } from './state.ts';
import { joinReturned, runBlock } from './statements.ts';
import type { Callable, ClassValue, Given, Module, Value } from './values.ts';

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
  const { definition, self } = callee;
  const positional =
    self === null || isStatic(definition) ? [...given.positional] : [self, ...given.positional];
  const rest = new Map(given.named);
  for (const { name, stars, initial } of definition.parameters) {
    if (stars === '*') scope.names.set(name, makeSeveral(positional.splice(0), given.place));
    else if (stars === '**') {
      scope.names.set(name, { kind: 'dictionary', entries: new Map(rest) });
    } else {
      const passed = positional.shift() ?? rest.get(name);
      rest.delete(name);
      const value = passed ?? (initial === null ? makeUnknown() : machine.evaluate(initial, callee.scope));
      scope.names.set(name, value);
    }
  }
}

function isStatic(definition: FunctionDefinition | Lambda): boolean {
  if (definition.kind === 'lambda') return true;
  return definition.decorators.some((each) => each.kind === 'name' && each.name === 'staticmethod');
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

export function isNetwork(of: ClassValue, depth = 0): boolean {
  return of.bases.some((base) => {
    if (base.kind === 'path') return NETWORKS.test(base.path);
    return base.kind === 'class' && depth < 10 && isNetwork(base, depth + 1);
  });
}

/** A method of a class or of one that it comes from. */
export function findMethod(of: ClassValue, name: string, self: Module, depth = 0): Callable | null {
  const own = of.scope.names.get(name);
  if (own?.kind === 'function') return { ...own, self };
  for (const base of of.bases) {
    if (base.kind !== 'class' || depth > 10) continue;
    const found = findMethod(base, name, self, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** The classes that a class comes from, looked at from the one that has a function. */
export function findBases(of: ClassValue, node: unknown, depth = 0): readonly Value[] {
  for (const value of of.scope.names.values()) {
    if (value.kind === 'function' && value.definition === node) return of.bases;
  }
  for (const base of of.bases) {
    const found = base.kind === 'class' && depth < 10 ? findBases(base, node, depth + 1) : [];
    if (found.length > 0) return found;
  }
  return [];
}

/** What a class, or one that it comes from, says of an attribute. */
export function findInClass(of: ClassValue, name: string, depth = 0): Value | null {
  const own = of.scope.names.get(name);
  if (own !== undefined) return own;
  for (const base of of.bases) {
    const found = base.kind === 'class' && depth < 10 ? findInClass(base, name, depth + 1) : null;
    if (found !== null) return found;
  }
  return null;
}
