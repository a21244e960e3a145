import { makeData, makeOf, makeQuantity, makeUnknown, pickNumber } from '../make.ts';
import { listData, mix } from '../quantities.ts';
import type { Machine } from '../state.ts';
import type { Data, Given, Quantity, Value } from '../values.ts';

const OWN =
  /^(sort_values|sort_index|sample|drop|drop_duplicates|assign|head|tail|iloc|loc|rename|merge|join|apply|map|set_index|reset_index|get_dummies|select_dtypes|pop|replace|batch|shuffle|prefetch|repeat|cache|take|skip|std|var|interpolate|round|ffill|bfill|interleave)$/;

export function isMethodOfData(name: string): boolean {
  return OWN.test(name);
}

/** A method of a table, or of an array of rows. */
export function callOfData(machine: Machine, object: Quantity, name: string, given: Given): Value {
  const { state } = machine;
  const { place } = given;
  const [data] = listData(object);
  if (data === undefined) return makeUnknown();
  const keep = (from: Partial<Data>, form: Partial<Quantity> = {}): Quantity =>
    makeOf({ kind: 'data', data: { ...data, ...from } }, place, state.run, {
      rank: form.rank ?? object.rank,
      isColumn: form.isColumn ?? object.isColumn,
    });
  switch (name) {
    case 'sort_values':
      return keep({ sortedAt: place, isShuffled: false });
    case 'sample':
      return pickNumber(given, 'frac', null) === 1
        ? keep({ sortedAt: null, isShuffled: true })
        : keep({ isShuffled: true });
    case 'shuffle':
      return keep({ sortedAt: null, isShuffled: true });
    case 'head':
    case 'take':
      return keep({ id: state.nextData(), parent: data });
    case 'std':
    case 'var':
      return makeQuantity([mix(name, [object], place, state.run)], place);
    case 'pop':
      return keep({}, { rank: 1, isColumn: false });
    default:
      return keep({});
  }
}

/** Rows that a function of a library reads or makes. */
export function makeRows(
  machine: Machine,
  given: Given,
  rank: number | null,
  from: Partial<Data> = {},
): Quantity {
  const { state } = machine;
  const data = makeData(state.nextData(), from);
  return makeOf({ kind: 'data', data }, given.place, state.run, { rank });
}
