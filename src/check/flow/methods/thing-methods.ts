import { findBases, findMethod } from '../calls.ts';
import {
  makeData,
  makeNumber,
  makeOf,
  makeSeveral,
  makeUnknown,
  NONE,
  pick,
  pickNumber,
  pickText,
  pickTruth,
} from '../make.ts';
import { listData } from '../quantities.ts';
import { dataOf } from '../slices.ts';
import type { Machine } from '../state.ts';
import type { Data, Given, Split, Thing, Value } from '../values.ts';

/** A method of a thing of a library. */
export function callOfThing(machine: Machine, thing: Thing, name: string, given: Given): Value {
  const { state } = machine;
  const happened = state.happened(given.place);
  const [first] = given.positional;
  switch (thing.type) {
    case 'tape':
      if (name !== 'gradient' && name !== 'jacobian') return makeUnknown();
      state.emit({
        ...happened,
        kind: 'backward',
        value: first ?? makeUnknown(),
        by: 'tape',
      });
      return makeUnknown();
    case 'scaler':
      return callScaler(machine, thing, name, given);
    case 'parser':
      return callParser(thing, name, given);
    case 'folds-maker':
      return name === 'split' ? makeFolds(machine, thing, given) : makeNumber(null, given.place);
    case 'grad-scaler':
      return callGradScaler(machine, name, given);
    case 'super':
      return callSuper(machine, thing, name, given);
    case 'dataset':
      if (name === '()') return makeUnknown();
      return name === 'batch' ? { ...thing, parts: new Map([...thing.parts, ['batched', NONE]]) } : thing;
    case 'seeds':
      return machine.call({ kind: 'path', path: `numpy.random.${name}` }, given);
    default:
      return makeUnknown();
  }
}

function callScaler(machine: Machine, scaler: Thing, name: string, given: Given): Value {
  const { state } = machine;
  const [first] = given.positional;
  if (first === undefined) return makeUnknown();
  if (name !== 'fit' && name !== 'fit_transform' && name !== 'transform') return first;
  const own = listData(first)[0] ?? (first.kind === 'unknown' ? dataOf(machine, first) : null);
  if (own === null) return first;
  if (name !== 'transform') state.emit({ ...state.happened(given.place), kind: 'scaled', data: own });
  if (name === 'fit') return scaler;
  const rank = first.kind === 'quantity' ? first.rank : null;
  return makeOf({ kind: 'data', data: own }, given.place, state.run, {
    rank,
    isColumn: first.kind === 'quantity' && first.isColumn,
  });
}

/** `add_argument('--lr', default=0.01)`, `parse_args()`. */
function callParser(parser: Thing, name: string, given: Given): Value {
  if (name === 'parse_args' || name === 'parse_known_args') {
    const parsed: Thing = { kind: 'thing', type: 'arguments', given, parts: parser.parts };
    return name === 'parse_args' ? parsed : makeSeveral([parsed, makeUnknown()], given.place);
  }
  if (name !== 'add_argument') return name === 'add_argument_group' ? parser : NONE;
  const names = given.positional.flatMap((each) =>
    each.kind === 'text' && each.value !== null ? [each.value] : [],
  );
  const long = names.find((each) => each.startsWith('--')) ?? names[0];
  const key = pickText(given, 'dest') ?? long?.replace(/^-+/, '').replaceAll('-', '_');
  if (key === undefined) return NONE;
  const value = pick(given, 'default');
  const isFlag = pickText(given, 'action') !== null;
  parser.parts.set(key, isFlag || value === null || value.kind === 'none' ? makeUnknown() : value);
  return NONE;
}

/** Rows to train on and rows to validate on, fold by fold. */
function makeFolds(machine: Machine, maker: Thing, given: Given): Value {
  const { state } = machine;
  const [whole] = given.positional;
  const own =
    whole === undefined
      ? null
      : (listData(whole)[0] ?? (whole.kind === 'unknown' ? dataOf(machine, whole) : null));
  const parent = own ?? makeData(state.nextData());
  const split: Split = {
    place: maker.given.place,
    parts: 2,
    share: null,
    kind: 'folds',
    folds: pickNumber(maker.given, 'n_splits', 0) ?? 5,
    seed: pickNumber(maker.given, 'random_state', null),
  };
  state.emit({ ...state.happened(given.place), kind: 'split', split, inputs: given.positional });
  const isShuffled = pickTruth(maker.given, 'shuffle', null) === true || parent.isShuffled;
  const parts = [0, 1].map((part) => {
    const data: Data = { ...parent, id: state.nextData(), parent, split, part, isShuffled };
    return makeOf({ kind: 'data', data }, given.place, state.run, { rank: 1 });
  });
  const folds: Thing = { kind: 'thing', type: 'folds', given, parts: new Map() };
  folds.parts.set('parts', makeSeveral(parts, given.place));
  return folds;
}

/** Mixed precision: `scaler.scale(loss)`, `scaler.step(optimizer)`. */
function callGradScaler({ state }: Machine, name: string, given: Given): Value {
  const [first] = given.positional;
  if (name === 'scale') return first ?? makeUnknown();
  if (name === 'step') {
    state.emit({
      ...state.happened(given.place),
      kind: 'step',
      optimizer: first?.kind === 'optimizer' ? first : null,
      by: 'optimizer',
    });
  }
  return NONE;
}

/** A method of the class that a class comes from. */
function callSuper(machine: Machine, thing: Thing, name: string, given: Given): Value {
  const self = thing.parts.get('self');
  if (self?.kind !== 'module' || self.definition === null) return makeUnknown();
  for (const base of findBases(self.definition, machine.state.caller?.node)) {
    if (base.kind !== 'class') continue;
    const method = findMethod(base, name, self);
    if (method !== null) return machine.call(method, given);
  }
  return name === '__init__' ? NONE : makeUnknown();
}
