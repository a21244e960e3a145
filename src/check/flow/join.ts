import { makeNumber, makeQuantity, makeSeveral, makeUnknown } from './make.ts';
import { unite } from './quantities.ts';
import type { Value } from './values.ts';

// What a name stands for after branches that gave it different values.

export function joinValues(a: Value | undefined, b: Value | undefined): Value {
  return join(a, b, 0);
}

/** Lists within lists that are joined item by item. */
const MOST_DEEP = 3;

function join(a: Value | undefined, b: Value | undefined, depth: number): Value {
  if (a === undefined || b === undefined) return a ?? b ?? makeUnknown();
  if (a === b) return a;
  if (depth > MOST_DEEP) return makeUnknown();
  // A value that is set in some cases only, such as a criterion that is None at first, is the one that is used.
  if (a.kind === 'none') return b;
  if (b.kind === 'none') return a;
  if (a.kind === 'quantity' && b.kind === 'quantity') {
    const isNumber = a.number !== null || b.number !== null;
    const terms = unite([...a.terms, ...b.terms]);
    if (isNumber && terms.every(({ base }) => base.kind === 'number')) {
      if (a.number === b.number) return a;
      if (terms.length === 0) return makeNumber(null, b.place);
      return { ...a, number: null, terms: [{ ...terms[0], base: { kind: 'number', value: null } }] };
    }
    return makeQuantity(terms, b.place, {
      rank: a.rank === b.rank ? a.rank : null,
      isColumn: a.isColumn && b.isColumn,
      squashed: a.squashed?.by === b.squashed?.by ? a.squashed : null,
    });
  }
  if (a.kind === 'text' && b.kind === 'text') return a.value === b.value ? a : { kind: 'text', value: null };
  if (a.kind === 'truth' && b.kind === 'truth') {
    return { kind: 'truth', value: a.value === b.value ? a.value : null, filter: null };
  }
  if (a.kind === 'several' && b.kind === 'several' && a.items.length === b.items.length) {
    const items = a.items.map((item, i) => join(item, b.items[i], depth + 1));
    const joined = makeSeveral(items, a.place, a.isEach || b.isEach);
    joined.added.push(...a.added, ...b.added.filter((each) => !a.added.includes(each)));
    return joined;
  }
  if (a.kind === 'path' && b.kind === 'path' && a.path === b.path) return a;
  if (a.kind === 'unknown' && a.module === null && a.parts.size === 0) return b;
  if (b.kind === 'unknown' && b.module === null && b.parts.size === 0) return a;
  if (a.kind === 'dictionary' && b.kind === 'dictionary') {
    const names = new Set([...a.entries.keys(), ...b.entries.keys()]);
    return {
      kind: 'dictionary',
      entries: new Map(
        [...names].map((name) => [name, join(a.entries.get(name), b.entries.get(name), depth + 1)]),
      ),
    };
  }
  if (a.kind === b.kind && a.kind !== 'module' && a.kind !== 'path' && a.kind !== 'function') return a;
  return makeUnknown();
}

export function joinNames(maps: readonly Map<string, Value>[]): Map<string, Value> {
  const [first, ...others] = maps;
  if (others.length === 0) return first;
  const joined = new Map(first);
  for (const names of others) {
    for (const [name, value] of names) joined.set(name, joinValues(joined.get(name), value));
  }
  return joined;
}
