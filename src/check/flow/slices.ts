import type { Place } from '../syntax/nodes.ts';
import { makeData, makeOf } from './make.ts';
import { listData } from './quantities.ts';
import type { Machine } from './state.ts';
import type { BatchSlice, Data, Quantity, Unknown, Value } from './values.ts';

// Rows that are taken by their numbers: batches, and parts of a split.

interface Bounds {
  readonly start: Value | null;
  readonly stop: Value | null;
  readonly step: Value | null;
}

/** `x[a:b]`, `x[:, a:b]`. */
export function sliceRows(
  machine: Machine,
  of: Quantity | Unknown,
  bounds: Bounds,
  place: Place,
  dimensions: number,
): Value {
  const { state } = machine;
  const isAll = bounds.start === null && bounds.stop === null && bounds.step === null;
  const isQuantity = of.kind === 'quantity';
  const form = isQuantity ? { rank: of.rank, isColumn: of.isColumn } : {};
  if (isAll) {
    if (!isQuantity) return of;
    return dimensions > 1 ? { ...of, rank: null, isColumn: false } : of;
  }
  const whole = listData(of)[0] ?? (isQuantity ? null : dataOf(machine, of));
  const isData = !isQuantity || (of.terms.length > 0 && of.terms.every(({ base }) => base.kind === 'data'));
  if (!isData || whole === null) return of;
  const slice = readBatch(bounds, place);
  const data: Data = slice !== null ? { ...whole, slice } : makePart(machine, whole, bounds, place);
  return makeOf({ kind: 'data', data }, place, state.run, form);
}

/** Something unknown of which rows are taken is data. */
export function dataOf(machine: Machine, of: Unknown): Data {
  const known = of.parts.get('()');
  const [data] = listData(known ?? null);
  if (data !== undefined) return data;
  const made = makeData(machine.state.nextData());
  of.parts.set('()', makeOf({ kind: 'data', data: made }, { from: 0, to: 0 }, null));
  return made;
}

/** The first rows, or the others: a split by hand. */
function makePart(machine: Machine, whole: Data, { start, stop }: Bounds, place: Place): Data {
  const part = start === null ? 0 : stop === null ? 1 : null;
  if (part === null) return { ...whole, slice: null };
  const { state } = machine;
  const split = { place, parts: 2, share: null, kind: 'holdout' as const, folds: null, seed: null };
  const input = makeOf({ kind: 'data', data: whole }, place, state.run);
  state.emit({ ...state.happened(place), kind: 'split', split, inputs: [input] });
  return { ...whole, id: state.nextData(), parent: whole, split, part };
}

/** `x[i:i + size]`, `x[i * size:(i + 1) * size]`: what a loop's counter takes. */
function readBatch({ start, stop }: Bounds, place: Place): BatchSlice | null {
  if (start?.kind !== 'counter') return null;
  const { run } = start;
  // i * size: it steps by what it takes.
  if (start.times !== null || start.plus !== null) {
    return { place, stride: null, width: null, overlaps: false, run };
  }
  if (stop?.kind !== 'counter' || stop.times !== null || stop.plus === null) {
    return { place, stride: null, width: null, overlaps: false, run };
  }
  const width = numberOf(stop.plus);
  const stride = start.step === null ? 1 : numberOf(start.step);
  const isKnown = stride !== null && width !== null;
  const overlaps = isKnown ? stride < width : start.step === null && width !== 1;
  return { place, stride, width, overlaps, run };
}

function numberOf(value: Value): number | null {
  return value.kind === 'quantity' ? value.number : null;
}

/** `x[order]`, `x[train_rows]`: rows by their numbers, in the order and of the part that these have; null where it is no such. */
export function selectRows(
  machine: Machine,
  of: Quantity | Unknown,
  key: Value | null,
  place: Place,
): Quantity | null {
  const [rows] = listData(key);
  if (key?.kind !== 'quantity' || rows === undefined || !key.terms.every(({ base }) => base.kind === 'data'))
    return null;
  if (!rows.isShuffled && rows.sortedAt === null && rows.split === null) return null;
  const own = of.kind === 'unknown' ? dataOf(machine, of) : (listData(of)[0] ?? null);
  if (own === null) return null;
  const { state } = machine;
  const isPart = rows.split !== null && rows.part !== null;
  if (rows.split !== null && isPart) {
    const input = makeOf({ kind: 'data', data: own }, place, state.run);
    state.emit({ ...state.happened(place), kind: 'split', split: rows.split, inputs: [input] });
  }
  const data: Data = {
    ...own,
    ...(isPart && { id: rows.id, parent: own, split: rows.split, part: rows.part }),
    sortedAt: rows.isShuffled ? null : (rows.sortedAt ?? own.sortedAt),
    isShuffled: rows.isShuffled || own.isShuffled,
    slice: rows.slice ?? own.slice,
  };
  const form = of.kind === 'quantity' ? { rank: of.rank, isColumn: of.isColumn } : {};
  return makeOf({ kind: 'data', data }, place, state.run, form);
}
