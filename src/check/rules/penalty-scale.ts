import type { Factor, Term } from '../flow/values.ts';
import type { Edit, Found } from './found.ts';
import { isPenalty, listPenalties, quote, type Seen, textOf } from './seen.ts';

// What lambda is multiplied with, besides the sum of sizes.

/** Divided by how many weights there are, by name or by a mean. */
export function findOverCount(seen: Seen): Found[] {
  return seen.backwards.flatMap(({ value }) =>
    listPenalties(value).flatMap((term): Found[] => {
      const { base } = term;
      const factor = term.factors.find(
        ({ counted, isDivisor }) => isDivisor && (counted === 'weights' || counted === 'tensors'),
      );
      if (factor !== undefined) {
        const what = factor.counted === 'tensors' ? 'the number of tensors' : 'the number of weights';
        return [
          {
            code: 'penalty-over-count',
            place: factor.place,
            message: `${quote(seen, factor.place)} divides the penalty by ${what}, so lambda means less in a larger network.`,
            mend: dropDivisor(seen, factor),
            isCertain: true,
          },
        ];
      }
      if (base.kind !== 'parameter' || base.reduced !== 'mean') return [];
      return [
        {
          code: 'penalty-over-count',
          place: term.place,
          message: `${quote(seen, term.place)} is the mean of the weights' sizes, so lambda means less in a larger network.`,
          mend: sumInstead(seen, term),
          isCertain: true,
        },
      ];
    }),
  );
}

/** Without the last division, where the divisor is a plain name. */
function dropDivisor(seen: Seen, { place }: Factor): Edit[] | null {
  const [end] = /\s*\/\s*[\w.]+(?:\([\w.]*\))?$/.exec(textOf(seen, place)) ?? [];
  return end === undefined ? null : [{ from: place.to - end.length, to: place.to, text: '' }];
}

function dropMultiplier(seen: Seen, { place }: Factor): Edit[] | null {
  const [end] =
    /\s*\*\s*(?:[\w.]+\.shape\[0\]|[\w.]+\.size\(0\)|len\([\w.]+\))$/.exec(textOf(seen, place)) ?? [];
  return end === undefined ? null : [{ from: place.to - end.length, to: place.to, text: '' }];
}

function sumInstead(seen: Seen, { place }: Term): Edit[] | null {
  const text = textOf(seen, place);
  const method = /\.mean\(\)$/.exec(text);
  if (method !== null) return [{ from: place.to - method[0].length, to: place.to, text: '.sum()' }];
  const call = /^((?:torch|np|numpy|tf)\.(?:reduce_)?)mean\(/.exec(text);
  if (call === null) return null;
  const from = place.from + call[1].length;
  return [{ from, to: from + 'mean'.length, text: 'sum' }];
}

/** Multiplied or divided by what changes with the batches, or added once for each row or batch. */
export function findScaled(seen: Seen): Found[] {
  return seen.backwards.flatMap(({ value }) =>
    listPenalties(value).flatMap((term): Found[] => {
      const factor = term.factors.find(({ counted }) => counted === 'rows-of-batch' || counted === 'batches');
      const isOnlyThePenalty =
        factor !== undefined && !isShared(value.kind === 'quantity' ? value.terms : [], factor);
      if (factor !== undefined && isOnlyThePenalty) {
        const what = factor.counted === 'batches' ? 'the number of batches' : 'the rows of a batch';
        return [
          {
            code: 'penalty-scaled',
            place: factor.place,
            message: `${quote(seen, factor.place)} scales the penalty with ${what}, so lambda means something else with other batches.`,
            mend: factor.isDivisor ? dropDivisor(seen, factor) : dropMultiplier(seen, factor),
            isCertain: true,
          },
        ];
      }
      return [];
    }),
  );
}

/** Whether the data loss has the same factor: then the whole objective is scaled, and lambda keeps its meaning. */
function isShared(terms: readonly Term[], { place }: Factor): boolean {
  const others = terms.filter((term) => !isPenalty(term) && term.base.kind !== 'number');
  return (
    others.length > 0 &&
    others.every(({ factors }) =>
      factors.some((factor) => factor.place.from === place.from && factor.place.to === place.to),
    )
  );
}
