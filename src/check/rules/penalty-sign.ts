import { pickNumber, pickTruth } from '../flow/make.ts';
import type { Term } from '../flow/values.ts';
import type { Place } from '../syntax/nodes.ts';
import type { Edit, Found } from './found.ts';
import { isPenalty, ofKind, quote, type Seen, textOf } from './seen.ts';

/** The penalty is subtracted from what is minimised. */
export function findSubtracted(seen: Seen): Found[] {
  if (isMaximised(seen)) return [];
  return [...findInLosses(seen), ...findInUpdates(seen), ...findInRegularisers(seen)];
}

/** An optimizer that climbs is given what is to be large. */
function isMaximised(seen: Seen): boolean {
  return ofKind(seen, 'made').some(
    ({ value }) => value.kind === 'optimizer' && pickTruth(value.given, 'maximize') === true,
  );
}

function findInLosses(seen: Seen): Found[] {
  return seen.backwards.flatMap(({ value }) => {
    if (value.kind !== 'quantity') return [];
    const penalties = value.terms.filter(isPenalty);
    return penalties.filter(({ sign }) => sign === -1).map((term) => say(seen, term));
  });
}

function say(seen: Seen, term: Term): Found {
  const at = term.minusAt ?? term.joined ?? term.place;
  const place = term.joined ?? at;
  return {
    code: 'penalty-subtracted',
    place: isInside(at, place) ? place : at,
    message: `${quote(seen, isInside(at, place) ? place : at)} takes the penalty from the loss that is minimised.`,
    mend: turnMinus(seen, at),
    isCertain: true,
  };
}

function isInside(inner: Place, outer: Place): boolean {
  return inner.from >= outer.from && inner.to <= outer.to;
}

/** The minus as a plus: between two operands, of an update, or in front of a number. */
function turnMinus(seen: Seen, at: Place): Edit[] | null {
  const text = textOf(seen, at);
  const minus = text.indexOf('-');
  if (minus < 0 || text.indexOf('-', minus + 1) >= 0) return null;
  const from = at.from + minus;
  const isPrefix = minus === 0 && !/^-=?\s*$/.test(text);
  return [{ from, to: from + 1, text: isPrefix ? '' : '+' }];
}

/** `w -= rate * (gradient - lambda * sign(w))`. */
function findInUpdates(seen: Seen): Found[] {
  return ofKind(seen, 'updated').flatMap(({ change, place, name }) => {
    const wrong = change.terms.filter(
      ({ base, sign }) => base.kind === 'parameter' && base.operation === 'sign' && sign === 1,
    );
    return wrong.map((term): Found => {
      const at = term.joined ?? place;
      const isOwnMinus = term.joined !== null && term.joined.from !== place.from;
      return {
        code: 'penalty-subtracted',
        place: at,
        message: `${quote(seen, at)} pushes ${name} away from zero, where a penalty pulls it there.`,
        mend: isOwnMinus ? turnLastMinus(seen, at) : null,
        isCertain: true,
      };
    });
  });
}

function turnLastMinus(seen: Seen, at: Place): Edit[] | null {
  const text = textOf(seen, at);
  const minus = text.lastIndexOf(' - ');
  return minus < 0 ? null : [{ from: at.from + minus + 1, to: at.from + minus + 2, text: '+' }];
}

/** `kernel_regularizer=l1(-0.01)`. */
function findInRegularisers(seen: Seen): Found[] {
  return ofKind(seen, 'made').flatMap(({ value, place }) => {
    if (value.kind !== 'thing' || value.type !== 'regularizer') return [];
    const strength = pickNumber(value.given, 'l1', 0) ?? pickNumber(value.given, 'l', 0);
    if (strength === null || strength >= 0) return [];
    const text = textOf(seen, place);
    const minus = text.indexOf('-');
    return [
      {
        code: 'penalty-subtracted',
        place,
        message: `${quote(seen, place)} has a strength below 0, so the penalty is taken from the loss.`,
        mend: minus < 0 ? null : [{ from: place.from + minus, to: place.from + minus + 1, text: '' }],
        isCertain: true,
      },
    ];
  });
}
