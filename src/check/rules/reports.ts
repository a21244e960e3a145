import { feeds } from '../flow/batches.ts';
import { listBases, listParts } from '../flow/quantities.ts';
import type { LoopRun, Quantity, Value } from '../flow/values.ts';
import type { Found } from './found.ts';
import { isWithin, ofKind, quote, type Seen } from './seen.ts';

// What stands for an epoch in what is shown.

/** The figure of the last batch is shown as that of the epoch. */
export function findLastBatch(seen: Seen): Found[] {
  const shown = ofKind(seen, 'shown').filter(({ by }) => /^(print|append|log|return)$/.test(by));
  const told = new Map<number, number>();
  return shown.flatMap(({ values, place, run }): Found[] => {
    const last = values.flatMap(flatten).find((value) => isOfInnerRound(value, run));
    if (last?.kind !== 'quantity') return [];
    // A figure that a function gives back is at fault there, and not where it is printed.
    const [{ place: origin }] = last.terms;
    const before = told.get(origin.from) ?? place.from;
    told.set(origin.from, before);
    if (before !== place.from) return [];
    return [
      {
        code: 'last-batch-reported',
        place,
        message: `${quote(seen, place)} shows the loss of the last batch alone, after the loop over the batches.`,
        mend: null,
        isCertain: true,
      },
    ];
  });
}

/** What is shown: also within texts, and the items of what is given back. */
function flatten(value: Value): readonly Value[] {
  const isOfRounds = value.kind === 'several' && (value.added.length > 0 || value.isEach);
  return isOfRounds ? [] : listParts(value);
}

/** A loss of one round of a loop that is over: neither summed up nor averaged. */
function isOfInnerRound(value: Value, run: LoopRun | null): boolean {
  if (value.kind !== 'quantity') return false;
  const losses = value.terms.filter(({ base }) => base.kind === 'loss' && base.forward !== null);
  return (
    losses.length > 0 &&
    value.terms.length === losses.length &&
    losses.every((term) => {
      const forward = term.base.kind === 'loss' ? term.base.forward : null;
      const own = forward?.run ?? null;
      if (forward === null || own === null || own === run || !isWithin(own, run) || own.round === 0)
        return false;
      const { over } = own.loop;
      const isSliced = forward.data.some(({ slice }) => slice?.run?.loop === own.loop);
      const isFed = isSliced || (over !== null && feeds(over, forward));
      return isFed && term.joined === null && term.factors.length === 0;
    })
  );
}

/** A mean of the means of batches, whose last is smaller. */
export function findBatchMeans(seen: Seen): Found[] {
  const measured = new Set(seen.evaluations.flatMap(({ forward }) => forward ?? []));
  return ofKind(seen, 'shown').flatMap(({ values }) =>
    values
      .flatMap(flatten)
      .flatMap((value) => (value.kind === 'quantity' ? sayMeans(seen, value, measured) : [])),
  );
}

function sayMeans(seen: Seen, value: Quantity, measured: ReadonlySet<unknown>): Found[] {
  return value.terms.flatMap(({ base, factors }): Found[] => {
    if (
      base.kind !== 'loss' ||
      base.reduction !== 'mean' ||
      base.forward === null ||
      !measured.has(base.forward)
    )
      return [];
    const divided = factors.find(({ counted, isDivisor }) => isDivisor && counted === 'batches');
    const isWeighted = factors.some(({ counted, isDivisor }) => !isDivisor && counted === 'rows-of-batch');
    if (divided === undefined || isWeighted || dropsLast(base.forward.run)) return [];
    return [
      {
        code: 'last-batch-weight',
        place: divided.place,
        message: `${quote(seen, divided.place)} averages the means of batches, of which the last may have fewer rows.`,
        mend: null,
        isCertain: false,
      },
    ];
  });
}

function dropsLast(run: LoopRun | null): boolean {
  for (let each = run; each !== null; each = each.outer) {
    const { over } = each.loop;
    if (over?.kind === 'loader' && over.dropsLast !== false) return true;
  }
  return false;
}

/** Zeros are counted in weights that only the subgradient has shrunk. */
export function findZeros(seen: Seen): Found[] {
  if (ofKind(seen, 'shrunk').length > 0) return [];
  const isPenalised =
    seen.backwards.some(({ value }) =>
      listBases(value).some(
        (base) => base.kind === 'regularisers' || (base.kind === 'parameter' && base.operation === 'abs'),
      ),
    ) ||
    ofKind(seen, 'updated').some(({ change }) =>
      change.terms.some(({ base }) => base.kind === 'parameter'),
    ) ||
    ofKind(seen, 'made').some(({ value }) => value.kind === 'thing' && value.type === 'regularizer');
  if (!isPenalised) return [];
  return ofKind(seen, 'zeros').map(
    ({ place }): Found => ({
      code: 'zeros-of-subgradient',
      place,
      message: `${quote(seen, place)} counts exact zeros, which a step along the subgradient leaves only by chance.`,
      mend: null,
      isCertain: true,
    }),
  );
}
