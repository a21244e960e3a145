import type { Place } from '../syntax/nodes.ts';
import { makeNumber, makeOf, makeQuantity, makeTerm } from './make.ts';
import type { Base, Data, Factor, LoopRun, Quantity, Term, Value } from './values.ts';

// Arithmetic on sums of terms.

/** More terms than people write; what goes beyond is left out. */
const MOST_TERMS = 24;

/** A value as a quantity; null where it is none. */
export function toQuantity(value: Value | null, place: Place, run: LoopRun | null): Quantity | null {
  if (value === null) return null;
  switch (value.kind) {
    case 'quantity':
      return value;
    case 'unknown':
      return makeOf({ kind: 'unknown', of: value }, place, run);
    case 'counter':
      return makeOf({ kind: 'number', value: null }, place, run, { rank: 0 });
    case 'truth':
      return makeNumber(value.value === null ? null : Number(value.value), place);
    default:
      return null;
  }
}

/** Adds, or subtracts where `sign` is -1. */
export function add(
  a: Quantity,
  b: Quantity,
  sign: 1 | -1,
  place: Place,
  run: LoopRun | null,
  minusAt: Place | null = null,
): Quantity {
  const number = a.number !== null && b.number !== null ? a.number + sign * b.number : null;
  if (number !== null) return { ...makeNumber(number, place), place: b.place };
  const added = sign === 1 ? b.terms : turn(b.terms, minusAt ?? place);
  // What is added to nothing is not joined to anything.
  const [first, second] = [a.terms.length > 0, added.length > 0];
  const join = (terms: readonly Term[]) =>
    first && second ? terms.map((term) => ({ ...term, joined: term.joined ?? place })) : terms;
  if (isArray(a) && isArray(b) && isOfRows(a) !== isPenaltyAlone(b)) {
    return makeQuantity([mix(sign === 1 ? 'plus' : 'minus', [a, b], place, run)], place, mixForm(a, b));
  }
  return makeQuantity(unite([...join(a.terms), ...join(added)]), place, mixForm(a, b));
}

/** Outputs and data, row by row, rather than sums of losses. */
function isArray({ terms }: Quantity): boolean {
  return terms.length > 0 && terms.every(({ base }) => isOfRowsBase(base));
}

function isOfRows({ terms }: Quantity): boolean {
  return terms.some(({ base }) => isOfRowsBase(base));
}

function isOfRowsBase(base: Base): boolean {
  switch (base.kind) {
    case 'output':
    case 'data':
      return true;
    case 'mixed':
      return base.of.some((term) => isOfRowsBase(term.base));
    default:
      return false;
  }
}

function isPenaltyAlone({ terms }: Quantity): boolean {
  return terms.length > 0 && terms.every(({ base }) => base.kind === 'parameter' && base.reduced !== 'no');
}

function mixForm(a: Quantity, b: Quantity): Pick<Quantity, 'rank' | 'isColumn'> {
  const rank = a.rank === null || b.rank === null ? null : Math.max(a.rank, b.rank);
  return { rank, isColumn: a.isColumn && (b.isColumn || b.rank === 0) };
}

/** The terms without those that say the same twice, as the second round of a loop does. */
export function unite(terms: readonly Term[]): Term[] {
  const kept = new Map<string, Term>();
  for (const term of terms) {
    const key = `${term.place.from}:${term.place.to}:${term.sign}:${term.base.kind}`;
    kept.delete(key);
    kept.set(key, term);
  }
  return [...kept.values()].slice(0, MOST_TERMS);
}

export function negate(a: Quantity, place: Place): Quantity {
  if (a.number !== null) return { ...makeNumber(-a.number, place), place };
  return { ...a, terms: turn(a.terms, place) };
}

function turn(terms: readonly Term[], minusAt: Place): Term[] {
  return terms.map((term) => ({ ...term, sign: flip(term.sign), minusAt }));
}

function flip(sign: 1 | -1): 1 | -1 {
  return sign === 1 ? -1 : 1;
}

/** Multiplies, or divides. */
export function scale(
  a: Quantity,
  b: Quantity,
  isDivision: boolean,
  place: Place,
  run: LoopRun | null,
): Quantity {
  if (a.number !== null && b.number !== null) {
    const number = isDivision ? a.number / b.number : a.number * b.number;
    return { ...makeNumber(Number.isFinite(number) ? number : null, place), place: b.place };
  }
  const [kept, by] = isDivision || isScale(b) ? [a, b] : [b, a];
  if (!isScale(by) || (isScale(kept) && !isDivision && kept.terms.length !== 1)) {
    return makeQuantity([mix(isDivision ? 'over' : 'times', [a, b], place, run)], place, mixForm(a, b));
  }
  const factors = listFactors(by, isDivision, place);
  const sign = signOf(by);
  const terms = kept.terms.map(
    (term): Term => ({
      ...term,
      ...(sign === -1 && { sign: flip(term.sign), minusAt: by.place }),
      factors: [...term.factors, ...factors].slice(0, MOST_TERMS),
    }),
  );
  return { ...kept, terms, number: null, place: kept.place };
}

/** A number, known or not, by which something is multiplied. */
function isScale({ terms, number }: Quantity): boolean {
  if (number !== null) return true;
  return terms.length === 1 && isScalar(terms[0]);
}

function isScalar({ base }: Term): boolean {
  if (base.kind === 'mixed') return base.operation !== 'product' && base.of.every(isScalar);
  return base.kind === 'number' || base.kind === 'count' || base.kind === 'unknown';
}

function listFactors(by: Quantity, isDivisor: boolean, place: Place): Factor[] {
  const [term] = by.terms;
  const base = term?.base;
  const own: Factor = {
    value: by.number,
    counted: base?.kind === 'count' ? base.counted : null,
    isDivisor,
    place,
    origin: by.place,
  };
  const others = term?.factors.map((factor) => ({
    ...factor,
    isDivisor: isDivisor ? !factor.isDivisor : factor.isDivisor,
  }));
  return [own, ...(others ?? [])];
}

function signOf({ terms, number }: Quantity): 1 | -1 {
  if (number !== null) return number < 0 ? -1 : 1;
  return terms[0]?.sign ?? 1;
}

/** One term of everything that something was computed of. */
export function mix(operation: string, of: readonly Quantity[], place: Place, run: LoopRun | null): Term {
  const terms = of.flatMap((each) => each.terms).slice(0, MOST_TERMS);
  return makeTerm({ kind: 'mixed', operation, of: thin(terms) }, place, run);
}

/** The terms that matter of those that something rests on: outputs, data, parameters, at any depth. */
function thin(terms: readonly Term[]): Term[] {
  const leaves = terms.flatMap((term) => (term.base.kind === 'mixed' ? term.base.of : [term]));
  return unite(leaves).filter(({ base }) => base.kind !== 'number');
}

/** Cuts gradients off. */
export function detach(a: Quantity, place: Place): Quantity {
  return { ...a, terms: a.terms.map((term) => ({ ...term, detachedAt: term.detachedAt ?? place })) };
}

/** Values in a value that are looked at. */
const MOST_PARTS = 500;

/** What a value has in it, through lists, tables and texts, each once: a list may hold itself, or another twice. */
export function listParts(value: Value | null): Value[] {
  if (value === null) return [];
  const seen = new Set<Value>([value]);
  for (const each of seen) {
    const parts = partsOf(each);
    for (const part of parts) if (seen.size < MOST_PARTS) seen.add(part);
  }
  return [...seen].filter((each) => partsOf(each).length === 0);
}

function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'several':
      return [...value.items, ...value.added];
    case 'dictionary':
      return [...value.entries.values()];
    case 'text':
      return value.parts ?? [];
    default:
      return [];
  }
}

/** All that a value rests on, at any depth. */
export function listBases(value: Value | null): Base[] {
  return listParts(value).flatMap((part) => {
    if (part.kind !== 'quantity') return [];
    return part.terms.flatMap(({ base }) =>
      base.kind === 'mixed' ? [base, ...base.of.map((term) => term.base)] : [base],
    );
  });
}

/** The data that a value rests on. */
export function listData(value: Value | null): Data[] {
  if (value?.kind === 'loader') return listData(value.items);
  if (value?.kind === 'thing' && value.type === 'dataset') return value.given.positional.flatMap(listData);
  return listBases(value).flatMap((base) => {
    if (base.kind === 'data') return [base.data];
    if (base.kind === 'output' || base.kind === 'loss') return [...(base.forward?.data ?? [])];
    return [];
  });
}

export function hasOutput(value: Value | null): boolean {
  return listBases(value).some(({ kind }) => kind === 'output');
}
