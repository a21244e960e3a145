import type { Expression, Place } from '../../syntax/nodes.ts';
import { makeUnknown } from '../make.ts';
import type { Machine } from '../state.ts';
import type { LoopRun, Value } from '../values.ts';
import type { Frame } from './frame.ts';

/** Gives a target its value: a name, an attribute, an item, or several of them. */
export function bind(frame: Frame, target: Expression, value: Value): void {
  const { machine, scope } = frame;
  switch (target.kind) {
    case 'name':
      scope.names.set(target.name, value);
      return;
    case 'attribute': {
      const object = machine.evaluate(target.object, scope);
      if (object.kind === 'quantity' && target.name === 'grad') {
        // `p.grad = None`
        machine.state.emit({ ...machine.state.happened(target), kind: 'zero' });
      } else if (object.kind === 'module' || object.kind === 'unknown' || object.kind === 'thing') {
        object.parts.set(target.name, value);
      }
      return;
    }
    case 'subscript': {
      const object = machine.evaluate(target.object, scope);
      const [index] = target.indices.map((each) => machine.evaluate(each, scope));
      if (object.kind === 'dictionary') {
        object.entries.set(index?.kind === 'text' ? (index.value ?? '') : '', value);
      } else if (object.kind === 'several') object.added.push(value);
      return;
    }
    case 'tuple':
    case 'list':
      bindEach(frame, target.items, value);
      return;
    case 'star':
      bind(frame, target.value, makeUnknown());
      return;
    default:
      return;
  }
}

function bindEach(frame: Frame, targets: readonly Expression[], value: Value): void {
  const { machine } = frame;
  const isKnown = value.kind === 'several' && !value.isEach && value.items.length === targets.length;
  const parts = isKnown ? value.items : null;
  for (const [i, target] of targets.entries()) {
    bind(frame, target, parts?.[i] ?? takePart(machine, value, target, i));
  }
}

/** A part of something of which it is not known what parts it has. */
function takePart(machine: Machine, value: Value, place: Place, i: number): Value {
  if (value.kind === 'quantity') {
    // A tensor, divided along an axis: each part rests on what it rests on.
    return { ...value, place: { from: place.from, to: place.to }, rank: null, isColumn: false };
  }
  if (value.kind === 'unknown') {
    const known = value.parts.get(`part ${i}`) ?? makeUnknown();
    value.parts.set(`part ${i}`, known);
    return known;
  }
  return machine.itemsOf(value, place);
}

/** The counter of `enumerate` and the like belongs to the round too. */
export function numberCounters(item: Value, run: LoopRun): Value {
  if (item.kind === 'counter') return { ...item, run };
  if (item.kind !== 'several') return item;
  const items = item.items.map((each) => (each.kind === 'counter' ? { ...each, run } : each));
  return { ...item, items };
}
