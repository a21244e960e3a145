import { listBases } from '../flow/quantities.ts';
import type { LoopRun, Quantity, Value } from '../flow/values.ts';
import type { Found } from './found.ts';
import { isWithin, ofKind, quote, type Seen } from './seen.ts';

// What stands for an epoch in what is shown.

/** The figure of the last batch is shown as that of the epoch. */
export function findLastBatch(seen: Seen): Found[] {
  const shown = ofKind(seen, 'shown').filter(({ by }) => by === 'print' || by === 'append' || by === 'log');
  return shown.flatMap(({ values, place, run }): Found[] => {
    const last = values.find((value) => isOfInnerRound(value, run));
    if (last === undefined) return [];
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

/** A loss of one round of a loop that is over: neither summed up nor averaged. */
function isOfInnerRound(value: Value, run: LoopRun | null): boolean {
  if (value.kind !== 'quantity') return false;
  const losses = value.terms.filter(({ base }) => base.kind === 'loss' && base.forward !== null);
  return (
    losses.length > 0 &&
    value.terms.length === losses.length &&
    losses.every((term) => {
      const own = term.base.kind === 'loss' ? (term.base.forward?.run ?? null) : null;
      return (
        own !== null &&
        own !== run &&
        isWithin(own, run) &&
        own.round > 0 &&
        isOfBatches(own) &&
        term.joined === null
      );
    })
  );
}

/** A loop that takes batches, rather than one of epochs. */
function isOfBatches({ loop }: LoopRun): boolean {
  const { over } = loop;
  return (
    over?.kind === 'loader' ||
    over?.kind === 'unknown' ||
    (over?.kind === 'thing' && /^(enumerate|zip|same|dataset)$/.test(over.type))
  );
}

/** A mean of the means of batches, whose last is smaller. */
export function findBatchMeans(seen: Seen): Found[] {
  const measured = new Set(seen.evaluations.flatMap(({ forward }) => forward ?? []));
  return ofKind(seen, 'shown').flatMap(({ values }) =>
    values.flatMap((value) => {
      if (value.kind !== 'quantity') return [];
      return sayMeans(seen, value, measured);
    }),
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
    ofKind(seen, 'updated').length > 0 ||
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
