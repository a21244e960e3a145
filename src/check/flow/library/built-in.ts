import { joinValues } from '../join.ts';
import { makeNumber, makeOf, makeSeveral, makeText, makeTruth, makeUnknown, NONE } from '../make.ts';
import { compute, gather, isOperation, operate } from '../operations.ts';
import { detach, listBases, toQuantity } from '../quantities.ts';
import type { Machine } from '../state.ts';
import type { Given, Quantity, Thing, Value } from '../values.ts';

/** A function of Python itself; null where it is none. */
export function callBuiltIn(machine: Machine, name: string, given: Given): Value | null {
  const { state } = machine;
  const { place, positional } = given;
  const happened = state.happened(place);
  const [first] = positional;
  const thing = (type: string): Thing => ({ kind: 'thing', type, given, parts: new Map() });
  switch (name) {
    case 'print':
      state.emit({ ...happened, kind: 'shown', values: positional, by: 'print' });
      return NONE;
    case 'range':
    case 'enumerate':
    case 'zip':
    case 'map':
      return thing(name);
    case 'trange':
      return thing('range');
    case 'list':
    case 'tuple':
    case 'iter':
    case 'reversed':
    case 'tqdm':
    case 'set':
    case 'filter':
      return makeList(machine, name, first, given);
    case 'sorted':
      state.emit({ ...happened, kind: 'shown', values: positional, by: 'choose' });
      return first ?? makeUnknown();
    case 'next':
      return first === undefined ? makeUnknown() : machine.itemsOf(first, place);
    case 'sum':
      return sumUp(machine, given);
    case 'min':
    case 'max':
      return choose(machine, given);
    case 'len':
      return count(machine, first, given);
    case 'abs': {
      const quantity = toQuantity(first ?? null, place, state.run);
      return quantity === null ? makeUnknown() : operate(state, 'abs', quantity, given, []);
    }
    case 'float':
    case 'int':
    case 'round': {
      if (first?.kind === 'quantity') return first.number === null ? detach(first, place) : first;
      return first?.kind === 'unknown' ? first : makeNumber(null, place);
    }
    case 'str':
    case 'repr':
    case 'format':
      return makeText(null);
    case 'isinstance':
      noteQuestion(machine, given);
      return makeTruth(null);
    case 'hasattr':
    case 'callable':
    case 'any':
    case 'all':
    case 'bool':
      return makeTruth(null);
    case 'getattr':
      return first !== undefined && positional[1]?.kind === 'text' && positional[1].value !== null
        ? machine.attribute(first, positional[1].value, place)
        : makeUnknown();
    case 'super': {
      const made = thing('super');
      const self = state.caller?.self;
      if (self != null) made.parts.set('self', self);
      return made;
    }
    case 'dict':
      return { kind: 'dictionary', entries: new Map(given.named) };
    case 'pow':
      return compute(state, name, positional, place);
    default:
      return isOperation(name) &&
        first?.kind === 'quantity' &&
        listBases(first).length > 0 &&
        name !== 'dropout'
        ? (operate(state, name, first, given, []) ?? null)
        : null;
  }
}

/** Which layers a loop over them takes. */
function noteQuestion({ state }: Machine, { positional, place }: Given): void {
  const [layer, asked] = positional;
  const of = layer?.kind === 'module' ? layer.parts.get('layers of') : undefined;
  if (layer?.kind !== 'module' || of?.kind !== 'module' || asked === undefined) return;
  const types = asked.kind === 'several' ? asked.items : [asked];
  const names = types.map((type) => (type.kind === 'path' ? (type.path.split('.').at(-1) ?? '') : ''));
  if (names.includes('')) return;
  state.emit({ ...state.happened(place), kind: 'asked', layer, of, types: names });
}

function makeList(machine: Machine, name: string, first: Value | undefined, given: Given): Value {
  if (first === undefined) return makeSeveral([], given.place);
  // `filter(lambda p: p.requires_grad, model.parameters())` keeps what is trained.
  if (name === 'filter') return given.positional[1] ?? makeUnknown();
  if (first.kind === 'thing' && (first.type === 'map' || first.type === 'zip')) {
    return makeSeveral([machine.itemsOf(first, given.place)], given.place, true);
  }
  return first;
}

/** `sum(...)` of numbers, penalties or losses. */
function sumUp(machine: Machine, given: Given): Value {
  const { state } = machine;
  const { place } = given;
  const [list] = given.positional;
  if (list === undefined) return makeUnknown();
  const items = list.kind === 'several' ? [...list.items, ...list.added] : [machine.itemsOf(list, place)];
  const quantities = items.flatMap((item) => toQuantity(item, place, state.run) ?? []);
  if (quantities.length === 0) return makeUnknown();
  if (quantities.every(({ number }) => number !== null) && list.kind === 'several' && !list.isEach) {
    return makeNumber(
      quantities.reduce((sum, each) => sum + (each.number ?? 0), 0),
      place,
    );
  }
  if (list.kind === 'quantity') return operate(state, 'sum', list, given, []) ?? list;
  return { ...gather(state, quantities, place), rank: quantities[0].rank };
}

function choose(machine: Machine, given: Given): Value {
  const { state } = machine;
  const { positional, place } = given;
  const counter = positional.find((each) => each.kind === 'counter');
  // `min(start + size, n)` ends the last batch.
  if (counter !== undefined) return counter;
  state.emit({ ...state.happened(place), kind: 'shown', values: positional, by: 'choose' });
  if (positional.length === 1) return machine.itemsOf(positional[0], place);
  const numbers = positional.flatMap((each) =>
    each.kind === 'quantity' && each.number !== null ? [each.number] : [],
  );
  if (numbers.length === positional.length) return makeNumber(numbers[0], place);
  return positional.reduce(joinValues);
}

function count(machine: Machine, value: Value | undefined, { place }: Given): Quantity {
  const { run } = machine.state;
  const of = (counted: 'weights' | 'tensors' | 'rows-of-batch' | 'batches' | 'rows') =>
    makeOf({ kind: 'count', counted }, place, run, { rank: 0 });
  switch (value?.kind) {
    case 'loader':
      return of('batches');
    case 'parameters':
      return of('tensors');
    case 'several':
      if (value.isEach) {
        const isOfParameters = value.items.some((item) =>
          listBases(item).some(({ kind }) => kind === 'parameter'),
        );
        return isOfParameters ? of('tensors') : makeNumber(null, place);
      }
      return makeNumber(value.added.length > 0 ? null : value.items.length, place);
    case 'quantity': {
      const isBatch = listBases(value).some((base) => base.kind === 'data' && base.data.slice !== null);
      return of(isBatch ? 'rows-of-batch' : machine.state.run === null ? 'rows' : 'rows-of-batch');
    }
    case 'thing':
      return value.type === 'dataset' ? of('rows') : makeNumber(null, place);
    case 'unknown':
      return value.parts.has('each') ? of('batches') : makeNumber(null, place);
    default:
      return makeNumber(null, place);
  }
}
