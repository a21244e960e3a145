import { pickTruth } from '../flow/make.ts';
import { listData } from '../flow/quantities.ts';
import type { Data, Value } from '../flow/values.ts';
import type { Place } from '../syntax/nodes.ts';
import type { Edit, Found } from './found.ts';
import { ofKind, quote, type Seen, textOf } from './seen.ts';

// Which rows a step or a split takes.

/** A batch starts at every row. */
export function findOverlaps(seen: Seen): Found[] {
  const trained = [...seen.trained].flatMap(({ data }) => data);
  const byHand = ofKind(seen, 'updated').flatMap(({ change }) => listData(change));
  return [...trained, ...byHand].flatMap(({ slice }): Found[] => {
    if (slice === null || !slice.overlaps) return [];
    const loop = slice.run?.loop.node;
    const place = loop === undefined ? slice.place : headOf(seen, loop);
    return [
      {
        code: 'batches-overlap',
        place,
        message: `${quote(seen, slice.place)} starts at every round of ${quote(seen, place)}, so a row is in many batches of an epoch.`,
        mend: stepByBatch(seen, place, slice.place),
        isCertain: true,
      },
    ];
  });
}

/** The first line of a loop. */
function headOf(seen: Seen, loop: Place): Place {
  const text = textOf(seen, loop);
  const colon = text.search(/:\s*(#.*)?(\n|$)/);
  return { from: loop.from, to: colon < 0 ? loop.to : loop.from + colon };
}

/** `range(n)` as `range(0, n, size)`, by the size of the slice. */
function stepByBatch(seen: Seen, head: Place, slice: Place): Edit[] | null {
  const size = /\[\s*(\w+)\s*:\s*(?:\w+\s*\+\s*)?(\w+)\s*\]/.exec(textOf(seen, slice))?.[2];
  const range = /range\(([^,()]*(?:\([^()]*\)[^,()]*)*)\)$/.exec(textOf(seen, head));
  if (size === undefined || range === null || !/^\w+$/.test(size)) return null;
  const stop = range[1].replace(/\s*-\s*\w+\s*$/, '');
  const from = head.to - range[0].length;
  return [{ from, to: head.to, text: `range(0, ${stop}, ${size})` }];
}

/** Rows in order of something, taken one batch after the other. */
export function findSorted(seen: Seen): Found[] {
  if (ofKind(seen, 'shuffled').length > 0) return [];
  const byLoader = listLoops(seen).flatMap(({ over }): Found[] => {
    if (over?.kind !== 'loader' || over.shuffles !== false) return [];
    const [sorted] = listData(over).filter(isSorted);
    const isTrained = [...seen.trained].some(({ data }) => data.some((each) => each === sorted));
    if (sorted === undefined || !isTrained) return [];
    return [say(seen, over.given.place, sorted, shuffleLoader(seen, over.given.place))];
  });
  const bySlice = [...seen.trained].flatMap(({ data }) =>
    data.flatMap((each): Found[] => {
      if (each.slice === null || !isSorted(each)) return [];
      const loop = each.slice.run?.loop.node;
      return [say(seen, loop === undefined ? each.slice.place : headOf(seen, loop), each, null)];
    }),
  );
  const byKeras = ofKind(seen, 'fit').flatMap(({ given, place }): Found[] => {
    const [sorted] = listData(given.positional[0] ?? given.named.get('x') ?? null).filter(isSorted);
    if (sorted === undefined || pickTruth(given, 'shuffle') !== false) return [];
    return [say(seen, place, sorted, null)];
  });
  return [...byLoader, ...bySlice, ...byKeras];
}

function listLoops(seen: Seen): { readonly over: Value | null }[] {
  const loops = new Set(
    seen.trace.events.flatMap(({ run }) => {
      const each = [];
      for (let at = run; at !== null; at = at.outer) each.push(at.loop);
      return each;
    }),
  );
  return [...loops];
}

function isSorted(data: Data): boolean {
  return data.sortedAt !== null && !data.isShuffled;
}

function say(seen: Seen, place: Place, { sortedAt }: Data, mend: Edit[] | null): Found {
  const order = sortedAt === null ? 'an order' : quote(seen, sortedAt);
  return {
    code: 'sorted-batches',
    place,
    message: `${quote(seen, place)} takes the rows in the order of ${order}, unshuffled.`,
    mend,
    isCertain: true,
  };
}

function shuffleLoader(seen: Seen, place: Place): Edit[] | null {
  const text = textOf(seen, place);
  const said = /shuffle\s*=\s*False/.exec(text);
  if (said !== null) {
    const to = place.from + said.index + said[0].length;
    return [{ from: to - 'False'.length, to, text: 'True' }];
  }
  return text.endsWith(')') ? [{ from: place.to - 1, to: place.to - 1, text: ', shuffle=True' }] : null;
}

/** A scaler that saw the rows that validate. */
export function findScaledBeforeSplit(seen: Seen): Found[] {
  const splits = ofKind(seen, 'split');
  return ofKind(seen, 'scaled').flatMap(({ data, place }): Found[] => {
    if (data.part !== null) return [];
    const divided = splits.find(({ inputs }) =>
      inputs.some((input) => listData(input).some((each) => comesFrom(each, data))),
    );
    if (divided === undefined) return [];
    return [
      {
        code: 'scaler-before-split',
        place,
        message: `${quote(seen, place)} is fitted on all rows, also on those that ${quote(seen, divided.split.place)} keeps for validation.`,
        mend: null,
        isCertain: true,
      },
    ];
  });
}

function comesFrom(data: Data, whole: Data): boolean {
  for (let each: Data | null = data; each !== null; each = each.parent) if (each.id === whole.id) return true;
  return false;
}
