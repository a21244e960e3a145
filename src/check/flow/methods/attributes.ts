import type { Place } from '../../syntax/nodes.ts';
import { findInClass, findMethod } from '../calls.ts';
import {
  makeOf,
  makeParameters,
  makePath,
  makeQuantity,
  makeSeveral,
  makeTerm,
  makeUnknown,
} from '../make.ts';
import { takeOfLayer } from '../parameters.ts';
import { detach, listBases, mix } from '../quantities.ts';
import { dataOf } from '../slices.ts';
import type { Machine } from '../state.ts';
import type { Module, Quantity, Value } from '../values.ts';

const WEIGHTS = /^(trainable_weights|trainable_variables|weights|variables)$/;

/** `object.name`, where nobody calls it. */
export function attributeOf(machine: Machine, object: Value, name: string, place: Place): Value {
  switch (object.kind) {
    case 'path':
      return makePath(`${object.path}.${name}`);
    case 'module':
      return attributeOfModule(machine, object, name, place);
    case 'unknown': {
      if (object.module !== null && WEIGHTS.test(name))
        return attributeOfModule(machine, object.module, name, place);
      if (name === 'iloc' || name === 'loc') {
        // A table of pandas.
        const data = dataOf(machine, object);
        return makeOf({ kind: 'data', data }, place, machine.state.run, { rank: 2 });
      }
      if (name === 'shape' && !object.parts.has(name)) {
        const rows = makeOf({ kind: 'count', counted: 'rows-of-batch' }, place, machine.state.run, {
          rank: 0,
        });
        return makeSeveral([rows, makeUnknown()], place);
      }
      return partOf(object.parts, name);
    }
    case 'thing':
      return partOf(object.parts, name);
    case 'class':
      return findInClass(object, name) ?? makeUnknown();
    case 'quantity':
      return attributeOfQuantity(machine, object, name, place);
    default:
      return makeUnknown();
  }
}

function partOf(parts: Map<string, Value>, name: string): Value {
  const known = parts.get(name);
  if (known !== undefined) return known;
  const made = makeUnknown();
  parts.set(name, made);
  return made;
}

function attributeOfModule(machine: Machine, module: Module, name: string, place: Place): Value {
  const known = module.parts.get(name);
  if (known !== undefined) return known;
  if (module.definition !== null) {
    const method = findMethod(module.definition, name, module);
    if (method !== null) {
      const isProperty =
        method.definition.kind === 'function' &&
        method.definition.decorators.some((each) => each.kind === 'name' && /property$/.test(each.name));
      return isProperty
        ? machine.call(method, { place, positional: [], named: new Map(), args: [] })
        : method;
    }
    const own = findInClass(module.definition, name);
    if (own !== null) return own;
  }
  if (WEIGHTS.test(name)) return makeParameters(module, place);
  if (name === 'losses') {
    const base = { kind: 'regularisers' as const, of: module };
    return makeSeveral([makeOf(base, place, machine.state.run)], place, true);
  }
  if (/^(weight|bias|kernel|weight_\w+|bias_\w+)$/.test(name))
    return takeOfLayer(machine.state, module, name, place);
  if (name === '[]' || name === 'layers') {
    const layers = [...module.parts.values()].filter((part) => part.kind === 'module');
    return layers.length > 0 && name === 'layers' ? makeSeveral(layers, place) : makeUnknown();
  }
  return module.isNetwork && module.type === null ? partOf(module.parts, name) : makeUnknown();
}

function attributeOfQuantity({ state }: Machine, object: Quantity, name: string, place: Place): Value {
  if (name === 'data') return isOfParameters(object) ? detach(object, place) : object;
  if (name === 'grad') {
    return makeQuantity([mix('gradient', [object], place, state.run)], place);
  }
  if (name === 'T') return { ...object, rank: null, isColumn: false };
  if (name === 'shape') return countRows(state, object, place);
  if (name === 'loss') {
    const output = listBases(object).find(({ kind }) => kind === 'output');
    if (output?.kind === 'output') {
      const base = {
        kind: 'loss' as const,
        name: 'other',
        forward: output.forward,
        isReduced: true,
        reduction: null,
      };
      return makeOf(base, place, state.run);
    }
  }
  if (/^(values|index|columns|real|iloc|loc|iat|at|str|dt|flat)$/.test(name)) return object;
  const [first] = object.terms;
  if (/^(name|path)$/.test(name) && first?.base.kind === 'parameter') {
    return { kind: 'parameter-name', set: first.base.set };
  }
  if (/^(ndim|size|dtype|device|requires_grad|is_cuda|name)$/.test(name)) return makeUnknown();
  // A column of a table, or a part of an output.
  return { ...object, rank: null, isColumn: false };
}

function isOfParameters({ terms }: Quantity): boolean {
  return terms.some(
    ({ base }) => base.kind === 'parameter' || base.kind === 'loss' || base.kind === 'output',
  );
}

function countRows(state: Machine['state'], object: Quantity, place: Place): Value {
  const isData = object.terms.every(({ base }) => base.kind === 'data' || base.kind === 'output');
  const counted = isData ? ('rows-of-batch' as const) : ('weights' as const);
  const rows = makeQuantity([makeTerm({ kind: 'count', counted }, place, state.run)], place, { rank: 0 });
  const unknown = makeQuantity([makeTerm({ kind: 'number', value: null }, place, null)], place, { rank: 0 });
  return makeSeveral(object.rank === 1 ? [rows] : [rows, unknown], place);
}
