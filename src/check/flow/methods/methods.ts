import { findMethod } from '../calls.ts';
import { makeNumber, makeOf, makePath, makeSeveral, makeText, makeUnknown, NONE, pick } from '../make.ts';
import { isOperation } from '../operations.ts';
import { hasOutput, listBases } from '../quantities.ts';
import type { Machine } from '../state.ts';
import type { Given, Optimizer, Several, Table, Unknown, Value } from '../values.ts';
import { callOfModule, isMethodOfModule } from './module-methods.ts';
import { callOfTensor } from './tensor-methods.ts';
import { callOfThing } from './thing-methods.ts';

/** `object.name(...)`. */
export function callMethodOf(machine: Machine, object: Value, name: string, given: Given): Value {
  switch (object.kind) {
    case 'path':
      return machine.call(makePath(`${object.path}.${name}`), given);
    case 'module': {
      // `model.forward(x)` asks the network as `model(x)` does.
      const isAsked = /^(forward|call)$/.test(name) && object.isNetwork && machine.state.forward === null;
      if (isAsked) return machine.call(object, given);
      const own = object.definition === null ? null : findMethod(object.definition, name, object);
      if (own !== null) return machine.call(own, given);
      const held = object.parts.get(name);
      if (held !== undefined) return machine.call(held, given);
      return callOfModule(machine, object, name, given);
    }
    case 'unknown':
      return callOfUnknown(machine, object, name, given);
    case 'quantity':
      return callOfTensor(machine, object, name, given);
    case 'parameters':
      return name === 'items' ? { ...object, isNamed: true } : object;
    case 'several':
      return callOfSeveral(machine, object, name, given);
    case 'dictionary':
      return callOfTable(machine, object, name, given);
    case 'optimizer':
      return callOfOptimizer(machine, object, name, given);
    case 'thing':
      return callOfThing(machine, object, name, given);
    case 'class': {
      const method = object.scope.names.get(name);
      return method === undefined ? makeUnknown() : machine.call(method, given);
    }
    case 'text':
      return { ...makeText(null), said: object.value ?? '', parts: given.positional };
    case 'parameter-name':
      return name === 'lower' ? object : makeUnknown();
    default:
      return makeUnknown();
  }
}

function callOfUnknown(machine: Machine, object: Unknown, name: string, given: Given): Value {
  const { state } = machine;
  const happened = state.happened(given.place);
  const [first] = given.positional;
  const values = [...given.positional, ...given.named.values()];
  switch (name) {
    case 'zero_grad':
      state.emit({ ...happened, kind: 'zero' });
      return NONE;
    case 'step':
    case 'apply_gradients':
      state.emit({
        ...happened,
        kind: 'step',
        optimizer: first?.kind === 'optimizer' ? first : null,
        by: 'optimizer',
      });
      if (first?.kind === 'function') machine.call(first, { ...given, positional: [], named: new Map() });
      return NONE;
    case 'backward':
    case 'manual_backward':
      state.emit({
        ...happened,
        kind: 'backward',
        value: first ?? object,
        by: 'backward',
      });
      return NONE;
    case 'gradient':
      if (first === undefined) break;
      state.emit({ ...happened, kind: 'backward', value: first, by: 'tape' });
      return makeUnknown();
    case 'scale':
      return first ?? object;
    case 'prepare':
      return given.positional.length === 1 ? given.positional[0] : makeSeveral(given.positional, given.place);
    case 'append':
    case 'extend':
    case 'add':
    case 'log':
    case 'update':
    case 'add_scalar':
      state.emit({ ...happened, kind: 'shown', values, by: name === 'append' ? 'append' : 'log' });
      return NONE;
    case 'size':
      return countOf(machine, object, given);
    default:
      break;
  }
  if (isMethodOfModule(name)) return callOfModule(machine, object, name, given);
  if (isOperation(name)) return keepOrCompute(machine, object, name, given);
  if (values.some((value) => hasOutput(value)) && values.length > 1) return machine.call(object, given);
  if (values.some(isWorthFollowing)) state.emit({ ...happened, kind: 'escaped', values });
  return makeUnknown();
}

function isWorthFollowing(value: Value): boolean {
  if (value.kind === 'module' || value.kind === 'optimizer' || value.kind === 'parameters') return true;
  return listBases(value).some(
    ({ kind }) => kind === 'loss' || kind === 'parameter' || kind === 'regularisers',
  );
}

function countOf(machine: Machine, _object: Unknown, given: Given): Value {
  return makeOf({ kind: 'count', counted: 'rows-of-batch' }, given.place, machine.state.run, { rank: 0 });
}

/** What keeps an array the same keeps what it is; anything else is computed of it. */
function keepOrCompute(machine: Machine, object: Unknown, name: string, given: Given): Value {
  if (
    /^(to|cuda|cpu|float|double|long|astype|values|numpy|clone|copy|detach|view|reshape|unsqueeze|squeeze|flatten|contiguous|T|type)$/.test(
      name,
    )
  ) {
    return object;
  }
  const quantity = makeOf({ kind: 'unknown', of: object }, given.place, machine.state.run);
  return callOfTensor(machine, quantity, name, given);
}

function callOfOptimizer(machine: Machine, optimizer: Optimizer, name: string, given: Given): Value {
  const { state } = machine;
  const happened = state.happened(given.place);
  if (name === 'zero_grad') state.emit({ ...happened, kind: 'zero' });
  const [closure] = given.positional;
  if (name === 'step' || name === 'apply_gradients' || name === 'apply' || name === 'minimize') {
    if (closure?.kind === 'function') machine.call(closure, { ...given, positional: [], named: new Map() });
    const by = name === 'step' ? 'optimizer' : 'tape';
    state.emit({ ...happened, kind: 'step', optimizer, by });
  }
  return name === 'add_param_group' ? NONE : makeUnknown();
}

function callOfSeveral(machine: Machine, list: Several, name: string, given: Given): Value {
  const { state } = machine;
  const [first] = given.positional;
  const happened = state.happened(given.place);
  switch (name) {
    case 'append':
    case 'add':
    case 'insert':
    case 'extend': {
      const value = name === 'insert' ? given.positional[1] : first;
      if (value === undefined) return NONE;
      const added = name === 'extend' && value.kind === 'several' ? value.items : [value];
      for (const each of added)
        if (!list.added.includes(each) && list.added.length < 50) list.added.push(state.refine(each));
      state.emit({ ...happened, kind: 'shown', values: added, by: 'append' });
      return NONE;
    }
    case 'sort':
    case 'index':
      state.emit({ ...happened, kind: 'shown', values: list.added, by: 'choose' });
      return makeNumber(null, given.place);
    case 'to':
    case 'cuda':
      return list;
    case 'mean':
    case 'sum':
      return machine.call(makePath(`numpy.${name}`), { ...given, positional: [list] });
    default:
      return makeUnknown();
  }
}

function callOfTable(machine: Machine, table: Table, name: string, given: Given): Value {
  const values = [...table.entries.values()];
  const each = values.length === 0 ? makeUnknown() : values[0];
  switch (name) {
    case 'values':
      return makeSeveral(values, given.place);
    case 'items':
      return makeSeveral(
        [...table.entries].map(([key, value]) => makeSeveral([makeText(key), value], given.place)),
        given.place,
      );
    case 'get':
      return readEntry(table, given) ?? pick(given, 'default', 1) ?? each;
    case 'update': {
      const [other] = given.positional;
      if (other?.kind === 'dictionary')
        for (const [key, value] of other.entries) table.entries.set(key, value);
      for (const [key, value] of given.named) table.entries.set(key, value);
      return NONE;
    }
    case 'setdefault':
    case 'pop':
      return readEntry(table, given) ?? makeUnknown();
    default:
      machine.state.spend();
      return makeUnknown();
  }
}

function readEntry(table: Table, given: Given): Value | null {
  const [key] = given.positional;
  return key?.kind === 'text' && key.value !== null ? (table.entries.get(key.value) ?? null) : null;
}
