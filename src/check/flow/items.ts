import type { Place } from '../syntax/nodes.ts';
import { joinValues } from './join.ts';
import { makeModule, makeSeveral, makeUnknown, pick } from './make.ts';
import { takeEach } from './parameters.ts';
import type { Machine } from './state.ts';
import type { Given, Module, Value } from './values.ts';

/** What a loop over a value is given, one for all rounds. */
export function itemsOf(machine: Machine, value: Value, place: Place): Value {
  const { state } = machine;
  switch (value.kind) {
    case 'parameters':
      return takeEach(state, value, { from: place.from, to: place.to });
    case 'loader':
      return takeBatch(machine, value.items, place);
    case 'several': {
      const all = [...value.items, ...value.added];
      return all.length === 0 ? makeUnknown() : all.reduce(joinValues);
    }
    case 'dictionary':
      return makeUnknown();
    case 'module': {
      const [first] = [...value.parts.values()].filter((part) => part.kind === 'module');
      return first ?? makeModule(null, { isNetwork: false });
    }
    case 'unknown': {
      const each = value.parts.get('each') ?? makeUnknown();
      value.parts.set('each', each);
      return each;
    }
    case 'quantity':
      return { ...value, rank: value.rank === null ? null : Math.max(value.rank - 1, 0), isColumn: false };
    case 'thing':
      return takeOfThing(machine, value, place);
    default:
      return makeUnknown();
  }
}

/** A batch of a loader: each array that it was made of. */
function takeBatch(machine: Machine, items: Value, place: Place): Value {
  if (items.kind === 'thing' && items.type === 'dataset') {
    const parts = items.given.positional.map((part) => takeRows(machine, part, place));
    return makeSeveral(parts, place);
  }
  if (items.kind === 'several' && !items.isEach) return makeSeveral(items.items, place);
  if (items.kind === 'module' && items.definition !== null) return takeOfDataset(machine, items, place);
  return takeRows(machine, items, place);
}

/** Rows of something: as many dimensions as it has. */
function takeRows(machine: Machine, part: Value, place: Place): Value {
  if (part.kind === 'quantity') return part;
  if (part.kind !== 'unknown') return machine.itemsOf(part, place);
  const rows = part.parts.get('rows') ?? makeUnknown();
  part.parts.set('rows', rows);
  return rows;
}

function takeOfThing(machine: Machine, thing: Extract<Value, { kind: 'thing' }>, place: Place): Value {
  const { type, given } = thing;
  const each = (value: Value | undefined) =>
    value === undefined ? makeUnknown() : machine.itemsOf(value, place);
  const counter = (stop: Value | null, step: Value | null): Value => ({
    kind: 'counter',
    run: machine.state.run,
    stop,
    step,
    times: null,
    plus: null,
  });
  switch (type) {
    case 'range': {
      const { positional } = given;
      const stop = positional.length > 1 ? positional[1] : (positional[0] ?? null);
      return counter(stop, positional[2] ?? null);
    }
    case 'enumerate':
      return makeSeveral([counter(null, null), each(given.positional[0])], place);
    case 'zip':
      return makeSeveral(given.positional.map(each), place);
    case 'same':
      return each(pick(given, 'iterable', 0) ?? undefined);
    case 'map':
      return makeMapped(machine, given.positional, place);
    case 'folds': {
      const parts = thing.parts.get('parts');
      return parts ?? makeUnknown();
    }
    case 'dataset':
      return makeSeveral(
        given.positional.map((part) =>
          (thing.parts.has('batched') ? takeRows : takeRow)(machine, part, place),
        ),
        place,
      );
    default: {
      const known = thing.parts.get('each') ?? makeUnknown();
      thing.parts.set('each', known);
      return known;
    }
  }
}

function takeRow(machine: Machine, part: Value, place: Place): Value {
  return machine.itemsOf(part, place);
}

function makeMapped(machine: Machine, [work, ...lists]: readonly Value[], place: Place): Value {
  if (work === undefined) return makeUnknown();
  const positional = lists.map((list) => machine.itemsOf(list, place));
  return machine.call(work, { place, positional, named: new Map(), args: [] });
}

/** A batch of a data set of the program's own: rows of it, put together. */
function takeOfDataset(machine: Machine, dataset: Module, place: Place): Value {
  const given: Given = { place, positional: [makeUnknown()], named: new Map(), args: [] };
  const row = machine.callMethod(dataset, '__getitem__', given);
  const stack = (value: Value): Value =>
    value.kind === 'quantity' && value.rank !== null ? { ...value, rank: value.rank + 1 } : value;
  return row.kind === 'several' && !row.isEach ? makeSeveral(row.items.map(stack), place) : stack(row);
}
