import type { Expression, Place, Slice, Subscript } from '../../syntax/nodes.ts';
import { joinValues } from '../join.ts';
import { makeSeveral, makeUnknown } from '../make.ts';
import type { Scope } from '../scope.ts';
import { selectRows, sliceRows } from '../slices.ts';
import type { Machine } from '../state.ts';
import type { Quantity, Value } from '../values.ts';

export function evaluateSubscript(
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
