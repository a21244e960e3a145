import { feeds } from '../batches.ts';
import { makeData, makeNumber, makeOf, makeQuantity, makeUnknown, NONE, pickNumber } from '../make.ts';
import { makeRows } from '../methods/data-methods.ts';
import { compute, gather, isOperation } from '../operations.ts';
import { listBases, listData, mix, toQuantity } from '../quantities.ts';
import { dataOf } from '../slices.ts';
import type { Machine } from '../state.ts';
import type { Forward, Given, LoopRun, Quantity, Value } from '../values.ts';

/** A function of numpy, pandas, tensorflow or torch that works on arrays; null where it is none that matters. */
export function callArrays(machine: Machine, path: string, name: string, given: Given): Value | null {
  const { state } = machine;
  const { place } = given;
  const happened = state.happened(place);
  const [first] = given.positional;
  if (path.startsWith('random.') || path.startsWith('numpy.random')) {
    const drawn = drawRandom(machine, path, name, given);
    if (drawn !== null) return drawn;
  }
  if (/^read_\w+$/.test(name)) return makeRows(machine, given, 2);
  if (/^(genfromtxt|loadtxt)$/.test(name)) return makeRows(machine, given, 2);
  if (name === 'load') return makeUnknown();
  switch (name) {
    case 'linspace':
    case 'arange':
      return makeRows(machine, given, 1, { sortedAt: place });
    case 'sort': {
      const [data] = listData(first ?? null);
      if (data === undefined) return first ?? makeUnknown();
      return makeOf(
        { kind: 'data', data: { ...data, sortedAt: place, isShuffled: false } },
        place,
        state.run,
        { rank: 1 },
      );
    }
    case 'argsort': {
      const data =
        listData(first ?? null)[0] ?? (first?.kind === 'unknown' ? dataOf(machine, first) : undefined);
      if (data === undefined) return makeUnknown();
      const order = { ...data, sortedAt: place, isShuffled: false };
      return makeOf({ kind: 'data', data: order }, place, state.run, { rank: 1 });
    }
    case 'randperm':
      return makeRows(machine, given, 1, { isShuffled: true });
    case 'randn':
    case 'rand':
    case 'normal':
    case 'uniform':
      return makeRows(machine, given, countDimensions(given));
    case 'zeros':
    case 'ones':
    case 'empty':
    case 'zeros_like':
    case 'ones_like':
    case 'full':
      return isScalar(given)
        ? makeNumber(name.startsWith('zeros') ? 0 : null, place)
        : makeArray(machine, name, given);
    case 'seed':
      state.emit({ ...happened, kind: 'seeded', seed: first ?? null });
      return NONE;
    case 'cat':
    case 'concat':
    case 'concatenate':
    case 'stack':
    case 'hstack':
    case 'vstack':
    case 'add_n':
    case 'column_stack': {
      // Losses of batches, which are averaged as such.
      if (name === 'stack' && first?.kind === 'several' && isOfBatches(first)) return first;
      if (/hstack|column_stack/.test(name) && first?.kind === 'several')
        return joinColumns(machine, first.items, given);
      const items =
        first?.kind === 'several'
          ? [...first.items, ...first.added]
          : first === undefined
            ? []
            : [machine.itemsOf(first, place)];
      return gather(
        state,
        items.flatMap((item) => toQuantity(item, place, state.run) ?? []),
        place,
      );
    }
    case 'c_':
      return joinColumns(machine, given.positional, given);
    case 'maximum':
      return shrinkByHand(machine, given);
    case 'matmul':
    case 'dot':
      return compute(state, 'product', given.positional, place);
    case 'min':
    case 'max':
    case 'argmin':
    case 'argmax':
    case 'nanargmin':
      state.emit({ ...happened, kind: 'shown', values: given.positional, by: 'choose' });
      break;
    default:
      break;
  }
  return applyOperation(machine, name, first, given);
}

function applyOperation(
  machine: Machine,
  name: string,
  first: Value | undefined,
  given: Given,
): Value | null {
  const { state } = machine;
  const { place } = given;
  if (!isOperation(name)) return null;
  const isMean = /^(mean|average|nanmean)$/.test(name);
  if (first?.kind === 'several' && isMean) {
    const mean = meanOfList(machine, first, given);
    if (mean !== null) return mean;
  }
  const self =
    first?.kind === 'several'
      ? sumOfList(machine, first, given)
      : toQuantity(first ?? null, place, state.run);
  if (self === null) {
    if (
      first === undefined ||
      !/^(array|asarray|Tensor|tensor|FloatTensor|convert_to_tensor|constant)$/.test(name)
    )
      return null;
    return makeUnknown();
  }
  // Torch keeps an unknown array what it is, by name.
  if (
    first?.kind === 'unknown' &&
    /^(as_tensor|from_numpy|Tensor|FloatTensor|array|asarray|convert_to_tensor|cast|constant)$/.test(name)
  )
    return first;
  return machine.callMethod(self, name, { ...given, positional: given.positional.slice(1) });
}

/** `torch.sum(torch.stack([...]))`, `np.mean([...])`: what the items rest on. */
function sumOfList(
  machine: Machine,
  list: Extract<Value, { kind: 'several' }>,
  { place }: Given,
): Quantity | null {
  const { state } = machine;
  const items = [...list.items, ...list.added].flatMap((item) => toQuantity(item, place, state.run) ?? []);
  if (items.length === 0) return null;
  return gather(state, items, place);
}

/** The mean of what a loop has put into a list, one for each round. */
function meanOfList(
  machine: Machine,
  list: Extract<Value, { kind: 'several' }>,
  given: Given,
): Quantity | null {
  const all = sumOfList(machine, list, given);
  if (all === null || all.number !== null) return all;
  if (!isOfBatches(list)) return null;
  const { place } = given;
  const factor = { value: null, counted: 'batches' as const, isDivisor: true, place, origin: place };
  return { ...all, terms: all.terms.map((term) => ({ ...term, factors: [...term.factors, factor] })) };
}

/** Whether a loop over batches has put their losses into a list. */
function isOfBatches({ added }: Extract<Value, { kind: 'several' }>): boolean {
  return added.some(
    (item) =>
      item.kind === 'quantity' &&
      item.terms.some(
        ({ base, run }) =>
          base.kind === 'loss' && base.forward !== null && run !== null && isFed(run, base.forward),
      ),
  );
}

function isFed(run: LoopRun, forward: Forward): boolean {
  return run.loop.over !== null && feeds(run.loop.over, forward);
}

/** An array of one value: weights that somebody keeps by himself, or a column of ones. */
function makeArray({ state }: Machine, name: string, given: Given): Quantity {
  const of = makeUnknown();
  if (name === 'ones') of.parts.set('ones', NONE);
  const shape = given.positional[0];
  const sizes = shape?.kind === 'several' ? shape.items : given.positional;
  const isColumn = sizes.length === 2 && sizes[1].kind === 'quantity' && sizes[1].number === 1;
  return makeOf({ kind: 'unknown', of }, given.place, state.run, { rank: countDimensions(given), isColumn });
}

/** Columns side by side; a column of ones makes the bias one of the weights. */
function joinColumns(machine: Machine, columns: readonly Value[], { place }: Given): Quantity {
  const { state } = machine;
  const hasOnes = columns.some(
    (column) =>
      column.kind === 'quantity' &&
      column.terms.some(({ base }) => base.kind === 'unknown' && base.of?.parts.has('ones')),
  );
  const own = columns.flatMap((column) =>
    column.kind === 'unknown' ? dataOf(machine, column) : listData(column),
  )[0];
  const data = { ...(own ?? makeData(state.nextData())), hasOnes };
  return makeOf({ kind: 'data', data }, place, state.run, { rank: 2 });
}

function isScalar(given: Given): boolean {
  const [first] = given.positional;
  if (given.positional.length > 1) return false;
  return (
    first === undefined ||
    (first.kind === 'quantity' && first.number === 1) ||
    (first.kind === 'several' && first.items.length === 0)
  );
}

/** `randn(n, d)`, `randn(size=(n, d))`. */
function countDimensions(given: Given): number | null {
  const size = given.named.get('size') ?? given.positional.find((each) => each.kind === 'several') ?? null;
  if (size?.kind === 'several') return size.items.length;
  if (size !== null) return 1;
  return given.positional.length === 0 ? null : given.positional.length;
}

function drawRandom(machine: Machine, path: string, name: string, given: Given): Value | null {
  const { state } = machine;
  const happened = state.happened(given.place);
  const [first] = given.positional;
  switch (name) {
    case 'seed':
      state.emit({ ...happened, kind: 'seeded', seed: first ?? null });
      return NONE;
    case 'default_rng':
    case 'RandomState':
      state.emit({ ...happened, kind: 'seeded', seed: first ?? null });
      return { kind: 'thing', type: 'seeds', given, parts: new Map() };
    case 'shuffle':
      state.emit({ ...happened, kind: 'shuffled' });
      return NONE;
    case 'permutation':
      return makeRows(machine, given, 1, { isShuffled: true });
    case 'choice':
    case 'randint':
    case 'integers':
    case 'sample':
      return path.startsWith('random.')
        ? makeUnknown()
        : makeRows(machine, given, pickNumber(given, 'size') === null ? null : 1, { isShuffled: true });
    case 'normal':
    case 'uniform':
    case 'standard_normal':
    case 'random':
      return makeRows(
        machine,
        given,
        given.named.has('size') || name !== 'normal'
          ? countDimensions(given)
          : given.positional.length > 2
            ? dimensionsOf(given.positional[2])
            : null,
      );
    default:
      return null;
  }
}

function dimensionsOf(size: Value): number | null {
  return size.kind === 'several' ? size.items.length : 1;
}

/** `maximum(abs(w) - threshold, 0)`: the soft threshold, by hand. */
function shrinkByHand(machine: Machine, given: Given): Value {
  const { state } = machine;
  const { place } = given;
  const of = given.positional
    .flatMap(listBases)
    .find((base) => base.kind === 'parameter' && base.operation === 'abs');
  if (of?.kind === 'parameter') state.emit({ ...state.happened(place), kind: 'shrunk', set: of.set });
  const parts = given.positional.flatMap((each) => toQuantity(each, place, state.run) ?? []);
  if (parts.length === 0) return makeUnknown();
  return makeQuantity([mix('maximum', parts, place, state.run)], place);
}
