import { listParts } from '../flow/quantities.ts';
import type { LoopRun, Term, Value } from '../flow/values.ts';
import type { Place } from '../syntax/nodes.ts';
import type { Edit, Found } from './found.ts';
import { hasDataLoss, isPenalty, isWithin, listPenalties, ofKind, quote, type Seen, textOf } from './seen.ts';

// A penalty that does not reach the weights.

/** The sum runs over copies without gradients. */
export function findDetached(seen: Seen): Found[] {
  return seen.backwards.flatMap(({ value }) =>
    listPenalties(value).flatMap((term): Found[] => {
      const { detachedAt } = term;
      if (detachedAt === null) return [];
      const place = detachedAt;
      return [
        {
          code: 'penalty-detached',
          place,
          message: `${quote(seen, place)} has no gradient, so the penalty adds a number to the loss and changes no weight.`,
          mend: keepGradient(seen, detachedAt),
          isCertain: true,
        },
      ];
    }),
  );
}

const CUTS = /\.(data|detach\(\)|item\(\)|cpu\(\)|numpy\(\)|clone\(\)|tolist\(\))$/;

/** What follows it and cuts off as well, as in `.detach().cpu().numpy()`. */
const FURTHER_CUTS = /^(?:\.(?:data|detach\(\)|item\(\)|cpu\(\)|numpy\(\)|clone\(\)|tolist\(\))(?!\w))+/;

function cutOff(text: string): string {
  const kept = text.replace(CUTS, '');
  return kept === text ? text : cutOff(kept);
}

/** Without the words that cut the gradient off, where they stand at the end of the expression. */
function keepGradient(seen: Seen, at: Place): Edit[] | null {
  const text = textOf(seen, at);
  if (/\.state_dict\(\)$/.test(text)) {
    return [{ from: at.to - '.state_dict()'.length, to: at.to, text: '.named_parameters()' }];
  }
  const kept = cutOff(text);
  const [others] = FURTHER_CUTS.exec(seen.trace.text.slice(at.to, at.to + 60)) ?? [''];
  return kept === text ? null : [{ from: at.from + kept.length, to: at.to + others.length, text: '' }];
}

/** A penalised loss on which nobody calls backward. */
export function findUnused(seen: Seen): Found[] {
  const trainedPenalty = seen.backwards.some(({ value }) => hasAnyPenalty(value));
  if (trainedPenalty || seen.backwards.length === 0) return [];
  if (ofKind(seen, 'shrunk').length > 0) return [];
  const updated = ofKind(seen, 'updated').length > 0;
  const joined = ofKind(seen, 'joined').filter(
    ({ value, hasGradients, run }) =>
      hasGradients &&
      value.terms.some((term) => isPenalty(term) && term.detachedAt === null) &&
      isTrainedOn(seen, value, run),
  );
  const escaped = ofKind(seen, 'escaped').some(({ values }) => values.some(hasOpenPenalty));
  if (updated || escaped) return [];
  return joined.map(({ place }) => ({
    code: 'penalty-unused',
    place,
    message: `${quote(seen, place)} is never the loss on which backward is called, so the penalty changes no weight.`,
    mend: null,
    isCertain: true,
  }));
}

function hasAnyPenalty(value: Value): boolean {
  return listParts(value).some((part) => {
    if (part.kind !== 'quantity') return part.kind === 'unknown';
    return part.terms.some(
      (term) =>
        isPenalty(term) || (term.base.kind === 'mixed' && term.base.of.some(isPenalty)) || isOpaque(term),
    );
  });
}

/** A penalty that may still be trained on, where it goes. */
function hasOpenPenalty(value: Value): boolean {
  return listParts(value).some((part) => {
    if (part.kind !== 'quantity') return part.kind === 'unknown';
    return part.terms.some((term) => term.detachedAt === null && hasAnyPenalty({ ...part, terms: [term] }));
  });
}

/** A loss that came from elsewhere may have the penalty in it. */
function isOpaque({ base }: Term): boolean {
  return base.kind === 'unknown';
}

/** Whether the data loss in it is one that is trained on. */
function isTrainedOn(seen: Seen, value: { readonly terms: readonly Term[] }, run: LoopRun | null): boolean {
  const isOne = value.terms.some(
    ({ base }) => base.kind === 'loss' && base.forward !== null && seen.trained.has(base.forward),
  );
  return isOne || seen.backwards.some((backward) => backward.run === run);
}

/** A regulariser of Keras, and a loop of one's own that leaves out what it comes to. */
export function findUnusedRegularisers(seen: Seen): Found[] {
  const tapes = seen.backwards.filter(({ by }) => by === 'tape');
  if (tapes.length === 0 || ofKind(seen, 'fit').length > 0) return [];
  if (seen.backwards.some(({ value }) => hasAnyPenalty(value))) return [];
  return ofKind(seen, 'made').flatMap(({ value, place }): Found[] => {
    if (value.kind !== 'thing' || value.type !== 'regularizer') return [];
    return [
      {
        code: 'penalty-unused',
        place,
        message: `${quote(seen, place)} is not in the loss of this loop, which leaves out the losses of the model.`,
        mend: null,
        isCertain: true,
      },
    ];
  });
}

/** The penalty was computed before the loop in which it is trained with. */
export function findComputedOnce(seen: Seen): Found[] {
  return seen.backwards.flatMap(({ value, run, by }) => {
    if (run === null || value.kind !== 'quantity' || by === 'returned' || !hasDataLoss(value)) return [];
    const stale = value.terms.filter(
      (term) => isPenalty(term) && term.detachedAt === null && !isWithin(term.run, run),
    );
    return stale.map(
      ({ place }): Found => ({
        code: 'penalty-computed-once',
        place,
        message: `${quote(seen, place)} is computed before the loop, so each step is penalised for the weights of the start.`,
        mend: null,
        isCertain: true,
      }),
    );
  });
}
