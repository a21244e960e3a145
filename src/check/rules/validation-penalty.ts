import type { CallSite } from '../flow/values.ts';
import type { Place } from '../syntax/nodes.ts';
import type { Found } from './found.ts';
import { isPenalty, isWithin, ofKind, quote, type Seen } from './seen.ts';

/** A loss of validation has the penalty in it. */
export function findPenaltyInValidation(seen: Seen): Found[] {
  if (seen.backwards.length === 0) return [];
  const trained = new Set(
    ofKind(seen, 'joined')
      .filter((event) => isOfTrained(seen, event.value))
      .map(({ place }) => place.from),
  );
  return ofKind(seen, 'joined').flatMap(({ value, place, run, call }): Found[] => {
    const losses = value.terms.flatMap(({ base }) =>
      base.kind === 'loss' && base.forward !== null ? [base.forward] : [],
    );
    if (losses.length === 0) return [];
    const isMeasured = losses.every((forward) => seen.evaluations.some((event) => event.forward === forward));
    const penalties = value.terms.filter(isPenalty);
    if (
      !isMeasured ||
      penalties.length === 0 ||
      losses.some((forward) => forward.hasGradients && forward.mode === 'train' && run === null)
    )
      return [];
    const isStale = penalties.some(
      (term) => term.run !== null && !isWithin(term.run, run) && !isWithin(run, term.run),
    );
    // Where training and validation share a function, the call that validates is at fault.
    const at = trained.has(place.from) ? findCaller(call) : null;
    const where = at ?? place;
    const message = isStale
      ? `${quote(seen, where)} adds the penalty of a training step to a loss of validation.`
      : `${quote(seen, where)} has the penalty in a loss that only validates.`;
    return [{ code: 'penalty-in-validation', place: where, message, mend: null, isCertain: true }];
  });
}

function findCaller(call: CallSite | null): Place | null {
  return call?.place ?? null;
}

function isOfTrained(seen: Seen, value: { readonly terms: readonly { readonly base: unknown }[] }): boolean {
  return value.terms.some(({ base }) => {
    const of = base as { kind: string; forward?: never };
    return of.kind === 'loss' && of.forward != null && seen.trained.has(of.forward);
  });
}
