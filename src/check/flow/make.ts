import type { Place } from '../syntax/nodes.ts';
import type {
  Base,
  ClassValue,
  Data,
  Given,
  LoopRun,
  Module,
  None,
  ParameterSet,
  Path,
  Quantity,
  Several,
  Term,
  Text,
  Truth,
  Unknown,
  Value,
} from './values.ts';

// Values, each as its least.

export const NONE: None = { kind: 'none' };

export function makeUnknown(): Unknown {
  return { kind: 'unknown', parts: new Map(), module: null };
}

export function makePath(path: string): Path {
  return { kind: 'path', path };
}

export function makeText(value: string | null): Text {
  return { kind: 'text', value };
}

export function makeTruth(value: boolean | null): Truth {
  return { kind: 'truth', value, filter: null };
}

export function makeSeveral(items: readonly Value[], place: Place, isEach = false): Several {
  return { kind: 'several', items, isEach, added: [], place };
}

export function makeTerm(base: Base, place: Place, run: LoopRun | null): Term {
  return { base, sign: 1, minusAt: null, factors: [], detachedAt: null, place, joined: null, run };
}

type Form = Partial<Pick<Quantity, 'rank' | 'isColumn' | 'squashed' | 'number'>>;

export function makeQuantity(terms: readonly Term[], place: Place, form: Form = {}): Quantity {
  return {
    kind: 'quantity',
    terms,
    rank: null,
    isColumn: false,
    squashed: null,
    number: null,
    place,
    ...form,
  };
}

export function makeNumber(value: number | null, place: Place): Quantity {
  const terms = value === 0 ? [] : [makeTerm({ kind: 'number', value }, place, null)];
  return makeQuantity(terms, place, { rank: 0, number: value });
}

export function makeOf(base: Base, place: Place, run: LoopRun | null, form: Form = {}): Quantity {
  return makeQuantity([makeTerm(base, place, run)], place, form);
}

export function makeData(id: number, from: Partial<Data> = {}): Data {
  return {
    id,
    parent: null,
    split: null,
    part: null,
    sortedAt: null,
    isShuffled: false,
    hasOnes: false,
    slice: null,
    ...from,
  };
}

export function makeModule(type: string | null, from: Partial<Omit<Module, 'kind'>> = {}): Module {
  return {
    kind: 'module',
    type,
    given: null,
    definition: null as ClassValue | null,
    isNetwork: true,
    parts: new Map(),
    isWhole: false,
    mode: 'train',
    modeAt: null,
    callsDropout: false,
    ...from,
  };
}

export function makeParameters(
  of: Module | null,
  place: Place,
  from: Partial<ParameterSet> = {},
): ParameterSet {
  return {
    kind: 'parameters',
    of,
    only: 'all',
    isNamed: false,
    isDetached: false,
    conditions: [],
    place,
    ...from,
  };
}

/** The argument of a call, by its name or its position. */
export function pick(given: Given, name: string, position: number | null = null): Value | null {
  return given.named.get(name) ?? (position === null ? null : (given.positional[position] ?? null));
}

export function pickNumber(given: Given, name: string, position: number | null = null): number | null {
  const value = pick(given, name, position);
  return value?.kind === 'quantity' ? value.number : null;
}

export function pickTruth(given: Given, name: string, position: number | null = null): boolean | null {
  const value = pick(given, name, position);
  return value?.kind === 'truth' ? value.value : null;
}

export function pickText(given: Given, name: string, position: number | null = null): string | null {
  const value = pick(given, name, position);
  return value?.kind === 'text' ? value.value : null;
}
