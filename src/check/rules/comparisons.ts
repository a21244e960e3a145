import type { Forward, Loop, LoopRun, Value } from '../flow/values.ts';
import type { Found } from './found.ts';
import { isWithin, listForwards, ofKind, quote, type Seen, textOf } from './seen.ts';

// Several lambdas, compared.

interface Sweep {
  readonly loop: Loop;
  readonly inner: readonly Loop[];
}

/** Loops around a training whose items are the strengths of its penalty. */
function listSweeps(seen: Seen): Sweep[] {
  const sweeps = new Map<Loop, Set<Loop>>();
  for (const { value, run } of seen.backwards) {
    const path: Loop[] = [];
    for (let at: LoopRun | null = run; at !== null; at = at.outer) path.unshift(at.loop);
    for (const [i, loop] of path.entries()) {
      if (!isOfStrengths(seen, loop, value)) continue;
      const inner = sweeps.get(loop) ?? new Set();
      for (const each of path.slice(i + 1)) inner.add(each);
      for (const each of path.slice(0, i)) inner.add(each);
      sweeps.set(loop, inner);
    }
  }
  for (const { run, module } of ofKind(seen, 'fit')) {
    for (let at: LoopRun | null = run; at !== null; at = at.outer) {
      if (isOfRegularisers(seen, at.loop, module)) {
        const others: Loop[] = [];
        for (let other: LoopRun | null = run; other !== null; other = other.outer)
          if (other.loop !== at.loop) others.push(other.loop);
        sweeps.set(at.loop, new Set(others));
      }
    }
  }
  return [...sweeps].map(([loop, inner]) => ({ loop, inner: [...inner] }));
}

/** Whether a factor of the penalty stands among the items of the loop. */
function isOfStrengths(seen: Seen, { over, node }: Loop, value: Value): boolean {
  if (over?.kind !== 'several' || value.kind !== 'quantity') return false;
  const numbers = over.items.filter((item) => item.kind === 'quantity');
  if (numbers.length < 2) return false;
  const head = textOf(seen, node).split('\n')[0];
  const headEnd = node.from + head.length;
  return value.terms.some(
    ({ base, factors }) =>
      base.kind === 'parameter' &&
      factors.some(
        ({ origin }) =>
          (origin.from >= node.from && origin.to <= headEnd) ||
          numbers.some((item) => item.kind === 'quantity' && item.place.from === origin.from),
      ),
  );
}

function isOfRegularisers(seen: Seen, { over, node }: Loop, module: Value): boolean {
  if (over?.kind !== 'several' || over.items.filter((item) => item.kind === 'quantity').length < 2)
    return false;
  return ofKind(seen, 'made').some(({ value, run }) => {
    if (value.kind !== 'thing' || value.type !== 'regularizer') return false;
    const isInside = value.given.place.from >= node.from && value.given.place.to <= node.to;
    return module.kind === 'module' && (isInside || run !== null);
  });
}

/** Each lambda is trained once. */
export function findOneSeed(seen: Seen): Found[] {
  return listSweeps(seen).flatMap(({ loop, inner }): Found[] => {
    if (inner.some((each) => isRepeated(seen, each))) return [];
    const head = textOf(seen, loop.node).split(/:\s*(#.*)?\n/)[0];
    const place = { from: loop.node.from, to: loop.node.from + head.length };
    return [
      {
        code: 'one-seed',
        place,
        message: `${quote(seen, place)} trains each strength once, so chance alone may rank them.`,
        mend: null,
        isCertain: false,
      },
    ];
  });
}

/** A loop over seeds or folds: its counter goes into a seed, or its items are rows. */
function isRepeated(seen: Seen, { over, node }: Loop): boolean {
  if (over?.kind === 'thing' && over.type === 'folds') return true;
  if (
    over?.kind === 'thing' &&
    over.type === 'enumerate' &&
    over.given.positional[0]?.kind === 'thing' &&
    over.given.positional[0].type === 'folds'
  )
    return true;
  return ofKind(seen, 'seeded').some(({ run, seed }) => {
    let isInside = false;
    for (let at = run; at !== null; at = at.outer) isInside ||= at.loop.node.from === node.from;
    return isInside && seed !== null && isOfLoop(seed, { over, node });
  });
}

function isOfLoop(seed: Value, { over, node }: Loop): boolean {
  if (seed.kind === 'counter') return seed.run?.loop.node.from === node.from;
  if (seed.kind !== 'quantity' || over?.kind !== 'several') return false;
  return (
    over.items.some(
      (item) => item.kind === 'quantity' && seed.terms.some(({ place }) => place.from === item.place.from),
    ) || seed.number === null
  );
}

/** The best of several on rows whose figure is then reported. */
export function findTuned(seen: Seen): Found[] {
  const sweeps = listSweeps(seen);
  if (sweeps.length === 0 || hasThirdPart(seen)) return [];
  const chosen = ofKind(seen, 'shown').filter(({ by }) => by === 'choose' || by === 'compare');
  return chosen.flatMap(({ values, place, run, by }): Found[] => {
    const forwards = values.flatMap(listForwards);
    const isOfParts = forwards.some(({ data }) => data.some(({ part }) => part !== null && part > 0));
    if (!isOfParts) return [];
    const sweep = sweeps.find(({ loop }) =>
      by === 'compare' ? isDirectlyIn(run, loop) : place.from > loop.node.from,
    );
    if (sweep === undefined) return [];
    return [
      {
        code: 'tuned-on-reported',
        place,
        message: `${quote(seen, place)} takes the best of several strengths by the rows whose figure is then reported.`,
        mend: null,
        isCertain: false,
      },
    ];
  });
}

/** The best epoch by a figure that is then printed as one of test. */
export function findBestEpoch(seen: Seen): Found[] {
  const shown = ofKind(seen, 'shown');
  const printed = shown.filter(({ by, values }) => by === 'print' && values.some(isOfTest));
  return shown.flatMap(({ by, values, place, run }): Found[] => {
    if (by !== 'compare' || run === null) return [];
    const own = values.flatMap(listForwards);
    const isShown = printed.some(
      (other) =>
        other.place.from > place.from &&
        !isWithin(other.run, run) &&
        other.values.flatMap(listForwards).some((forward) => own.some((each) => isOfSame(each, forward))),
    );
    if (!isShown) return [];
    return [
      {
        code: 'tuned-on-reported',
        place,
        message: `${quote(seen, place)} takes the best epoch by the figure that is then reported as that of the test.`,
        mend: null,
        isCertain: false,
      },
    ];
  });
}

/** Whether two figures are of the same network on the same rows. */
function isOfSame(a: Forward, b: Forward): boolean {
  if (a.place.from !== b.place.from) return false;
  return a.data.length === 0 || a.data.some(({ id }) => b.data.some((each) => each.id === id));
}

function isOfTest(value: Value): boolean {
  return value.kind === 'text' && /\btest\b/i.test(value.value ?? value.said ?? '');
}

function isDirectlyIn(run: LoopRun | null, loop: Loop): boolean {
  return run !== null && run.loop.node.from === loop.node.from;
}

/** Whether rows are kept that neither train nor choose. */
function hasThirdPart(seen: Seen): boolean {
  const splits = new Set(ofKind(seen, 'split').map(({ split }) => `${split.place.from}`));
  const isThree = ofKind(seen, 'split').some(({ split }) => split.parts > 2);
  return isThree || splits.size > 1;
}
